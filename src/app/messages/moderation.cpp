#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> moderation_messages() {
  static constexpr Message kMessages[]{
      {"moderation.decide.state", "This audit is {state}, so there is nothing to moderate."},
      {"moderation.decide.forbidden", "You cannot moderate this audit. Ask the QA lead for a moderator with its area."},
      {"moderation.decide.job", "Your job does not moderate audits of this programme. Ask for one of these: {roles}."},
      {"moderation.decide.own",
       "You made this audit, or work or supervise this case. Somebody else has to moderate it."},
      {"moderation.decide.not_picked", "This audit was not picked for moderation."},
      {"moderation.decide.question_missing", "Answer each of the three questions with yes or no."},
      {"moderation.decide.narrative_missing", "Say whether the narrative supports the judgement."},
      {"moderation.decide.learning_missing", "Say whether the writing will help its reader to learn."},
      {"moderation.decide.next_missing", "Say whether it is clear what happens next."},
      {"moderation.decide.outcome_missing", "Choose whether you confirm the grade, change it, or send the audit back."},
      {"moderation.decide.grade_missing", "Choose the grade that it should be."},
      {"moderation.decide.grade_same", "This is the auditor’s own grade. Choose another one, or confirm it."},
      {"moderation.decide.grade_unknown", "Choose one of the grades that this form offers."},
      {"moderation.decide.change_forbidden",
       "In this council moderators do not change grades. Confirm it, or send the audit back with your reasons."},
      {"moderation.decide.reason_missing", "Enter your reason. The auditor will read it."},
      {"moderation.decide.too_long", "This text is longer than 100,000 letters. Shorten it, then save again."},
      {"moderation.decide.not_text", "This text has characters that cannot be kept. Type it again, then save."},
  };
  return kMessages;
}

}  // namespace plumbline::app
