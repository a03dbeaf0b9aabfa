// Past audits written in bulk: a prepared statement each for audit, fingerprint, sections and conversation.
#include <array>

#include "store/audit_sql.hpp"
#include "store/audit_store.hpp"

namespace plumbline::store {
namespace {

// A reference may be imported again with another programme or day: the row is replaced whole.
constexpr std::string_view kUpdatePast = R"sql(
  UPDATE audits SET programme = $3, period = $4, cohort = $5, child_id = $6, category = $7, locality = $8,
                    service_area = $9, team = $10, worker_id = $11, tool = $12, tool_version = $13, auditor = $14,
                    state = $15, sent_at = $16, submitted_at = $17, finalised_at = $18, overall = $19,
                    moderated_overall = $20, moderation_pick = $21, hand_back_reason = $22, version = version + 1
  WHERE council = $1 AND audit_id = $2 AND imported
)sql";
constexpr std::string_view kKeepSaid = R"sql(
  INSERT INTO past_audits (council, audit_id, said) VALUES ($1, $2, $3)
  ON CONFLICT (council, audit_id) DO UPDATE SET said = excluded.said
)sql";
constexpr std::string_view kClearSections = "DELETE FROM audit_sections WHERE council = $1 AND audit_id = $2";
constexpr std::string_view kClearTalk =
    "DELETE FROM conversations WHERE council = $1 AND audit_id = $2 AND kind = 'worker'";
constexpr std::string_view kPastSection = R"sql(
  INSERT INTO audit_sections (council, audit_id, section, judgement, evidence, impact, good_practice, saved_at,
                              saved_by, version)
  VALUES ($1, $2, $3, $4, '', '', FALSE, NULL, NULL, 1)
)sql";
constexpr std::string_view kPastTalk = R"sql(
  INSERT INTO conversations (council, audit_id, kind, booked_for, place, held, held_on, reason, manager_present,
                             summary, agreed, purpose_explained, consent, views, service_feedback, written_reply,
                             replied_on, version)
  VALUES ($1, $2, 'worker', NULL, '', $3, NULL, $4, FALSE, '', '', FALSE, NULL, '', '', '', NULL, 1)
)sql";
constexpr std::string_view kReferences = R"sql(
  SELECT audits.reference, audits.audit_id, p.said FROM audits
  LEFT JOIN past_audits p ON p.council = audits.council AND p.audit_id = audits.audit_id
  WHERE audits.council = $1
)sql";

class SqlPastAuditImport final : public app::PastAuditImport {
 public:
  explicit SqlPastAuditImport(Scope scope)
      : scope_(scope),
        batch_(scope.connection.batch({sql::kInsertAudit, kUpdatePast, kKeepSaid, kClearSections, kClearTalk,
                                       kPastSection, kPastTalk})) {}

  void insert(const app::PastAudit& past, std::int64_t said) override {
    const auto& audit = past.audit;
    batch_->add(0, {scope_.council,
                    audit.id,
                    audit.reference,
                    "",
                    audit.programme,
                    audit.period,
                    audit.cohort,
                    audit.child_id,
                    to_string(audit.category),
                    audit.locality,
                    audit.service_area,
                    audit.team,
                    audit.worker_id,
                    nullptr,
                    audit.tool,
                    audit.tool_version,
                    audit.auditor,
                    to_string(audit.state),
                    false,
                    nullptr,
                    audit.sent_at,
                    nullptr,
                    audit.submitted_at,
                    audit.finalised_at,
                    word(audit.overall),
                    "",
                    word(audit.moderated_overall),
                    audit.moderation_pick,
                    audit.hand_back_reason,
                    "",
                    0,
                    true,
                    "",
                    nullptr,
                    0});
    rest(past, said);
  }
  void update(const app::PastAudit& past, std::int64_t said) override {
    const auto& audit = past.audit;
    batch_->add(1, {scope_.council, audit.id, audit.programme, audit.period, audit.cohort, audit.child_id,
                    to_string(audit.category), audit.locality, audit.service_area, audit.team, audit.worker_id,
                    audit.tool, audit.tool_version, audit.auditor, to_string(audit.state), audit.sent_at,
                    audit.submitted_at, audit.finalised_at, word(audit.overall), word(audit.moderated_overall),
                    audit.moderation_pick, audit.hand_back_reason});
    batch_->add(3, {scope_.council, audit.id});
    batch_->add(4, {scope_.council, audit.id});
    rest(past, said);
  }
  void finish() override { batch_->finish(); }

 private:
  void rest(const app::PastAudit& past, std::int64_t said) {
    const auto& id = past.audit.id;
    batch_->add(2, {scope_.council, id, said});
    for (const auto& [section, grade] : past.sections)
      batch_->add(5, {scope_.council, id, section, to_string(grade)});
    if (past.worker_took_part) batch_->add(6, {scope_.council, id, *past.worker_took_part, word(past.reason_not)});
  }
  Scope scope_;
  std::unique_ptr<Batch> batch_;
};

}  // namespace

std::unique_ptr<app::PastAuditImport> SqlAuditStore::begin_past_import() {
  return std::make_unique<SqlPastAuditImport>(scope_);
}

void SqlAuditStore::for_each_reference(const std::function<void(const app::KnownReference&)>& visit) {
  scope_.connection.stream(kReferences, {scope_.council}, [&](const Row& row) {
    visit({row.text(0), row.text(1), row.optional_integer(2)});
  });
}

}  // namespace plumbline::store
