#include "domain/statistics/suppression.hpp"

#include <limits>
#include <numeric>
#include <utility>

namespace plumbline::domain {
namespace {

bool is_small(std::int64_t n, std::int64_t below) { return n > 0 && n < below; }

using Place = std::pair<std::size_t, std::size_t>;  // row, column

// With totals written negative each row and each column sums to 0. A hidden cell can change exactly when a ring of
// hidden cells lets 1 be moved around it without any count going below 0; rows and columns are the ring's stations.
class Rings {
 public:
  Rings(const CountTable& table, const ShownTable& shown)
      : table_(table), shown_(shown), rows_(table.size()), columns_(table.front().size()) {}

  bool can_change(std::size_t row, std::size_t column) const { return cheapest(row, column).cost == 0; }

  // What must be hidden besides so that the cell can change: as few cells as may be, the smallest, totals last.
  std::vector<Place> to_hide(std::size_t row, std::size_t column) const { return cheapest(row, column).places; }

 private:
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();
  static constexpr std::int64_t kCell = std::int64_t{1} << 32;   // more than a count
  static constexpr std::int64_t kTotal = std::int64_t{1} << 44;  // more than all cells of a table
  struct Ring {
    std::int64_t cost = kNone;
    std::vector<Place> places;  // shown as yet
  };

  bool is_total(std::size_t row, std::size_t column) const { return row + 1 == rows_ || column + 1 == columns_; }
  // Up: the cell as it stands in the sums grows by 1. A total stands there negative, so that it itself shrinks.
  bool may_move(std::size_t row, std::size_t column, bool up) const {
    const bool negative = (row + 1 == rows_) != (column + 1 == columns_);
    return up != negative || table_[row][column] > 0;
  }
  std::int64_t cost(std::size_t row, std::size_t column) const {
    if (!shown_[row][column]) return 0;
    return (is_total(row, column) ? kTotal : kCell) + table_[row][column];
  }

  Ring cheapest(std::size_t row, std::size_t column) const {
    auto up = may_move(row, column, true) ? way(rows_ + column, row, row, column) : Ring{};
    auto down = may_move(row, column, false) ? way(row, rows_ + column, row, column) : Ring{};
    return up.cost <= down.cost ? up : down;
  }
  // The cheapest way from station to station over cells but the one asked about. From a row to a column a cell goes up,
  // from a column to a row it goes down.
  Ring way(std::size_t from, std::size_t to, std::size_t not_row, std::size_t not_column) const {
    const auto stations = rows_ + columns_;
    std::vector<std::int64_t> costs(stations, kNone);
    std::vector<std::size_t> before(stations, stations);
    std::vector<bool> done(stations, false);
    costs[from] = 0;
    for (;;) {
      std::size_t at = stations;
      for (std::size_t i = 0; i < stations; ++i)
        if (!done[i] && costs[i] != kNone && (at == stations || costs[i] < costs[at])) at = i;
      if (at == stations || at == to) break;
      done[at] = true;
      const bool is_row = at < rows_;
      for (std::size_t i = 0; i < (is_row ? columns_ : rows_); ++i) {
        const auto [r, c] = is_row ? Place{at, i} : Place{i, at - rows_};
        const auto next = is_row ? rows_ + i : i;
        if ((r == not_row && c == not_column) || !may_move(r, c, is_row)) continue;
        if (const auto sum = costs[at] + cost(r, c); sum < costs[next]) {
          costs[next] = sum;
          before[next] = at;
        }
      }
    }
    Ring ring{costs[to], {}};
    if (ring.cost == kNone) return ring;
    for (auto at = to; at != from; at = before[at]) {
      const auto last = before[at];
      const auto place = at < rows_ ? Place{at, last - rows_} : Place{last, at - rows_};
      if (shown_[place.first][place.second]) ring.places.push_back(place);
    }
    return ring;
  }

  const CountTable& table_;
  const ShownTable& shown_;
  std::size_t rows_;
  std::size_t columns_;
};

// Under a total that is shown the hidden counts tell their sum: it may be no smaller than a count that is shown. The
// smallest further count that makes the sum larger, where one is needed. `place` names the cells of a line, the total
// last.
std::optional<Place> sum_needs(const CountTable& table, const ShownTable& shown, std::int64_t below,
                               const std::vector<Place>& line) {
  if (!shown[line.back().first][line.back().second]) return std::nullopt;
  std::int64_t hidden = 0;
  std::optional<Place> least;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const auto [row, column] = line[i];
    const auto n = table[row][column];
    if (!shown[row][column])
      hidden += n;
    else if (n > 0 && (!least || n < table[least->first][least->second]))
      least = line[i];
  }
  return is_small(hidden, below) ? least : std::nullopt;
}

std::vector<std::vector<Place>> lines_of(const CountTable& table) {
  std::vector<std::vector<Place>> lines(table.size() + table.front().size());
  for (std::size_t r = 0; r < table.size(); ++r)
    for (std::size_t c = 0; c < table[r].size(); ++c) {
      lines[r].emplace_back(r, c);
      lines[table.size() + c].emplace_back(r, c);
    }
  return lines;
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
      any = any || is_small(n, below);
      shown[r].push_back(is_small(n, below) ? std::nullopt : std::optional(n));
    }
  const auto lines = lines_of(table);
  // Each turn hides one more at least, so it ends at the latest when nothing is shown.
  while (any) {
    any = false;
    for (const auto& line : lines)
      if (const auto more = sum_needs(table, shown, below, line)) {
        shown[more->first][more->second].reset();
        any = true;
      }
    for (std::size_t r = 0; r < table.size(); ++r)
      for (std::size_t c = 0; c < table[r].size(); ++c) {
        if (shown[r][c]) continue;
        for (const auto& [row, column] : Rings(table, shown).to_hide(r, c)) {
          shown[row][column].reset();
          any = true;
        }
      }
  }
  return shown;
}

std::vector<std::optional<std::int64_t>> suppressed_line(const std::vector<std::int64_t>& counts, std::int64_t below) {
  CountTable line{counts};
  line.front().push_back(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  ShownTable shown(1);
  std::vector<Place> places;
  for (std::size_t c = 0; c < line.front().size(); ++c) {
    const auto n = line.front()[c];
    shown.front().push_back(is_small(n, below) ? std::nullopt : std::optional(n));
    places.emplace_back(0, c);
  }
  while (const auto more = sum_needs(line, shown, below, places)) shown.front()[more->second].reset();
  return shown.front();
}

bool can_be_derived(const CountTable& table, const ShownTable& shown, std::size_t row, std::size_t column) {
  return !shown[row][column] && !Rings(table, shown).can_change(row, column);
}

}  // namespace plumbline::domain
