#include "store/case_store.hpp"

#include <array>

#include "base/text.hpp"
#include "store/case_sql.hpp"

namespace plumbline::store {
namespace {

constexpr std::array kSorts{
    SortKey{"", "ORDER BY cases.child_id", "ORDER BY cases.child_id DESC"},
    SortKey{"child", "ORDER BY cases.child_id", "ORDER BY cases.child_id DESC"},
    SortKey{"category", "ORDER BY cases.category, cases.child_id", "ORDER BY cases.category DESC, cases.child_id DESC"},
    SortKey{"locality", "ORDER BY cases.locality, cases.child_id", "ORDER BY cases.locality DESC, cases.child_id DESC"},
    SortKey{"service_area", "ORDER BY cases.service_area, cases.child_id",
            "ORDER BY cases.service_area DESC, cases.child_id DESC"},
    SortKey{"team", "ORDER BY cases.team, cases.child_id", "ORDER BY cases.team DESC, cases.child_id DESC"},
    SortKey{"worker", "ORDER BY cases.worker_id IS NULL, cases.worker_id, cases.child_id",
            "ORDER BY cases.worker_id IS NULL, cases.worker_id DESC, cases.child_id DESC"},
    SortKey{"opened", "ORDER BY cases.opened_on IS NULL, cases.opened_on, cases.child_id",
            "ORDER BY cases.opened_on IS NULL, cases.opened_on DESC, cases.child_id DESC"},
    SortKey{"last_audited", "ORDER BY cases.last_audited_on IS NULL, cases.last_audited_on, cases.child_id",
            "ORDER BY cases.last_audited_on IS NULL, cases.last_audited_on DESC, cases.child_id DESC"},
};

constexpr app::CaseField kFields[]{
    app::CaseField::Locality,   app::CaseField::ServiceArea,   app::CaseField::Team,      app::CaseField::Worker,
    app::CaseField::Supervisor, app::CaseField::OpenedOn,      app::CaseField::MovedOn,   app::CaseField::Flags,
    app::CaseField::Restricted, app::CaseField::LastAuditedOn, app::CaseField::BirthYear, app::CaseField::Gender,
    app::CaseField::Ethnicity,  app::CaseField::Disability};

// As kUpdateCase counts its bits, whatever numbers the port gives them.
std::int64_t bits(app::CaseFields fields) {
  std::int64_t all = 0;
  std::int64_t bit = 1;
  for (const auto field : kFields) {
    if (fields.has(field)) all |= bit;
    bit <<= 1;
  }
  return all;
}

void fill(domain::Case& found, const Row& row) {
  found.child_id = row.id<domain::ChildId>(0);
  found.category = parsed(row, 1, domain::parse_category);
  found.locality = row.text(2);
  found.service_area = row.text(3);
  found.team = row.text(4);
  found.worker_id = row.optional_id<domain::PersonId>(5);
  found.supervisor_id = row.optional_id<domain::PersonId>(6);
  found.opened_on = row.optional_day(7);
  found.closed_on = row.optional_day(8);
  found.moved_on = row.optional_day(9);
  found.flags.clear();
  if (const auto flags = row.text(10); !flags.empty()) found.flags = base::split(flags, ';');
  found.restricted = row.boolean(11);
  found.last_audited_on = row.optional_day(12);
  found.birth_year = row.is_null(13) ? std::nullopt : std::optional(static_cast<int>(row.integer(13)));
  found.gender = row.text(14);
  found.ethnicity = row.text(15);
  found.disability = row.text(16);
}

domain::Case case_from(const Row& row) {
  domain::Case found;
  fill(found, row);
  return found;
}

class SqlCaseImport final : public app::CaseImport {
 public:
  explicit SqlCaseImport(Scope scope)
      : scope_(scope),
        batch_(scope.connection.batch(
            {sql::kInsertCase, sql::kUpdateCase, sql::kKeepWorker, sql::kKeepSupervisor, sql::kCloseCase})) {}

