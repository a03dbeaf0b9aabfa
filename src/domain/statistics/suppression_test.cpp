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

// Tried one by one: every line of up to four counts that shows the same.
TEST(Suppression, LeavesNoHiddenCountOfALineToBeWorkedOut) {
  constexpr std::int64_t kMost = 8;
  for (std::int64_t code = 0; code < 9 * 9 * 9 * 9; ++code)
    for (const std::size_t size : {1U, 2U, 4U}) {
      std::vector<std::int64_t> counts;
      for (std::int64_t rest = code; counts.size() < size; rest /= 9) counts.push_back(rest % 9);
      const auto shown = suppressed_line(counts, 5);
      ASSERT_EQ(shown.size(), size + 1);
      std::int64_t total = 0;
      std::int64_t seen = 0;
      std::size_t hidden = 0;
      for (std::size_t i = 0; i < size; ++i) {
        total += counts[i];
        seen += shown[i].value_or(0);
        hidden += shown[i] ? 0 : 1;
        EXPECT_FALSE(shown[i] && *shown[i] > 0 && *shown[i] < 5);
      }
      EXPECT_FALSE(shown.back() && *shown.back() > 0 && *shown.back() < 5);
      if (!shown.back() || hidden == 0) continue;
      // With the total shown the hidden ones share what is left: each must have more than one value it may take.
      const auto left = *shown.back() - seen;
      ASSERT_GE(hidden, 2U) << code;
      ASSERT_GE(left, 5) << code << ": together the hidden ones are as small as one that is hidden";
      ASSERT_LE(total, 4 * kMost);
    }
  EXPECT_EQ(suppressed_line({3, 20, 40}, 5), (std::vector<std::optional<std::int64_t>>{{}, {}, 40, 63}));
  EXPECT_EQ(suppressed_line({30, 20, 0}, 5), (std::vector<std::optional<std::int64_t>>{30, 20, 0, 50}));
  EXPECT_EQ(suppressed_line({3, 0, 0}, 5), (std::vector<std::optional<std::int64_t>>{{}, 0, 0, {}}));
  EXPECT_EQ(suppressed_line({10, 0, 1, 1, 36}, 5), (std::vector<std::optional<std::int64_t>>{{}, 0, {}, {}, 36, 48}));
}

// 1 and 1 beside a total say together that there were two, and so that each is one.
TEST(Suppression, TellsNoSmallSumOfWhatItHides) {
  std::mt19937 chance(22);
  int sums = 0;
  for (int trial = 0; trial < 300; ++trial) {
    CountTable counts(std::uniform_int_distribution<std::size_t>(1, 5)(chance),
                      std::vector<std::int64_t>(std::uniform_int_distribution<std::size_t>(2, 4)(chance)));
    for (auto& row : counts)
      for (auto& n : row) n = std::uniform_int_distribution<std::int64_t>(0, 12)(chance);
    const auto table = with_totals(counts);
    const auto shown = suppressed(table, 5);
    const auto rows = table.size();
    const auto columns = table.front().size();
    const auto line = [&](std::size_t cells,
                          const std::function<std::pair<std::size_t, std::size_t>(std::size_t)>& at) {
      const auto [last_row, last_column] = at(cells - 1);
      if (!shown[last_row][last_column]) return;
      std::int64_t hidden = 0;
      for (std::size_t i = 0; i + 1 < cells; ++i) {
        const auto [r, c] = at(i);
        if (!shown[r][c]) hidden += table[r][c];
      }
      EXPECT_FALSE(hidden > 0 && hidden < 5) << "trial " << trial;
      sums += hidden > 0 ? 1 : 0;
    };
    for (std::size_t r = 0; r < rows; ++r) line(columns, [&](std::size_t i) { return std::pair{r, i}; });
    for (std::size_t c = 0; c < columns; ++c) line(rows, [&](std::size_t i) { return std::pair{i, c}; });
  }
  EXPECT_GT(sums, 300) << "the trials try what they are for";
}

// Two in the first row alone are small: a rectangle is enough, the zeros and all totals stay.
TEST(Suppression, HidesNoMoreThanItMust) {
  const auto shown = suppressed(with_totals({{8, 4, 0}, {10, 7, 0}, {11, 7, 0}}), 5);
  const ShownTable expected{{{}, {}, 0, 12}, {{}, {}, 0, 17}, {11, 7, 0, 18}, {29, 18, 0, 47}};
  EXPECT_EQ(shown, expected);
}

// As R's qbinom(c(.025, .975), 50, .6).
TEST(Binomial, GivesTheExactQuantiles) {
  // P(X <= 22) = 0.0160 and P(X <= 23) = 0.0314, P(X <= 36) = 0.9720 and P(X <= 37) = 0.9867 for 50 and 0.6.
  EXPECT_EQ(binomial_range(50, 0.6, 0.95).least, 23);
  EXPECT_EQ(binomial_range(50, 0.6, 0.95).most, 37);
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
