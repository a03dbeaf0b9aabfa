// Agendas, figures as typed, the stages of a review, and whether a theme helped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/learning/measure.hpp"
#include "domain/learning/meeting.hpp"
#include "domain/learning/review.hpp"
#include "domain/learning/theme.hpp"

namespace plumbline::domain {
namespace {

base::Period in(std::string_view text) { return *base::parse_period(text); }
base::Day on(std::string_view text) { return *base::parse_day(text); }

TEST(Agenda, TakesTheLastDecisionsFirstAndSaysHowLongTheCasesTake) {
  MeetingRule rule;
  rule.title = "QA meeting";
  rule.minutes_per_case = 10;
  rule.agenda = {"Good practice to share"};
  rule.sets_next_theme = true;
  const auto agenda = agenda_of(rule, {2, 24, 1});
  ASSERT_EQ(agenda.points.size(), 5U);
  EXPECT_EQ(agenda.points[0].kind, AgendaPoint::Kind::Decisions);
  EXPECT_EQ(agenda.points[0].count, 2U);
  EXPECT_EQ(agenda.points[1].minutes, 240);
  EXPECT_EQ(agenda.minutes, 240);
  EXPECT_EQ(agenda.points[3].title, "Good practice to share");
  EXPECT_EQ(agenda.points[4].kind, AgendaPoint::Kind::NextTheme);
  // Where cases are not talked over one by one there is no such point.
  rule.minutes_per_case = 0;
  rule.sets_next_theme = false;
  EXPECT_EQ(agenda_of(rule, {0, 24, 0}).points.size(), 3U);
  EXPECT_EQ(agenda_of(rule, {0, 24, 0}).minutes, 0);
}

TEST(NextTheme, IsThatOfTheMeetingBeforeAndGrowsStale) {
  Programme programme;
  programme.key = "p";
  programme.cycle = Rhythm::Monthly;
  Meeting october, november;
  october.programme = november.programme = "p";
  october.period = in("2026-10");
  october.next_theme = "neglect";
  november.period = in("2026-11");
  EXPECT_EQ(theme_for({october}, programme, in("2026-11"))->next_theme, "neglect");
  EXPECT_EQ(theme_for({october}, programme, in("2026-12")), nullptr) << "a month was left out";
  EXPECT_EQ(theme_for({november, october}, programme, in("2026-12")), nullptr) << "the later meeting chose none";
  EXPECT_EQ(theme_for({october}, programme, in("2026-10")), nullptr);
  programme.cycle = Rhythm::Quarterly;
  EXPECT_NE(theme_for({october}, programme, in("2027-01")), nullptr);
}

TEST(Figures, AreReadAndSaidAsTyped) {
  for (const auto& [typed, kept, said] :
       {std::tuple{"87", "87", "87"}, std::tuple{" 87.50 ", "87.5", "87.5"}, std::tuple{"7,445.5", "7445.5", "7,445.5"},
        std::tuple{"-0.125", "-0.125", "-0.125"}, std::tuple{"1,234,567", "1234567", "1,234,567"}}) {
    const auto number = parse_decimal(typed);
    ASSERT_TRUE(number) << typed;
    EXPECT_EQ(to_string(*number), kept);
    EXPECT_EQ(say(*number), said);
  }
  for (const auto* wrong : {"", "-", ".5", "5.", "1.2345", "12,34", "1234,567", ",123", "1e3", "12 days", "1234567890"})
    EXPECT_FALSE(parse_decimal(wrong)) << wrong;
  EXPECT_EQ(say_with_unit({87'500}, "%"), "87.5%");
  EXPECT_EQ(say_with_unit({12'000}, "days"), "12 days");
}

TEST(AReview, GoesFromNoticeToSharingStepByStep) {
  ReviewRule rule;
  rule.held = true;
  rule.days = 2;
  rule.notice_working_days = 15;
  rule.approval = {{"dmt", "Departmental management meeting", {}}, {"board", "Board executive", {}}};
  rule.dissemination = {"Workshops"};
  Review review;
  review.starts_on = on("2026-12-01");
  review.days = 2;
  const auto stage = [&](std::string_view today) { return stage_of(review, rule, on(today)); };
  EXPECT_EQ(notice_by(review, rule), on("2026-11-10"));
  EXPECT_EQ(stage("2026-11-10"), ReviewStage::Planned);
  review.notice_sent_at = *base::parse_instant("2026-11-10T09:00:00Z");
  EXPECT_EQ(stage("2026-12-02"), ReviewStage::Noticed) << "its second day";
  EXPECT_EQ(stage("2026-12-03"), ReviewStage::Held);
  review.report = "What was found";
  EXPECT_EQ(stage("2026-12-03"), ReviewStage::Reported);
  EXPECT_EQ(next_approval(review, rule)->key, "dmt");
  review.approved = {{"dmt", PersonId{"h1"}, {}, ""}};
  EXPECT_EQ(next_approval(review, rule)->key, "board");
  review.approved.push_back({"board", PersonId{"d1"}, {}, ""});
  EXPECT_EQ(stage("2026-12-03"), ReviewStage::Approved);
  review.shared = {{"Workshops", PersonId{"q1"}, {}, ""}};
  EXPECT_EQ(stage("2026-12-03"), ReviewStage::Shared);
}

TEST(ATheme, CountsItsEvidenceAndTellsWhetherItHelped) {
  const std::vector<JudgedMonth> months{{in("2026-04"), 0, 4, 12, 4, 1},
                                        {in("2026-05"), 1, 5, 12, 2, 0},
                                        {in("2026-06"), 0, 9, 9, 2, 0},
                                        {in("2026-07"), 2, 14, 3, 1, 2},
                                        {in("2026-08"), 2, 15, 3, 0, 0}};
  const Evidence below{"tier2", "risk", EvidenceKind::BelowGood, in("2026-04"), in("2026-05")};
  EXPECT_EQ(counted(months, below.kind, below.from, below.to), (Proportion{30, 40}));
  EXPECT_EQ(counted(months, EvidenceKind::Inadequate, below.from, below.to), (Proportion{6, 40}));
  EXPECT_EQ(counted(months, EvidenceKind::Example, below.from, below.to), (Proportion{1, 40}));
  Theme theme;
  auto impact = impact_of(theme, below, months);
  EXPECT_EQ(impact.after_from, in("2026-06")) << "from the month after the evidence";
  EXPECT_EQ(impact.before, (Proportion{10, 40}));
  EXPECT_EQ(impact.after, (Proportion{42, 60}));
  EXPECT_TRUE(impact.movement->real);
  EXPECT_EQ(impact.movement->direction, Direction::Up);
  // A plan that began in July is measured from July on, and June speaks for neither side.
  theme.impact_from = in("2026-07");
  EXPECT_EQ(impact_of(theme, below, months).after, (Proportion{33, 40}));
  theme.impact_from = in("2026-03");
  EXPECT_EQ(impact_of(theme, below, months).after_from, in("2026-06")) << "never into the evidence itself";
  theme.impact_from = in("2027-01");
  EXPECT_FALSE(impact_of(theme, below, months).movement) << "nothing to compare with yet";
  // Ten audits each are too few to call 40% to 50% a change.
  const std::vector<JudgedMonth> few{{in("2026-04"), 0, 4, 6, 0, 0}, {in("2026-05"), 0, 5, 5, 0, 0}};
  EXPECT_FALSE(
      impact_of({}, {"tier2", "risk", EvidenceKind::BelowGood, in("2026-04"), in("2026-04")}, few).movement->real);
}

}  // namespace
}  // namespace plumbline::domain
