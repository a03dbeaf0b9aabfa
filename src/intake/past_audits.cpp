#include "intake/past_audits.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "intake/fields.hpp"
#include "intake/table.hpp"

namespace plumbline::intake {
namespace {

using app::Problems;
using base::Result;
using domain::Grade;

constexpr std::string_view kSectionPrefix = "section:";

enum AuditColumn : std::size_t {
  kReference,
  kProgramme,
  kPeriod,
  kReturned,
  kChild,
  kOverall,
  kCohort,
  kDistributed,
  kExempt,
  kCategory,
  kLocality,
  kServiceArea,
  kTeam,
  kWorker,
  kAuditor,
  kTookPart,
  kReasonNot,
  kModerated,
  kModeratedOverall,
  kFirstSection
};

// Only what tells one audit from another and when it was must be there; trackers differ in the rest.
const std::vector<ColumnSpec>& fixed_specs() {
  static const std::vector<ColumnSpec> specs{
      {"audit_ref", true},  {"programme", true}, {"period", true},   {"returned_on", true}, {"child_id", true},
      {"overall", true},    {"cohort"},          {"distributed_on"}, {"exempt_reason"},     {"category"},
      {"locality"},         {"service_area"},    {"team"},           {"worker_id"},         {"auditor_id"},
      {"worker_took_part"}, {"reason_not"},      {"moderated"},      {"moderated_overall"}};
  return specs;
}

bool is_section(std::string_view name) { return base::lower(name.substr(0, 8)) == kSectionPrefix; }

std::string key_of_section(std::string_view ours) {
  return base::lower(base::trim(ours.substr(kSectionPrefix.size())));
}

// `Requires improvement`, `RI`, `not applicable`: what people type for the words of the contract.
std::optional<Grade> grade_of_cell(std::string_view text) {
  std::string word;
  for (const char letter : base::lower(tidy_text(text))) {
    if (letter != ' ' && letter != '_' && letter != '-' && letter != '/')
      word += letter;
    else if (!word.empty() && word.back() != '-')
      word += '-';
  }
  static constexpr std::array kShort{
      std::pair{"o", Grade::Outstanding},          std::pair{"g", Grade::Good},
      std::pair{"ri", Grade::RequiresImprovement}, std::pair{"i", Grade::Inadequate},
      std::pair{"n-a", Grade::NotApplicable},      std::pair{"not-applicable", Grade::NotApplicable}};
  for (const auto& [name, grade] : kShort)
    if (word == name) return grade;
  return domain::parse_grade(word);
}

class PastAuditsTable final : public app::PastAuditFeed {
 public:
  PastAuditsTable(Table table, std::vector<std::string> sections)
      : table_(std::move(table)), sections_(std::move(sections)) {
    info_.kind = app::FileKind::AuditsTable;
    info_.ignored_columns = table_.columns().ignored();
    info_.missing_columns = table_.columns().optional_missing();
  }
  Result<bool> next(app::PastAuditRow& row, Problems& problems) override {
    for (;;) {
      TRY(const bool more, table_.next());
      if (!more) return false;
      table_.begin_row();
      row = {};
      read(row, problems);
      if (table_.is_left_out()) continue;
      row.line = table_.line();
      row.sheet = table_.sheet();
      return true;
    }
  }
  const app::FeedInfo& info() const override { return info_; }
  app::FeedPosition position() const override { return table_.position(); }
  std::vector<std::string> section_columns() const override {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < sections_.size(); ++i)
      if (table_.columns().has(kFirstSection + i)) found.push_back(sections_[i]);
    return found;
  }

