#include "domain/draw/quota.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace plumbline::domain {
namespace {

using testing::ElementsAre;
using Table = std::vector<std::vector<std::int64_t>>;

// statistics.md, "Random selection".
TEST(LargestRemainder, MeetsThePublishedExample) {
  EXPECT_THAT(largest_remainder({14, 23, 45, 18}, 37), ElementsAre(5, 8, 17, 7));
}
TEST(LargestRemainder, BreaksTiesInFavourOfTheEarlier) {
  EXPECT_THAT(largest_remainder({1, 1, 1}, 2), ElementsAre(1, 1, 0));
  EXPECT_THAT(largest_remainder({0, 0}, 2), ElementsAre(0, 0));
}

struct Sums {
  std::vector<std::int64_t> rows, columns;
  std::int64_t total = 0;
};
Sums sums_of(const Table& table) {
  Sums sums{std::vector<std::int64_t>(table.size(), 0),
            std::vector<std::int64_t>(table.empty() ? 0 : table[0].size(), 0), 0};
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = 0; j < table[i].size(); ++j) {
      sums.rows[i] += table[i][j];
      sums.columns[j] += table[i][j];
      sums.total += table[i][j];
    }
  }
  return sums;
}
bool floor_or_ceiling(std::int64_t value, std::int64_t count, std::int64_t size, std::int64_t total) {
  const auto down = size * count / total;
  return value == down || (size * count % total != 0 && value == down + 1);
}
// Sum over the margins, and over the cells, of |value − exact| × total.
std::pair<std::int64_t, std::int64_t> distance(const Table& table, const Table& counts, std::int64_t size) {
  const auto is = sums_of(table), exact = sums_of(counts);
  const auto gap = [&](std::int64_t value, std::int64_t count) { return std::abs(value * exact.total - size * count); };
  std::int64_t margins = 0, cells = 0;
  for (std::size_t i = 0; i < table.size(); ++i) margins += gap(is.rows[i], exact.rows[i]);
  for (std::size_t j = 0; j < is.columns.size(); ++j) margins += gap(is.columns[j], exact.columns[j]);
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = 0; j < is.columns.size(); ++j) cells += gap(table[i][j], counts[i][j]);
  }
  return {margins, cells};
}
bool is_controlled(const Table& table, const Table& counts, std::int64_t size) {
  const auto is = sums_of(table), exact = sums_of(counts);
  bool holds = is.total == size;
  for (std::size_t i = 0; i < table.size(); ++i) {
    holds = holds && floor_or_ceiling(is.rows[i], exact.rows[i], size, exact.total);
    for (std::size_t j = 0; j < is.columns.size(); ++j) {
      holds = holds && floor_or_ceiling(table[i][j], counts[i][j], size, exact.total);
    }
  }
  for (std::size_t j = 0; j < is.columns.size(); ++j) {
    holds = holds && floor_or_ceiling(is.columns[j], exact.columns[j], size, exact.total);
  }
  return holds;
}

TEST(ControlledRounding, KeepsCellsAndBothMarginsOverRandomTables) {
  std::mt19937 random(1);
  for (int round = 0; round < 400; ++round) {
    Table counts(1 + random() % 13, std::vector<std::int64_t>(1 + random() % 9));
    for (auto& row : counts) {
      for (auto& cell : row) cell = random() % 4 == 0 ? 0 : static_cast<std::int64_t>(random() % 300);
    }
    counts[0][0] += 1;
    const auto size = static_cast<std::int64_t>(1 + random() % 200);
    const auto table = controlled_rounding(counts, size);
    ASSERT_TRUE(is_controlled(table, counts, size)) << "round " << round;
    ASSERT_EQ(controlled_rounding(counts, size), table);
  }
}

// Against every table there is: nearest margins, then nearest cells, then the earliest cells rounded up.
TEST(ControlledRounding, IsTheDocumentedTableOfAllThatHold) {
  std::mt19937 random(2);
  for (int round = 0; round < 150; ++round) {
    const std::size_t rows = 2 + random() % 2, columns = 2 + random() % 2;
    Table counts(rows, std::vector<std::int64_t>(columns));
    for (auto& row : counts) {
      for (auto& cell : row) cell = static_cast<std::int64_t>(random() % (round % 2 == 0 ? 4 : 40));
    }
    counts[0][0] += 1;
    const auto size = static_cast<std::int64_t>(1 + random() % 12);
    const auto total = sums_of(counts).total;
    Table best, trial(rows, std::vector<std::int64_t>(columns));
    const std::function<void(std::size_t)> fill = [&](std::size_t cell) {
      if (cell == rows * columns) {
        if (!is_controlled(trial, counts, size)) return;
        const auto better = best.empty() || distance(trial, counts, size) < distance(best, counts, size) ||
                            (distance(trial, counts, size) == distance(best, counts, size) && trial > best);
        if (better) best = trial;
        return;
      }
      const auto i = cell / columns, j = cell % columns;
      const auto down = size * counts[i][j] / total;
      for (const auto value : {down, down + 1}) {
        trial[i][j] = value;
        if (floor_or_ceiling(value, counts[i][j], size, total)) fill(cell + 1);
      }
    };
    fill(0);
    ASSERT_EQ(controlled_rounding(counts, size), best) << "round " << round;
  }
}

TEST(ControlledRounding, OfOneRowIsHamiltons) {
  EXPECT_EQ(controlled_rounding({{14, 23, 45, 18}}, 37), (Table{{5, 8, 17, 7}}));
}

TEST(ControlledRounding, OfNothingIsNothing) {
  EXPECT_EQ(controlled_rounding({{0, 0}, {0, 0}}, 5), (Table{{0, 0}, {0, 0}}));
  EXPECT_TRUE(controlled_rounding({}, 5).empty());
}

}  // namespace
}  // namespace plumbline::domain
