#include "domain/statistics/control_chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace plumbline::domain {
namespace {

constexpr std::size_t kFirmPoints = 13;
constexpr std::size_t kRun = 7;

// Limits as they are before a share's are clipped: the middle third and two-of-three ask for these.
struct Limits {
  double lower;
  double upper;
  bool counts;  // false for a point of no cases
};

void mark(ControlChart& chart, const std::vector<Limits>& limits) {
  auto& points = chart.points;
  std::vector<std::array<bool, kSignals.size()>> marked(points.size());
  const auto put = [&](std::size_t i, Signal signal) { marked[i][static_cast<std::size_t>(signal)] = true; };
  const auto side = [&](std::size_t i) {
    const auto& value = points[i].value;
    return !limits[i].counts || value == chart.centre ? 0 : value > chart.centre ? 1 : -1;
  };
  const auto far_side = [&](std::size_t i) {
    if (!limits[i].counts) return 0;
    const double third = 2.0 / 3.0;
    if (points[i].value > chart.centre + third * (limits[i].upper - chart.centre)) return 1;
    if (points[i].value < chart.centre - third * (chart.centre - limits[i].lower)) return -1;
    return 0;
  };
  int rises = 0, same_side = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (limits[i].counts && (points[i].value > limits[i].upper || points[i].value < limits[i].lower))
      put(i, Signal::OutsideLimits);

    const bool both = i > 0 && limits[i].counts && limits[i - 1].counts;
    const int step = !both || points[i].value == points[i - 1].value ? 0
                     : points[i].value > points[i - 1].value         ? 1
                                                                     : -1;
    rises = step == 0 ? 0 : rises * step > 0 ? rises + step : step;
    if (std::abs(rises) >= static_cast<int>(kRun) - 1) {
      for (std::size_t back = 0; back < kRun; ++back) put(i - back, Signal::Trend);
    }

    const int here = side(i);
    same_side = here == 0 ? 0 : same_side * here > 0 ? same_side + here : here;
    if (std::abs(same_side) >= static_cast<int>(kRun)) {
      for (std::size_t back = 0; back < kRun; ++back) put(i - back, Signal::Shift);
    }

    if (i >= 2) {
      for (const int which : {1, -1}) {
        int far = 0;
        for (std::size_t k = i - 2; k <= i; ++k) far += far_side(k) == which ? 1 : 0;
        if (far < 2) continue;
        for (std::size_t k = i - 2; k <= i; ++k) {
          if (far_side(k) == which) put(k, Signal::TwoOfThree);
        }
      }
    }
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (const auto signal : kSignals) {
      if (marked[i][static_cast<std::size_t>(signal)]) points[i].signals.push_back(signal);
    }
  }
}

}  // namespace

std::string_view to_string(Signal signal) {
  switch (signal) {
    case Signal::OutsideLimits:
      return "outside-limits";
    case Signal::Trend:
      return "trend";
    case Signal::TwoOfThree:
      return "two-of-three";
    case Signal::Shift:
      return "shift";
  }
  return "";
}

std::string_view say(Signal signal) {
  switch (signal) {
    case Signal::OutsideLimits:
      return "Outside the limits";
    case Signal::Trend:
      return "Part of a trend of seven";
    case Signal::TwoOfThree:
      return "One of two of three near a limit";
    case Signal::Shift:
      return "One of seven on one side of the mean";
  }
  return "";
}

ControlChart p_chart(const std::vector<Proportion>& points) {
  ControlChart chart;
  Proportion all;
  for (const auto& point : points) {
    all.n += point.n;
    all.of += point.of;
  }
  if (all.of == 0) return chart;
  chart.centre = all.share();
  std::vector<Limits> limits;
  std::size_t counted = 0;
  for (const auto& point : points) {
    if (point.of == 0) {
      limits.push_back({0, 1, false});
      chart.points.push_back({chart.centre, 0, 1, {}});
      continue;
    }
    ++counted;
    const double reach = 3 * std::sqrt(chart.centre * (1 - chart.centre) / static_cast<double>(point.of));
    limits.push_back({chart.centre - reach, chart.centre + reach, true});
    chart.points.push_back(
        {point.share(), std::max(0.0, chart.centre - reach), std::min(1.0, chart.centre + reach), {}});
  }
  chart.trial = counted < kFirmPoints;
  mark(chart, limits);
  return chart;
}

ControlChart xmr_chart(const std::vector<double>& values, bool screened) {
  ControlChart chart;
  if (values.empty()) return chart;
  const auto mean = [](const std::vector<double>& all) {
    return all.empty() ? 0.0 : std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
  };
  chart.centre = mean(values);
  std::vector<double> ranges;
  for (std::size_t i = 1; i < values.size(); ++i) ranges.push_back(std::abs(values[i] - values[i - 1]));
  if (screened && !ranges.empty()) {
    const double bound = 3.267 * mean(ranges);
    if (bound > 0) std::erase_if(ranges, [&](double range) { return range >= bound; });
  }
  const double reach = 2.66 * mean(ranges);
  chart.trial = values.size() < kFirmPoints;
  const std::vector<Limits> limits(values.size(), {chart.centre - reach, chart.centre + reach, true});
  for (const double value : values) chart.points.push_back({value, chart.centre - reach, chart.centre + reach, {}});
  mark(chart, limits);
  return chart;
}

std::string_view to_string(Assurance assurance) {
  switch (assurance) {
    case Assurance::ConsistentlyMet:
      return "consistently-met";
    case Assurance::ConsistentlyMissed:
      return "consistently-missed";
    case Assurance::HitAndMiss:
      return "hit-and-miss";
  }
  return "";
}

std::string_view say(Assurance assurance) {
  switch (assurance) {
    case Assurance::ConsistentlyMet:
      return "Consistently met";
    case Assurance::ConsistentlyMissed:
      return "Consistently missed";
    case Assurance::HitAndMiss:
      return "Hit and miss";
  }
  return "";
}

std::optional<Assurance> assurance(const ControlChart& chart, double target, bool higher_is_better) {
  if (chart.points.empty()) return std::nullopt;
  const auto& last = chart.points.back();
  if (target < last.lower) return higher_is_better ? Assurance::ConsistentlyMet : Assurance::ConsistentlyMissed;
  if (target > last.upper) return higher_is_better ? Assurance::ConsistentlyMissed : Assurance::ConsistentlyMet;
  return Assurance::HitAndMiss;
}

}  // namespace plumbline::domain
