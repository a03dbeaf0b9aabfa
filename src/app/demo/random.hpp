// The one source of everything in a synthetic council: the same seed makes the same council on every machine. Every
// thing has its own stream, named by what it is and its number, so that the hundred-thousandth case is made without the
// others.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "base/hash.hpp"

namespace plumbline::app::demo {

// SplitMix64 (Steele, Lea, Flood 2014): small, fast, the same everywhere. For make-believe only, never for a real draw.
class Random {
 public:
  explicit Random(std::uint64_t state) : state_(state) {}
  std::uint64_t next();
  // From 0 to n - 1, unbiased; n above 0.
  int below(int n);
  int between(int low, int high) { return low + below(high - low + 1); }  // both ends included
  double unit();                                                          // 0 to below 1
  bool chance(double probability) { return unit() < probability; }
  double normal();  // mean 0, deviation about 1; between -6 and 6
  // The index of one of the weights, each as likely as its weight.
  template <class Weights>
  std::size_t weighted(const Weights& weights) {
    int total = 0;
    for (const auto weight : weights) total += static_cast<int>(weight);
    int at = below(total);
    std::size_t index = 0;
    for (const auto weight : weights) {
      if (at < static_cast<int>(weight)) return index;
      at -= static_cast<int>(weight);
      ++index;
    }
    return index - 1;
  }
  template <class List>
  const auto& pick(const List& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[static_cast<std::size_t>(below(static_cast<int>(i)))]);
  }

 private:
  std::uint64_t state_;
};

// One of the lines, as a text of its own.
template <class Lines>
std::string line_of(Random& random, const Lines& lines) {
  return std::string(random.pick(lines));
}

class Seed {
 public:
  explicit Seed(const std::string& text) : key_(text) {}
  // The stream of the thing of that kind and number.
  Random stream(std::string_view kind, std::uint64_t number) const;
  Random stream(std::string_view kind, std::string_view name) const;
  // An identifier in the form of a UUIDv7 of that moment, made from the seed.
  std::string uuid(std::string_view kind, std::string_view name, base::Instant at) const;
  // Letters and digits from the seed: 16 of them.
  std::string text(std::string_view kind, std::string_view name) const;

 private:
  base::HmacKey key_;
};

}  // namespace plumbline::app::demo
