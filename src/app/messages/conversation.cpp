#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> conversation_messages() {
  static constexpr Message kMessages[]{
      {"conversation.book.state", "This audit is {state}, so no conversation can be booked."},
      {"conversation.book.forbidden", "Only the auditor or the QA administrator can book this conversation."},
      {"conversation.book.past", "Enter a time that is still to come."},
      {"conversation.book.day", "Enter the day of the conversation, such as 17 12 2026."},
      {"conversation.book.time", "Enter the time of the conversation, such as 10:30 or 2:30pm."},
      {"conversation.record.state", "This audit is {state}, so its conversations can no longer be changed."},
      {"conversation.record.forbidden", "Only the auditor can record this conversation."},
      {"conversation.record.held_missing", "Say whether the conversation was held."},
      {"conversation.record.held_on_missing", "Enter the day on which the conversation was held."},
      {"conversation.record.held_on_future", "Enter a day that is today or earlier."},
      {"conversation.record.reason_missing", "Choose why the conversation was not held."},
      {"conversation.record.summary_missing", "Enter what was said."},
      {"conversation.record.too_long", "This text is longer than 100,000 letters. Shorten it, then save again."},
      {"conversation.record.not_text", "This text has characters that cannot be kept. Type it again, then save."},
      {"conversation.record.consent_missing", "Say whether the family agreed to talk with you."},
      {"conversation.record.stale",
       "This conversation was saved in another window while you were writing. Look at what is there, then save again."},
      {"conversation.reply.state", "This audit is {state}. The family can be answered once it has been returned."},
      {"conversation.reply.forbidden", "Only the auditor or the QA lead can record the reply to the family."},
      {"conversation.reply.not_asked",
       "In this programme the family is not answered in writing. Record what they were told under what was agreed."},
      {"conversation.reply.text_missing", "Enter what the family was told was done with their feedback."},
      {"conversation.reply.day_missing", "Enter the day on which the family was answered."},
      {"conversation.reply.not_held", "There is no talk with the family on record, so there is nothing to reply to."},
  };
  return kMessages;
}

}  // namespace plumbline::app
