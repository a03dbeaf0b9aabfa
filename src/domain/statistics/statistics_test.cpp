// Against published values; each test names their source.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "domain/statistics/agreement.hpp"
#include "domain/statistics/control_chart.hpp"
#include "domain/statistics/proportion.hpp"

namespace plumbline::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// ---- proportions ----

TEST(Percent, IsRoundedHalfUpFromCounts) {
  EXPECT_EQ((Proportion{29, 49}.percent()), 59);
  EXPECT_EQ((Proportion{1, 8}.percent()), 13);   // 12.5
  EXPECT_EQ((Proportion{1, 200}.percent()), 1);  // 0.5
  EXPECT_EQ((Proportion{0, 0}.percent()), std::nullopt);
  EXPECT_EQ((Proportion{49, 69}.percent()), 71);
  EXPECT_EQ(say(Proportion{29, 49}), "29 of 49 (59%)");
  EXPECT_EQ(say(Proportion{0, 0}), "0 of 0 (–)");
}

// statsmodels, test_proportion.py.
TEST(Wilson, MeetsPublishedValues) {
  const auto a = wilson({18, 20}), b = wilson({19, 38});
  EXPECT_NEAR(a.low, 0.6989663547715128, 1e-12);
  EXPECT_NEAR(a.high, 0.972133518786232, 1e-12);
  EXPECT_NEAR(b.low, 0.348499283643951, 1e-12);
  EXPECT_NEAR(b.high, 0.651500716356049, 1e-12);
}

TEST(Wilson, HoldsItsOwnShareAndIsSymmetric) {
  for (int of = 1; of <= 120; ++of) {
    for (int n = 0; n <= of; ++n) {
      const auto here = wilson({n, of}), mirrored = wilson({of - n, of});
      ASSERT_LE(0, here.low);
      ASSERT_LE(here.low, static_cast<double>(n) / of);
      ASSERT_GE(here.high, static_cast<double>(n) / of);
      ASSERT_LE(here.high, 1);
      ASSERT_NEAR(here.low, 1 - mirrored.high, 1e-12);
    }
  }
  EXPECT_EQ(wilson({0, 0}).low, 0);
  EXPECT_EQ(wilson({0, 0}).high, 1);
}

// Newcombe 1998, table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339; 9/10 less 3/10 is 0.1705 to 0.8090.
TEST(Movement, MeetsNewcombesExamples) {
  const auto a = *movement({48, 80}, {56, 70});
  EXPECT_NEAR(a.interval.low, 0.0524, 5e-5);
  EXPECT_NEAR(a.interval.high, 0.3339, 5e-5);
  EXPECT_TRUE(a.real);
  EXPECT_EQ(a.direction, Direction::Up);
  const auto b = *movement({3, 10}, {9, 10});
  EXPECT_NEAR(b.interval.low, 0.1705, 5e-5);
  EXPECT_NEAR(b.interval.high, 0.8090, 5e-5);
}

TEST(Movement, IsNotRealWhereTheIntervalHoldsZero) {
  const auto small = *movement({10, 20}, {12, 20});
  EXPECT_EQ(small.direction, Direction::Up);
  EXPECT_FALSE(small.real);
  EXPECT_EQ(movement({1, 3}, {2, 6})->direction, Direction::Same);
  EXPECT_EQ(movement({0, 0}, {2, 6}), std::nullopt);
  const auto down = *movement({56, 70}, {48, 80});
  EXPECT_EQ(down.direction, Direction::Down);
  EXPECT_TRUE(down.real);
}

// ---- control charts ----

std::vector<std::size_t> outside(const ControlChart& chart) {
  std::vector<std::size_t> points;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    if (chart.points[i].outside()) points.push_back(i + 1);
  }
  return points;
}

// R package qcc, orange juice data, 30 samples of 50.
TEST(PChart, MeetsQccsOrangeJuice) {
  std::vector<Proportion> points;
  for (const int n :
       {12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6}) {
    points.push_back({n, 50});
  }
  const auto chart = p_chart(points);
  EXPECT_NEAR(chart.centre, 0.2313333, 5e-8);
  EXPECT_NEAR(chart.points[0].lower, 0.05242755, 5e-9);
  EXPECT_NEAR(chart.points[0].upper, 0.4102391, 5e-8);
  EXPECT_THAT(outside(chart), ElementsAre(15, 23));
  EXPECT_FALSE(chart.trial);
}

TEST(PChart, ClipsItsLimitsAndLeavesEmptyMonthsOut) {
  const auto chart = p_chart({{1, 2}, {0, 0}, {3, 4}});
  EXPECT_EQ(chart.points[0].lower, 0);
  EXPECT_EQ(chart.points[0].upper, 1);
  EXPECT_THAT(chart.points[1].signals, IsEmpty());
  EXPECT_TRUE(chart.trial);
  EXPECT_THAT(p_chart({{0, 0}}).points, IsEmpty());
  EXPECT_THAT(p_chart({}).points, IsEmpty());
}

