// A funnel plot: each area's share against its number of audits, with the limits within which areas differ by chance
// (Spiegelhalter, Statistics in Medicine 24, 2005). It ranks nobody: areas stand by their number of audits.
#pragma once

#include <string>
#include <vector>

#include "report/chart/chart.hpp"
#include "report/page.hpp"

namespace plumbline::report {

struct FunnelPoint {
  std::string label;
  long long n = 0;
  long long of = 0;  // areas of none are left out
};
struct FunnelPlot {
  ChartText text;
  std::string measure;  // "good or better"
  std::vector<FunnelPoint> points;
  double centre = 0;  // the whole's share
};
std::string funnel_plot(const FunnelPlot& chart, ChartSize size);
ReportChart drawn(const FunnelPlot& chart);

}  // namespace plumbline::report
