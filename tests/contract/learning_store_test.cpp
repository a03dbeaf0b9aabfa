// Meetings, performance figures, reviews with their agreements, and themes, on both back ends.
#include "app/ports/measure_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "contract/store_fixture.hpp"

namespace plumbline {
namespace {

using namespace tests;
using domain::PersonId;
using testing::ElementsAre;
using testing::IsEmpty;

class LearningStoreContract : public StoreContract {
 protected:
  static domain::Meeting a_meeting(const std::string& id, const std::string& period, const std::string& locality = "") {
    domain::Meeting meeting;
    meeting.id = domain::MeetingId(id);
    meeting.programme = "early-help";
    meeting.period = in(period);
    meeting.locality = locality;
    meeting.on = on(period + "-24");
    return meeting;
  }
  static domain::Decision a_decision(const std::string& id, const std::string& meeting, const std::string& when) {
    domain::Decision decision;
    decision.id = domain::DecisionId(id);
    decision.meeting = domain::MeetingId(meeting);
    decision.text = "Write the guidance";
    decision.created_at = at(when);
    return decision;
  }
  static domain::Review a_review(const std::string& id, const std::string& period) {
    domain::Review review;
    review.id = domain::ReviewId(id);
    review.programme = "thematic-review";
    review.period = in(period);
    review.theme = "Neglect";
    review.cohort = "neglect";
    review.venue = "The hall";
    review.starts_on = on("2026-12-01");
    review.days = 2;
    review.created_at = at("2026-04-01T09:00:00Z");
    return review;
  }
  static domain::Theme a_theme(const std::string& id, const std::string& locality = "") {
    domain::Theme theme;
    theme.id = domain::ThemeId(id);
    theme.title = "Chronologies";
    theme.what = "Every file “has” one – current";
    theme.locality = locality;
    theme.evidence = {{"tier2", "risk", domain::EvidenceKind::BelowGood, in("2026-04"), in("2026-06")}};
    theme.created_at = at("2026-07-01T09:00:00Z");
    theme.created_by = PersonId("q1");
    return theme;
  }
  std::vector<std::string> themes(const app::ThemeFilter& filter, const std::string& council = "north") {
    std::vector<std::string> ids;
    for (const auto& theme : read(council)->themes().list(filter)) ids.push_back(theme.id.text());
    return ids;
  }
};
ON_BOTH_BACK_ENDS(LearningStoreContract);

TEST_P(LearningStoreContract, GivesBackAMeetingWithItsPeopleAndNotes) {
  auto meeting = a_meeting("m1", "2026-11");
  meeting.starts_at = 14 * 60;
  meeting.place = "Room 2 – “by video” too";
  meeting.people = {{PersonId("b"), domain::Attendance::Present}, {PersonId("a"), domain::Attendance::Apologies}};
  meeting.notes = {{domain::NoteKind::Item, "What was learned", "A lot\nof it"}, {domain::NoteKind::Case, "1", "Talk"}};
  write([&](app::UnitOfWork& work) { work.meetings().add(meeting); });
  EXPECT_EQ(read()->meetings().find(meeting.id), meeting);
  EXPECT_EQ(read()->meetings().find("early-help", in("2026-11"), ""), meeting);
  EXPECT_EQ(read()->meetings().find("early-help", in("2026-11"), "East"), std::nullopt);
  EXPECT_EQ(read("south")->meetings().find(meeting.id), std::nullopt);

  auto other = meeting;
  meeting.state = domain::MeetingState::Held;
  meeting.moved_reason = "Bank holiday";
  meeting.on = on("2026-11-25");
  meeting.starts_at.reset();
  meeting.calls = 2;
  meeting.minutes = "Closed";
  meeting.next_theme = "neglect";
  meeting.next_theme_title = "Neglect";
  meeting.people.pop_back();
  meeting.notes.clear();
  meeting.closed_at = at("2026-11-25T17:00:00Z");
  meeting.closed_by = PersonId("chair");
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.meetings().save(meeting)); });
  EXPECT_EQ(meeting.version, 1);
  EXPECT_EQ(read()->meetings().find(meeting.id), meeting);
  EXPECT_EQ(begin()->meetings().save(other).error().code, base::ErrorCode::Stale);
  auto gone = a_meeting("m9", "2026-12");
  EXPECT_EQ(begin()->meetings().save(gone).error().code, base::ErrorCode::NotFound);
}

