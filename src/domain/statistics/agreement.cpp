#include "domain/statistics/agreement.hpp"

#include <cmath>
#include <cstdlib>

namespace plumbline::domain {
namespace {

using Matrix = std::vector<std::vector<double>>;

Matrix weight_matrix(std::size_t grades, Weights weights) {
  Matrix out(grades, std::vector<double>(grades, 0));
  for (std::size_t i = 0; i < grades; ++i) {
    for (std::size_t j = 0; j < grades; ++j) {
      const double apart =
          grades < 2 ? 0 : std::abs(static_cast<double>(i) - static_cast<double>(j)) / static_cast<double>(grades - 1);
      switch (weights) {
        case Weights::None:
          out[i][j] = i == j ? 1 : 0;
          break;
        case Weights::Linear:
          out[i][j] = 1 - apart;
          break;
        case Weights::Quadratic:
          out[i][j] = 1 - apart * apart;
          break;
      }
    }
  }
  return out;
}

struct Table {
  std::int64_t items = 0;
  Matrix share;
  std::vector<double> rows, columns;
  Matrix weight;
  double observed = 0;
  bool usable = false;
};

Table table_of(const GradePairs& pairs, Weights weights) {
  const std::size_t q = pairs.size();
  Table t{0,
          Matrix(q, std::vector<double>(q, 0)),
          std::vector<double>(q, 0),
          std::vector<double>(q, 0),
          weight_matrix(q, weights),
          0,
          false};
  for (const auto& row : pairs) {
    for (const auto count : row) t.items += count;
  }
  if (t.items == 0) return t;
  std::size_t used = 0;
  for (std::size_t i = 0; i < q; ++i) {
    for (std::size_t j = 0; j < q; ++j) {
      t.share[i][j] = static_cast<double>(pairs[i][j]) / static_cast<double>(t.items);
      t.rows[i] += t.share[i][j];
      t.columns[j] += t.share[i][j];
      t.observed += t.weight[i][j] * t.share[i][j];
    }
  }
  for (std::size_t i = 0; i < q; ++i) used += t.rows[i] > 0 || t.columns[i] > 0 ? 1 : 0;
  t.usable = used >= 2;
  return t;
}

// The shape that all of these share: (observed − expected) / (1 − expected), and the variance of a mean of `part` over
// pairs.
template <class Part>
std::optional<GraderAgreement> finish(const Table& t, double expected, Part&& part) {
  if (!(expected < 1)) return std::nullopt;
  GraderAgreement out;
  out.items = t.items;
  out.few = t.items < kFewPairs;
  out.observed = t.observed;
  out.expected = expected;
  out.value = (t.observed - expected) / (1 - expected);
  double squares = 0;
  for (std::size_t i = 0; i < t.share.size(); ++i) {
    for (std::size_t j = 0; j < t.share.size(); ++j) {
      squares += t.share[i][j] * std::pow(t.weight[i][j] - (1 - out.value) * part(i, j), 2);
    }
  }
  const double centre = t.observed - 2 * (1 - out.value) * expected;
  const double variance =
      (squares - centre * centre) / (static_cast<double>(t.items) * (1 - expected) * (1 - expected));
  out.standard_error = std::sqrt(std::max(0.0, variance));
  return out;
}

double total_of(const Matrix& weight) {
  double total = 0;
  for (const auto& row : weight) {
    for (const double each : row) total += each;
  }
  return total;
}

}  // namespace

std::optional<GraderAgreement> kappa(const GradePairs& pairs, Weights weights) {
  const auto t = table_of(pairs, weights);
  if (!t.usable) return std::nullopt;
  const std::size_t q = pairs.size();
  std::vector<double> of_row(q, 0), of_column(q, 0);
  double expected = 0;
  for (std::size_t i = 0; i < q; ++i) {
    for (std::size_t j = 0; j < q; ++j) {
      of_row[i] += t.weight[i][j] * t.columns[j];
      of_column[j] += t.weight[i][j] * t.rows[i];
      expected += t.weight[i][j] * t.rows[i] * t.columns[j];
    }
  }
  return finish(t, expected, [&](std::size_t i, std::size_t j) { return of_row[i] + of_column[j]; });
}

std::optional<GraderAgreement> gwet_ac(const GradePairs& pairs, Weights weights) {
  const auto t = table_of(pairs, weights);
  if (!t.usable) return std::nullopt;
  const std::size_t q = pairs.size();
  const double scale = total_of(t.weight) / (static_cast<double>(q) * static_cast<double>(q - 1));
  double expected = 0;
  for (std::size_t i = 0; i < q; ++i) {
    const double pi = (t.rows[i] + t.columns[i]) / 2;
    expected += scale * pi * (1 - pi);
  }
  return finish(t, expected, [&](std::size_t i, std::size_t j) {
    const double pi = (t.rows[i] + t.columns[i]) / 2, pj = (t.rows[j] + t.columns[j]) / 2;
    return 2 * scale * (1 - (pi + pj) / 2);
  });
}

std::optional<GraderAgreement> gwet_ac(const std::vector<std::vector<std::optional<int>>>& ratings, int grades,
                                       Weights weights) {
  if (grades < 2) return std::nullopt;
  const auto q = static_cast<std::size_t>(grades);
  const auto weight = weight_matrix(q, weights);
  const double scale = total_of(weight) / (static_cast<double>(q) * static_cast<double>(q - 1));
  struct Item {
    std::vector<double> share;  // of its graders, by grade
    double graders = 0;
    double agreeing = 0;
  };
  std::vector<Item> items;
  std::vector<double> margin(q, 0);
  GraderAgreement out;
  for (const auto& rated : ratings) {
    Item item{std::vector<double>(q, 0), 0, 0};
    for (const auto& grade : rated) {
      if (!grade || *grade < 0 || *grade >= grades) continue;
      ++item.share[static_cast<std::size_t>(*grade)];
      ++item.graders;
    }
    if (item.graders == 0) continue;
    if (item.graders >= 2) {
      double agreeing = 0;
      for (std::size_t k = 0; k < q; ++k) {
        double near = 0;
        for (std::size_t l = 0; l < q; ++l) near += weight[k][l] * item.share[l];
        agreeing += item.share[k] * (near - 1);
      }
      item.agreeing = agreeing / (item.graders * (item.graders - 1));
      out.observed += item.agreeing;
      ++out.items;
    }
    for (std::size_t k = 0; k < q; ++k) margin[k] += item.share[k] /= item.graders;
    items.push_back(std::move(item));
  }
  if (out.items == 0) return std::nullopt;
  const auto n = static_cast<double>(items.size());
  std::size_t used = 0;
  for (auto& pi : margin) {
    used += pi > 0 ? 1 : 0;
    pi /= n;
    out.expected += scale * pi * (1 - pi);
  }
  if (used < 2 || !(out.expected < 1)) return std::nullopt;
  out.observed /= static_cast<double>(out.items);
  out.value = (out.observed - out.expected) / (1 - out.expected);
  out.few = out.items < kFewPairs;
  // Each item's own part of the coefficient; its spread over the items is the error.
  if (items.size() < 2) return out;
  double squares = 0;
  for (const auto& item : items) {
    const double own =
        item.graders < 2 ? 0 : n / static_cast<double>(out.items) * (item.agreeing - out.expected) / (1 - out.expected);
    double by_chance = 0;
    for (std::size_t k = 0; k < q; ++k) by_chance += scale * item.share[k] * (1 - margin[k]);
    const double apart = own - 2 * (1 - out.value) * (by_chance - out.expected) / (1 - out.expected) - out.value;
    squares += apart * apart;
  }
  out.standard_error = std::sqrt(squares / (n * (n - 1)));
  return out;
}

}  // namespace plumbline::domain
