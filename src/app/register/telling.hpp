// What every import does as it reads: a word on progress now and then, and problems with their place.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/register/feed.hpp"
#include "base/progress.hpp"

namespace plumbline::app {

class Telling {
 public:
  Telling(base::Progress& progress, std::string step) : progress_(progress), step_(std::move(step)) {}
  void row(const FeedPosition& position) {
    if (++rows_ % kTellEvery != 0) return;
    if (position.of == 0)
      progress_.at(step_, rows_, 0);
    else
      progress_.at(step_, position.done * 100 / position.of, 100);
  }

 private:
  static constexpr std::size_t kTellEvery = 2000;  // rows between two words on progress
  base::Progress& progress_;
  std::string step_;
  std::size_t rows_ = 0;
};

inline RowProblem row_problem(RowProblem::Weight weight, std::string rule, const std::string& sheet, std::size_t line,
                              std::string column, std::string value, std::string subject,
                              std::vector<std::pair<std::string, std::string>> more = {}) {
  return {weight,           std::move(rule),    sheet,          line, std::move(column),
          std::move(value), std::move(subject), std::move(more)};
}

}  // namespace plumbline::app
