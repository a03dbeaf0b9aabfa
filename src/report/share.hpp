// A proportion as every report shows it: n of so many, with its Wilson interval and a percentage made from the two
// counts.
#pragma once

#include <optional>
#include <string>

namespace plumbline::report {

struct Share {
  long long n = 0;
  long long of = 0;

  // Rounded half up from the counts; nothing when `of` is 0.
  std::optional<int> percent() const;
  // Wilson 95%, as fractions of 1; nothing when `of` is 0.
  std::optional<double> low() const;
  std::optional<double> high() const;
  friend bool operator==(const Share&, const Share&) = default;
};

std::string say_percent(const Share& share);  // `59%`, or an en dash when it is out of none
std::string say_share(const Share& share);    // `59% (29 of 49)`

enum class Direction { Up, Down, Same };
std::string_view to_string(Direction direction);  // `up`, `down`, `same`

// How a share moved from one period to the next. `real` only where Newcombe's interval of the difference leaves out 0
// (statistics.md); otherwise it is shown as no real change (REP-6).
struct Movement {
  Direction direction = Direction::Same;
  bool real = false;
  friend bool operator==(const Movement&, const Movement&) = default;
};
// Nothing when either is out of none.
std::optional<Movement> movement(const Share& before, const Share& now);
// `up from 43%`, `no real change from 43%`; empty when there is none. What a sentence goes on with.
std::string say_movement(const Share& before, const Share& now);

}  // namespace plumbline::report
