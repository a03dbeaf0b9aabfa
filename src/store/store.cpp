#include "store/store.hpp"

#include "store/action_store.hpp"
#include "store/audit_store.hpp"
#include "store/case_store.hpp"
#include "store/co_auditor_store.hpp"
#include "store/concern_store.hpp"
#include "store/council_store.hpp"
#include "store/cycle_store.hpp"
#include "store/disagreement_store.hpp"
#include "store/follow_up_store.hpp"
#include "store/journal.hpp"
#include "store/measure_store.hpp"
#include "store/meeting_store.hpp"
#include "store/migrations.hpp"
#include "store/nomination_store.hpp"
#include "store/outbox.hpp"
#include "store/person_store.hpp"
#include "store/perspective_store.hpp"
#include "store/publication_store.hpp"
#include "store/report_store.hpp"
#include "store/review_store.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "store/theme_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"

namespace plumbline::store {
namespace {

// Writers of one council come one after another, on all nodes: the number names the lock, the text the council.
constexpr std::string_view kOneWriterACouncil =
    "SELECT 1 FROM (SELECT pg_advisory_xact_lock(5078142, hashtext($1))) AS waited";

// Every store of a council on one connection.
struct Stores {
  explicit Stores(Scope scope)
      : actions(scope),
        audits(scope),
        cases(scope),
        co_auditors(scope),
        concerns(scope),
        councils(scope),
        cycles(scope),
        disagreements(scope),
        follow_ups(scope),
        frameworks(scope),
        journal(scope),
        measures(scope),
        meetings(scope),
        moderations(scope),
        nominations(scope),
        outbox(scope),
        people(scope),
        perspectives(scope),
        publications(scope),
        reports(scope),
        reviews(scope),
        themes(scope),
        tokens(scope),
        uploads(scope),
        users(scope) {}
  SqlActionStore actions;
  SqlAuditStore audits;
  SqlCaseStore cases;
  SqlCoAuditorStore co_auditors;
  SqlConcernStore concerns;
  SqlCouncilStore councils;
  SqlCycleStore cycles;
  SqlDisagreementStore disagreements;
  SqlFollowUpStore follow_ups;
  SqlFrameworkStore frameworks;
  SqlJournal journal;
  SqlMeasureStore measures;
  SqlMeetingStore meetings;
  SqlModerationStore moderations;
  SqlNominationStore nominations;
  SqlOutbox outbox;
  SqlPersonStore people;
  SqlPerspectiveStore perspectives;
  SqlPublicationStore publications;
  SqlReportStore reports;
  SqlReviewStore reviews;
  SqlThemeStore themes;
  SqlTokenStore tokens;
  SqlUploadStore uploads;
  SqlUserStore users;
};

class SqlReader final : public app::Reader {
 public:
  SqlReader(Database& database, const std::string& council)
      : council_(council), reading_(database.read(council)), stores_(Scope{reading_->connection(), council_}) {}
  app::ActionReads& actions() override { return stores_.actions; }
  app::AuditReads& audits() override { return stores_.audits; }
  app::CaseReads& cases() override { return stores_.cases; }
  app::CoAuditorReads& co_auditors() override { return stores_.co_auditors; }
  app::ConcernReads& concerns() override { return stores_.concerns; }
  app::CouncilReads& councils() override { return stores_.councils; }
  app::CycleReads& cycles() override { return stores_.cycles; }
  app::DisagreementReads& disagreements() override { return stores_.disagreements; }
  app::FollowUpReads& follow_ups() override { return stores_.follow_ups; }
  app::FrameworkReads& frameworks() override { return stores_.frameworks; }
  app::JournalReads& journal() override { return stores_.journal; }
  app::MeasureReads& measures() override { return stores_.measures; }
  app::MeetingReads& meetings() override { return stores_.meetings; }
  app::ModerationReads& moderations() override { return stores_.moderations; }
  app::NominationReads& nominations() override { return stores_.nominations; }
  app::OutboxReads& outbox() override { return stores_.outbox; }
  app::PersonReads& people() override { return stores_.people; }
  app::PerspectiveReads& perspectives() override { return stores_.perspectives; }
  app::PublicationReads& publications() override { return stores_.publications; }
  app::ReportReads& reports() override { return stores_.reports; }
  app::ReviewReads& reviews() override { return stores_.reviews; }
  app::ThemeReads& themes() override { return stores_.themes; }
  app::TokenReads& tokens() override { return stores_.tokens; }
  app::UploadReads& uploads() override { return stores_.uploads; }
  app::UserReads& users() override { return stores_.users; }

