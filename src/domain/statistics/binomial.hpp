// What chance alone does to a count: exact binomial limits, without the normal approximation (funnel plots, REP-6;
// fairness, REP-8).
#pragma once

#include <cstdint>

namespace plumbline::domain {

// The least and the most of n that chance gives within that share of the time, equal tails: the smallest k whose
// cumulative probability reaches (1 − level) / 2, and the smallest whose reaches 1 − (1 − level) / 2. 0 <= p <= 1.
struct CountRange {
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool holds(std::int64_t n) const { return n >= least && n <= most; }
};
CountRange binomial_range(std::int64_t n, double p, double level);

// For drawing: the same limits as fractions of n, interpolated between whole counts (Spiegelhalter, Statistics in
// Medicine 24, 2005, appendix A.1), so that the funnel's lines are smooth.
struct ShareRange {
  double lower = 0;
  double upper = 1;
};
ShareRange funnel_limits(std::int64_t n, double p, double level);

}  // namespace plumbline::domain
