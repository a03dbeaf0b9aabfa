#include "report/share.hpp"

#include "base/text.hpp"

namespace plumbline::report {

std::string say_percent(const Share& share) { return base::percent_of(share.n, share.of); }

std::string say_share(const Share& share) { return base::share_of(share.n, share.of); }

std::string say_movement(const Share& before, const Share& now) {
  const auto moved = domain::movement(before, now);
  if (!moved) return "";
  const auto from = say_percent(before);
  if (moved->real) return (moved->direction == domain::Direction::Up ? "up from " : "down from ") + from;
  return moved->direction == domain::Direction::Same ? "no change from " + from : "no real change from " + from;
}

}  // namespace plumbline::report
