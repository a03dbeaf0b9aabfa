#include "domain/moderation/moderate.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::domain {

std::vector<ChildId> moderation_sample(const ModerationRule& rule, const RankKey& key,
                                       const std::vector<ChildId>& sample) {
  switch (rule.kind) {
    case ModerationKind::All:
    case ModerationKind::None:
      return {};
    case ModerationKind::Share:
      return sub_sample(key, {"moderation", rule.percent, 1}, sample);
    case ModerationKind::Count: {
      auto ranked = sub_sample(key, {"moderation", 100, 1}, sample);
      ranked.resize(std::min(ranked.size(), static_cast<std::size_t>(rule.count)));
      return ranked;
    }
  }
  return {};
}

std::string moderation_pick(const ModerationRule& rule, std::optional<Grade> overall, bool in_sample) {
  if (rule.kind == ModerationKind::All) return "all";
  if (overall && std::ranges::find(rule.always, *overall) != rule.always.end()) return "grade";
  if (!in_sample) return {};
  return rule.kind == ModerationKind::Count ? "count" : "share";
}

std::string say_moderation_pick(std::string_view pick) {
  if (pick == "all") return "Every audit is moderated";
  if (pick == "grade") return "Every audit with this grade is moderated";
  if (pick == "share" || pick == "count" || pick == "random") return "Picked at random";
  return {};
}

base::Result<Moderated> moderate(Audit& audit, const ModeratorsDecision& decision, const ModerationRule& rule,
                                 const Scale* scale, ModerationId id, const PersonId& by, base::Instant at) {
  CHECK(may_move(audit, AuditVerb::Confirm));
  if (!decision.narrative_supports) return base::invalid("moderation.decide.question_missing", "narrative_supports");
  if (!decision.helps_learning) return base::invalid("moderation.decide.question_missing", "helps_learning");
  if (!decision.next_is_clear) return base::invalid("moderation.decide.question_missing", "next_is_clear");
  if (!decision.outcome) return base::invalid("moderation.decide.outcome_missing", "outcome");

  const bool gives_reason = !base::trim(decision.reason).empty();
  AuditVerb verb = AuditVerb::Confirm;
  switch (*decision.outcome) {
    case ModerationOutcome::Confirmed:
      break;
    case ModerationOutcome::Changed:
      verb = AuditVerb::ChangeGrade;
      if (!rule.may_change_grade) return base::rule_broken("moderation.decide.change_forbidden", "outcome");
      if (!decision.to || !is_graded(*decision.to)) return base::invalid("moderation.decide.grade_missing", "to");
      if (scale != nullptr && !scale->offers(*decision.to))
        return base::invalid("moderation.decide.grade_unknown", "to");
      if (decision.to == audit.overall) return base::invalid("moderation.decide.grade_same", "to");
      if (!gives_reason) return base::invalid("moderation.decide.reason_missing", "reason");
      break;
    case ModerationOutcome::Returned:
      verb = AuditVerb::Return;
      if (!gives_reason) return base::invalid("moderation.decide.reason_missing", "reason");
      break;
  }
  TRY(const auto to, may_move(audit, verb));

  Moderated moderated;
  moderated.event = {verb, audit.state, to, by, at, decision.reason};
  auto& moderation = moderated.moderation;
  moderation.id = std::move(id);
  moderation.audit = audit.id;
  moderation.moderator = by;
  moderation.narrative_supports = *decision.narrative_supports;
  moderation.helps_learning = *decision.helps_learning;
  moderation.next_is_clear = *decision.next_is_clear;
  moderation.outcome = *decision.outcome;
  moderation.from = audit.overall;
  if (moderation.outcome == ModerationOutcome::Changed) moderation.to = decision.to;
  moderation.reason = decision.reason;
  moderation.at = at;

  audit.state = to;
  if (moderation.outcome != ModerationOutcome::Returned) {
    audit.moderated_overall = moderation.outcome == ModerationOutcome::Changed ? decision.to : audit.overall;
    audit.finalised_at = at;
  }
  return moderated;
}

}  // namespace plumbline::domain