TEST_P(LearningStoreContract, ListsMeetingsLatestFirstAndHoldsOneAMonthAndPlace) {
  write([&](app::UnitOfWork& work) {
    work.meetings().add(a_meeting("m1", "2026-10"));
    work.meetings().add(a_meeting("m2", "2026-11", "North"));
    work.meetings().add(a_meeting("m3", "2026-11", "East"));
  });
  const auto listed = [&](const app::MeetingFilter& filter) {
    std::vector<std::string> ids;
    for (const auto& meeting : read()->meetings().list(filter)) ids.push_back(meeting.id.text());
    return ids;
  };
  EXPECT_THAT(listed({}), ElementsAre("m3", "m2", "m1"));
  // A list brings each meeting's own people and notes.
  auto east = a_meeting("m3", "2026-11", "East");
  east.people = {{PersonId("b"), domain::Attendance::Present}, {PersonId("a"), domain::Attendance::Apologies}};
  east.notes = {{domain::NoteKind::Item, "What was learned", "A lot"}, {domain::NoteKind::Case, "1", "Talk"}};
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.meetings().save(east)); });
  for (const auto& meeting : read()->meetings().list({"early-help", "2026-11", "", {}}))
    EXPECT_EQ(meeting, read()->meetings().find(meeting.id)) << meeting.id.text();
  EXPECT_THAT(listed({"early-help", "2026-11", "2026-11", "North"}), ElementsAre("m2"));
  EXPECT_THAT(listed({"", "", "", ""}), ElementsAre("m1"));
  EXPECT_THAT(listed({"other", "", "", {}}), IsEmpty());
  EXPECT_THROW(begin()->meetings().add(a_meeting("m4", "2026-11", "East")), base::Broken);
}

TEST_P(LearningStoreContract, CarriesDecisionsToTheNextMeetingUntilTheyAreDone) {
  auto first = a_decision("d1", "m1", "2026-10-24T10:00:00Z");
  first.owner = PersonId("p1");
  first.due_on = on("2026-11-10");
  auto second = a_decision("d2", "m1", "2026-10-24T10:05:00Z");
  auto elsewhere = a_decision("d3", "m3", "2026-10-24T11:00:00Z");
  elsewhere.owner = PersonId("p1");
  write([&](app::UnitOfWork& work) {
    work.meetings().add(a_meeting("m1", "2026-10"));
    work.meetings().add(a_meeting("m2", "2026-11"));
    work.meetings().add(a_meeting("m3", "2026-10", "East"));
    for (const auto& one : {first, second, elsewhere}) work.meetings().add_decision(one);
  });
  EXPECT_THAT(read()->meetings().decisions(domain::MeetingId("m1")), ElementsAre(first, second));
  EXPECT_EQ(read()->meetings().find_decision(first.id), first);
  EXPECT_THAT(read()->meetings().open_decisions_of(PersonId("p1")), ElementsAre(first, elsewhere));
  const std::map<domain::MeetingId, int> open{{domain::MeetingId("m1"), 2}, {domain::MeetingId("m3"), 1}};
  EXPECT_EQ(read()->meetings().open_decisions(), open);
  EXPECT_TRUE(read("south")->meetings().open_decisions().empty());
  const auto followed = [&](const char* meeting, const char* since) {
    std::vector<std::string> ids;
    const auto reader = read();
    const auto found = reader->meetings().find(domain::MeetingId(meeting));
    for (const auto& one : reader->meetings().earlier_decisions(*found, on(since))) ids.push_back(one.id.text());
    return ids;
  };
  EXPECT_THAT(followed("m2", "2026-10-24"), ElementsAre("d1", "d2"));
  EXPECT_THAT(followed("m1", "2026-10-24"), IsEmpty()) << "its own decisions are not its follow-up";
  first.state = domain::TaskState::Done;
  first.outcome = "Written and shared";
  first.settled_at = at("2026-11-05T10:00:00Z");
  first.settled_by = PersonId("p1");
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.meetings().save_decision(first)); });
  EXPECT_EQ(read()->meetings().find_decision(first.id), first);
  EXPECT_THAT(followed("m2", "2026-10-24"), ElementsAre("d1", "d2")) << "what was done since the last meeting is told";
  EXPECT_THAT(followed("m2", "2026-11-20"), ElementsAre("d2")) << "and then rests";
  auto at_once = a_decision("d4", "m1", "2026-10-24T10:10:00Z");
  at_once.state = domain::TaskState::Done;
  at_once.settled_at = at("2026-10-24T16:00:00Z");
  write([&](app::UnitOfWork& work) { work.meetings().add_decision(at_once); });
  EXPECT_THAT(followed("m2", "2026-10-24"), ElementsAre("d1", "d2", "d4")) << "done on the day it was decided";
  EXPECT_THAT(read()->meetings().open_decisions_of(PersonId("p1")), ElementsAre(elsewhere));
  first.version = 0;
  EXPECT_EQ(begin()->meetings().save_decision(first).error().code, base::ErrorCode::Stale);
}