 private:
  void read(app::PastAuditRow& row, Problems& problems) {
    std::string_view reference;
    if (!table_.key(reference, kReference, problems, "audit.read.no_reference")) return;
    row.reference = reference;
    std::string_view child;
    if (!table_.key(child, kChild, problems, "case.read.no_child")) return;
    row.child_id = domain::ChildId(std::string(child));
    table_.subject(row.reference);
    table_.text(row.programme, kProgramme, problems);
    if (row.programme.empty()) table_.leave_out(problems, "audit.read.no_programme", kProgramme);
    read_period(row, problems);
    table_.text(row.cohort, kCohort, problems);
    table_.day(row.distributed_on, kDistributed, problems);
    table_.day(row.returned_on, kReturned, problems);
    if (row.distributed_on && row.returned_on && *row.returned_on < *row.distributed_on)
      table_.leave_out(problems, "audit.read.returned_before_sent", kReturned);
    table_.text(row.exempt_reason, kExempt, problems);
    if (!row.exempt_reason.empty() && row.returned_on)
      table_.leave_out(problems, "audit.read.exempt_returned", kExempt);
    if (const auto text = table_.cell(kCategory); !text.empty()) {
      row.category = domain::parse_category(text);
      if (!row.category) table_.leave_out(problems, "case.read.category", kCategory);
    }
    table_.text(row.locality, kLocality, problems);
    table_.text(row.service_area, kServiceArea, problems);
    table_.text(row.team, kTeam, problems);
    table_.id(row.worker_id, kWorker, problems);
    table_.id(row.auditor_id, kAuditor, problems);
    yes_no(row.worker_took_part, kTookPart, problems);
    if (const auto text = table_.cell(kReasonNot); !text.empty()) {
      row.reason_not = domain::parse_not_held_reason(base::lower(text));
      if (!row.reason_not) table_.leave_out(problems, "audit.read.reason_not", kReasonNot);
    }
    grade(row.overall, kOverall, problems);
    yes_no(row.moderated, kModerated, problems);
    grade(row.moderated_overall, kModeratedOverall, problems);
    for (std::size_t i = 0; i < sections_.size(); ++i) {
      std::optional<Grade> judged;
      grade(judged, kFirstSection + i, problems);
      if (judged) row.sections.emplace_back(sections_[i], *judged);
    }
  }

  void read_period(app::PastAuditRow& row, Problems& problems) {
    const auto text = table_.cell(kPeriod);
    // A spreadsheet turns `2021-11` into a day of that month.
    auto period = base::parse_period(text);
    if (!period)
      if (const auto day = text.empty() ? std::nullopt : day_of_cell(text, false)) period = base::period_of(*day);
    if (period)
      row.period = *period;
    else
      table_.leave_out(problems, "audit.read.period", kPeriod);
  }
  void yes_no(std::optional<bool>& out, std::size_t column, Problems& problems) {
    const auto text = table_.cell(column);
    if (text.empty()) return;
    out = yes_or_no(text);
    if (!out) table_.leave_out(problems, "row.read.yes_or_no", column);
  }
  void grade(std::optional<Grade>& out, std::size_t column, Problems& problems) {
    const auto text = table_.cell(column);
    if (text.empty()) return;
    out = grade_of_cell(text);
    if (!out) table_.leave_out(problems, "audit.read.grade", column);
  }

  Table table_;
  std::vector<std::string> sections_;
  app::FeedInfo info_;
};

}  // namespace

std::vector<ColumnSpec> audit_specs(const SheetRow& header, const app::ColumnMapping& mapping) {
  auto specs = fixed_specs();
  const auto add = [&](std::string_view name) {
    if (!is_section(name) || base::trim(name.substr(kSectionPrefix.size())).empty()) return;
    const auto key = column_key(name);
    if (std::none_of(specs.begin(), specs.end(), [&](const auto& spec) { return column_key(spec.ours) == key; }))
      specs.push_back({name, false, {}});
  };
  for (const auto cell : header.cells) add(base::trim(cell));
  for (const auto& pair : mapping) add(pair.ours);
  return specs;
}

Result<std::unique_ptr<app::PastAuditFeed>> audits_table(OpenedSheet opened, const app::ColumnMapping& mapping) {
  const auto specs = audit_specs(opened.header, mapping);
  std::vector<std::string> sections;
  for (std::size_t i = kFirstSection; i < specs.size(); ++i) sections.push_back(key_of_section(specs[i].ours));
  const auto header_text = opened.header_text;  // the specs' names are views of it
  TRY(auto table, open_table(std::move(opened), specs, mapping));
  return std::unique_ptr<app::PastAuditFeed>(std::make_unique<PastAuditsTable>(std::move(table), std::move(sections)));
}

}  // namespace plumbline::intake
