#include "report/share.hpp"

namespace plumbline::report {

std::string say_percent(const Share& share) {
  const auto percent = share.percent();
  return percent ? std::to_string(*percent) + "%" : "–";
}

std::string say_share(const Share& share) {
  return say_percent(share) + " (" + std::to_string(share.n) + " of " + std::to_string(share.of) + ")";
}

std::string say_movement(const Share& before, const Share& now) {
  const auto moved = domain::movement(before, now);
  if (!moved) return "";
  const auto from = say_percent(before);
  if (moved->real) return (moved->direction == domain::Direction::Up ? "up from " : "down from ") + from;
  return moved->direction == domain::Direction::Same ? "the same as before" : "no real change from " + from;
}

}  // namespace plumbline::report