TEST_P(LearningStoreContract, KeepsPerformanceFiguresByMonthAndPlace) {
  const auto figure = [&](const std::string& name, const std::string& period, const std::string& where, long long n) {
    domain::Measure measure;
    measure.measure = name;
    measure.period = in(period);
    measure.locality = where;
    measure.value = {n};
    measure.unit = "%";
    measure.entered_by = PersonId("q1");
    measure.entered_at = at("2026-12-02T09:00:00Z");
    return measure;
  };
  auto visits = figure("Visits in time", "2026-11", "East", 87'500);
  visits.target = domain::Decimal{90'000};
  write([&](app::UnitOfWork& work) {
    work.measures().put(figure("Visits in time", "2026-10", "East", -1));
    work.measures().put(figure("Visits in time", "2026-11", "", 80'000));
    work.measures().put(figure("Visits in time", "2026-11", "East", 1));
    work.measures().put(visits);  // in place of the one before
    work.measures().put(figure("Health checks", "2026-11", "East", 5'000));
  });
  EXPECT_THAT(read()->measures().list({"Visits in time", "2026-11", "2026-11", "East"}), ElementsAre(visits));
  EXPECT_EQ(read()->measures().list({}).size(), 4U);
  EXPECT_EQ(read()->measures().list({"", "", "", ""}).size(), 1U);
  EXPECT_THAT(read("south")->measures().list({}), IsEmpty());
  write([&](app::UnitOfWork& work) {
    EXPECT_TRUE(work.measures().remove("Visits in time", in("2026-11"), "East"));
    EXPECT_FALSE(work.measures().remove("Visits in time", in("2026-11"), "East"));
  });
  EXPECT_EQ(read()->measures().list({}).size(), 3U);
}

TEST_P(LearningStoreContract, GivesBackAReviewWithItsStepsAndRecommendations) {
  auto review = a_review("r1", "2026-12");
  auto before = review;
  write([&](app::UnitOfWork& work) { work.reviews().add(review); });
  EXPECT_EQ(read()->reviews().find(review.id), review);
  review.lead = PersonId("q1");
  review.notice_sent_at = at("2026-11-09T09:00:00Z");
  review.feedback_on = on("2026-12-02");
  review.feedback = "What was said";
  review.report = "The report";
  review.recommendations = {{domain::RecommendationId("n2"), "First", domain::ThemeId("t1")},
                            {domain::RecommendationId("n1"), "Second", {}}};
  review.approved = {{"department", PersonId("h1"), at("2027-01-10T09:00:00Z"), "Agreed"},
                     {"board", PersonId("d1"), at("2027-01-20T09:00:00Z"), ""}};
  review.shared = {{"Workshops", PersonId("q1"), at("2027-02-01T09:00:00Z"), "Three"}};
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.reviews().save(review)); });
  EXPECT_EQ(read()->reviews().find("thematic-review", in("2026-12")), review);
  EXPECT_EQ(begin()->reviews().save(before).error().code, base::ErrorCode::Stale);
  write([&](app::UnitOfWork& work) { work.reviews().add(a_review("r2", "2027-03")); });
  std::vector<std::string> ids;
  for (const auto& one : read()->reviews().list()) ids.push_back(one.id.text());
  EXPECT_THAT(ids, ElementsAre("r2", "r1"));
  EXPECT_THAT(read("south")->reviews().list(), IsEmpty());
  EXPECT_THROW(begin()->reviews().add(a_review("r3", "2026-12")), base::Broken);
}

TEST_P(LearningStoreContract, KeepsWhoAgreedToADraw) {
  domain::DrawAgreement agreement;
  agreement.id = domain::AgreementId("a1");
  agreement.programme = "case-sampling";
  agreement.period = in("2026-12");
  agreement.theme = "Visits to children in need";
  agreement.cohort = "cin";
  agreement.source = "Tier 2 audits";
  agreement.size = 60;
  agreement.answers = "REF-2026-11-003";
  agreement.agreed_by = PersonId("h1");
  agreement.agreed_as = domain::JobRole::HeadOfService;
  agreement.agreed_on = on("2026-11-20");
  agreement.recorded_by = PersonId("q1");
  agreement.recorded_at = at("2026-11-21T09:00:00Z");
  write([&](app::UnitOfWork& work) { work.reviews().add_agreement(agreement); });
  EXPECT_EQ(read()->reviews().agreement("case-sampling", in("2026-12")), agreement);
  EXPECT_EQ(read()->reviews().agreement("case-sampling", in("2027-01")), std::nullopt);
  EXPECT_EQ(read("south")->reviews().agreement("case-sampling", in("2026-12")), std::nullopt);
  auto older = agreement;
  agreement.size = 80;
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.reviews().save_agreement(agreement)); });
  EXPECT_THAT(read()->reviews().agreements(), ElementsAre(agreement));
  EXPECT_EQ(begin()->reviews().save_agreement(older).error().code, base::ErrorCode::Stale);
}

