#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> audit_messages() {
  static constexpr Message kMessages[]{
      {"audit.save.state", "This audit is {state}, so it can no longer be changed."},
      {"audit.save.forbidden", "Only the auditor of this audit can write in it."},
      {"audit.save.stale",
       "This section was saved in another window while you were writing. Both texts are shown: keep what you need, "
       "then "
       "save again."},
      {"audit.save.too_long", "This text is longer than 100,000 letters. Shorten it, then save again."},
      {"audit.save.not_text", "This text has characters that cannot be kept. Type it again, then save."},
      {"audit.save.minutes", "Enter the minutes spent since the last save, from 0 to 240."},
      {"audit.save.grade_unknown", "Choose one of the judgements that this form offers."},
      {"audit.save.grade_fixed",
       "Your overall judgement was fixed when you first returned the audit. Say in your reasons what you would change; "
       "the "
       "moderator decides."},
      {"audit.save.section_unknown",
       "This form has no such section. Go back to the list of sections and open one from there."},
      {"audit.save.question_unknown", "This section has no such question. Open the section again, then save."},
      {"audit.save.documents_stale",
       "The key documents were saved in another window while you were writing. Both are shown: keep what you need, "
       "then save again."},
      {"audit.save.finding_missing",
       "Say whether you found “{document}”, or take the note away. A note alone cannot be kept."},
      {"audit.save.document_unknown", "This key document is not on the list. Open the page again, then save."},
      {"audit.save.not_applicable", "“{section}” always applies. Choose a judgement."},
      {"audit.submit.state", "This audit is {state}, so it cannot be returned."},
      {"audit.submit.stale",
       "This audit was changed in another window since you looked. Check the answers again, then return it."},
      {"audit.submit.forbidden", "Only the auditor of this audit can return it."},
      {"audit.submit.judgement_missing", "Choose a judgement for “{section}”."},
      {"audit.submit.not_applicable", "“{section}” always applies. Choose a judgement."},
      {"audit.submit.evidence_missing", "Enter the evidence for your judgement of “{section}”."},
      {"audit.submit.impact_missing", "Enter what “{section}” means for the child."},
      {"audit.submit.impact_questioned",
       "You judged “{section}” as {grade} and wrote no impact. What is better for the child because of it?"},
      {"audit.submit.impact_asked", "You wrote no impact for “{section}”. What does it mean for the child?"},
      {"audit.submit.shortcomings_questioned",
       "You judged “{section}” as {grade} and answered “No” or “Partly” {count} times. Does the judgement still hold?"},
      {"audit.submit.answer_missing", "Answer “{question}” in “{section}”."},
      {"audit.submit.action_missing",
       "“{section}” is below good. Add at least one action that says who will do what by when."},
      {"audit.submit.action_due_missing", "Give each action of “{section}” a date."},
      {"audit.submit.action_owner_missing", "Give each action of “{section}” an owner."},
      {"audit.submit.document_missing", "Say whether you found the key document “{document}”."},
      {"audit.submit.documents_questioned",
       "You did not find {count} and judged the audit as {grade} overall. Have you weighed what that means?"},
      {"audit.submit.conversation_missing",
       "Record the conversation with the worker: what was said, or why it was not held."},
      {"audit.submit.conversation_summary_missing", "Enter what was said in the conversation with the worker."},
      {"audit.submit.conversation_reason_missing", "Choose why the conversation with the worker was not held."},
      {"audit.submit.family_missing",
       "This audit includes contact with the family. Record the talk with them, or why there was none."},
      {"audit.submit.overall_missing", "Choose your overall judgement."},
      {"audit.submit.overall_reason_missing", "Enter how your overall judgement follows from what you found."},
      {"audit.submit.overall_questioned",
       "You judged the audit as {grade} overall and {count} as inadequate. Is the child’s experience as a whole "
       "{grade}?"},
      {"audit.send.state", "This audit is {state}, so it cannot be sent."},
      {"audit.send.forbidden", "Only the QA administrator or the QA lead can send audits out."},
      {"audit.send.auditor_missing", "Give this audit an auditor before it is sent."},
      {"audit.finalise.state", "This audit is {state}, so it cannot be made final."},
      {"audit.finalise.picked", "This audit was picked for moderation. It is final when a moderator has decided."},
      {"audit.hand_back.state", "This audit is {state}, so it cannot be handed back."},
      {"audit.hand_back.forbidden", "Only the auditor of this audit can hand it back."},
      {"audit.hand_back.reason_missing", "Choose why you are handing this audit back."},
      {"audit.hand_back.note_missing", "Enter the reason for handing this audit back."},
      {"audit.reallocate.state", "This audit is {state}, so it cannot be given to somebody else."},
      {"audit.reallocate.forbidden", "Only the QA administrator or the QA lead can give an audit to somebody else."},
      {"audit.reallocate.to_missing", "Choose who will make this audit."},
      {"audit.reallocate.to_unknown", "Choose somebody from the list of auditors."},
      {"audit.reallocate.same", "This person has the audit already. Choose somebody else."},
      {"audit.reallocate.reason_missing", "Enter why this audit is given to somebody else."},
      {"audit.withdraw.state", "This audit is {state}, so it cannot be withdrawn."},
      {"audit.withdraw.forbidden", "Only the QA administrator or the QA lead can withdraw an audit."},
      {"audit.withdraw.reason_missing", "Enter why this audit is withdrawn."},
      {"audit.read.unfinished", "This audit is still being written. You can read what was found once it is finished."},
      {"audit.view.forbidden", "You do not have access to this audit. Ask the QA team if you should."},
      {"audit.find.tool_unknown",
       "The form of this audit is not in the framework any more. Ask your administrator to add its version again."},
  };
  return kMessages;
}

}  // namespace plumbline::app
