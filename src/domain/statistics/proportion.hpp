// Shares of counts, their intervals, and movement told from noise. Percentages come from whole numbers, never from
// stored doubles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace plumbline::domain {

// n of `of`; 0 <= n <= of.
struct Proportion {
  std::int64_t n = 0;
  std::int64_t of = 0;
  std::optional<int> percent() const;  // rounded half up; nothing of 0
  double share() const { return of == 0 ? 0.0 : static_cast<double>(n) / static_cast<double>(of); }
  friend bool operator==(const Proportion&, const Proportion&) = default;
};
std::string say(const Proportion& proportion);  // `29 of 49 (59%)`; `0 of 0 (–)`

struct Interval {
  double low = 0;
  double high = 1;
};
// The two-sided 95% quantile of the normal distribution.
inline constexpr double kNormal95 = 1.959963984540054;

// Wilson's score interval at 95%, as fractions of 1 (E. B. Wilson, JASA 22, 1927); 0 to 1 for none of none.
Interval wilson(const Proportion& proportion);

enum class Direction { Up, Down, Same };
std::string_view to_string(Direction direction);  // `up`

// From one period to the next.
struct Movement {
  Direction direction = Direction::Same;
  double difference = 0;  // later less earlier, as a fraction of 1
  Interval interval;      // of the difference, 95%
  bool real = false;      // the interval leaves out 0; else shown as "no real change"
};
// Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10). Nothing where either period has no
// cases.
std::optional<Movement> movement(const Proportion& earlier, const Proportion& later);

}  // namespace plumbline::domain
