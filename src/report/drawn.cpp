#include "report/drawn.hpp"

namespace plumbline::report {

ReportChart drawn(const StackedBars& chart) {
  return {stacked_bars(chart, ChartSize::Wide), stacked_bars(chart, ChartSize::Narrow), data_of(chart)};
}
ReportChart drawn(const GroupedBars& chart) {
  return {grouped_bars(chart, ChartSize::Wide), grouped_bars(chart, ChartSize::Narrow), data_of(chart)};
}
ReportChart drawn(const ShareBars& chart) {
  return {share_bars(chart, ChartSize::Wide), share_bars(chart, ChartSize::Narrow), data_of(chart)};
}
ReportChart drawn(const TrendLine& chart) {
  return {trend_line(chart, ChartSize::Wide), trend_line(chart, ChartSize::Narrow), data_of(chart)};
}

}  // namespace plumbline::report
