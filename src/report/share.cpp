#include "report/share.hpp"

#include <cmath>

namespace plumbline::report {

namespace {

constexpr double kZ = 1.959964;

struct Interval {
  double low;
  double high;
};

// Wilson 1927: see the specification of figures for the published values it must meet.
Interval wilson(const Share& share) {
  const double n = static_cast<double>(share.of);
  const double p = static_cast<double>(share.n) / n;
  const double z2n = kZ * kZ / n;
  const double centre = (p + z2n / 2) / (1 + z2n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + z2n / (4 * n)) / (1 + z2n);
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace

std::optional<int> Share::percent() const {
  if (of <= 0) return std::nullopt;
  return static_cast<int>((200 * n + of) / (2 * of));
}
std::optional<double> Share::low() const {
  if (of <= 0) return std::nullopt;
  return wilson(*this).low;
}
std::optional<double> Share::high() const {
  if (of <= 0) return std::nullopt;
  return wilson(*this).high;
}

std::string say_percent(const Share& share) {
  const auto percent = share.percent();
  return percent ? std::to_string(*percent) + "%" : "–";
}
std::string say_share(const Share& share) {
  return say_percent(share) + " (" + std::to_string(share.n) + " of " + std::to_string(share.of) + ")";
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
  return "same";
}

std::optional<Movement> movement(const Share& before, const Share& now) {
  if (before.of <= 0 || now.of <= 0) return std::nullopt;
  const long long cross = now.n * before.of - before.n * now.of;
  Movement moved;
  moved.direction = cross > 0 ? Direction::Up : cross < 0 ? Direction::Down : Direction::Same;
  const auto a = wilson(now);
  const auto b = wilson(before);
  const double pa = static_cast<double>(now.n) / static_cast<double>(now.of);
  const double pb = static_cast<double>(before.n) / static_cast<double>(before.of);
  const double difference = pa - pb;
  const double low = difference - std::hypot(pa - a.low, b.high - pb);
  const double high = difference + std::hypot(a.high - pa, pb - b.low);
  moved.real = low > 0 || high < 0;
  return moved;
}

std::string say_movement(const Share& before, const Share& now) {
  const auto moved = movement(before, now);
  if (!moved) return "";
  const auto from = say_percent(before);
  if (!moved->real) return moved->direction == Direction::Same ? "the same as before" : "no real change from " + from;
  return (moved->direction == Direction::Up ? "up from " : "down from ") + from;
}

}  // namespace plumbline::report
