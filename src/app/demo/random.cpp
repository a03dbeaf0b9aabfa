#include "app/demo/random.hpp"

#include <limits>

namespace plumbline::app::demo {

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

int Random::below(int n) {
  const auto bound = static_cast<std::uint64_t>(n);
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t limit = most - most % bound;
  std::uint64_t value = next();
  while (value >= limit) value = next();
  return static_cast<int>(value % bound);
}

double Random::unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

double Random::normal() {
  double sum = 0;
  for (int i = 0; i < 12; ++i) sum += unit();
  return sum - 6;
}

namespace {

std::uint64_t first_eight(const base::Digest& digest) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8U | digest[i];
  return value;
}

std::string message(std::string_view kind, std::string_view name) {
  std::string text(kind);
  text += '\n';
  text += name;
  return text;
}

}  // namespace

Random Seed::stream(std::string_view kind, std::uint64_t number) const { return stream(kind, std::to_string(number)); }
Random Seed::stream(std::string_view kind, std::string_view name) const {
  return Random(first_eight(key_.of(message(kind, name))));
}

std::string Seed::uuid(std::string_view kind, std::string_view name, base::Instant at) const {
  auto raw = key_.of(message(kind, name));
  const auto stamp = static_cast<std::uint64_t>(at.time_since_epoch().count()) * 1000U + raw[20];
  for (std::size_t i = 0; i < 6; ++i) raw[i] = static_cast<std::uint8_t>(stamp >> (40 - 8 * i));
  raw[6] = static_cast<std::uint8_t>((raw[6] & 0x0FU) | 0x70U);
  raw[8] = static_cast<std::uint8_t>((raw[8] & 0x3FU) | 0x80U);
  const auto digits = base::hex(raw);
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" + digits.substr(16, 4) +
         "-" + digits.substr(20, 12);
}

std::string Seed::text(std::string_view kind, std::string_view name) const {
  return base::hex(key_.of(message(kind, name))).substr(0, 16);
}

}  // namespace plumbline::app::demo