 private:
  std::string council_;
  std::unique_ptr<Reading> reading_;
  Stores stores_;
};

class SqlUnitOfWork final : public app::UnitOfWork {
 public:
  SqlUnitOfWork(Database& database, const std::string& council)
      : council_(council), transaction_(database.begin(council)), stores_(Scope{transaction_->connection(), council_}) {
    if (database.backend() == Backend::Postgres)
      transaction_->connection().query(kOneWriterACouncil, {council_}, [](const Row&) {});
  }
  app::ActionStore& actions() override { return stores_.actions; }
  app::AuditStore& audits() override { return stores_.audits; }
  app::CaseStore& cases() override { return stores_.cases; }
  app::CoAuditorStore& co_auditors() override { return stores_.co_auditors; }
  app::ConcernStore& concerns() override { return stores_.concerns; }
  app::CouncilStore& councils() override { return stores_.councils; }
  app::CycleStore& cycles() override { return stores_.cycles; }
  app::DisagreementStore& disagreements() override { return stores_.disagreements; }
  app::FollowUpStore& follow_ups() override { return stores_.follow_ups; }
  app::FrameworkStore& frameworks() override { return stores_.frameworks; }
  app::Journal& journal() override { return stores_.journal; }
  app::MeasureStore& measures() override { return stores_.measures; }
  app::MeetingStore& meetings() override { return stores_.meetings; }
  app::ModerationStore& moderations() override { return stores_.moderations; }
  app::NominationStore& nominations() override { return stores_.nominations; }
  app::Outbox& outbox() override { return stores_.outbox; }
  app::PersonStore& people() override { return stores_.people; }
  app::PerspectiveStore& perspectives() override { return stores_.perspectives; }
  app::PublicationStore& publications() override { return stores_.publications; }
  app::ReviewStore& reviews() override { return stores_.reviews; }
  app::ThemeStore& themes() override { return stores_.themes; }
  app::TokenStore& tokens() override { return stores_.tokens; }
  app::UploadStore& uploads() override { return stores_.uploads; }
  app::UserStore& users() override { return stores_.users; }
  base::Result<void> commit() override {
    try {
      transaction_->commit();
    } catch (const DatabaseFailure& failure) {
      // The server chose another change over this one; nothing of this one was kept.
      if (failure.why() == Failure::Conflict) return base::stale("store.save.stale");
      throw;
    }
    return {};
  }

 private:
  std::string council_;
  std::unique_ptr<Transaction> transaction_;
  Stores stores_;
};

}  // namespace

SqlStore::SqlStore(std::unique_ptr<Database> database)
    : database_(std::move(database)), sessions_(std::make_unique<SqlSessionStore>(*database_)) {}
SqlStore::~SqlStore() = default;

std::unique_ptr<app::Reader> SqlStore::read(const std::string& council) {
  return std::make_unique<SqlReader>(*database_, council);
}

std::unique_ptr<app::UnitOfWork> SqlStore::begin(const std::string& council) {
  return std::make_unique<SqlUnitOfWork>(*database_, council);
}

base::Result<std::unique_ptr<SqlStore>> open_store(const Location& location, Access access) {
  TRY(auto database, open_database(location, access));
  return std::make_unique<SqlStore>(std::move(database));
}

base::Result<void> backup(const Location& location, const std::filesystem::path& file) {
  if (!location.postgres.empty()) return base::invalid("database.backup.server");
  TRY(const auto database, open_database(location, Access::ReadOnly));
  return database->backup(file);
}

base::Result<void> restore(const Location& location, const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  if (!location.postgres.empty()) return base::invalid("database.restore.server");
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return base::not_found("database.restore.missing");
  const auto target = location.folder / sqlite::kFileName;
  if (fs::exists(target, error))
    return base::invalid("database.restore.not_empty", {}, {{"path", location.folder.string()}});
  // Into a folder beside the target first: what turns out to be no backup leaves nothing behind.
  const auto trial = location.folder / ".restoring";
  fs::remove_all(trial, error);
  fs::create_directories(trial, error);
  const bool copied = fs::copy_file(file, trial / sqlite::kFileName, error);
  const auto leave = [&](base::Result<void> outcome) {
    std::error_code ignored;
    fs::remove_all(trial, ignored);
    return outcome;
  };
  if (!copied) {
    return leave(base::refuse(base::ErrorCode::RuleBroken, "database.open.not_allowed", {},
                              {{"path", location.folder.string()}}));
  }
  fs::permissions(trial / sqlite::kFileName, fs::perms::owner_read | fs::perms::owner_write, error);
  {
    const auto opened = sqlite::open(trial, Access::Write);
    if (!opened || !(*opened)->integrity().empty()) return leave(base::invalid("database.restore.not_a_backup"));
    if (auto outcome = migrate(**opened); !outcome) return leave(std::move(outcome));
  }
  fs::rename(trial / sqlite::kFileName, target, error);
  if (error) {
    return leave(base::refuse(base::ErrorCode::RuleBroken, "database.open.not_allowed", {},
                              {{"path", location.folder.string()}}));
  }
  return leave({});
}

base::Result<std::vector<std::string>> integrity(const Location& location) {
  TRY(const auto database, open_database(location, Access::ReadOnly));
  return database->integrity();
}

}  // namespace plumbline::store
