// The moves of an action (ACT-1, ACT-2): each changes it and says what happened, or refuses and changes nothing.
#pragma once

#include <optional>
#include <string>

#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/action/action.hpp"
#include "domain/audit/states.hpp"

namespace plumbline::domain {

struct ActionEvent {
  ActionVerb verb = ActionVerb::Revise;
  ActionState from = ActionState::Proposed;
  ActionState to = ActionState::Proposed;
  PersonId by;
  base::Instant at{};
  std::string reason;
};

// Refuses `action.<verb>.state` with the value `state`.
base::Result<ActionState> may_move(const Action& action, ActionVerb verb);

// What an action says, as it is written and as it may be revised.
struct ActionWords {
  std::string section;
  std::string text;
  std::string measure;
  std::optional<PersonId> owner;
  std::optional<base::Day> due_on;
  Priority priority = Priority::Medium;
  friend bool operator==(const ActionWords&, const ActionWords&) = default;
};
ActionWords words_of(const Action& action);
void put_words(Action& action, const ActionWords& words);
// Refuses action.put.text_missing, .due_missing, .due_past (before `today`, unless it was so already), .owner_missing.
base::Result<void> check_words(const ActionWords& words, const Action* before, base::Day today);
// Refuses as check_words does, and action.put.reason_missing once it is open.
base::Result<ActionEvent> revise(Action& action, const ActionWords& words, std::string reason, const PersonId& by,
                                 base::Instant at, base::Day today);
// When its audit is final.
base::Result<ActionEvent> open(Action& action, const PersonId& by, base::Instant at);
// Refuses action.done.evidence_missing.
base::Result<ActionEvent> mark_done(Action& action, std::string evidence, const PersonId& by, base::Instant at);
// Refuses action.sign_off.own: nobody signs off what they did themselves.
base::Result<ActionEvent> sign_off(Action& action, std::string note, const PersonId& by, base::Instant at);
// Back to its owner. Refuses action.sign_off.own and action.sign_off.note_missing. The evidence given stays.
base::Result<ActionEvent> reopen(Action& action, std::string note, const PersonId& by, base::Instant at);
// Refuses action.withdraw.reason_missing.
base::Result<ActionEvent> withdraw(Action& action, std::string reason, const PersonId& by, base::Instant at);

}  // namespace plumbline::domain
