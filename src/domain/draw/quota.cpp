#include "domain/draw/quota.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/flow.hpp"
#include "base/result.hpp"

namespace plumbline::domain {

std::vector<std::int64_t> largest_remainder(const std::vector<std::int64_t>& weights, std::int64_t seats) {
  std::vector<std::int64_t> share(weights.size(), 0);
  const auto total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  if (total == 0) return share;
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  auto left = seats;
  for (std::size_t i = 0; i < weights.size(); ++i) left -= share[i] = weights[i] * seats / total;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return weights[a] * seats % total > weights[b] * seats % total;
  });
  for (std::size_t i = 0; left > 0; ++i, --left) ++share[order[i]];
  return share;
}

std::vector<std::vector<std::int64_t>> controlled_rounding(const std::vector<std::vector<std::int64_t>>& counts,
                                                           std::int64_t size) {
  const std::size_t rows = counts.size();
  const std::size_t columns = rows == 0 ? 0 : counts.front().size();
  std::vector<std::vector<std::int64_t>> table(rows, std::vector<std::int64_t>(columns, 0));
  std::vector<std::int64_t> row_totals(rows, 0), column_totals(columns, 0);
  std::int64_t total = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      row_totals[i] += counts[i][j];
      column_totals[j] += counts[i][j];
      total += counts[i][j];
    }
  }
  if (total == 0) return table;

  // A circulation: source → rows → columns → sink → source. Each arc but the last carries its exact value rounded down
  // or up; going up brings it nearer to the exact value by 2 × remainder − total (in units of 1 / total).
  base::FlowProblem flow;
  const int source = flow.add_node(), sink = flow.add_node();
  std::vector<int> row_nodes(rows), column_nodes(columns);
  for (auto& node : row_nodes) node = flow.add_node();
  for (auto& node : column_nodes) node = flow.add_node();
  const auto add = [&](int from, int to, std::int64_t count, int layer) {
    const auto down = size * count / total, remainder = size * count % total;
    const int arc = flow.add_arc(from, to, down, remainder == 0 ? down : down + 1);
    flow.set_cost(layer, arc, total - 2 * remainder);
    return arc;
  };
  for (std::size_t i = 0; i < rows; ++i) add(source, row_nodes[i], row_totals[i], 0);
  for (std::size_t j = 0; j < columns; ++j) add(column_nodes[j], sink, column_totals[j], 0);
  std::vector<int> cells;
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      if (counts[i][j] == 0) continue;
      cells.push_back(add(row_nodes[i], column_nodes[j], counts[i][j], 1));
      places.emplace_back(i, j);
    }
  }
  flow.add_arc(sink, source, size, size);
  const auto answer = flow.solve(cells);
  if (!answer) throw base::Broken("controlled rounding found no table, though one always exists");
  for (std::size_t k = 0; k < cells.size(); ++k) {
    table[places[k].first][places[k].second] = (*answer)[static_cast<std::size_t>(cells[k])];
  }
  return table;
}

std::string say_exact(const StratumQuota& stratum) {
  const auto hundredths = (stratum.exact_millionths + 5000) / 10000;
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

std::string say(const StratumQuota& stratum) {
  std::string text = stratum.category ? std::string(say(*stratum.category)) : std::string();
  if (!stratum.area.empty()) text += (text.empty() ? "" : ", ") + stratum.area;
  return text.empty() ? "All cases" : text;
}

}  // namespace plumbline::domain
