#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> meeting_messages() {
  static constexpr Message kMessages[]{
      {"meeting.find.none", "This programme holds no meeting. Choose one that does."},
      {"meeting.find.locality",
       "This programme holds no meeting for that place. Choose one from the list of meetings."},
      {"meeting.find.day",
       "The framework gives this meeting no day. Add a calendar line with the step ‘meeting’ to the programme."},
      {"meeting.view.forbidden",
       "This meeting is for the people of its place and those who are invited. Ask its chair if you should be."},
      {"meeting.run.forbidden", "Only the chair, the QA lead or the QA administrator can change this meeting."},
      {"meeting.plan.reason_missing", "Enter why the meeting is not on the day that the calendar gives it."},
      {"meeting.plan.time", "Enter the time of the meeting, such as 10:30 or 2:30pm."},
      {"meeting.plan.day", "Enter the day of the meeting, such as 17 12 2026."},
      {"meeting.plan.held", "The minutes of this meeting are closed, so its day stays. Open them again first."},
      {"meeting.call.nobody", "Choose at least one person to invite."},
      {"meeting.call.unknown",
       "Nobody in the register of people has the identifier ‘{person}’. Choose somebody from the list."},
      {"meeting.call.time_missing", "Enter the time of the meeting and save it, then send the invitations."},
      {"meeting.call.past",
       "The meeting’s time has passed. Move it to a time that is still to come, then send the invitations."},
      {"meeting.call.held", "The minutes of this meeting are closed, so nobody is invited any more."},
      {"meeting.record.held", "The minutes of this meeting are closed. Open them again to change them."},
      {"meeting.record.theme", "Choose a theme from the list, or write it in words."},
      {"meeting.close.held", "The minutes of this meeting are closed already."},
      {"meeting.close.early", "The meeting has not taken place yet. Close its minutes on its day or later."},
      {"meeting.close.nobody", "Say who was there, save the minutes, then close them."},
      {"meeting.close.theme_missing", "Choose the next theme, save the minutes, then close them."},
      {"meeting.reopen.not_held", "The minutes of this meeting are open."},
      {"meeting.reopen.reason_missing", "Enter why the minutes are opened again. It stays on record."},
      {"meeting.decide.text_missing", "Enter what was decided."},
      {"meeting.decide.owner_missing", "Choose who does it."},
      {"meeting.decide.owner_unknown", "Choose somebody from the list."},
      {"meeting.decide.due_missing", "Enter the day by which it is to be done, such as 17 12 2026."},
      {"meeting.decide.due_past", "Enter a day that is not before the meeting."},
      {"meeting.decide.held", "The minutes of this meeting are closed. Open them again to add a decision."},
      {"meeting.settle.forbidden",
       "Only its owner, the chair, the QA lead or the QA administrator can say what came of a decision."},
      {"meeting.settle.outcome_missing", "Enter what came of it."},
      {"meeting.settle.state", "Choose whether it is done or dropped."},
  };
  return kMessages;
}

}  // namespace plumbline::app
