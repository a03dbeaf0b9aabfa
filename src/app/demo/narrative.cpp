#include "app/demo/narrative.hpp"

#include <array>

namespace plumbline::app::demo {

using domain::Grade;

namespace {

// What is said of one section: what was strong, what was missing, and what either meant for the child.
struct Theme {
  std::string_view section;
  std::array<std::string_view, 4> strengths;
  std::array<std::string_view, 4> gaps;
  std::array<std::string_view, 2> helped;
  std::array<std::string_view, 2> cost;
  std::array<std::string_view, 2> actions;
  std::array<std::string_view, 2> measures;
};

constexpr std::array kThemes{
    Theme{"referral",
          {"The manager decided within the working day and wrote down why help at this level was right.",
           "Four earlier contacts were read together and the pattern of missed school and late-night calls was named.",
           "Consent to checks is recorded, and where it was not sought the reason is sound.",
           "The referrer was told the outcome the next morning and what they should do if worries grew."},
          {"Three contacts in five weeks were each closed on their own merits; nobody asked what they add up to.",
           "The decision took six working days and the file does not say why.",
           "The record of the contact repeats the referrer’s words but not what they mean for the child.",
           "Brothers and sisters living at the address are not mentioned in the decision."},
          {"The child had help at the first time of asking and did not have to wait for things to get worse.",
           "The child’s school knew within a day whom to call, so the child had one steady adult from the start."},
          {"The child waited a further five weeks in a home where the same thing was happening each weekend.",
           "The child told three different adults the same story before anyone acted on it."},
          {"Review the last twelve months of contacts for this child together and record the pattern on the file",
           "Write to the referrer with the decision and the reasons for it"},
          {"A dated summary of contacts stands at the front of the file", "The letter is on the file"}},
    Theme{"assessment",
          {"I could picture the child’s day from the assessment: who gets them up, what they eat, where they sleep.",
           "The history is used to explain the present; events are weighed rather than listed.",
           "The father, who lives apart, was found, seen twice and assessed in his own right.",
           "The parents’ own needs are set out with what each of them means for the child."},
          {"The assessment tells at length what agencies did and little of what life is like for the child.",
           "It was finished on day 61 without a recorded reason, and the plan waited for it.",
           "The mother’s partner, who stays most nights, is named once and never assessed.",
           "It has not been brought up to date since the family moved in the spring, though much has changed."},
          {"The child’s worries about bedtime were understood early and the help was built around them.",
           "The child and both parents recognised their own story in it, and the work began with less mistrust."},
          {"The child’s plan rests on a picture that is a year old, so help is aimed at the wrong things.",
           "The child lives with an adult about whom we know almost nothing."},
          {"Update the assessment with both households, to include the partner and the child’s own account",
           "Complete the assessment tool for neglect with the family and use it in the next review"},
          {"The updated assessment is authorised and shared with the family",
           "The score and what it means are in the plan"}},
    Theme{"risk",
          {"Danger is told apart from what makes things harder, in plain words a parent could follow.",
           "The strategy discussion had police and health in the room, and its tasks carry names and times.",
           "The safety plan asks of each adult what they can really do and was tried out one evening with the family.",
           "Risk outside the home was mapped with the youth worker who knows the places and the older peers."},
          {"The word “risk” appears often; what may happen to the child, and how likely it is, does not.",
           "Police joined by email only and the decision not to hold an enquiry is not explained.",
           "The safety plan asks the mother to keep the father away, which makes her responsible for his violence.",
           "Two missing episodes have no return interview and are not drawn together."},
          {"The child is safer than at the start of the period: no further incident is known since the plan was tried "
           "out.",
           "The child knows whom to ring at night and has used it once."},
          {"The child was left for three weeks in a situation that the file had already described as unsafe.",
           "The child went missing a third time before the pattern was seen."},
          {"Hold a risk meeting with police and health to agree a safety plan that does not rely on the mother alone",
           "Offer return interviews for both missing episodes and map what they tell with partners"},
          {"A written safety plan, signed by each adult, is on the file", "The map is discussed in supervision"}},
    Theme{"planning",
          {"Outcomes can be seen or heard by anyone: “at school by nine on four days of five”.",
           "Each need in the assessment is answered in the plan, and nothing else has crept in.",
           "Actions are few, each has an owner who agreed to it, and the dates are real.",
           "There is a version of the plan that the child helped to draw."},
          {"The plan lists eleven services and no outcome; it would be hard to say when it is done.",
           "Several actions say “ongoing” and two belong to people who have left.",
           "The contingency is “return to conference”, which tells the parents nothing they could do.",
           "The parents signed the plan but in the meeting could not say what it asks of them."},
          {"The child can say what the plan is for and which part of it has already happened.",
           "The child has been at school every week since the autumn half-term, which was the outcome they chose."},
          {"The child has had the same plan for nine months while their life changed around it.",
           "The child’s parents worked hard on tasks that would not have made the child safer."},
          {"Rewrite the plan with the family so that it has no more than five outcomes, each with a measure",
           "Agree with the parents what happens if things get worse, in their own words, and add it to the plan"},
          {"The family can say the outcomes without the paper", "The contingency is signed and dated"}},
    Theme{"review",
          {"The core group asks what has changed for the child before it asks which tasks were done.",
           "Visits are as often as the child needs, some of them unannounced, each with a purpose.",
           "The chair challenged the drift in housing and the challenge can be seen to have worked.",
           "The school nurse could not come and sent what she knew beforehand."},
          {"Two of the last four core groups were cancelled and visits became longer apart at the same time.",
           "Minutes record who spoke rather than what was decided.",
           "The child was seen with a parent in the room on each of the last five visits.",
           "The decision to step down was made in an email and the reasons are not on the file."},
          {"The child’s plan changed within a fortnight of it not working.",
           "The child has had the same worker at every meeting and does not have to begin again."},
          {"The child was not seen alone for four months.",
           "The child’s circumstances drifted between meetings that did not happen."},
          {"See the child alone at home within five working days and record what they say",
           "Hold the core group this month with health and school, and send minutes within five working days"},
          {"The visit is written up with the child’s words", "Minutes with decisions are on the file"}},
    Theme{"voice",
          {"The child’s words are kept as they were said, and one can see the plan change because of them.",
           "The worker used the three houses with the child twice, six months apart, and compared them.",
           "For a child who does not use words, the worker watched play and mealtimes and wrote what it told her.",
           "The child was offered an advocate and chose the youth worker, which was respected."},
          {"We read that the child is “happy and settled”, which is the parent’s account.",
           "The child is described by behaviour; why they behave so is not asked.",
           "Direct work is recorded as done, without what was learnt.",
           "One of three children speaks on this file; the other two are there only as ages."},
          {"The child knows that they were heard: contact now happens on the day they asked for.",
           "The child chose what would be in the plan first, and says that mornings are better."},
          {"The child is not really known to us, so the help may not fit.",
           "The child said the same thing in three visits and nothing followed from it."},
          {"Carry out three sessions of direct work with each child and record what they mean for the plan",
           "Go back to the child, say what was done with what they told us, and write it down"},
          {"Each child’s wishes stand in their own words", "The conversation is on the file with its date"}},
    Theme{"family",
          {"The grandmother was brought in early through a family group conference and now does the school run.",
           "Hard things were said to the parents plainly and with respect; they say so themselves.",
           "Both parents were worked with, though they live in different towns and hours.",
           "An interpreter was used at each visit, not only at meetings."},
          {"Contact with the father is left to the mother to arrange.",
           "The family group conference was offered once, at the worst moment, and not again.",
           "Letters to the parents are written in language that few people would follow.",
           "The wider family is known by initials on a genogram and nothing else."},
          {"The child has four adults who know the plan, not one tired parent.",
           "The child sees their father each week in a way that is safe."},
          {"The child has lost touch with the side of the family that might have kept them.",
           "The child’s mother carries the whole plan and is close to giving up."},
          {"Offer the family group conference again, with an independent coordinator, and record the answer",
           "Meet the father at a time he can make and complete his part of the assessment"},
          {"The offer and its answer are on the file", "His views stand in the assessment"}},
    Theme{"partners",
          {"The health visitor and the worker visited together twice, so the parents heard one message.",
           "Different views between school and us are written down with what was made of them.",
           "The adult mental health worker is part of the core group and says what recovery will look like.",
           "The escalation about housing was used early and politely, and it worked."},
          {"Health knew of two missed appointments that the plan depended on and we did not ask.",
           "The school’s worries about lateness were noted four times without an answer to the school.",
           "There is no sign that the drug service was told of the plan.",
           "Professional disagreement about the threshold went on for two months without being escalated."},
          {"The child is asked how they are by people who talk to each other.",
           "The child got the speech therapy in weeks because the school and the worker asked together."},
          {"The child’s missed appointments were known to one agency and not to the next.",
           "The child was caught between two services that each waited for the other."},
          {"Ask health and school for a chronology each and bring them together in the next core group",
           "Use the escalation procedure on the threshold decision if it is not settled"},
          {"One joined chronology is on the file", "The outcome of the escalation is recorded"}},
    Theme{"management",
          {"Supervision is monthly, reflects on why things are as they are, and decisions can be followed through.",
           "The manager noticed drift by herself and set a date that was kept.",
           "There is a clear rationale for each decision, written so that the child could read it one day.",
           "The manager observed a visit and fed back what went well."},
          {"Supervision is a list of tasks, copied forward from month to month.",
           "There is no management record between March and June although two strategy discussions were held.",
           "The same action was set in four supervisions in a row.",
           "The decision to end was authorised before the last visit was written up."},
          {"The child’s plan moved because someone stood back and asked why it did not.",
           "The child’s worker had time and advice at the point at which it was hardest."},
          {"The child’s situation drifted for twelve weeks without anyone deciding that it might.",
           "The child’s worker was alone with a difficult decision."},
          {"Hold reflective supervision on this child and record the thinking as well as the tasks",
           "Bring the case to a group supervision and agree the next three decisions"},
          {"Supervision of this month has hypotheses, decisions and dates", "Decisions are on the file with reasons"}},
    Theme{"records",
          {"The chronology is current, short and says what each event meant.",
           "A stranger could pick up this file tonight and know what matters.",
           "Recording is on time and speaks to the child.",
           "The genogram shows who matters to the child, also where they are not kin."},
          {"The chronology ends fourteen months ago.", "Visits are written up three to five weeks later.",
           "Much is copied from one record into the next, with the ages unchanged.",
           "The case summary describes the reason for the last episode, not this one."},
          {"The child will be able to read one day why decisions about them were made.",
           "The child was kept safe on a Saturday because the duty worker could see in a minute what to do."},
          {"The child’s story has to be told anew each time a worker changes.",
           "The child’s earlier injuries were not in view when the decision was made."},
          {"Bring the chronology up to date for the last two years, with the meaning of each event",
           "Write a case summary that says who the child is, why we are involved and what happens next"},
          {"The chronology reaches this month", "The summary is dated within the last three months"}},
    Theme{"difference",
          {"Things are better for this child than a year ago, and the file can show by what.",
           "School attendance went from 61% to 93% and has stayed there for two terms.",
           "The parents say they would ask for help sooner another time.",
           "Progress is measured against what the child wanted at the start."},
          {"Much was done; it is hard to say what changed for the child.",
           "Improvement is asserted in the closing summary and not shown.",
           "The same worries were there at the end of the period as at its beginning.",
           "Services ended one after another and the child’s own outcomes were not looked at again."},
          {"The child sleeps in their own bed, goes to school and has a friend to tea.",
           "The child says that shouting at home has stopped."},
          {"The child lives much as they did twelve months ago.",
           "The child cannot rely on the change, because nobody knows what made it."},
          {"Measure progress against the child’s three outcomes at the next review and decide what to change",
           "Ask the child and the parents what is better and what is not, and record it in their words"},
          {"The review records a score for each outcome", "Their words are on the file"}},
    Theme{"status",
          {"The reasons for coming into care are set out with the alternatives that were tried.",
           "The legal planning meeting was held in time and the letter before proceedings is plain.",
           "Consent under section 20 is dated, signed by both parents and was reviewed.",
           "The move was planned over a fortnight and the child visited three times."},
          {"Section 20 has gone on for fourteen months without a review of whether it is still right.",
           "The file does not say who has parental responsibility.",
           "The decision to accommodate was made in a day although the worries were known for a year.",
           "The care order’s conditions are not reflected in the plan."},
          {"The child came into care with their own bedding and with someone they knew.",
           "The child understands why they are not at home and does not blame themselves."},
          {"The child’s future has been open for longer than it needed to be.",
           "The child moved with two hours’ notice and did not know for how long."},
          {"Hold a legal planning meeting to decide whether section 20 is still right for this child",
           "Record who has parental responsibility, with evidence, on the front page"},
          {"The decision and reasons are on the file", "The record is checked by the manager"}},
    Theme{"permanence",
          {"Permanence was thought about from the second review, with a parallel plan.",
           "The match with the carers was made for this child and can be followed in the record.",
           "Brothers’ and sisters’ assessments say who should live with whom and why.",
           "Life story work has begun with the carer and the child."},
          {"Long-term fostering has been “the plan” for eighteen months without being agreed at panel.",
           "The third move in a year was not followed by a disruption meeting.",
           "The possibility of return home is neither pursued nor closed.",
           "There is no life story work, though it has been an action at four reviews."},
          {"The child says “this is my house now”.", "The child knows they will stay until they are grown."},
          {"The child asks at each visit how long they may stay.", "The child has unpacked half of their bag."},
          {"Take the permanence plan to panel and tell the child the outcome in person",
           "Begin life story work with the carer and agree who does what"},
          {"Panel’s decision is on the file", "The first three chapters are written"}},
    Theme{"home",
          {"The carers know this child well and are listened to.",
           "The home matches the child’s culture and faith, and where it does not there is a plan.",
           "The placement plan was complete on the day of the move.",
           "Support for the carers was stepped up before they had to ask twice."},
          {"The home is forty miles from school and friends and no review of it is planned.",
           "The carers learnt of the child’s allergy from the child.",
           "The placement plan is unsigned after five months.",
           "Two complaints by the young person about the home are not followed up."},
          {"The child has a key, a bedtime and a dog to walk.", "The young person calls the carer when they are late."},
          {"The child spends three hours a day in a taxi.", "The young person does not bring friends home."},
          {"Hold a placement review within ten working days and look at homes nearer to school",
           "Complete and sign the placement plan with the carer and the child"},
          {"The review’s decision is on the file", "The plan has all signatures"}},
    Theme{"health",
          {"Health assessments are in time and each recommendation has been done.",
           "The strengths and difficulties score was used to ask for help, not only filed.",
           "The young person was helped to register with a dentist of their own choice.",
           "The nurse for looked after children knows the child."},
          {"The review health assessment is seven months late.",
           "A score in the high range was recorded and nothing followed.",
           "The child’s immunisations are marked “unknown”.",
           "The wait for therapy was accepted without asking what could help meanwhile."},
          {"The child can sleep, because the reason they could not was found.",
           "The young person sees their counsellor each week and says it helps."},
          {"The child has had toothache since the summer.", "The child’s distress is treated as behaviour."},
          {"Book the overdue health assessment and send the carers its date",
           "Consult the psychologist on the last score and agree what the carers can do now"},
          {"The assessment is on the file", "The advice is in the plan"}},
    Theme{"education",
          {"The personal education plan has targets that the child chose and the pupil premium pays for.",
           "The virtual school challenged a part-time timetable and it ended in three weeks.",
           "Attendance and progress are known by name and number.",
           "The young person was taken round two colleges before choosing."},
          {"The personal education plan is the previous year’s with new dates.",
           "A part-time timetable has run for two terms without review.",
           "No one knows how the young person gets to college.",
           "The young person has been without education, work or training for five months."},
          {"The child reads a year ahead of where they were.",
           "The young person begins an apprenticeship in the new year that they chose."},
          {"The child has missed half of the school year.",
           "The young person stays in bed until the afternoon, because there is nothing to get up for."},
          {"Hold the personal education meeting with the virtual school and end the part-time timetable",
           "Visit the college with the young person and agree travel and costs"},
          {"Full-time attendance is confirmed", "The young person has a place and a ticket"}},
    Theme{"pathway",
          {"The pathway plan was written with the young person and sounds like them.",
           "The personal adviser was known to the young person before they turned eighteen.",
           "Money, documents and somewhere to live were settled before the birthday.",
           "Staying put was talked about early and honestly with the carers."},
          {"The pathway plan was written after the eighteenth birthday.",
           "The young person does not know what they are entitled to.",
           "There is no passport and no bank account, and nobody is named to get them.",
           "The plan for housing is “to present as homeless”."},
          {"The young person has keys to a flat they chose and someone who comes round on Thursdays.",
           "The young person rang their adviser before, not after, things went wrong."},
          {"The young person is sleeping on a friend’s floor.",
           "The young person gave up a course because the first month’s rent was not settled."},
          {"Agree a housing plan with the young person and the provider, with a date for the viewing",
           "Apply for passport and bank account together with the young person"},
          {"A tenancy or staying put agreement is signed", "Both documents are in the young person’s hands"}},
    Theme{"",
          {"Practice here is clear, timely and centred on the child.",
           "The reasons for each step can be followed on the file.",
           "Partners and family knew what was happening and why.", "What was planned was done, and checked."},
          {"It is hard to see from the file why decisions were made.",
           "What was agreed was not always done, and nobody asked.", "Key information came late or not at all.",
           "The child is not in view here."},
          {"The child had the help that was needed at the time it was needed.", "The child can say what got better."},
          {"The child waited longer than they should have.", "The child’s needs were known and not met."},
          {"Agree with the worker what needs to change here and record it in supervision",
           "Review this part of the work with the family and write down what was decided"},
          {"Supervision records the change", "The decision is on the file"}}};

const Theme& theme_of(std::string_view section) {
  for (const auto& theme : kThemes)
    if (theme.section == section) return theme;
  return kThemes.back();
}

constexpr std::array<std::string_view, 6> kFrom{"From the file and from talking with the worker: ",
                                                "Read over the look-back period: ",
                                                "",
                                                "",
                                                "The last six months’ records show this. ",
                                                ""};
constexpr std::array<std::string_view, 5> kBut{"At the same time, ", "Against this, ",
                                               "What keeps this from being stronger: ", "One gap should be named. ",
                                               "However, "};
constexpr std::array<std::string_view, 4> kYet{"There is something to build on. ", "Not all of it is weak. ",
                                               "To the worker’s credit: ", "In fairness, "};
constexpr std::array<std::string_view, 5> kFound{
    " The worker told me more than the file does, and agreed to record it.",
    " The worker had seen this for themselves before I raised it.", " The manager confirmed it.",
    " I looked for it under documents and under visits.", ""};

std::string two_of(Random& random, const std::array<std::string_view, 4>& lines) {
  const int first = random.below(4);
  int second = random.below(3);
  if (second >= first) ++second;
  std::string text(lines[static_cast<std::size_t>(first)]);
  text += ' ';
  text += lines[static_cast<std::size_t>(second)];
  return text;
}

std::string lowered_start(std::string_view line) {
  std::string text(line);
  // "I" and quoted words keep their letter.
  if (text.size() > 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

SectionWriting section_writing(Random& random, std::string_view section, Grade grade) {
  const auto& theme = theme_of(section);
  SectionWriting writing;
  writing.evidence = random.pick(kFrom);
  switch (grade) {
    case Grade::Outstanding:
      writing.evidence += two_of(random, theme.strengths) + " This is practice that others could learn from.";
      break;
    case Grade::Good:
      writing.evidence += two_of(random, theme.strengths);
      if (random.chance(0.45)) writing.evidence += ' ' + line_of(random, kBut) + lowered_start(random.pick(theme.gaps));
      break;
    case Grade::RequiresImprovement:
      writing.evidence += two_of(random, theme.gaps);
      if (random.chance(0.7))
        writing.evidence += ' ' + line_of(random, kYet) + std::string(random.pick(theme.strengths));
      break;
    case Grade::Inadequate:
    case Grade::InadequateCritical:
      writing.evidence += two_of(random, theme.gaps) + " I could not find that this was noticed or put right.";
      break;
    case Grade::NotApplicable:
      writing.evidence = "Nothing of this kind fell within the look-back period.";
      return writing;
  }
  writing.evidence += random.pick(kFound);
  writing.impact = random.pick(domain::is_below_good(grade) ? theme.cost : theme.helped);
  return writing;
}

ActionWriting action_writing(Random& random, std::string_view section) {
  const auto& theme = theme_of(section);
  const auto which = static_cast<std::size_t>(random.below(2));
  return {std::string(theme.actions[which]) + ".", std::string(theme.measures[which]) + "."};
}

std::string overall_reason(Random& random, Grade grade) {
  static constexpr std::array<std::string_view, 3> kOutstanding{
      "The child’s life is markedly better and the work that made it so can be followed from start to end.",
      "Strong throughout, and lasting. I would show this file to a new worker.",
      "Exceptional persistence with a family who had every reason to mistrust us, and the child is the better for it."};
  static constexpr std::array<std::string_view, 4> kGood{
      "Taken as a whole the child was helped in time and with care. The gaps are real but have not reached the child.",
      "Risk, voice and the difference made are good; records need work. The child’s experience decides.",
      "A steady worker, a plan that changed when it had to, and a child who is safer than a year ago.",
      "Good practice with some unevenness in oversight, which the manager has already seen."};
  static constexpr std::array<std::string_view, 4> kRi{
      "The child is not at risk because of our practice, but help came late and was not always about the child.",
      "There is care in this work and too little shape. The plan, the oversight and the child’s voice need attention "
      "now.",
      "Drift over the summer weighs most. The worker and the manager agree with this judgement.",
      "Parts are good. What the child needed most, a plan that moves, was not there for four months."};
  static constexpr std::array<std::string_view, 3> kInadequate{
      "The child was left without the protection that the file itself says was needed. The manager has been told.",
      "Risk was known and not answered for weeks, and nobody with oversight asked.",
      "So little is recorded that I cannot say the child is safe. I have spoken with the team manager today."};
  switch (grade) {
    case Grade::Outstanding:
      return line_of(random, kOutstanding);
    case Grade::Good:
      return line_of(random, kGood);
    case Grade::RequiresImprovement:
      return line_of(random, kRi);
    default:
      return line_of(random, kInadequate);
  }
}

std::string conversation_summary(Random& random) {
  static constexpr std::array<std::string_view, 4> kFirst{
      "The worker spoke with warmth and knowledge about the child and knew the gaps in the file.",
      "We went through the plan together; the worker would now write fewer outcomes.",
      "The worker has had the case for ten weeks and was open about what they do not know yet.",
      "A thoughtful conversation about how hard it is to see the child alone in this family."};
  static constexpr std::array<std::string_view, 4> kSecond{
      " They found the judgement fair.", " They disagreed on one section and I have added what they told me.",
      " Caseload was the reason given for late recording; we talked about what helps.",
      " The manager joined for the last part and agreed with the next steps."};
  return line_of(random, kFirst) + line_of(random, kSecond);
}

std::string conversation_agreed(Random& random) {
  static constexpr std::array<std::string_view, 4> kAgreed{
      "Worker to bring the chronology up to date; manager to look at it in the next supervision.",
      "Worker will see the child alone this week. Manager to chair the next core group.",
      "The actions below, beginning with the safety plan. Worker asked for a joint visit with the practitioner.",
      "To go through the assessment again with the father’s part, by the end of next month."};
  return line_of(random, kAgreed);
}

std::string family_views(Random& random) {
  static constexpr std::array<std::string_view, 4> kViews{
      "The parent says the worker listens and does what she says she will. Mornings are easier now.",
      "The young person feels talked about rather than with in meetings. At home it is better.",
      "The grandparent would have liked to be asked sooner. They know what the plan is.",
      "The parent was angry about the beginning and thinks better of us now than then."};
  return line_of(random, kViews);
}
std::string family_feedback(Random& random) {
  static constexpr std::array<std::string_view, 3> kFeedback{
      "Letters should be shorter. The worker’s text messages are good.",
      "Too many changes of worker in the first half year.",
      "Meetings at half past three would let the young person come after school."};
  return line_of(random, kFeedback);
}
std::string family_reply(Random& random) {
  static constexpr std::array<std::string_view, 2> kReply{
      "Thank you for telling us. Meetings will be after school from now on, and your worker will send the plan on one "
      "page.",
      "We have told the manager what you said about changes of worker. Your worker stays the same until the summer at "
      "least."};
  return line_of(random, kReply);
}

std::string moderation_reason(Random& random, Grade from, Grade to) {
  static constexpr std::array<std::string_view, 4> kLower{
      "The narrative describes drift and a child not seen alone; that does not carry the higher judgement.",
      "Evidence in risk and oversight is below the definition. Impact on the child is not shown.",
      "The strengths are about process. What changed for the child is thin, so the lower grade holds.",
      "Three sections below good include the one on risk. Discussed with the auditor, who agrees."};
  static constexpr std::array<std::string_view, 3> kRaise{
      "The impact shown is stronger than the grade given; records alone should not pull the whole down.",
      "The auditor marked for missing papers that were found later. Practice itself meets the definition.",
      "Discussed with the auditor: the child’s experience is better than the judgement says."};
  return to > from ? line_of(random, kLower) : line_of(random, kRaise);
}
std::string moderation_return_reason(Random& random) {
  static constexpr std::array<std::string_view, 3> kReturn{
      "Please say in the section on risk what the child is at risk of; the judgement can’t be followed yet.",
      "Two actions have no measure. The worker would not know when they are done.",
      "The overall reason lists what was done. Say what it meant for the child."};
  return line_of(random, kReturn);
}

std::string done_evidence(Random& random) {
  static constexpr std::array<std::string_view, 5> kDone{
      "Done at the visit last week; the record is on the file under visits.",
      "Chronology brought up to date and shared with the manager.",
      "Core group held, minutes sent to all who were there.",
      "Discussed in supervision and the plan changed. The family have the new version.",
      "Direct work finished in three sessions; the child’s words are in the record."};
  return line_of(random, kDone);
}
std::string sign_off_note(Random& random) {
  static constexpr std::array<std::string_view, 4> kNote{"Seen on the file. Good work.", "Read and agreed.",
                                                         "Checked with the worker in supervision.",
                                                         "Complete. We talked about what made it hard."};
  return line_of(random, kNote);
}

ConcernWriting immediate_concern(Random& random) {
  static constexpr std::array<ConcernWriting (*)(), 4> kConcerns{
      [] {
        return ConcernWriting{
            "The last visit recorded was nine weeks ago and the child has been off school since. No one has seen the "
            "child.",
            "Someone needs to see the child today. I have rung the duty desk.",
            "Duty worker visiting this afternoon with the school’s attendance officer.",
            "Child seen and well, staying with the aunt. Visits are weekly again and the plan says so."};
      },
      [] {
        return ConcernWriting{
            "A bruise seen by the nursery a week ago is in an email on the file and has not been looked at.",
            "A strategy discussion is needed now.",
            "Strategy discussion called for two o’clock with police and health.",
            "Medical found an accidental cause. The way emails reach the file has been changed in the team."};
      },
      [] {
        return ConcernWriting{
            "The person who may not have contact under the order is living in the home again, by the neighbour’s "
            "account.",
            "The home must be visited this evening and the order checked.",
            "Visit arranged with police for this evening; legal services told.",
            "He had been there two nights and has left. Safety plan renewed with the family, order explained again."};
      },
      [] {
        return ConcernWriting{
            "The young person wrote to the worker that they do not want to go on. The message is four days old and "
            "unanswered.",
            "Please ring the young person and the carer at once.",
            "I have spoken with the young person and the carer; crisis team sees them today.",
            "Young person has a safety plan and weekly support. Messages out of hours now go to the duty desk."};
      }};
  return random.pick(kConcerns)();
}
ConcernWriting practice_review(Random& random) {
  ConcernWriting writing;
  static constexpr std::array<std::string_view, 3> kWhat{
      "Enquiries are closed on this team without the child being seen alone in two of the files I read this quarter.",
      "Section 20 agreements are not reviewed; this is the third I have seen.",
      "Chronologies stop at the transfer between teams."};
  writing.what = random.pick(kWhat);
  writing.doing = "No child is at risk now. I would like practice in the team to be looked at.";
  writing.response = "I will look at ten further files with the team manager.";
  writing.outcome = "Ten files read; a workshop was held and the team’s checklist for ending an enquiry was changed.";
  return writing;
}

std::string exemption_reason(Random& random) {
  static constexpr std::array<std::string_view, 6> kReasons{"Case closing this week",
                                                            "Subject of a learning review",
                                                            "Worker on long-term leave, case not yet reassigned",
                                                            "Recent bereavement in the family",
                                                            "Looked at by inspectors this quarter",
                                                            "Child moved to another council"};
  static constexpr std::array kWeights{34, 12, 22, 8, 9, 15};
  return std::string(kReasons[random.weighted(kWeights)]);
}

std::string document_note(Random& random) {
  static constexpr std::array<std::string_view, 4> kNotes{"Ends last year.", "Asked the team; not there.",
                                                          "Under another child of the family.", "Draft only."};
  return line_of(random, kNotes);
}

std::string hand_back_note(std::string_view reason) {
  if (reason == "conflict") return "I supervised this worker until the spring.";
  if (reason == "closed-case") return "The plan ended last week and the file is locked.";
  return "";
}

}  // namespace plumbline::app::demo
