// What a chart draws, as plain numbers: for a spreadsheet that draws its own, and for the words that stand in place of
// the picture.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/chart/chart.hpp"

namespace plumbline::report {

struct ChartData {
  enum class Kind { None, StackedShares, GroupedCounts, Shares, Trend };
  struct Line {
    std::string name;
    Fill fill = Fill::Bar;
    // One for each label; shares are fractions of 1, all else are counts. Nothing leaves a gap.
    std::vector<std::optional<double>> values;
  };
  Kind kind = Kind::None;  // None: nothing but the picture is known
  std::string title;
  std::string description;
  std::vector<std::string> labels;
  std::vector<Line> series;
  std::string axis;  // what is counted or shared
};

ChartData data_of(const StackedBars& chart);
ChartData data_of(const GroupedBars& chart);
ChartData data_of(const ShareBars& chart);
ChartData data_of(const TrendLine& chart);

}  // namespace plumbline::report
