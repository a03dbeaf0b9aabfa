// What a final grade sets off and who sees it through (ACT-3, ACT-4): the talk in supervision, its actions, the
// meeting's check, the re-audit; what upkeep does with them when their day comes.
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/action/action.hpp"
#include "domain/action/follow_up.hpp"

namespace plumbline::app {

// Opens what the audit's grade sets off and is not open already, plans a re-audit, tells those concerned; a re-audit
// that is final ends the follow-up it came from. Nothing is committed.
void set_off(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work);
// The grade of a final audit was changed by the finding of a disagreement: what the new grade does not set off is
// withdrawn (a planned re-audit with it), what it sets off is opened. Nothing is committed.
base::Result<void> set_off_again(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work);

struct AgreeAction {
  domain::FollowUpId follow_up;
  std::string text;
  std::string measure;
  std::optional<domain::PersonId> owner;  // nothing: the case's worker
  std::optional<base::Day> due_on;
  domain::Priority priority = domain::Priority::Medium;
};
// An action agreed between manager and worker, open at once. Refusals: those of may_agree_action and of an action's
// words, follow_up.record.measure_missing (what is agreed is SMART).
base::Result<domain::Action> agree_action(const AgreeAction& command, const Actor& actor, const base::Clock& clock,
                                          Frameworks& frameworks, UnitOfWork& work);

struct RecordTalk {
  domain::FollowUpId follow_up;
  int version = 0;
  std::optional<base::Day> talked_on;
  std::string agreed;
};
// Refusals: those of may_record_talk and domain::record_talk, .too_long, .not_text, Stale.
base::Result<void> record_talk(const RecordTalk& command, const Actor& actor, const base::Clock& clock,
                               UnitOfWork& work);

struct CheckTalk {
  domain::FollowUpId follow_up;
  int version = 0;
  bool done = false;
  std::string note;  // asked for where it is not done; the manager is told
};
// What a meeting found, from the follow-up's own page. Refusals: those of may_check_talk and domain::check, Stale.
base::Result<void> check_talk(const CheckTalk& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work);
// The same as a part of a meeting's minutes: nothing is committed.
base::Result<void> note_check(const CheckTalk& command, const Actor& actor, base::Instant now, Frameworks& frameworks,
                              UnitOfWork& work);

// Tells up the line of talks that were not recorded in time, and sends re-audits whose window has begun. Returns how
// many were escalated or sent. Safe to call as often as one likes.
int run_follow_ups(const Actor& actor, const base::Clock& clock, Frameworks& frameworks, Store& store);

}  // namespace plumbline::app