TEST_P(LearningStoreContract, GivesBackAThemeWithItsEvidenceAndActions) {
  auto theme = a_theme("t1");
  auto before = theme;
  domain::ThemeAction action;
  action.id = domain::ThemeActionId("x1");
  action.theme = theme.id;
  action.text = "Hold workshops";
  action.owner = PersonId("p1");
  action.due_on = on("2026-09-30");
  action.link = "Training";
  action.created_at = at("2026-07-02T09:00:00Z");
  write([&](app::UnitOfWork& work) {
    work.themes().add(theme);
    work.themes().add_action(action);
    work.themes().add(a_theme("t2", "East"));
    work.themes().add(a_theme("t3", "North"));
  });
  EXPECT_EQ(read()->themes().find(theme.id).value(), theme);
  EXPECT_EQ(read()->themes().find(domain::ThemeId("t9")).error().rule, "access.row.not_found");
  EXPECT_THAT(read()->themes().actions(theme.id), ElementsAre(action));
  EXPECT_THAT(themes({}), ElementsAre("t1", "t2", "t3"));
  EXPECT_THAT(themes({{}, "East", "", ""}), ElementsAre("t1", "t2"));
  EXPECT_THAT(themes({{}, "", "Training", ""}), ElementsAre("t1"));
  EXPECT_THAT(themes({{}, "", "", "p1"}), ElementsAre("t1"));
  EXPECT_THAT(themes({{}, "", "Supervision", ""}), IsEmpty());
  EXPECT_THAT(themes({}, "south"), IsEmpty());

  theme.state = domain::ThemeState::Closed;
  theme.lead = PersonId("h1");
  theme.impact_from = in("2026-10");
  theme.origin = domain::ThemeOrigin::Review;
  theme.origin_id = "r1";
  theme.service_area = "Safeguarding";
  theme.evidence.push_back({"tier2", "plan", domain::EvidenceKind::Example, in("2026-05"), in("2026-05")});
  theme.closed_at = at("2027-01-10T09:00:00Z");
  theme.closed_why = "It helped";
  action.state = domain::TaskState::Done;
  action.outcome = "Held";
  action.settled_at = at("2026-09-20T09:00:00Z");
  action.settled_by = PersonId("p1");
  write([&](app::UnitOfWork& work) {
    EXPECT_TRUE(work.themes().save(theme));
    EXPECT_TRUE(work.themes().save_action(action));
  });
  EXPECT_EQ(read()->themes().find(theme.id).value(), theme);
  EXPECT_EQ(read()->themes().find_action(action.id).value(), action);
  EXPECT_THAT(themes({}), ElementsAre("t2", "t3", "t1")) << "closed ones come last";
  EXPECT_THAT(themes({{}, "", "", "", "r1"}), ElementsAre("t1")) << "what came from one review or meeting";
  for (const auto& one : read()->themes().list({}))
    EXPECT_EQ(one, read()->themes().find(one.id).value()) << "a list brings each theme's own evidence";
  const std::map<domain::ThemeId, std::vector<domain::ThemeAction>> all{{theme.id, {action}}};
  EXPECT_EQ(read()->themes().actions_of_all({}), all);
  EXPECT_TRUE(read()->themes().actions_of_all({domain::ThemeState::Open, "", "", ""}).empty());
  EXPECT_TRUE(read("south")->themes().actions_of_all({}).empty());
  EXPECT_THAT(themes({domain::ThemeState::Open, "", "", ""}), ElementsAre("t2", "t3"));
  EXPECT_EQ(begin()->themes().save(before).error().code, base::ErrorCode::Stale);
  action.version = 0;
  EXPECT_EQ(begin()->themes().save_action(action).error().code, base::ErrorCode::Stale);
}

