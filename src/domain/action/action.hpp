// Something that must be done for a child or in a team because of an audit (ACT-1, ACT-2).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::domain {

using ActionId = base::Id<struct ActionTag>;

// Stored: add, never change.
enum class ActionState {
  Proposed,   // in an audit that is not final yet; may still change
  Open,       // with its owner
  Done,       // the owner says so, with evidence; waiting for sign-off
  SignedOff,  // the supervising manager agrees
  Withdrawn
};
inline constexpr std::array kActionStates{ActionState::Proposed, ActionState::Open, ActionState::Done,
                                          ActionState::SignedOff, ActionState::Withdrawn};
std::string_view to_string(ActionState state);  // `signed-off`
std::string_view say(ActionState state);
std::optional<ActionState> parse_action_state(std::string_view text);

enum class Priority { Low, Medium, High };
std::string_view to_string(Priority priority);
std::string_view say(Priority priority);
std::optional<Priority> parse_priority(std::string_view text);

struct Action {
  ActionId id;
  AuditId audit;
  std::string section;  // the section it came from; empty for the audit as a whole
  std::string text;
  std::string measure;  // how one will know it is done
  std::optional<PersonId> owner;
  std::optional<PersonId> sign_off_by;  // the supervising manager of the case
  std::optional<base::Day> due_on;
  Priority priority = Priority::Medium;
  ActionState state = ActionState::Proposed;
  std::optional<base::Instant> done_at;
  std::string done_evidence;
  std::optional<base::Instant> signed_off_at;
  std::optional<PersonId> signed_off_by;
  std::string sign_off_note;
  base::Instant created_at{};
  int version = 0;

  bool is_overdue_on(base::Day day) const { return state == ActionState::Open && due_on && *due_on < day; }
  friend bool operator==(const Action&, const Action&) = default;
};

}  // namespace plumbline::domain