// R package NHSRplotthedots, its test data.
TEST(XmrChart, MeetsNhsrPlotTheDotsWithScreening) {
  const auto chart = xmr_chart({-0.56047565, -0.23017749, 1.55870831,  0.07050839,  0.12928774, 1.71506499, 0.46091621,
                                -1.26506123, -0.68685285, -0.44566197, 1.22408180,  0.35981383, 0.40077145, 0.11068272,
                                -0.55584113, 1.78691314,  0.49785048,  -1.96661716, 0.70135590, -0.47279141},
                               true);
  EXPECT_NEAR(chart.centre, 0.1416238, 5e-8);
  EXPECT_NEAR(chart.points[0].lower, -3.01138, 5e-6);
  EXPECT_NEAR(chart.points[0].upper, 3.294627, 5e-7);
}

TEST(XmrChart, LeavesOutOneWildMovingRangeOnceWhenScreened) {
  std::vector<double> values;
  for (int i = 0; i < 15; ++i) values.push_back(i % 2 == 0 ? 10 : 11);
  values.push_back(90);
  const auto loose = xmr_chart(values), screened = xmr_chart(values, true);
  EXPECT_LT(screened.points[0].upper - screened.centre, loose.points[0].upper - loose.centre);
  EXPECT_NEAR(screened.points[0].upper - screened.centre, 2.66, 1e-9);
}

bool has(const ControlChart& chart, std::size_t point, Signal signal) {
  return testing::Value(chart.points[point].signals, testing::Contains(signal));
}
std::vector<double> around(std::vector<double> begin) {  // enough ordinary points that the limits stay wide
  for (int i = 0; i < 30; ++i) begin.push_back(i % 2 == 0 ? 40 : 60);
  return begin;
}

TEST(Signals, SeeATrendOfSevenPointsButNotOfSix) {
  const auto seven = xmr_chart(around({47, 48, 49, 50, 51, 52, 53}));
  for (std::size_t i = 0; i < 7; ++i) EXPECT_TRUE(has(seven, i, Signal::Trend)) << i;
  const auto six = xmr_chart(around({47, 48, 49, 50, 51, 52}));  // then 40
  EXPECT_FALSE(has(six, 0, Signal::Trend));
  const auto broken = xmr_chart(around({47, 48, 49, 49, 50, 51, 52, 53}));
  EXPECT_FALSE(has(broken, 0, Signal::Trend));
}

TEST(Signals, SeeSevenOnOneSideAndAPointOnTheMeanBreaksIt) {
  std::vector<double> values{51, 52, 51, 52, 51, 52, 51, 49, 48, 49, 48, 49, 48, 49};
  auto chart = xmr_chart(values);
  EXPECT_EQ(chart.centre, 50);
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_TRUE(has(chart, i, Signal::Shift)) << i;
  values = {51, 52, 51, 50, 51, 52, 51, 49, 48, 49, 50, 49, 48, 49};
  chart = xmr_chart(values);
  EXPECT_EQ(chart.centre, 50);
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_FALSE(has(chart, i, Signal::Shift)) << i;
}

TEST(Signals, SeeTwoOfThreeBeyondTwoThirdsOfALimit) {
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) values.push_back(i % 2 == 0 ? 49 : 51);
  values[20] = 54.5;
  values[22] = 54.5;
  const auto chart = xmr_chart(values);
  const double near = chart.centre + 2.0 / 3 * (chart.points[0].upper - chart.centre);
  ASSERT_GT(54.5, near);
  ASSERT_LT(54.5, chart.points[0].upper);
  EXPECT_TRUE(has(chart, 20, Signal::TwoOfThree));
  EXPECT_FALSE(has(chart, 21, Signal::TwoOfThree));
  EXPECT_TRUE(has(chart, 22, Signal::TwoOfThree));
}

TEST(Signals, OfTheFewestPointsAreNone) {
  EXPECT_THAT(xmr_chart({5}).points[0].signals, IsEmpty());
  EXPECT_TRUE(xmr_chart({5, 6}).trial);
  EXPECT_FALSE(xmr_chart(std::vector<double>(13, 1)).trial);
}

TEST(TargetAssurance, SaysOnWhichSideOfTheLimitsTheTargetLies) {
  const auto chart = xmr_chart({50, 51, 50, 51, 50, 51});
  EXPECT_EQ(assurance(chart, 40), Assurance::ConsistentlyMet);
  EXPECT_EQ(assurance(chart, 80), Assurance::ConsistentlyMissed);
  EXPECT_EQ(assurance(chart, 50), Assurance::HitAndMiss);
  EXPECT_EQ(assurance(chart, 80, false), Assurance::ConsistentlyMet);
  EXPECT_EQ(assurance({}, 80), std::nullopt);
}

// ---- agreement ----

const GradePairs kIrrCac{{40, 6, 4, 15}, {4, 25, 1, 5}, {4, 2, 21, 9}, {17, 13, 12, 45}};
const GradePairs kSas{{0, 4, 1}, {0, 8, 0}, {0, 1, 5}};

