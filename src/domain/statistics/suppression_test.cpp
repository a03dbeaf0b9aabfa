// No hidden number can be worked out: proved against every table that shows the same numbers, tried one by one.
#include "domain/statistics/suppression.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <set>

#include "domain/statistics/binomial.hpp"

namespace plumbline::domain {
namespace {

// What that number may be in all tables of whole numbers up to `most` with the shown numbers the same.
std::set<std::int64_t> values_possible(const CountTable& counts, const ShownTable& shown, std::size_t row,
                                       std::size_t column, std::int64_t most) {
  std::vector<std::pair<std::size_t, std::size_t>> hidden;
  CountTable trial = counts;
  for (std::size_t r = 0; r < counts.size(); ++r)
    for (std::size_t c = 0; c < counts[r].size(); ++c)
      if (!shown[r][c]) hidden.emplace_back(r, c);
  std::set<std::int64_t> found;
  const std::function<void(std::size_t)> fill = [&](std::size_t at) {
    if (at == hidden.size()) {
      const auto whole = with_totals(trial);
      for (std::size_t r = 0; r < whole.size(); ++r)
        for (std::size_t c = 0; c < whole[r].size(); ++c)
          if (shown[r][c] && *shown[r][c] != whole[r][c]) return;
      found.insert(whole[row][column]);
      return;
    }
    for (std::int64_t n = 0; n <= most; ++n) {
      trial[hidden[at].first][hidden[at].second] = n;
      fill(at + 1);
    }
  };
  fill(0);
  return found;
}

TEST(Suppression, HidesEveryNumberThatIsSmall) {
  const auto table = with_totals({{3, 10, 7}, {12, 9, 20}, {8, 0, 11}});
  const auto shown = suppressed(table, 5);
  EXPECT_FALSE(shown[0][0].has_value());
  EXPECT_TRUE(shown[1][2].has_value());
}

TEST(Suppression, HidesNothingWhereNothingIsSmall) {
  const auto table = with_totals({{30, 10}, {12, 9}});
  const auto shown = suppressed(table, 5);
  for (std::size_t r = 0; r < table.size(); ++r)
    for (std::size_t c = 0; c < table[r].size(); ++c) EXPECT_EQ(shown[r][c], table[r][c]);
}

// A single hidden cell is the total less the others; so is one that joins two groups of hidden cells.
TEST(Suppression, LeavesNoHiddenNumberToBeWorkedOut) {
  std::mt19937 chance(7);
  for (int trial = 0; trial < 200; ++trial) {
    const auto rows = std::uniform_int_distribution<std::size_t>(1, 3)(chance);
    const auto columns = std::uniform_int_distribution<std::size_t>(1, 3)(chance);
    CountTable counts(rows, std::vector<std::int64_t>(columns));
    for (auto& row : counts)
      for (auto& n : row) n = std::uniform_int_distribution<std::int64_t>(0, 4)(chance);
    const auto table = with_totals(counts);
    const auto shown = suppressed(table, 3);
    std::size_t hidden = 0;
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < columns; ++c) hidden += shown[r][c] ? 0 : 1;
    for (std::size_t r = 0; r < table.size(); ++r)
      for (std::size_t c = 0; c < table[r].size(); ++c) {
        const auto n = table[r][c];
        if (n > 0 && n < 3) {
          EXPECT_FALSE(shown[r][c]) << "a small number is shown";
        }
        if (shown[r][c]) continue;
        EXPECT_FALSE(can_be_derived(table, shown, r, c));
        if (hidden <= 4) {
          EXPECT_GT(values_possible(counts, shown, r, c, 6).size(), 1U) << "trial " << trial << " " << r << "," << c;
        }
      }
  }
}

// R: qbinom(c(.025, .975), 50, .6) gives 23 and 36 or 37; the tails are checked here by their own definition.
TEST(Binomial, GivesTheExactQuantiles) {
  // P(X <= 22) = 0.0160 and P(X <= 23) = 0.0314 for 50 and 0.6, so the lower 2.5% point is 23.
  EXPECT_EQ(binomial_range(50, 0.6, 0.95).least, 23);
  EXPECT_EQ(binomial_range(10, 0.5, 0.95).least, 2);  // 0.0107 up to 1, 0.0547 up to 2
  EXPECT_EQ(binomial_range(10, 0.5, 0.95).most, 8);
  EXPECT_EQ(binomial_range(10, 0.5, 0.998).least, 1);  // 0.00098 up to 0, 0.0107 up to 1
  EXPECT_EQ(binomial_range(10, 0.5, 0.998).most, 9);
}

TEST(Binomial, HasWiderLimitsForMoreCertainty) {
  for (const double p : {0.05, 0.3, 0.59, 0.9})
    for (const std::int64_t n : {1, 3, 10, 49, 300}) {
      const auto narrow = funnel_limits(n, p, 0.95);
      const auto wide = funnel_limits(n, p, 0.998);
      EXPECT_LE(wide.lower, narrow.lower);
      EXPECT_GE(wide.upper, narrow.upper);
      EXPECT_LE(narrow.lower, narrow.upper);
      EXPECT_GE(wide.lower, 0);
      EXPECT_LE(wide.upper, 1);
    }
}

TEST(Binomial, KnowsTheEnds) {
  EXPECT_EQ(binomial_range(10, 0, 0.95).most, 0);
  EXPECT_EQ(binomial_range(10, 1, 0.95).least, 10);
  EXPECT_EQ(binomial_range(0, 0.5, 0.95).most, 0);
}

}  // namespace
}  // namespace plumbline::domain
