// A share month by month with the limits within which months differ by chance, as every report tells it: the same line,
// the same words, the same rules (REP-6).
#pragma once

#include <string>
#include <vector>

#include "base/day.hpp"
#include "domain/statistics/control_chart.hpp"
#include "report/chart/chart.hpp"
#include "report/share.hpp"

namespace plumbline::report {

struct ToldTrend {
  TrendLine chart;
  std::vector<std::string> ranges;   // beside months: `31% to 78%`, an en dash for a month of no cases
  std::vector<std::string> signals;  // `Outside the limits`; `None`
  std::string sentence;
  std::string note;  // on trial limits; empty where they are firm
};

// `limits` is the p-chart of the shares; without points where there are no cases at all.
ToldTrend told_trend(ChartText text, std::string measure, const std::vector<base::Period>& months,
                     const std::vector<Share>& shares, const domain::ControlChart& limits);

// Of a chart of fewer than thirteen points, whatever it shows.
std::string trial_note(const domain::ControlChart& limits);

}  // namespace plumbline::report
