// Performance figures, typed one by one or brought in as a CSV file, to stand beside the audits (MEET-2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/measure.hpp"

namespace plumbline::app {

inline constexpr std::size_t kMostMeasureRows = 5000;          // of one file
inline constexpr std::size_t kLargestMeasureFile = 1'000'000;  // bytes
inline constexpr std::size_t kMostMeasureProblems = 20;        // named at once

struct PutMeasure {  // as typed
  std::string measure;
  std::string period;
  std::string locality;
  std::string value;
  std::string unit;
  std::string target;
};
// Adds it or replaces the one of that month and place. Refusals: measure.put.forbidden, .name_missing, .name_too_long,
// .period, .locality, .value, .unit_too_long, .target, .not_text.
base::Result<void> put_measure(const PutMeasure& command, const Actor& actor, const base::Clock& clock,
                               const domain::Framework& framework, UnitOfWork& work);

struct RemoveMeasure {
  std::string measure;
  base::Period period;
  std::string locality;
};
// Refusals: measure.put.forbidden, measure.remove.gone.
base::Result<void> remove_measure(const RemoveMeasure& command, const Actor& actor, const base::Clock& clock,
                                  UnitOfWork& work);

struct ImportedMeasures {
  std::size_t rows = 0;               // kept
  std::vector<base::Error> problems;  // of single rows; where there are any nothing is kept
};
// A CSV file with the columns measure, period, locality, value, unit and target in any order; others are ignored, and
// unit, target and locality may be missing. All of it or nothing. Refusals: measure.put.forbidden,
// measure.import.too_large, .column_missing (value `column`), .empty, .too_many, csv.read.….
base::Result<ImportedMeasures> import_measures(std::string_view csv, const Actor& actor, const base::Clock& clock,
                                               const domain::Framework& framework, UnitOfWork& work);

}  // namespace plumbline::app
