// Actions: written with the audit, done by their owner, signed off by the supervising manager (ACT-1, ACT-2).
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
#include "domain/action/transitions.hpp"

namespace plumbline::app {

// Longest text of an action or of how one will know it is done, in bytes of UTF-8: it is to be lifted into a
// plan. Refused with action.put.action_too_long.
inline constexpr std::size_t kLongestAction = 2'000;

base::Result<void> check_action_text(std::string_view text, std::string field);

// A new action of the audit, proposed. It is signed off by the first whom the programme's `sign_off` names and who is
// known, else by the supervising manager of the case.
domain::Action new_action(const AuditContext& context, const domain::ActionWords& words, base::Instant now,
                          UnitOfWork& work);

struct PutAction {
  std::optional<domain::ActionId> action;  // nothing: a new one
  int version = 0;
  domain::AuditId audit;
  std::string section;  // empty: the audit as a whole
  std::string text;
  std::string measure;
  std::optional<domain::PersonId> owner;  // nothing: the case's worker
  std::optional<base::Day> due_on;
  domain::Priority priority = domain::Priority::Medium;
  std::string reason;  // why it is revised; asked for once it is open
};
// While the audit is being written it is proposed by the auditor; afterwards it is revised with a reason, which stands
// beside it with what it said before (reasons.hpp). Refusals: action.put.text_missing, .due_missing, .due_past,
// .owner_missing, .owner_unknown, .reason_missing, .action_too_long, .too_long, .forbidden, .state, .fixed (open, in a
// council whose actions do not change then), Stale.
base::Result<domain::Action> put_action(const PutAction& command, const Actor& actor, const base::Clock& clock,
                                        Frameworks& frameworks, UnitOfWork& work);

struct RemoveAction {
  domain::ActionId action;
};
base::Result<void> remove_action(const RemoveAction& command, const Actor& actor, const base::Clock& clock,
                                 UnitOfWork& work);

struct MarkActionDone {
  domain::ActionId action;
  int version = 0;
  std::string evidence;  // action.done.evidence_missing
};
base::Result<void> mark_action_done(const MarkActionDone& command, const Actor& actor, const base::Clock& clock,
                                    UnitOfWork& work);

struct SignOffAction {
  domain::ActionId action;
  int version = 0;
  bool agreed = true;  // false: reopened, with a note (action.sign_off.note_missing)
  std::string note;
};
base::Result<void> sign_off_action(const SignOffAction& command, const Actor& actor, const base::Clock& clock,
                                   UnitOfWork& work);

struct WithdrawAction {
  domain::ActionId action;
  int version = 0;
  std::string reason;  // action.withdraw.reason_missing
};
base::Result<void> withdraw_action(const WithdrawAction& command, const Actor& actor, const base::Clock& clock,
                                   UnitOfWork& work);

}  // namespace plumbline::app
