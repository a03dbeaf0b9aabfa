// How many cases each stratum gives: proportional quotas in exact whole-number arithmetic (SAMPLE-2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/register/case.hpp"

namespace plumbline::domain {

// Hamilton's method: each weight gets its exact share of the seats rounded down, and the seats left go to the largest
// remainders; of equal remainders the earlier weight comes first. All zero when the weights are.
std::vector<std::int64_t> largest_remainder(const std::vector<std::int64_t>& weights, std::int64_t seats);

// Two-way controlled rounding (Cox, "A constructive procedure for unbiased controlled rounding", JASA 82, 1987, as a
// flow). The exact value of a cell is size × counts[row][column] / total. The answer adds up to `size`, and each cell,
// each row total and each column total is its exact value rounded down or up; such a table always exists. Of the tables
// that do this:
//   1. the one whose row and column totals differ least in sum from their exact values,
//   2. of those the one whose cells do,
//   3. of those the one that rounds up the first cell it can, reading row by row, then the second, and so on.
// Needs size × total < 2^63. All zero when the counts are.
std::vector<std::vector<std::int64_t>> controlled_rounding(const std::vector<std::vector<std::int64_t>>& counts,
                                                           std::int64_t size);

// A stratum of a draw: category × area, either of which a programme may leave out.
struct StratumQuota {
  std::optional<Category> category;
  std::string area;  // a locality or a service area
  std::int64_t eligible = 0;
  std::int64_t exact_millionths = 0;  // the exact quota to six places, for show; no decision rests on it
  std::int64_t quota = 0;
  std::int64_t drawn = 0;
  friend bool operator==(const StratumQuota&, const StratumQuota&) = default;
};
std::string say_exact(const StratumQuota& stratum);  // `5.45`
std::string say(const StratumQuota& stratum);        // `Child protection plan, North`

}  // namespace plumbline::domain
