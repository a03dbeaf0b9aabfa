// How well graders agree beyond chance (MOD-5).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace plumbline::domain {

// How much partial agreement counts for ordered grades i and j of q: nothing unless equal, 1 − |i−j| / (q−1), or
// 1 − ((i−j) / (q−1))².
enum class Weights { None, Linear, Quadratic };

// pairs[i][j]: how often the first grader gave grade i and the second grade j; square, grades in order.
using GradePairs = std::vector<std::vector<std::int64_t>>;

inline constexpr std::int64_t kFewPairs = 10;  // fewer are shown with a warning

struct GraderAgreement {
  double value = 0;
  double standard_error = 0;
  double observed = 0;  // weighted agreement
  double expected = 0;  // by chance
  std::int64_t items = 0;
  bool few = false;  // fewer than kFewPairs
};

// Nothing means "not estimable": no pairs, fewer than two grades used, or agreement by chance is certain.
// Weighted kappa (Cohen, Psychological Bulletin 70, 1968), its error by Fleiss, Cohen and Everitt (same, 72, 1969).
std::optional<GraderAgreement> kappa(const GradePairs& pairs, Weights weights);
// Gwet's AC1 (Weights::None) and AC2 (British Journal of Mathematical and Statistical Psychology 61, 2008).
std::optional<GraderAgreement> gwet_ac(const GradePairs& pairs, Weights weights);

// Gwet's coefficient for any number of graders and missing grades: ratings[item][grader] is the grade's place from 0 of
// `grades`, or nothing. Items with one grade count for the margins alone. The error is over items, of a large
// population (Gwet 2008, as irrCAC's gwet.ac1.raw with N infinite); 0 where a single item was rated.
std::optional<GraderAgreement> gwet_ac(const std::vector<std::vector<std::optional<int>>>& ratings, int grades,
                                       Weights weights);

}  // namespace plumbline::domain
