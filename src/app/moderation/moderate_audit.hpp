// A moderator confirms a grade, changes it with a reason, or sends the audit back (MOD-1 to 3).
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/moderation/moderation.hpp"

namespace plumbline::app {

struct ModerateAudit {
  domain::AuditId audit;
  int version = 0;
  std::optional<bool> narrative_supports;
  std::optional<bool> helps_learning;
  std::optional<bool> next_is_clear;
  std::optional<domain::ModerationOutcome> outcome;
  std::optional<domain::Grade> to;
  std::string reason;
};
// Whether the framework lets people of the actor's job moderate here (`moderation.moderators`), or the actor is the
// auditor linked to the area. Somebody who is not in the register moderates by the administrator's word alone. Refusal:
// moderation.decide.job (value `roles`).
base::Result<void> may_moderate_by_job(const Actor& actor, const domain::Audit& audit,
                                       const domain::Programme& programme, PersonReads& people);
// In a list: which of many audits are the actor's to moderate, by what they have to do with each and by their job, as
// the framework now says. Refusals: moderation.decide.own, .forbidden, .job.
class ModeratorsEye {
 public:
  ModeratorsEye(const Actor& actor, const domain::Framework& framework, PersonReads& people);
  base::Result<void> may_moderate(const domain::Audit& audit) const;

 private:
  const Actor& actor_;
  const domain::Framework& framework_;
  std::optional<domain::JobRole> job_;  // nothing for somebody who is not in the register
};

// Refusals: moderation.decide.job, .question_missing, .outcome_missing, .grade_missing, .grade_same, .grade_unknown
// (not on the scale), .reason_missing, .forbidden, .state. When it ends the audit its proposed actions open and the
// worker is told.
base::Result<void> moderate_audit(const ModerateAudit& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
