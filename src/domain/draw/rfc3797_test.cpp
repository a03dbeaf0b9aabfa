// RFC 3797's own worked example, selected with its MD5 as the RFC says: shows that ours is the RFC's method in form,
// though our draw ranks by HMAC-SHA-256. MD5 (RFC 1321) is written out here because nothing in the product uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "domain/draw/ranking.hpp"

namespace plumbline::domain {
namespace {

std::array<std::uint8_t, 16> md5(std::string message) {
  constexpr std::array<std::array<int, 4>, 4> kShifts{
      {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
  const std::uint64_t bits = message.size() * 8;
  message += static_cast<char>(0x80);
  while (message.size() % 64 != 56) message += '\0';
  for (int i = 0; i < 8; ++i) message += static_cast<char>(bits >> (8 * i) & 0xFFU);
  std::array<std::uint32_t, 4> state{0x67452301U, 0xefcdab89U, 0x98badcfeU, 0x10325476U};
  for (std::size_t block = 0; block < message.size(); block += 64) {
    auto [a, b, c, d] = state;
    for (std::uint32_t i = 0; i < 64; ++i) {
      std::uint32_t f = 0, g = 0;
      if (i < 16)
        f = (b & c) | (~b & d), g = i;
      else if (i < 32)
        f = (d & b) | (~d & c), g = (5 * i + 1) % 16;
      else if (i < 48)
        f = b ^ c ^ d, g = (3 * i + 5) % 16;
      else
        f = c ^ (b | ~d), g = 7 * i % 16;
      std::uint32_t word = 0;
      for (std::uint32_t byte = 4; byte-- > 0;) {
        word = word << 8U | static_cast<std::uint8_t>(message[block + 4 * g + byte]);
      }
      const auto constant = static_cast<std::uint32_t>(std::floor(std::abs(std::sin(i + 1.0)) * 4294967296.0));
      const auto turned = std::rotl(a + f + constant + word, kShifts[i / 16][i % 4]);
      a = d, d = c, c = b, b += turned;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  }
  std::array<std::uint8_t, 16> digest{};
  for (std::size_t i = 0; i < 16; ++i) digest[i] = static_cast<std::uint8_t>(state[i / 4] >> (8 * (i % 4)));
  return digest;
}

// RFC 3797, section 4: for selection n, MD5 over n (two bytes), the key, n again, read as one number, modulo the pool
// left.
std::vector<int> rfc3797(const std::string& key, int pool, int count) {
  std::vector<int> left(static_cast<std::size_t>(pool)), chosen;
  std::iota(left.begin(), left.end(), 1);
  for (int n = 0; n < count; ++n) {
    const std::string index{static_cast<char>(n >> 8), static_cast<char>(n & 0xFF)};
    std::uint64_t remainder = 0;
    for (const auto byte : md5(index + key + index)) remainder = (remainder << 8U | byte) % left.size();
    chosen.push_back(left[remainder]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(remainder));
  }
  return chosen;
}

TEST(Rfc3797, ItsWorkedExampleIsMet) {
  EXPECT_THAT(rfc3797("9319./2.5.8.10.12./9.18.26.34.41.45./", 25, 10),
              testing::ElementsAre(17, 7, 2, 16, 25, 23, 8, 24, 19, 13));
}

// Each of n cases should be first about equally often: chi-squared with 19 degrees of freedom, 99.9% point 43.82.
TEST(Ranking, FavoursNoCase) {
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back("C" + std::to_string(i));
  const std::vector<std::string_view> views(names.begin(), names.end());
  std::vector<int> first(20, 0);
  for (int seed = 0; seed < 4000; ++seed) {
    const Ranking ranking({std::to_string(seed), std::string(64, 'a'), "tier2", *base::parse_period("2026-12")});
    ++first[ranking.order(views)[0]];
  }
  double chi_squared = 0;
  for (const int count : first) chi_squared += (count - 200.0) * (count - 200.0) / 200.0;
  EXPECT_LT(chi_squared, 43.82);
}

}  // namespace
}  // namespace plumbline::domain
