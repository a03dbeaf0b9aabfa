#include "intake/tables.hpp"

#include <array>
#include <charconv>

#include "base/text.hpp"
#include "intake/columns.hpp"
#include "intake/fields.hpp"
#include "intake/past_audits.hpp"
#include "intake/table.hpp"

namespace plumbline::intake {
namespace {

using app::CaseField;
using app::Problems;
using app::RowProblem;
using base::Day;
using base::invalid;
using base::Result;

const std::vector<ColumnSpec>& case_specs() {
  static const std::vector<ColumnSpec> specs{
      {"child_id", true},  {"category", true},      {"locality", true},  {"service_area", true}, {"team", true},
      {"worker_id", true}, {"supervisor_id", true}, {"opened_on", true}, {"closed_on", true},    {"moved_on"},
      {"flags"},           {"restricted"},          {"last_audited_on"}, {"birth_year"},         {"gender"},
      {"ethnicity"},       {"disability"}};
  return specs;
}
enum CaseColumn : std::size_t {
  kChild,
  kCategory,
  kLocality,
  kServiceArea,
  kTeam,
  kWorker,
  kSupervisor,
  kOpened,
  kClosed,
  kMoved,
  kFlags,
  kRestricted,
  kLastAudited,
  kBirthYear,
  kGender,
  kEthnicity,
  kDisability
};

const std::vector<ColumnSpec>& person_specs() {
  static const std::vector<ColumnSpec> specs{{"person_id", true}, {"name", true}, {"email"},        {"role", true},
                                             {"team", true},      {"locality"},   {"service_area"}, {"agency"},
                                             {"qualified"},       {"trained_on"}, {"away_from"},    {"away_to"},
                                             {"manager_id"}};
  return specs;
}
enum PersonColumn : std::size_t {
  kPerson,
  kName,
  kEmail,
  kRole,
  kPersonTeam,
  kPersonLocality,
  kPersonServiceArea,
  kAgency,
  kQualified,
  kTrained,
  kAwayFrom,
  kAwayTo,
  kManager
};

const std::vector<ColumnSpec>& team_specs() {
  static const std::vector<ColumnSpec> specs{
      {"team", true}, {"locality", true}, {"service_area", true}, {"manager_id"}};
  return specs;
}
enum TeamColumn : std::size_t { kTeamName, kTeamLocality, kTeamServiceArea, kTeamManager };

const std::vector<ColumnSpec>& specs_of(app::FileKind table) {
  if (table == app::FileKind::PeopleTable) return person_specs();
  if (table == app::FileKind::TeamsTable) return team_specs();
  return case_specs();
}

Result<Table> open_table(OpenedSheet opened, app::FileKind kind, const app::ColumnMapping& mapping) {
  return open_table(std::move(opened), specs_of(kind), mapping);
}

// A feed out of a table: row after row, without those that could not be read.
template <class Row>
class TableFeed : public app::Feed<Row> {
 public:
  TableFeed(app::FileKind kind, Table table) : table_(std::move(table)) {
    info_.kind = kind;
    info_.ignored_columns = table_.columns().ignored();
    info_.missing_columns = table_.columns().optional_missing();
  }
  Result<bool> next(Row& row, Problems& problems) final {
    for (;;) {
      TRY(const bool more, table_.next());
      if (!more) return false;
      table_.begin_row();
      read(row.item, problems);
      if (table_.is_left_out()) continue;
      row.line = table_.line();
      row.sheet = table_.sheet();
      return true;
    }
  }
  const app::FeedInfo& info() const final { return info_; }
  app::FeedPosition position() const final { return table_.position(); }

 protected:
  Table table_;
  app::FeedInfo info_;

 private:
  // Sets every field of what an earlier row left there.
  virtual void read(decltype(Row::item)& out, Problems& problems) = 0;
};

class CasesTable final : public TableFeed<app::CaseRow> {
 public:
  explicit CasesTable(Table table) : TableFeed(app::FileKind::CasesTable, std::move(table)) {
    info_.gives = {CaseField::Locality, CaseField::ServiceArea, CaseField::Team,
                   CaseField::Worker,   CaseField::Supervisor,  CaseField::OpenedOn};
    const auto optional = [&](std::size_t column, CaseField field) {
      if (table_.columns().has(column)) info_.gives.add(field);
    };
    optional(kMoved, CaseField::MovedOn);
    optional(kFlags, CaseField::Flags);
    optional(kRestricted, CaseField::Restricted);
    optional(kLastAudited, CaseField::LastAuditedOn);
    optional(kBirthYear, CaseField::BirthYear);
    optional(kGender, CaseField::Gender);
    optional(kEthnicity, CaseField::Ethnicity);
    optional(kDisability, CaseField::Disability);
    info_.speaks_for.assign(domain::kCategories.begin(), domain::kCategories.end());
  }

 private:
  void read(domain::Case& out, Problems& problems) override {
    std::string_view child;
    if (!table_.key(child, kChild, problems, "case.read.no_child")) return;
    if (out.child_id.text() != child) out.child_id = domain::ChildId(std::string(child));
    if (const auto category = domain::parse_category(table_.cell(kCategory)))
      out.category = *category;
    else
      table_.leave_out(problems, "case.read.category", kCategory);
    table_.text(out.locality, kLocality, problems);
    table_.text(out.service_area, kServiceArea, problems);
    table_.text(out.team, kTeam, problems);
    table_.id(out.worker_id, kWorker, problems);
    table_.id(out.supervisor_id, kSupervisor, problems);
    table_.day(out.opened_on, kOpened, problems);
    table_.day(out.closed_on, kClosed, problems);
    if (out.opened_on && out.closed_on && *out.closed_on < *out.opened_on)
      table_.leave_out(problems, "case.read.closed_before_opened", kClosed);
    table_.day(out.moved_on, kMoved, problems);
    read_flags(out.flags);
    table_.yes_no(out.restricted, kRestricted, problems);
    table_.day(out.last_audited_on, kLastAudited, problems);
    read_birth_year(out.birth_year, problems);
    out.gender = gender_of(table_.cell(kGender));
    table_.text(out.ethnicity, kEthnicity, problems);
    out.disability = table_.columns().has(kDisability) ? disability_of(table_.cell(kDisability)) : "";
  }

