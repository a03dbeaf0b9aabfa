#include "app/demo/learning_words.hpp"

#include <array>
#include <span>

#include "base/text.hpp"

namespace plumbline::app::demo {

std::string perspective_answer(Random& random, std::size_t question) {
  static constexpr std::array<std::string_view, 4> kChange{
      "To get mornings calm enough for all three children to be at school on time. Four days of five work now.",
      "For the parents to talk about money and drink without the children in the room. About half way.",
      "To give the older child somewhere to go after school. The club has worked; home is still hard.",
      "Safer sleeping for the baby and a bed each for the others. Done since the spring."};
  static constexpr std::array<std::string_view, 3> kProud{
      "That the father comes to the meetings now. It took five visits on a Saturday.",
      "The picture plan that the children made. They point at it when grown-ups forget.",
      "I asked for help early when I was stuck, and it changed the plan."};
  static constexpr std::array<std::string_view, 3> kChild{
      "That they want to be picked up by the same person each day. We arranged it.",
      "That shouting at night is the worst part. The plan begins with evenings because of it.",
      "They said little at first and drew instead; the drawings are on the file."};
  static constexpr std::array<std::string_view, 3> kHard{
      "Two changes of school nurse. My supervisor rang the service and we have a name again.",
      "Writing the plan so that everybody understands it. A colleague read it with me.",
      "Keeping the chronology current beside the visits."};
  static constexpr std::array<std::string_view, 3> kBefore{
      "There was a thorough assessment that I could build on.",
      "The family told their story three times before it came to me, and trust was low.",
      "Not much was written of the first two months, so I began again with them."};
  static constexpr std::array<std::string_view, 3> kLook{
      "Whether the plan is clear to someone who does not know the family.", "My analysis; I find it hard to be brief.",
      "Whether the child’s voice comes through in the reviews."};
  const std::array<std::span<const std::string_view>, 6> all{kChange, kProud, kChild, kHard, kBefore, kLook};
  return line_of(random, all[question % all.size()]);
}

std::string disagreement_reasons(Random& random) {
  static constexpr std::array<std::string_view, 3> kReasons{
      "The direct work of the spring was in the centre’s paper file and was not read. It answers what the audit says "
      "is missing.",
      "The grade rests on the delay alone. The reason for it was agreed with the family and is recorded.",
      "The outcomes of the last review are not weighed: attendance and the baby’s health have changed."};
  return line_of(random, kReasons);
}
std::string disagreement_finding(Random& random, bool stands) {
  static constexpr std::array<std::string_view, 2> kStands{
      "I read the file and what the manager added. The work is there and the child’s life has not changed enough yet. "
      "The grade stands; the strengths should be named in the feedback.",
      "The gap in the plan weighs as the auditors say. The grade stands."};
  static constexpr std::array<std::string_view, 2> kChanges{
      "The records that were not seen show steady work and a better outcome. I judge it higher.",
      "The delay is explained and did no harm. Judged on the whole, the grade is the one above."};
  return stands ? line_of(random, kStands) : line_of(random, kChanges);
}
std::string talk_agreed(Random& random) {
  static constexpr std::array<std::string_view, 3> kAgreed{
      "Plan rewritten with three outcomes, each with a date; chronology by the next session; joint visit in two weeks.",
      "Direct work with each child planned and dated; manager reads the next assessment before it is shared.",
      "Team around the family within ten days with school and health; the plan goes to all who come."};
  return line_of(random, kAgreed);
}
std::string meeting_check(Random& random) {
  static constexpr std::array<std::string_view, 3> kCheck{
      "Seen on the file: the talk is recorded and two of three actions are done.",
      "Manager told the meeting what has changed. Done.", "Recorded, and the new plan was shown."};
  return line_of(random, kCheck);
}
std::string earlier_practice_text(Random& random, bool strength) {
  static constexpr std::array<std::string_view, 2> kStrengths{
      "The first assessment was the reason the family trusted us: it tells their story in their words.",
      "Careful handover: a letter to the child said who comes next and why."};
  static constexpr std::array<std::string_view, 2> kConcerns{
      "The first two months have no record of a visit, and the child’s view begins only after the change of worker.",
      "The plan was closed at transfer with two outcomes open and nobody named for them."};
  return strength ? line_of(random, kStrengths) : line_of(random, kConcerns);
}

std::string case_note_of_meeting(Random& random) {
  static constexpr std::array<std::string_view, 5> kNotes{
      "Impact is plain for the younger child. The older one still needs someone; practitioner to ask what.",
      "Strength: persistence with the father. To develop: outcomes that can be seen.",
      "Need is wider than the plan. Manager and practitioner look at stepping up.",
      "Good work, well told. Practitioner asked to show it to the new starters.",
      "Help came late after the first request. Nothing further for this practitioner; see decision."};
  return line_of(random, kNotes);
}
std::string item_note(Random& random) {
  static constexpr std::array<std::string_view, 4> kNotes{
      "Talked over; figures are better than in the last month, with the caution that numbers are small.",
      "Actions of the last meeting read out one by one.", "Agreed as proposed.",
      "Managers told what they heard from their teams; two points taken up below."};
  return line_of(random, kNotes);
}
std::string meeting_minutes(Random& random) {
  static constexpr std::array<std::string_view, 2> kMinutes{
      "Cases were talked over in order. What is strong: relationships and persistence. What to work on: outcomes that "
      "a "
      "family can see, and the voice of children who speak little.",
      "The audits of the month were looked at beside the figures. Supervision helps where it asks what has changed for "
      "the child; it is less use where it lists tasks."};
  return line_of(random, kMinutes);
}
std::string decision_text(Random& random) {
  static constexpr std::array<std::string_view, 6> kDecisions{
      "Put two plans with clear outcomes into the shared folder as examples",
      "Ask health partners for one contact for each centre or team",
      "Take chronologies as the question of the month in supervision",
      "Invite a practitioner to show their direct work at the next meeting",
      "Write to all managers how closing summaries are shared with families",
      "Look at the three longest waits for a first visit and report back"};
  return line_of(random, kDecisions);
}
std::string decision_outcome(Random& random) {
  static constexpr std::array<std::string_view, 3> kOutcomes{
      "Done and shown at the meeting.", "Agreed with partners; it works since the first of the month.",
      "Done. Five examples are in the folder."};
  return line_of(random, kOutcomes);
}

std::string theme_title(std::string_view section_title) { return "Better work in: " + std::string(section_title); }
std::string theme_what(Random& random) {
  static constexpr std::array<std::string_view, 3> kWhat{
      "Too many of these judgements are below good for the same reason: what was done is recorded, what changed for "
      "the "
      "child is not. We want each file to say it.",
      "Practice differs from team to team. We want what the best teams do to be usual.",
      "Workers know what is asked and have no time or example for it. We want both."};
  return line_of(random, kWhat);
}
std::string theme_action(Random& random, std::string_view link) {
  static constexpr std::array<std::string_view, 2> kTraining{
      "Half-day workshop with examples from our own files, three dates",
      "Module for new starters, with a file to read and judge"};
  static constexpr std::array<std::string_view, 2> kSupervision{
      "Ask “what has changed for the child?” first in each case of each supervision",
      "Managers read one plan a month with its author"};
  static constexpr std::array<std::string_view, 2> kOther{
      "Bring the findings to those who plan this and agree what changes",
      "Agree with partners who does what, and write it down"};
  const auto word = base::lower(link);
  if (word.find("training") != std::string::npos) return line_of(random, kTraining);
  if (word.find("supervision") != std::string::npos) return line_of(random, kSupervision);
  return line_of(random, kOther);
}
std::string theme_action_outcome(Random& random) {
  static constexpr std::array<std::string_view, 2> kOutcomes{"Held three times; 41 workers came.",
                                                             "In use in all teams since last month."};
  return line_of(random, kOutcomes);
}
std::string review_feedback(Random& random) {
  static constexpr std::array<std::string_view, 2> kFeedback{
      "Workers said that being asked, not told, was new. Families want to know sooner what happens next.",
      "Pairs found the same two gaps in most cases. Workers proposed the remedy themselves."};
  return line_of(random, kFeedback);
}
std::string review_report(Random& random, std::string_view theme) {
  static constexpr std::array<std::string_view, 2> kReports{
      "Most children were seen alone and known well. Plans answer the need in half of the cases. Families say they "
      "were "
      "treated with respect and did not always know what would happen next.",
      "Risk is seen early. What follows depends on the team: where partners meet within ten days, children’s lives "
      "change sooner. Recording is full and says little of what the child said."};
  return "Theme: " + std::string(theme) + ". " + line_of(random, kReports);
}
std::string recommendation(Random& random) {
  static constexpr std::array<std::string_view, 4> kAdvice{
      "Use one tool for this theme in every team and teach it", "Ask partners to the first meeting within ten days",
      "Write to each child what was decided, in words for their age",
      "Show two of these cases to every team within the quarter"};
  return line_of(random, kAdvice);
}

}  // namespace plumbline::app::demo
