#include "domain/statistics/proportion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace plumbline::domain {

std::optional<int> Proportion::percent() const {
  if (of <= 0) return std::nullopt;
  return static_cast<int>((200 * n + of) / (2 * of));
}

std::string say(const Proportion& proportion) {
  const auto percent = proportion.percent();
  return fmt::format("{} of {} ({})", base::with_commas(proportion.n), base::with_commas(proportion.of),
                     percent ? fmt::format("{}%", *percent) : "–");
}

Interval wilson(const Proportion& proportion) {
  if (proportion.of <= 0) return {};
  const double n = static_cast<double>(proportion.of), p = proportion.share(), z2 = kNormal95 * kNormal95;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kNormal95 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
  // None and all are exact ends; rounding must not put the interval beside its own value.
  return {proportion.n == 0 ? 0.0 : std::max(0.0, centre - half),
          proportion.n == proportion.of ? 1.0 : std::min(1.0, centre + half)};
}

std::string_view to_string(Direction direction) {
  switch (direction) {
    case Direction::Up:
      return "up";
    case Direction::Down:
      return "down";
    case Direction::Same:
      return "same";
  }
  return "";
}

std::optional<Movement> movement(const Proportion& earlier, const Proportion& later) {
  if (earlier.of <= 0 || later.of <= 0) return std::nullopt;
  const auto a = wilson(later), b = wilson(earlier);
  const double p = later.share(), q = earlier.share();
  Movement out;
  out.difference = p - q;
  out.interval = {out.difference - std::hypot(p - a.low, b.high - q),
                  out.difference + std::hypot(a.high - p, q - b.low)};
  out.real = out.interval.low > 0 || out.interval.high < 0;
  const auto left = later.n * earlier.of, right = earlier.n * later.of;
  out.direction = left > right ? Direction::Up : left < right ? Direction::Down : Direction::Same;
  return out;
}

}  // namespace plumbline::domain
