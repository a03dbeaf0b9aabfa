#include "domain/statistics/binomial.hpp"

#include <algorithm>
#include <cmath>

namespace plumbline::domain {
namespace {

double log_choose(std::int64_t n, std::int64_t k) {
  const auto x = static_cast<double>(n);
  const auto y = static_cast<double>(k);
  return std::lgamma(x + 1) - std::lgamma(y + 1) - std::lgamma(x - y + 1);
}

double probability(std::int64_t n, std::int64_t k, double p) {
  if (p <= 0) return k == 0 ? 1 : 0;
  if (p >= 1) return k == n ? 1 : 0;
  return std::exp(log_choose(n, k) + static_cast<double>(k) * std::log(p) +
                  static_cast<double>(n - k) * std::log1p(-p));
}

// The smallest k whose cumulative probability reaches `level`, with the probabilities up to k and up to k - 1.
struct Quantile {
  std::int64_t k = 0;
  double reached = 0;
  double before = 0;
};
Quantile quantile(std::int64_t n, double p, double level) {
  double sum = 0;
  for (std::int64_t k = 0; k <= n; ++k) {
    const double before = sum;
    sum += probability(n, k, p);
    // Sums of doubles fall a little short of 1.
    if (sum >= level - 1e-12) return {k, sum, before};
  }
  return {n, 1, sum};
}

double interpolated(const Quantile& at, std::int64_t n, double level) {
  const double step = at.reached - at.before;
  const double part = step > 0 ? (at.reached - level) / step : 0;
  return std::clamp((static_cast<double>(at.k) - part) / static_cast<double>(n), 0.0, 1.0);
}

}  // namespace

CountRange binomial_range(std::int64_t n, double p, double level) {
  const double tail = (1 - level) / 2;
  return {quantile(n, p, tail).k, quantile(n, p, 1 - tail).k};
}

ShareRange funnel_limits(std::int64_t n, double p, double level) {
  if (n <= 0) return {};
  const double tail = (1 - level) / 2;
  return {interpolated(quantile(n, p, tail), n, tail), interpolated(quantile(n, p, 1 - tail), n, 1 - tail)};
}

}  // namespace plumbline::domain
