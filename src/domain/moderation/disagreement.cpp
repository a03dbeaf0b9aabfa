#include "domain/moderation/disagreement.hpp"

#include "base/text.hpp"
#include "domain/calendar/working_days.hpp"

namespace plumbline::domain {

std::string_view to_string(DisagreementState state) {
  switch (state) {
    case DisagreementState::Raised:
      return "raised";
    case DisagreementState::Upheld:
      return "upheld";
    case DisagreementState::Changed:
      return "changed";
  }
  return "";
}

std::string_view say(DisagreementState state) {
  switch (state) {
    case DisagreementState::Raised:
      return "Waiting for the independent look";
    case DisagreementState::Upheld:
      return "The grade stands";
    case DisagreementState::Changed:
      return "The grade was changed";
  }
  return "";
}

std::optional<DisagreementState> parse_disagreement_state(std::string_view text) {
  for (const auto state : {DisagreementState::Raised, DisagreementState::Upheld, DisagreementState::Changed})
    if (to_string(state) == base::trim(text)) return state;
  return std::nullopt;
}

std::optional<base::Day> last_day_to_disagree(const Audit& audit, const DisagreementRule& rule) {
  if (rule.within_working_days <= 0 || !audit.finalised_at) return std::nullopt;
  return add_working_days(base::london_day(*audit.finalised_at), rule.within_working_days);
}

base::Result<void> may_be_disagreed_with(const Audit& audit, const DisagreementRule& rule, base::Day today) {
  if (audit.state != AuditState::Final)
    return base::rule_broken("disagreement.raise.state", {}, {{"state", base::lower(say(audit.state))}});
  if (!audit.grade() || !is_graded(*audit.grade())) return base::rule_broken("disagreement.raise.not_graded");
  const auto last = last_day_to_disagree(audit, rule);
  if (last && today > *last) return base::rule_broken("disagreement.raise.too_late", {}, {{"day", base::say(*last)}});
  return {};
}

base::Result<void> settle(Disagreement& disagreement, Audit& audit, const DisagreementFinding& finding,
                          const Scale* scale, const PersonId& by, base::Instant at) {
  if (disagreement.state != DisagreementState::Raised || audit.state != AuditState::Final)
    return base::rule_broken("disagreement.decide.state");
  if (!finding.grade_stands) return base::invalid("disagreement.decide.outcome_missing", "outcome");
  const auto before = audit.grade();
  if (!*finding.grade_stands) {
    if (!finding.to || !is_graded(*finding.to)) return base::invalid("disagreement.decide.grade_missing", "to");
    if (scale != nullptr && !scale->offers(*finding.to))
      return base::invalid("disagreement.decide.grade_unknown", "to");
    if (finding.to == before) return base::invalid("disagreement.decide.grade_same", "to");
  }
  if (base::trim(finding.finding).empty()) return base::invalid("disagreement.decide.finding_missing", "finding");
  disagreement.from = before;
  disagreement.finding = finding.finding;
  disagreement.decided_by = by;
  disagreement.decided_at = at;
  if (*finding.grade_stands) {
    disagreement.state = DisagreementState::Upheld;
    disagreement.to = before;
  } else {
    disagreement.state = DisagreementState::Changed;
    disagreement.to = finding.to;
    audit.moderated_overall = finding.to;
  }
  return {};
}

}  // namespace plumbline::domain
