#include "report/chart/data.hpp"

namespace plumbline::report {
namespace {

ChartData bars(ChartData::Kind kind, const ChartText& text, const std::vector<Series>& series,
               const std::vector<BarRow>& rows, std::string axis) {
  ChartData data{kind, text.title, text.description, {}, {}, std::move(axis)};
  for (const auto& one : series) data.series.push_back({one.name, one.fill, {}});
  for (const auto& row : rows) {
    data.labels.push_back(row.label);
    for (std::size_t at = 0; at < data.series.size(); ++at)
      data.series[at].values.emplace_back(at < row.counts.size() ? static_cast<double>(row.counts[at]) : 0.0);
  }
  return data;
}

std::optional<double> fraction(long long n, long long of) {
  if (of == 0) return std::nullopt;
  return static_cast<double>(n) / static_cast<double>(of);
}

}  // namespace

ChartData data_of(const StackedBars& chart) {
  return bars(ChartData::Kind::StackedShares, chart.text, chart.series, chart.rows, "");
}

ChartData data_of(const GroupedBars& chart) {
  return bars(ChartData::Kind::GroupedCounts, chart.text, chart.series, chart.rows, chart.axis);
}

ChartData data_of(const ShareBars& chart) {
  ChartData data{ChartData::Kind::Shares, chart.text.title, chart.text.description, {}, {{"Share", Fill::Bar, {}}}, ""};
  if (chart.target_percent) data.series.push_back({"Target", Fill::Quiet, {}});
  for (const auto& row : chart.rows) {
    data.labels.push_back(row.label);
    data.series.front().values.push_back(fraction(row.n, row.of));
    if (chart.target_percent) data.series.back().values.emplace_back(*chart.target_percent / 100.0);
  }
  return data;
}

ChartData data_of(const TrendLine& chart) {
  ChartData data{ChartData::Kind::Trend, chart.text.title, chart.text.description, {}, {}, chart.measure};
  data.series = {{chart.measure, Fill::Bar, {}},
                 {"Average", Fill::Quiet, {}},
                 {"Lower limit", Fill::Quiet, {}},
                 {"Upper limit", Fill::Quiet, {}}};
  for (const auto& point : chart.points) {
    data.labels.push_back(point.label);
    data.series[0].values.push_back(fraction(point.n, point.of));
    data.series[1].values.push_back(chart.centre);
    data.series[2].values.push_back(point.lower);
    data.series[3].values.push_back(point.upper);
  }
  return data;
}

}  // namespace plumbline::report
