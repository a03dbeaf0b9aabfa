#include <algorithm>
#include <array>
#include <numeric>

#include "base/text.hpp"
#include "report/chart/svg.hpp"

namespace plumbline::report {

namespace {

constexpr double kWide = 860, kNarrow = 350, kText = 14;
constexpr std::string_view kGrid = "#c9cdd0", kAxis = "#0b0c0c", kSecondary = "#484949";

long long total(const BarRow& row) { return std::accumulate(row.counts.begin(), row.counts.end(), 0LL); }

// Where the labels of rows stand: in a column left of the bars, or above each bar where the picture is narrow.
struct RowPlan {
  double left = 0;    // where bars begin
  double right = 0;   // where they end
  double column = 0;  // width of the column of labels; 0 when above
};

template <class Rows>
RowPlan plan(const Rows& rows, ChartSize size, double room_at_end) {
  if (size == ChartSize::Narrow) return {1, kNarrow - room_at_end, 0};
  double widest = 60;
  for (const auto& row : rows) widest = std::max(widest, text_width(row.label, kText));
  const double column = std::min(widest, 210.0);
  return {column + 12, kWide - room_at_end, column};
}

// Writes a row's label and gives the y at which its bar begins.
double label_row(Svg& svg, const RowPlan& where, const std::string& label, double y, double bar) {
  if (where.column == 0) {
    const std::string line = wrap(label, kNarrow - 6, kText, 1).at(0);
    svg.blank(4, y, text_width(line, kText) + 4, 18);  // the grid's lines do not run through the words
    svg.text(6, y + 14, line, {kText});
    return y + 20;
  }
  const auto lines = wrap(label, where.column, kText, 2);
  double at = y + bar / 2 + 5 - (lines.size() > 1 ? 8 : 0);
  for (const auto& line : lines) {
    svg.text(where.column, at, line, {kText, false, Anchor::End});
    at += 16;
  }
  return y;
}

void percent_axis(Svg& svg, const RowPlan& where, double top, double bottom) {
  for (const int percent : {0, 25, 50, 75, 100}) {
    const double x = where.left + (where.right - where.left) * percent / 100;
    svg.line(x, top, x, bottom, percent == 0 ? kAxis : kGrid, 1);
    const Anchor anchor = where.column > 0 ? Anchor::Middle
                          : percent == 0   ? Anchor::Start
                          : percent == 100 ? Anchor::End
                                           : Anchor::Middle;
    svg.text(x, bottom + 17, std::to_string(percent) + "%", {13, false, anchor, kSecondary});
  }
}

std::string safe_label(const std::string& label) { return label.empty() ? std::string("Not recorded") : label; }

}  // namespace

std::string stacked_bars(const StackedBars& chart, ChartSize size) {
  constexpr double kBar = 28;
  const bool narrow = size == ChartSize::Narrow;
  Svg svg(chart.text, size, "stacked", narrow ? kNarrow : kWide);
  double end_room = 20;
  for (const auto& row : chart.rows)
    end_room = std::max(end_room, text_width("n = " + base::with_commas(total(row)), 13) + 12);
  const RowPlan where = plan(chart.rows, size, end_room);
  const double step = kBar + (narrow ? 34 : 12);
  double y = svg.legend(narrow ? 0 : where.left, 2, narrow ? kNarrow : where.right - where.left, chart.series) + 10;
  const double bottom = y + step * static_cast<double>(chart.rows.size());
  percent_axis(svg, where, y - 4, bottom);
  for (const auto& row : chart.rows) {
    const double bar_y = label_row(svg, where, safe_label(row.label), y + (narrow ? 0 : 2), kBar);
    const long long of = total(row);
    if (of == 0) svg.text(where.left + 6, bar_y + 19, "none", {13, false, Anchor::Start, kSecondary});
    double x = where.left;
    for (std::size_t at = 0; at < row.counts.size() && at < chart.series.size(); ++at) {
      if (row.counts[at] <= 0) continue;
      const double width = (where.right - where.left) * static_cast<double>(row.counts[at]) / static_cast<double>(of);
      svg.area(x + 0.5, bar_y, std::max(width - 1.5, 1.0), kBar, chart.series[at].fill);
      const std::string count = base::with_commas(row.counts[at]);
      if (text_width(count, kText, true) + 8 <= width)
        svg.text_on(x + width / 2, bar_y + 19, count, kText, chart.series[at].fill);
      x += width;
    }
    svg.text(where.right + 8, bar_y + 19, "n = " + base::with_commas(of), {13, false, Anchor::Start, kSecondary});
    y += step;
  }
  return svg.finish(bottom + 24);
}

std::string grouped_bars(const GroupedBars& chart, ChartSize size) {
  const bool narrow = size == ChartSize::Narrow;
  constexpr double kBar = 18;
  Svg svg(chart.text, size, "grouped", narrow ? kNarrow : kWide);
  long long most = 1;
  for (const auto& row : chart.rows)
    for (const auto count : row.counts) most = std::max(most, count);
  const long long step = round_step(most);
  const long long top_value = (most + step - 1) / step * step;
  const RowPlan where = plan(chart.rows, size, text_width(base::with_commas(most), kText, true) + 14);
  const auto x_of = [&](long long value) {
    return where.left + (where.right - where.left) * static_cast<double>(value) / static_cast<double>(top_value);
  };
  const double group = kBar * static_cast<double>(chart.series.size());
  const double row_step = group + (narrow ? 34 : 16);
  double y = svg.legend(narrow ? 0 : where.left, 2, narrow ? kNarrow : where.right - where.left, chart.series) + 10;
  const double bottom = y + row_step * static_cast<double>(chart.rows.size());
  double last_label_end = -1;
  for (long long value = 0; value <= top_value; value += step) {
    svg.line(x_of(value), y - 4, x_of(value), bottom, value == 0 ? kAxis : kGrid, 1);
    const std::string label = base::with_commas(value);
    const double half = text_width(label, 13) / 2;
    if (x_of(value) - half < last_label_end + 6) continue;
    svg.text(x_of(value), bottom + 17, label,
             {13, false, narrow && value == 0 ? Anchor::Start : Anchor::Middle, kSecondary});
    last_label_end = x_of(value) + half;
  }
  for (const auto& row : chart.rows) {
    double bar_y = label_row(svg, where, safe_label(row.label), y + (narrow ? 0 : 4), group);
    for (std::size_t at = 0; at < row.counts.size() && at < chart.series.size(); ++at) {
      if (row.counts[at] > 0)
        svg.area(where.left + 0.5, bar_y, x_of(row.counts[at]) - where.left, kBar - 3, chart.series[at].fill);
      svg.text(x_of(row.counts[at]) + 6, bar_y + 12, base::with_commas(row.counts[at]), {13, true});
      bar_y += kBar;
    }
    y += row_step;
  }
  if (!chart.axis.empty())
    svg.text(where.left, bottom + 36, "Number of " + chart.axis, {13, false, Anchor::Start, kSecondary});
  return svg.finish(bottom + (chart.axis.empty() ? 24 : 44));
}

std::string share_bars(const ShareBars& chart, ChartSize size) {
  constexpr double kBar = 24;
  const bool narrow = size == ChartSize::Narrow;
  Svg svg(chart.text, size, "shares", narrow ? kNarrow : kWide);
  double end_room = 30;
  for (const auto& row : chart.rows) {
    const std::string said = narrow ? base::percent_of(row.n, row.of) : base::share_of(row.n, row.of);
    end_room = std::max(end_room, text_width(said, kText, true) + 12);
  }
  const RowPlan where = plan(chart.rows, size, end_room);
  const double step = kBar + (narrow ? 32 : 12);
  double y = chart.target_percent ? 24 : 6;
  const double bottom = y + step * static_cast<double>(chart.rows.size());
  percent_axis(svg, where, y - 4, bottom);
  for (const auto& row : chart.rows) {
    const double bar_y = label_row(svg, where, safe_label(row.label), y + (narrow ? 0 : 2), kBar);
    if (row.of > 0 && row.n > 0) {
      const double width =
          (where.right - where.left) * static_cast<double>(std::min(row.n, row.of)) / static_cast<double>(row.of);
      svg.area(where.left + 0.5, bar_y, width, kBar, Fill::Bar);
    }
    const std::string said = row.of == 0 ? std::string("nothing due")
                             : narrow    ? base::percent_of(row.n, row.of)
                                         : base::share_of(row.n, row.of);
    // Beside the bars in one column, where the target's line never crosses it; a row without any says so in the row.
    if (row.of == 0)
      svg.text(where.left + 6, bar_y + 17, said, {13, false, Anchor::Start, kSecondary});
    else
      svg.text(where.right + 8, bar_y + 17, said, {kText, true});
    y += step;
  }
  if (chart.target_percent) {
    const int percent = std::clamp(*chart.target_percent, 0, 100);
    const double x = where.left + (where.right - where.left) * percent / 100;
    // White under black, so that the line shows on a dark bar as on paper.
    svg.line(x, 20, x, bottom, "#ffffff", 4);
    svg.line(x, 20, x, bottom, kAxis, 2, "5 3");
    const std::string label = "Target " + std::to_string(percent) + "%";
    const double half = text_width(label, 13, true) / 2;
    const double centre = std::clamp(x, half, (narrow ? kNarrow : kWide) - half);
    svg.text(centre, 14, label, {13, true, Anchor::Middle});
  }
  return svg.finish(bottom + 24);
}

}  // namespace plumbline::report