void expect_agreement(const std::optional<GraderAgreement>& is, double value, double error, double precision) {
  ASSERT_TRUE(is);
  EXPECT_NEAR(is->value, value, precision);
  EXPECT_NEAR(is->standard_error, error, precision);
}

// irrCAC's published results to three places.
TEST(Agreement, MeetsIrrCac) {
  expect_agreement(kappa(kIrrCac, Weights::None), .432, .046, 5e-4);
  expect_agreement(gwet_ac(kIrrCac, Weights::None), .456, .043, 5e-4);
  expect_agreement(kappa(kIrrCac, Weights::Linear), .407, .053, 5e-4);
  expect_agreement(gwet_ac(kIrrCac, Weights::Linear), .377, .056, 5e-4);
  expect_agreement(kappa(kIrrCac, Weights::Quadratic), .383, .066, 5e-4);
  expect_agreement(gwet_ac(kIrrCac, Weights::Quadratic), .299, .075, 5e-4);
}

// SAS/STAT documentation of PROC FREQ.
TEST(Agreement, MeetsSas) {
  expect_agreement(kappa(kSas, Weights::None), .4842, .1380, 5e-5);
  expect_agreement(kappa(kSas, Weights::Linear), .4701, .1457, 5e-5);
}

TEST(Agreement, IsNotEstimableWithoutTwoGrades) {
  EXPECT_FALSE(kappa({{0, 0}, {0, 0}}, Weights::None));
  EXPECT_FALSE(kappa({{9, 0}, {0, 0}}, Weights::None));
  EXPECT_FALSE(gwet_ac(GradePairs{{9, 0}, {0, 0}}, Weights::Linear));
  EXPECT_FALSE(kappa({}, Weights::None));
  EXPECT_TRUE(kappa({{4, 1}, {0, 2}}, Weights::None)->few);
  EXPECT_FALSE(kappa({{8, 0}, {0, 2}}, Weights::None)->few);
}

TEST(Agreement, IsOneWhereAllAgreeAndTheSameForBothOrders) {
  std::mt19937 random(4);
  for (int round = 0; round < 50; ++round) {
    GradePairs pairs(4, std::vector<std::int64_t>(4)), turned = pairs, diagonal = pairs;
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j < 4; ++j) turned[j][i] = pairs[i][j] = random() % 20;
      diagonal[i][i] = 1 + random() % 9;
    }
    for (const auto weights : {Weights::None, Weights::Linear, Weights::Quadratic}) {
      EXPECT_NEAR(kappa(pairs, weights)->value, kappa(turned, weights)->value, 1e-12);
      EXPECT_NEAR(gwet_ac(pairs, weights)->value, gwet_ac(turned, weights)->value, 1e-12);
      EXPECT_NEAR(kappa(diagonal, weights)->value, 1, 1e-12);
      EXPECT_NEAR(gwet_ac(diagonal, weights)->value, 1, 1e-12);
      EXPECT_LE(kappa(pairs, weights)->value, 1);
    }
  }
}

// Krippendorff's twelve units and four observers as Gwet and irrCAC use them (cac.raw4raters): AC1 0.77544, its error
// 0.14295, observed 0.81818.
TEST(Agreement, OfSeveralGradersWithGapsMeetsIrrCac) {
  const auto none = std::nullopt;
  const std::vector<std::vector<std::optional<int>>> ratings{
      {0, 0, none, 0}, {1, 1, 2, 1}, {2, 2, 2, 2}, {2, 2, 2, 2},    {1, 1, 1, 1},       {0, 1, 2, 3},
      {3, 3, 3, 3},    {0, 0, 1, 0}, {1, 1, 1, 1}, {none, 4, 4, 4}, {none, none, 0, 0}, {none, none, 2, none}};
  const auto is = gwet_ac(ratings, 5, Weights::None);
  ASSERT_TRUE(is);
  EXPECT_NEAR(is->observed, 0.81818, 5e-6);
  EXPECT_NEAR(is->value, 0.77544, 5e-6);
  EXPECT_NEAR(is->standard_error, 0.14295, 5e-6);
  EXPECT_EQ(is->items, 11);
}

TEST(Agreement, OfTwoGradersIsTheSameInItsGeneralForm) {
  std::vector<std::vector<std::optional<int>>> ratings;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      for (int k = 0; k < kIrrCac[i][j]; ++k) ratings.push_back({static_cast<int>(i), static_cast<int>(j)});
    }
  }
  for (const auto weights : {Weights::None, Weights::Linear, Weights::Quadratic}) {
    const auto general = *gwet_ac(ratings, 4, weights), paired = *gwet_ac(kIrrCac, weights);
    EXPECT_NEAR(general.value, paired.value, 1e-12);
    // Over n - 1 in place of n.
    EXPECT_NEAR(general.standard_error, paired.standard_error * std::sqrt(223.0 / 222.0), 1e-9);
  }
}

}  // namespace
}  // namespace plumbline::domain
