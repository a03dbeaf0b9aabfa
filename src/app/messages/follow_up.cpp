#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> follow_up_messages() {
  static constexpr Message kMessages[]{
      {"follow_up.record.state", "This is {state}, so there is no talk to record."},
      {"follow_up.record.forbidden", "Only the manager of the case can record what was agreed in supervision."},
      {"follow_up.record.day_missing", "Enter the day on which you talked."},
      {"follow_up.record.day_future", "Enter a day that is today or earlier."},
      {"follow_up.record.day_early", "Enter a day from {day} on, when the audit was finished."},
      {"follow_up.record.agreed_missing", "Enter what you talked about and agreed."},
      {"follow_up.record.action_missing",
       "Add at least one action with an owner and a date before you record the talk."},
      {"follow_up.record.measure_missing", "Enter how you will know that it is done."},
      {"follow_up.record.too_long", "This text is longer than 100,000 letters. Shorten it, then save again."},
      {"follow_up.record.not_text", "This text has characters that cannot be kept. Type it again, then save."},
      {"follow_up.check.state", "This is {state}, so there is nothing for a meeting to check."},
      {"follow_up.check.forbidden", "Only those who run or chair the meeting can record what it found."},
      {"follow_up.check.decision_missing", "Choose whether the meeting was content."},
      {"follow_up.check.note_missing", "Enter what is still to be done. The manager will read it."},
      {"reaudit.make.first_auditor", "{person} made the first audit. Somebody else has to look again."},
      {"reaudit.make.role", "This re-audit is to be made by a {role}."},
  };
  return kMessages;
}

}  // namespace plumbline::app
