#include "domain/statistics/suppression.hpp"

#include <limits>
#include <utility>

namespace plumbline::domain {
namespace {

// With totals written negative each row and each column sums to 0. A hidden cell can change exactly when a ring of
// hidden cells lets 1 be moved around it without any count going below 0; rows and columns are the ring's stations.
class Rings {
 public:
  Rings(const CountTable& table, const ShownTable& shown)
      : table_(table), shown_(shown), rows_(table.size()), columns_(table.front().size()) {}

  bool can_change(std::size_t row, std::size_t column) const {
    return (may_move(row, column, true) && reaches(rows_ + column, row, row, column)) ||
           (may_move(row, column, false) && reaches(row, rows_ + column, row, column));
  }

 private:
  // Up: the cell as it stands in the sums grows by 1. A total stands there negative, so that it itself shrinks.
  bool may_move(std::size_t row, std::size_t column, bool up) const {
    if (shown_[row][column]) return false;
    const bool negative = (row + 1 == rows_) != (column + 1 == columns_);
    return up != negative || table_[row][column] > 0;
  }
  // A way from station to station over hidden cells but the one asked about. From a row to a column a cell goes up,
  // from a column to a row it goes down.
  bool reaches(std::size_t from, std::size_t to, std::size_t not_row, std::size_t not_column) const {
    std::vector<bool> seen(rows_ + columns_, false);
    std::vector<std::size_t> waiting{from};
    seen[from] = true;
    while (!waiting.empty()) {
      const auto at = waiting.back();
      waiting.pop_back();
      if (at == to) return true;
      const bool is_row = at < rows_;
      for (std::size_t i = 0; i < (is_row ? columns_ : rows_); ++i) {
        const auto row = is_row ? at : i;
        const auto column = is_row ? i : at - rows_;
        const auto next = is_row ? rows_ + i : i;
        if (seen[next] || (row == not_row && column == not_column) || !may_move(row, column, is_row)) continue;
        seen[next] = true;
        waiting.push_back(next);
      }
    }
    return false;
  }

  const CountTable& table_;
  const ShownTable& shown_;
  std::size_t rows_;
  std::size_t columns_;
};

// The smallest shown count of that row or column, inner cells before totals: it costs the reader least.
void hide_one_more(const CountTable& table, ShownTable& shown, std::size_t row, std::size_t column) {
  const std::size_t rows = table.size();
  const std::size_t columns = table.front().size();
  std::optional<std::pair<std::size_t, std::size_t>> best;
  auto least = std::numeric_limits<std::int64_t>::max();
  const auto weigh = [&](std::size_t r, std::size_t c) {
    if (!shown[r][c]) return;
    const bool total = r + 1 == rows || c + 1 == columns;
    const auto cost = table[r][c] + (total ? std::int64_t{1} << 40 : 0);
    if (cost < least) {
      least = cost;
      best = {r, c};
    }
  };
  for (std::size_t c = 0; c < columns; ++c) weigh(row, c);
  for (std::size_t r = 0; r < rows; ++r) weigh(r, column);
  if (!best)
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < columns; ++c) weigh(r, c);
  if (best) shown[best->first][best->second].reset();
}

}  // namespace

CountTable with_totals(const CountTable& counts) {
  CountTable table = counts;
  const std::size_t columns = counts.empty() ? 0 : counts.front().size();
  std::vector<std::int64_t> last(columns + 1, 0);
  for (auto& row : table) {
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < columns; ++c) {
      sum += row[c];
      last[c] += row[c];
    }
    row.push_back(sum);
    last[columns] += sum;
  }
  table.push_back(std::move(last));
  return table;
}

ShownTable suppressed(const CountTable& table, std::int64_t below) {
  ShownTable shown(table.size());
  bool any = false;
  for (std::size_t r = 0; r < table.size(); ++r)
    for (const auto n : table[r]) {
      const bool small = n > 0 && n < below;
      any = any || small;
      shown[r].push_back(small ? std::nullopt : std::optional(n));
    }
  // Each turn hides one more, so it ends at the latest when nothing is shown.
  while (any) {
    any = false;
    const Rings rings(table, shown);
    for (std::size_t r = 0; r < table.size() && !any; ++r)
      for (std::size_t c = 0; c < table[r].size() && !any; ++c)
        if (!shown[r][c] && !rings.can_change(r, c)) {
          const auto before = shown;
          hide_one_more(table, shown, r, c);
          any = shown != before;
        }
  }
  return shown;
}

std::vector<std::optional<std::int64_t>> suppressed_line(const std::vector<std::int64_t>& counts, std::int64_t below) {
  const auto is_small = [&](std::int64_t n) { return n > 0 && n < below; };
  std::vector<std::optional<std::int64_t>> shown;
  std::int64_t total = 0;
  std::size_t hidden = 0;
  for (const auto n : counts) {
    total += n;
    hidden += is_small(n) ? 1 : 0;
    shown.push_back(is_small(n) ? std::nullopt : std::optional(n));
  }
  shown.push_back(is_small(total) ? std::nullopt : std::optional(total));
  // Two hidden counts can take from one another whatever else is shown; one alone is the total less the others.
  if (hidden != 1 || !shown.back()) return shown;
  auto least = shown.end();
  for (auto at = shown.begin(); at + 1 != shown.end(); ++at)
    if (*at && (least == shown.end() || **at < **least)) least = at;
  (least == shown.end() ? shown.back() : *least).reset();
  return shown;
}

bool can_be_derived(const CountTable& table, const ShownTable& shown, std::size_t row, std::size_t column) {
  return !shown[row][column] && !Rings(table, shown).can_change(row, column);
}

}  // namespace plumbline::domain
