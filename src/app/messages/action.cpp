#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> action_messages() {
  static constexpr Message kMessages[]{
      {"action.put.state", "This action is {state}, so it cannot be changed."},
      {"action.put.fixed",
       "In this council an action stands as it is once its audit is finished. The QA lead can withdraw it."},
      {"action.put.forbidden", "You cannot change this action. Ask its auditor or the supervising manager."},
      {"action.put.text_missing", "Enter what is to be done, beginning with a verb."},
      {"action.put.owner_missing", "Choose who will do it. This case has no worker on record."},
      {"action.put.owner_unknown", "Choose somebody from the list of people."},
      {"action.put.due_unreadable", "Enter the date as three numbers: day, month and year, such as 17 12 2026."},
      {"action.put.due_missing", "Enter the date by which it will be done."},
      {"action.put.due_past", "Enter a date that is today or later."},
      {"action.put.section_unknown",
       "This form has no such section. Open the section again, then add the action there."},
      {"action.put.reason_missing", "Enter why this action is changed. Its owner will read it."},
      {"action.put.action_too_long",
       "This is longer than 2,000 letters. Say one thing here, and add another action for more."},
      {"action.put.too_long", "This text is longer than 100,000 letters. Shorten it, then save again."},
      {"action.put.not_text", "This text has characters that cannot be kept. Type it again, then save."},
      {"action.remove.state", "This action is {state}, so it cannot be taken out of the audit."},
      {"action.remove.forbidden", "Only the auditor can take an action out of the audit."},
      {"action.open.state", "This action is {state}, so it cannot be opened."},
      {"action.done.state", "This action is {state}, so it cannot be marked as done."},
      {"action.done.forbidden", "Only the owner of this action can mark it as done."},
      {"action.done.evidence_missing", "Enter what was done and where it can be seen."},
      {"action.sign_off.state", "This action is {state}, so there is nothing to sign off."},
      {"action.sign_off.forbidden",
       "Only the supervising manager of the case or the QA lead can sign this action off."},
      {"action.sign_off.own", "You did this action yourself. Somebody else has to sign it off."},
      {"action.sign_off.decision_missing", "Choose whether the action is done, or goes back to its owner."},
      {"action.sign_off.note_missing", "Enter what is still to be done. The owner will read it."},
      {"action.withdraw.state", "This action is {state}, so it cannot be withdrawn."},
      {"action.withdraw.forbidden", "Only the QA lead can withdraw an action."},
      {"action.withdraw.reason_missing", "Enter why this action is withdrawn."},
  };
  return kMessages;
}

}  // namespace plumbline::app
