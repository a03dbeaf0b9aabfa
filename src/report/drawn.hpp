// A chart as a report carries it: drawn in both sizes, with the numbers it was drawn from.
#pragma once

#include "report/chart/chart.hpp"
#include "report/page.hpp"

namespace plumbline::report {

ReportChart drawn(const StackedBars& chart);
ReportChart drawn(const GroupedBars& chart);
ReportChart drawn(const ShareBars& chart);
ReportChart drawn(const TrendLine& chart);

}  // namespace plumbline::report
