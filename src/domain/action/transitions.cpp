#include "domain/action/transitions.hpp"

#include "base/blank.hpp"
#include "base/text.hpp"

namespace plumbline::domain {

namespace {

std::string state_key(ActionVerb verb) {
  switch (verb) {
    case ActionVerb::Revise:
      return "action.put.state";
    case ActionVerb::Remove:
      return "action.remove.state";
    case ActionVerb::Open:
      return "action.open.state";
    case ActionVerb::MarkDone:
      return "action.done.state";
    case ActionVerb::SignOff:
    case ActionVerb::Reopen:
      return "action.sign_off.state";
    case ActionVerb::Withdraw:
      return "action.withdraw.state";
  }
  return "";
}

ActionEvent move(Action& action, ActionVerb verb, ActionState to, const PersonId& by, base::Instant at,
                 std::string reason = {}) {
  ActionEvent event{verb, action.state, to, by, at, std::move(reason)};
  action.state = to;
  return event;
}

using base::blank;

}  // namespace

base::Result<ActionState> may_move(const Action& action, ActionVerb verb) {
  const auto to = next(action.state, verb);
  if (!to) return base::rule_broken(state_key(verb), {}, {{"state", base::lower(say(action.state))}});
  return *to;
}

ActionWords words_of(const Action& action) {
  return {action.section, action.text, action.measure, action.owner, action.due_on, action.priority};
}

void put_words(Action& action, const ActionWords& words) {
  action.section = words.section;
  action.text = words.text;
  action.measure = words.measure;
  action.owner = words.owner;
  action.due_on = words.due_on;
  action.priority = words.priority;
}

base::Result<void> check_words(const ActionWords& words, const Action* before, base::Day today) {
  if (blank(words.text)) return base::invalid("action.put.text_missing", "text");
  if (!words.owner || words.owner->empty()) return base::invalid("action.put.owner_missing", "owner");
  if (!words.due_on) return base::invalid("action.put.due_missing", "due_on");
  const bool kept = before != nullptr && before->due_on == words.due_on;
  if (*words.due_on < today && !kept) return base::invalid("action.put.due_past", "due_on");
  return {};
}

base::Result<ActionEvent> revise(Action& action, const ActionWords& words, std::string reason, const PersonId& by,
                                 base::Instant at, base::Day today) {
  TRY(const auto to, may_move(action, ActionVerb::Revise));
  CHECK(check_words(words, &action, today));
  if (action.state != ActionState::Proposed && blank(reason))
    return base::invalid("action.put.reason_missing", "reason");
  put_words(action, words);
  return move(action, ActionVerb::Revise, to, by, at, std::move(reason));
}

base::Result<ActionEvent> open(Action& action, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(action, ActionVerb::Open));
  return move(action, ActionVerb::Open, to, by, at);
}

base::Result<ActionEvent> mark_done(Action& action, std::string evidence, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(action, ActionVerb::MarkDone));
  if (blank(evidence)) return base::invalid("action.done.evidence_missing", "evidence");
  action.done_at = at;
  action.done_evidence = std::move(evidence);
  return move(action, ActionVerb::MarkDone, to, by, at);
}

base::Result<ActionEvent> sign_off(Action& action, std::string note, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(action, ActionVerb::SignOff));
  if (action.owner == by) return base::rule_broken("action.sign_off.own");
  action.signed_off_at = at;
  action.signed_off_by = by;
  action.sign_off_note = std::move(note);
  return move(action, ActionVerb::SignOff, to, by, at);
}

base::Result<ActionEvent> reopen(Action& action, std::string note, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(action, ActionVerb::Reopen));
  if (action.owner == by) return base::rule_broken("action.sign_off.own");
  if (blank(note)) return base::invalid("action.sign_off.note_missing", "note");
  action.done_at.reset();
  action.sign_off_note = note;
  return move(action, ActionVerb::Reopen, to, by, at, std::move(note));
}

base::Result<ActionEvent> withdraw(Action& action, std::string reason, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(action, ActionVerb::Withdraw));
  if (blank(reason)) return base::invalid("action.withdraw.reason_missing", "reason");
  return move(action, ActionVerb::Withdraw, to, by, at, std::move(reason));
}

}  // namespace plumbline::domain