  void insert(const domain::Case& row, std::int64_t said) override {
    const auto flags = base::join(row.flags, ";");
    batch_->add(0, {scope_.council, row.child_id, to_string(row.category), row.locality, row.service_area, row.team,
                    row.worker_id, row.supervisor_id, row.opened_on, row.closed_on, row.moved_on, flags, row.restricted,
                    row.last_audited_on, row.birth_year, row.gender, row.ethnicity, row.disability, said});
  }
  void update(const domain::Case& row, app::CaseFields gives, std::int64_t said, base::Day as_of) override {
    if (gives.has(app::CaseField::Worker)) batch_->add(2, {scope_.council, row.child_id, row.worker_id, as_of});
    if (gives.has(app::CaseField::Supervisor)) batch_->add(3, {scope_.council, row.child_id, row.supervisor_id, as_of});
    const auto flags = base::join(row.flags, ";");
    batch_->add(
        1,
        {scope_.council, row.child_id,        to_string(row.category), row.locality,  row.service_area, row.team,
         row.worker_id,  row.supervisor_id,   row.opened_on,           row.closed_on, row.moved_on,     flags,
         row.restricted, row.last_audited_on, row.birth_year,          row.gender,    row.ethnicity,    row.disability,
         said,           bits(gives)});
  }
  void close(const domain::ChildId& child, base::Day on) override { batch_->add(4, {scope_.council, child, on}); }
  void finish() override { batch_->finish(); }

 private:
  Scope scope_;
  std::unique_ptr<Batch> batch_;
};

}  // namespace

std::optional<domain::Case> SqlCaseStore::find(const domain::ChildId& child) {
  static const std::string sql = std::string(sql::kSelectCases) + " WHERE council = $1 AND child_id = $2";
  return scope_.connection.one(sql, {scope_.council, child}, case_from);
}

void SqlCaseStore::for_each(const std::function<void(const domain::Case&)>& visit) {
  static const std::string sql = std::string(sql::kSelectCases) + " WHERE council = $1 ORDER BY child_id";
  domain::Case one;
  scope_.connection.stream(sql, {scope_.council}, [&](const Row& row) {
    fill(one, row);
    visit(one);
  });
}

app::Page<domain::Case> SqlCaseStore::list(const app::CaseFilter& filter, const app::PageRequest& page,
                                           const app::Visibility& visible) {
  Where where("cases.council = $1", scope_.council);
  where.contains({"cases.child_id"}, filter.text)
      .text("cases.category = ?", filter.category)
      .text("cases.locality = ?", filter.locality)
      .text("cases.service_area = ?", filter.service_area)
      .text("cases.team = ?", filter.team)
      .text("cases.worker_id = ?", filter.worker);
  if (filter.open_only) where.add("cases.closed_on IS NULL");
  if (filter.without_place) where.add("(cases.team = '' OR cases.locality = '' OR cases.worker_id IS NULL)");
  where.visible(visible, {"cases.locality",
                          "cases.service_area",
                          "cases.team",
                          {"cases.worker_id = ?", "cases.supervisor_id = ?",
                           "EXISTS (SELECT 1 FROM audits a WHERE a.council = cases.council "
                           "AND a.child_id = cases.child_id AND a.auditor = ?)"}});
  return page_of(scope_.connection, sql::kSelectCases, sql::kCountCases, where, kSorts, page, case_from);
}

long long SqlCaseStore::count_open() { return scope_.connection.integer(sql::kCountOpenCases, {scope_.council}); }

void SqlCaseStore::for_each_known(const std::function<void(const app::KnownCase&)>& visit) {
  scope_.connection.stream(sql::kKnownCases, {scope_.council}, [&](const Row& row) {
    visit({row.text(0), row.integer(1), parsed(row, 2, domain::parse_category), row.boolean(3)});
  });
}

std::vector<app::CaseTie> SqlCaseStore::ties(const std::vector<domain::ChildId>& children) {
  std::vector<app::CaseTie> ties;
  for (const auto& child : children)
    scope_.connection.query(sql::kTiesOfOne, {scope_.council, child}, [&](const Row& row) {
      ties.push_back({child, row.id<domain::PersonId>(0), row.boolean(1)});
    });
  return ties;
}

std::unique_ptr<app::CaseImport> SqlCaseStore::begin_import() { return std::make_unique<SqlCaseImport>(scope_); }

void SqlCaseStore::mark_audited(const domain::ChildId& child, base::Day on) {
  scope_.connection.execute(sql::kMarkAudited, {scope_.council, child, on});
}

}  // namespace plumbline::store
