#include "report/chart/funnel.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "domain/statistics/binomial.hpp"
#include "report/chart/svg.hpp"

namespace plumbline::report {
namespace {

constexpr std::string_view kGrid = "#dfe2e4", kAxis = "#0b0c0c", kSecondary = "#484949", kPoint = "#1f4e79",
                           kLimit = "#8a5a00";

struct Placed {
  double x, y, width;
};

}  // namespace

std::string funnel_plot(const FunnelPlot& chart, ChartSize size) {
  const bool narrow = size == ChartSize::Narrow;
  const double width = narrow ? 350 : 860;
  Svg svg(chart.text, size, "funnel", width);
  const double left = 44, right = width - (narrow ? 14 : 120), top = narrow ? 62 : 18, plot = narrow ? 230 : 280;
  const double bottom = top + plot;
  long long most = 10;
  for (const auto& point : chart.points) most = std::max(most, point.of);
  const long long step = round_step(most);
  const long long last = (most + step - 1) / step * step;
  const auto x_of = [&](double n) { return left + (right - left) * n / static_cast<double>(last); };
  const auto y_of = [&](double share) { return bottom - plot * std::clamp(share, 0.0, 1.0); };

  for (const int percent : {0, 20, 40, 60, 80, 100}) {
    const double y = y_of(percent / 100.0);
    svg.line(left, y, right, y, percent == 0 ? kAxis : kGrid, 1);
    svg.text(left - 7, y + 4.5, std::to_string(percent) + "%", {13, false, Anchor::End, kSecondary});
  }
  for (long long n = 0; n <= last; n += step)
    svg.text(x_of(static_cast<double>(n)), bottom + 18, base::with_commas(n), {13, false, Anchor::Middle, kSecondary});
  svg.text((left + right) / 2, bottom + 38, "Number of audits", {13, false, Anchor::Middle, kSecondary});

  const double stride = std::max(1.0, static_cast<double>(last) / 120.0);
  for (const auto& [level, dashes] : {std::pair{0.95, "6 4"}, std::pair{0.998, "2 3"}})
    for (const bool upper : {true, false}) {
      std::string d;
      double y = 0;
      for (double n = 1; n <= static_cast<double>(last) + 0.01; n += stride) {
        const auto limits = domain::funnel_limits(static_cast<long long>(std::lround(n)), chart.centre, level);
        y = y_of(upper ? limits.upper : limits.lower);
        d += std::string(d.empty() ? "M" : "L") + coordinate(x_of(n)) + " " + coordinate(y);
      }
      svg.path(d, kLimit, 1.5, dashes, "limit");
      if (!narrow)
        svg.text(right + 8, y + (level > 0.99 ? (upper ? -4 : 12) : 4.5), level > 0.99 ? "99.8% limit" : "95% limit",
                 {13, false, Anchor::Start, kLimit});
    }
  const double centre = y_of(chart.centre);
  svg.line(left, centre, right, centre, kSecondary, 1.5);
  const std::string average = "Average " + std::to_string(static_cast<int>(std::floor(chart.centre * 100 + 0.5))) + "%";
  if (!narrow) {
    svg.text(right + 8, centre + 4.5, average, {13, true, Anchor::Start, kAxis});
  } else {
    svg.line(0, 12, 22, 12, kSecondary, 1.5);
    svg.text(28, 17, average, {13});
    svg.line(0, 32, 22, 32, kLimit, 1.5, "6 4");
    svg.text(28, 37, "95% limits", {13});
    svg.line(130, 32, 152, 32, kLimit, 1.5, "2 3");
    svg.text(158, 37, "99.8% limits", {13});
  }

  // The greatest first, so that labels of small areas give way.
  auto points = chart.points;
  std::erase_if(points, [](const FunnelPoint& point) { return point.of <= 0; });
  std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return b.of < a.of; });
  std::vector<Placed> placed;
  for (const auto& point : points) {
    const double share = static_cast<double>(point.n) / static_cast<double>(point.of);
    const double x = x_of(static_cast<double>(point.of)), y = y_of(share);
    const auto outer = domain::binomial_range(point.of, chart.centre, 0.998);
    const auto inner = domain::binomial_range(point.of, chart.centre, 0.95);
    const bool outside = !inner.holds(point.n);
    if (!outer.holds(point.n))
      svg.diamond(x, y, 7, "#ffffff", "#9b1c31");
    else
      svg.circle(x, y, outside ? 5 : 4, outside ? "#ffffff" : kPoint, kPoint);
    const double half = text_width(point.label, 13) / 2;
    for (const double offset : {-10.0, 20.0, -24.0, 34.0}) {
      const double at = std::clamp(x, left + half, width - half);
      const bool free =
          y + offset > top - 6 && y + offset < bottom - 2 && std::abs(y + offset - 5 - centre) > 9 &&
          std::none_of(placed.begin(), placed.end(), [&](const Placed& other) {
            return std::abs(other.y - (y + offset)) < 14 && std::abs(other.x - at) < half + other.width / 2 + 4;
          });
      if (!free) continue;
      svg.text(at, y + offset, point.label, {13, false, Anchor::Middle});
      placed.push_back({at, y + offset, half * 2});
      break;
    }
    placed.push_back({x, y + 5, 12});
  }
  return svg.finish(bottom + 46);
}

ReportChart drawn(const FunnelPlot& chart) {
  ChartData data{ChartData::Kind::Shares,    chart.text.title, chart.text.description, {},
                 {{"Share", Fill::Bar, {}}}, chart.measure};
  for (const auto& point : chart.points) {
    if (point.of <= 0) continue;
    data.labels.push_back(point.label);
    data.series.front().values.emplace_back(static_cast<double>(point.n) / static_cast<double>(point.of));
  }
  return {funnel_plot(chart, ChartSize::Wide), funnel_plot(chart, ChartSize::Narrow), std::move(data)};
}

}  // namespace plumbline::report
