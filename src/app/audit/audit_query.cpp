#include "app/audit/audit_query.hpp"

#include "base/percent.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

struct TextField {
  std::string_view name;
  std::string AuditFilter::*field;
};
constexpr TextField kTexts[]{{"text", &AuditFilter::text},
                             {"programme", &AuditFilter::programme},
                             {"from", &AuditFilter::from},
                             {"to", &AuditFilter::to},
                             {"cohort", &AuditFilter::cohort},
                             {"locality", &AuditFilter::locality},
                             {"service_area", &AuditFilter::service_area},
                             {"team", &AuditFilter::team},
                             {"category", &AuditFilter::category},
                             {"grade", &AuditFilter::grade},
                             {"before_moderation", &AuditFilter::before_moderation},
                             {"section", &AuditFilter::section},
                             {"section_grade", &AuditFilter::section_grade},
                             {"not_held", &AuditFilter::not_held},
                             {"concern", &AuditFilter::concern},
                             {"tool", &AuditFilter::tool},
                             {"section_blank", &AuditFilter::section_blank},
                             {"section_flagged", &AuditFilter::section_flagged},
                             {"section_band", &AuditFilter::section_band},
                             {"grade_band", &AuditFilter::grade_band},
                             {"before_band", &AuditFilter::before_band}};

struct EitherField {
  std::string_view name;
  std::optional<bool> AuditFilter::*field;
};
constexpr EitherField kEithers[]{{"distributed", &AuditFilter::distributed},
                                 {"returned", &AuditFilter::returned},
                                 {"graded", &AuditFilter::graded},
                                 {"picked", &AuditFilter::picked},
                                 {"moderated", &AuditFilter::moderated},
                                 {"grade_changed", &AuditFilter::grade_changed},
                                 {"took_part", &AuditFilter::worker_took_part},
                                 {"good_practice", &AuditFilter::good_practice},
                                 {"reaudit", &AuditFilter::reaudit},
                                 {"imported", &AuditFilter::imported},
                                 {"late", &AuditFilter::late},
                                 {"auditor_left", &AuditFilter::auditor_left}};

void append(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  query += name;
  query += '=';
  query += base::percent_encoded(value);
}

}  // namespace

std::string audit_query(const AuditFilter& filter) {
  std::string query;
  for (const auto& [name, field] : kTexts)
    if (!(filter.*field).empty()) append(query, name, filter.*field);
  if (!filter.states.empty()) {
    std::vector<std::string> states;
    for (const auto state : filter.states) states.emplace_back(to_string(state));
    append(query, "state", base::join(states, ","));
  }
  if (!filter.categories.empty()) append(query, "categories", base::join(filter.categories, ","));
  if (!filter.parts.empty()) append(query, "parts", base::join(filter.parts, ","));
  for (const auto& [name, field] : kEithers)
    if (filter.*field) append(query, name, *(filter.*field) ? "yes" : "no");
  if (filter.auditor) append(query, "auditor", filter.auditor->text());
  if (filter.audited_by) append(query, "audited_by", filter.audited_by->text());
  if (filter.to_prepare) append(query, "to_prepare", filter.to_prepare->text());
  if (filter.worker) append(query, "worker", filter.worker->text());
  if (filter.supervisor) append(query, "supervisor", filter.supervisor->text());
  if (filter.cycle) append(query, "cycle", filter.cycle->text());
  if (filter.reaudit_of) append(query, "reaudit_of", filter.reaudit_of->text());
  if (filter.overdue_on) append(query, "overdue_on", base::iso(*filter.overdue_on));
  return query;
}

AuditFilter in_hand_of_leavers() {
  AuditFilter filter;
  filter.auditor_left = true;
  filter.imported = false;
  filter.states = {domain::AuditState::Allocated, domain::AuditState::Sent, domain::AuditState::InProgress,
                   domain::AuditState::Returned};
  return filter;
}

AuditFilter read_audit_query(const std::function<std::string(std::string_view)>& value_of) {
  AuditFilter filter;
  for (const auto& [name, field] : kTexts) filter.*field = value_of(name);
  for (const auto& word : base::split(value_of("state"), ','))
    if (const auto state = domain::parse_audit_state(word)) filter.states.push_back(*state);
  for (const auto& word : base::split(value_of("categories"), ','))
    if (domain::parse_category(word)) filter.categories.push_back(word);
  if (const auto parts = value_of("parts"); !parts.empty()) filter.parts = base::split(parts, ',');
  for (const auto& [name, field] : kEithers) {
    const auto value = value_of(name);
    if (value == "yes") filter.*field = true;
    if (value == "no") filter.*field = false;
  }
  const auto person = [&](std::string_view name) -> std::optional<domain::PersonId> {
    const auto value = value_of(name);
    if (value.empty()) return std::nullopt;
    return domain::PersonId(value);
  };
  filter.auditor = person("auditor");
  filter.audited_by = person("audited_by");
  filter.to_prepare = person("to_prepare");
  filter.worker = person("worker");
  filter.supervisor = person("supervisor");
  if (const auto cycle = value_of("cycle"); !cycle.empty()) filter.cycle = domain::CycleId(cycle);
  if (const auto first = value_of("reaudit_of"); !first.empty()) filter.reaudit_of = domain::AuditId(first);
  filter.overdue_on = base::parse_day(value_of("overdue_on"));
  return filter;
}

}  // namespace plumbline::app
