// Charts as SVG, drawn from plain numbers: the same picture on the page, in PDF and in Word.
//
// Promised of every chart: well-formed XML on its own; presentation attributes and classes, never a style attribute or
// a <style> element, so that a strict content security policy holds; role="img" with <title> and <desc> that
// aria-labelledby names; the system's sans-serif font; series told apart in grey by darkness, outline and pattern;
// labels that move out of each other's way. The same input gives the same bytes. A chart always stands beside its
// table: what a label leaves out for want of room stands there.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace plumbline::report {

// How an area is filled. The grades' fills are those of the grade tags on pages.
enum class Fill {
  Outstanding,
  Good,
  RequiresImprovement,
  Inadequate,
  InadequateCritical,
  NotGraded,
  Before,
  After,
  Bar,
  Quiet
};

// Wide is for a page's full width and for paper (860 units), narrow for a phone (350 units); text is 14 to 15 units
// high in both, so that neither is read through a magnifier.
enum class ChartSize { Wide, Narrow };

struct ChartText {
  std::string id;           // unique on its page; letters, digits and hyphens; the chart adds `-wide` or `-narrow`
  std::string title;        // what the chart is of: "Overall grades by locality, November 2026"
  std::string description;  // the finding in words, for people who do not see the picture
};

struct Series {
  std::string name;
  Fill fill = Fill::Bar;
};

// One bar: a count for each series, in the series' order.
struct BarRow {
  std::string label;
  std::vector<long long> counts;
};

// Horizontal bars from 0% to 100%, each cut into its series' shares; counts inside where they fit, "n = 25" at the end.
// A row whose counts are all zero says "none".
struct StackedBars {
  ChartText text;
  std::vector<Series> series;
  std::vector<BarRow> rows;
};
std::string stacked_bars(const StackedBars& chart, ChartSize size);

// Bars of counts side by side for each row, such as grades before and after moderation. The axis begins at 0.
struct GroupedBars {
  ChartText text;
  std::vector<Series> series;
  std::vector<BarRow> rows;
  std::string axis;  // what is counted: "audits"
};
std::string grouped_bars(const GroupedBars& chart, ChartSize size);

// Shares against a target, one bar a row: returns by area.
struct ShareRow {
  std::string label;
  long long n = 0;
  long long of = 0;  // 0: nothing to share, the row says so
};
struct ShareBars {
  ChartText text;
  std::vector<ShareRow> rows;
  std::optional<int> target_percent;
};
std::string share_bars(const ShareBars& chart, ChartSize size);

// A share month by month with its average and limits (a p-chart). Months without data leave a gap in the line.
struct TrendPoint {
  std::string label;        // "Nov 2026"
  std::string short_label;  // "N", where room is short
  long long n = 0;
  long long of = 0;
  std::optional<double> lower;  // fractions of 1; drawn as steps
  std::optional<double> upper;
  bool outside = false;  // beyond the limits: another shape, not only another colour
};
struct TrendLine {
  ChartText text;
  std::string measure;  // "good or better"
  std::vector<TrendPoint> points;
  std::optional<double> centre;
  bool trial = false;  // limits from fewer months than they should be
};
std::string trend_line(const TrendLine& chart, ChartSize size);

// The width of a text in units at that font size, by Arial's own letter widths; within a few per cent.
double text_width(const std::string& text, double font_size, bool bold = false);

}  // namespace plumbline::report
