// What moderation does to an audit (MOD-1 to MOD-3).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/draw/ranking.hpp"
#include "domain/framework/framework.hpp"
#include "domain/moderation/moderation.hpp"

namespace plumbline::domain {

// The cases of a cycle's sample whose audits are picked by share or number, by the keyed ranking with the word
// `moderation`: anybody with the certificate can make the pick again. Empty for the other kinds of rule.
std::vector<ChildId> moderation_sample(const ModerationRule& rule, const RankKey& key,
                                       const std::vector<ChildId>& sample);

// Why a returned audit is moderated: `all`, `grade` (its overall grade is always looked at), `share` or `count`; empty
// when it is not. `in_sample`: its case is in moderation_sample.
std::string moderation_pick(const ModerationRule& rule, std::optional<Grade> overall, bool in_sample);
std::string say_moderation_pick(std::string_view pick);  // `Picked at random`; empty for an unknown one

// What the moderator answered and decided, before it is checked.
struct ModeratorsDecision {
  std::optional<bool> narrative_supports;
  std::optional<bool> helps_learning;
  std::optional<bool> next_is_clear;
  std::optional<ModerationOutcome> outcome;
  std::optional<Grade> to;
  std::string reason;
};

struct Moderated {
  Moderation moderation;
  AuditEvent event;
};
// Confirms, changes or returns. The auditor's grade stays in `audit.overall`; the one that counts goes into
// `moderated_overall`. Refuses moderation.decide.state, .outcome_missing, .question_missing, .grade_missing,
// .grade_same, .grade_unknown (not on the scale), .change_forbidden (the framework's moderators don't),
// .reason_missing.
base::Result<Moderated> moderate(Audit& audit, const ModeratorsDecision& decision, const ModerationRule& rule,
                                 const Scale* scale, ModerationId id, const PersonId& by, base::Instant at);

}  // namespace plumbline::domain
