// Control charts: what is ordinary variation and what is not (Shewhart 1931; Wheeler, Understanding Variation, 1993).
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/statistics/proportion.hpp"

namespace plumbline::domain {

// In the order in which they are told.
enum class Signal { OutsideLimits, Trend, TwoOfThree, Shift };
inline constexpr std::array kSignals{Signal::OutsideLimits, Signal::Trend, Signal::TwoOfThree, Signal::Shift};
std::string_view to_string(Signal signal);  // `outside-limits`, `trend`, `two-of-three`, `shift`
std::string_view say(Signal signal);        // `Outside the limits`

struct ChartPoint {
  double value = 0;
  double lower = 0;
  double upper = 0;
  std::vector<Signal> signals;
  bool outside() const { return !signals.empty() && signals.front() == Signal::OutsideLimits; }
};

struct ControlChart {
  double centre = 0;
  bool trial = true;  // fewer than 13 points: the limits may still move much
  std::vector<ChartPoint> points;
};

// p-chart: the centre is the share of all, the limits centre ± 3 √(centre (1 − centre) / n), clipped to [0, 1]. Points
// of 0 cases have the limits 0 and 1, lie at the centre and give no signal. Empty for no cases at all.
ControlChart p_chart(const std::vector<Proportion>& points);

// XmR: mean ± 2.66 × the mean moving range. With `screened`, moving ranges of 3.267 times their mean or more are left
// out, once.
ControlChart xmr_chart(const std::vector<double>& values, bool screened = false);

// Where a target lies against the limits of the last point.
enum class Assurance { ConsistentlyMet, ConsistentlyMissed, HitAndMiss };
std::string_view to_string(Assurance assurance);  // `consistently-met`
std::string_view say(Assurance assurance);        // `Consistently met`
// Nothing for a chart without points.
std::optional<Assurance> assurance(const ControlChart& chart, double target, bool higher_is_better = true);

}  // namespace plumbline::domain