TEST_P(LearningStoreContract, CountsTheJudgementsOfASectionByMonth) {
  int number = 0;
  const auto add = [&](app::UnitOfWork& work, const std::string& period, const std::string& locality, bool returned,
                       std::optional<domain::Grade> risk, bool example = false) {
    const auto id = std::to_string(++number);
    auto audit = an_audit(id, "R" + id);
    audit.period = in(period);
    audit.locality = locality;
    if (returned) audit.submitted_at = at("2026-12-03T09:00:00Z");
    work.audits().add(audit);
    domain::AuditSection section;
    section.section = "risk";
    section.judgement = risk;
    section.good_practice = example;
    ASSERT_TRUE(work.audits().save_section(audit.id, section));
    section = {};
    section.section = "plan";
    section.judgement = domain::Grade::Inadequate;
    ASSERT_TRUE(work.audits().save_section(audit.id, section));
  };
  using enum domain::Grade;
  write([&](app::UnitOfWork& work) {
    add(work, "2026-10", "East", true, Good, true);
    add(work, "2026-10", "East", true, RequiresImprovement);
    add(work, "2026-10", "North", true, InadequateCritical);
    add(work, "2026-10", "East", true, NotApplicable);
    add(work, "2026-10", "East", true, std::nullopt);
    add(work, "2026-10", "East", false, Inadequate);  // not returned: it may still change
    add(work, "2026-11", "East", true, Outstanding);
    add(work, "2026-11", "East", true, Inadequate);
    // Found while reading: re-audits, which are chosen for their first grade, were counted as if they had been drawn.
    auto again = an_audit("again", "LAN-2026-11-900");
    again.period = in("2026-11");
    again.submitted_at = at("2026-12-03T09:00:00Z");
    again.reaudit_of = domain::AuditId("first");
    work.audits().add(again);
    domain::AuditSection section;
    section.section = "risk";
    section.judgement = Inadequate;
    ASSERT_TRUE(work.audits().save_section(again.id, section));
  });
  const auto judged = [&](const std::string& locality, const std::string& from = "", const std::string& to = "") {
    return read()->themes().judged({"tier2", "risk", locality, "", from, to});
  };
  const auto october = in("2026-10"), november = in("2026-11");
  EXPECT_THAT(judged(""),
              ElementsAre(domain::JudgedMonth{october, 0, 1, 1, 1, 1}, domain::JudgedMonth{november, 1, 0, 0, 1, 0}));
  EXPECT_THAT(judged("East"),
              ElementsAre(domain::JudgedMonth{october, 0, 1, 1, 0, 1}, domain::JudgedMonth{november, 1, 0, 0, 1, 0}));
  EXPECT_THAT(judged("East", "2026-11", "2026-11"), ElementsAre(domain::JudgedMonth{november, 1, 0, 0, 1, 0}));
  EXPECT_THAT(read()->themes().judged({"other", "risk", "", "", "", ""}), IsEmpty());
  EXPECT_THAT(read("south")->themes().judged({"tier2", "risk", "", "", "", ""}), IsEmpty());
}

}  // namespace
}  // namespace plumbline