  void read_flags(std::vector<std::string>& flags) {
    flags.clear();
    auto text = table_.cell(kFlags);
    while (!text.empty()) {
      const auto end = text.find(';');
      if (const auto flag = base::trim(text.substr(0, end)); !flag.empty()) flags.emplace_back(flag);
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }

  void read_birth_year(std::optional<int>& out, Problems& problems) {
    out.reset();
    const auto text = table_.cell(kBirthYear);
    if (text.empty()) return;
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (error != std::errc{} || end != text.data() + text.size() || year < 1900 || year > 2200)
      table_.leave_out(problems, "case.read.birth_year", kBirthYear);
    else
      out = year;
  }
};

class PeopleTable final : public TableFeed<app::PersonRow> {
 public:
  explicit PeopleTable(Table table) : TableFeed(app::FileKind::PeopleTable, std::move(table)) {}

 private:
  void read(domain::Person& out, Problems& problems) override {
    out = {};
    std::string_view person;
    if (!table_.key(person, kPerson, problems, "person.read.no_id")) return;
    out.person_id = domain::PersonId(std::string(person));
    table_.text(out.name, kName, problems);
    if (out.name.empty()) table_.leave_out(problems, "person.read.no_name", kName);
    table_.text(out.email, kEmail, problems);
    if (!out.email.empty() && (out.email.find('@') == std::string::npos || out.email.find(' ') != std::string::npos))
      table_.leave_out(problems, "person.read.email", kEmail);
    if (const auto role = role_of(table_.cell(kRole)))
      out.role = *role;
    else
      table_.leave_out(problems, "person.read.role", kRole);
    table_.text(out.team, kPersonTeam, problems);
    table_.text(out.locality, kPersonLocality, problems);
    table_.text(out.service_area, kPersonServiceArea, problems);
    table_.text(out.agency, kAgency, problems);
    table_.yes_no(out.qualified, kQualified, problems);
    table_.day(out.trained_on, kTrained, problems);
    table_.day(out.away_from, kAwayFrom, problems);
    table_.day(out.away_to, kAwayTo, problems);
    if (out.away_to && !out.away_from) table_.leave_out(problems, "person.read.away_from", kAwayTo);
    if (out.away_to && out.away_from && *out.away_to < *out.away_from)
      table_.leave_out(problems, "person.read.away_order", kAwayTo);
    table_.id(out.manager_id, kManager, problems);
    if (out.manager_id && out.manager_id->text() == person)
      table_.leave_out(problems, "person.read.own_manager", kManager);
  }
  // The stored text, or as people say it: `Team manager`.
  static std::optional<domain::JobRole> role_of(std::string_view text) {
    if (const auto role = domain::parse_job_role(text)) return role;
    for (const auto role : domain::kJobRoles)
      if (column_key(domain::say(role)) == column_key(text) || column_key(domain::to_string(role)) == column_key(text))
        return role;
    return std::nullopt;
  }
};

class TeamsTable final : public TableFeed<app::TeamRow> {
 public:
  explicit TeamsTable(Table table) : TableFeed(app::FileKind::TeamsTable, std::move(table)) {}

 private:
  void read(domain::Team& out, Problems& problems) override {
    out = {};
    std::string_view team;
    if (!table_.key(team, kTeamName, problems, "team.read.no_name")) return;
    out.team = tidy_text(team);
    table_.text(out.locality, kTeamLocality, problems);
    table_.text(out.service_area, kTeamServiceArea, problems);
    table_.id(out.manager_id, kTeamManager, problems);
  }
};

}  // namespace

Result<std::unique_ptr<app::CaseFeed>> cases_table(OpenedSheet opened, const app::ColumnMapping& mapping) {
  TRY(auto table, open_table(std::move(opened), app::FileKind::CasesTable, mapping));
  return std::unique_ptr<app::CaseFeed>(std::make_unique<CasesTable>(std::move(table)));
}
Result<std::unique_ptr<app::PersonFeed>> people_table(OpenedSheet opened, const app::ColumnMapping& mapping) {
  TRY(auto table, open_table(std::move(opened), app::FileKind::PeopleTable, mapping));
  return std::unique_ptr<app::PersonFeed>(std::make_unique<PeopleTable>(std::move(table)));
}
Result<std::unique_ptr<app::TeamFeed>> teams_table(OpenedSheet opened, const app::ColumnMapping& mapping) {
  TRY(auto table, open_table(std::move(opened), app::FileKind::TeamsTable, mapping));
  return std::unique_ptr<app::TeamFeed>(std::make_unique<TeamsTable>(std::move(table)));
}

Result<app::ColumnsFound> table_columns(const SheetRow& header, app::FileKind table,
                                        const app::ColumnMapping& mapping) {
  TRY(const auto columns, table == app::FileKind::AuditsTable
                              ? Columns::match(header, audit_specs(header, mapping), mapping)
                              : Columns::match(header, specs_of(table), mapping));
  return app::ColumnsFound{table, columns.theirs(), columns.matched(), columns.missing(), columns.optional_missing()};
}

}  // namespace plumbline::intake
