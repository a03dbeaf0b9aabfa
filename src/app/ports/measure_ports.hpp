// Performance figures entered or imported beside the audits (MEET-2).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/learning/measure.hpp"

namespace plumbline::app {

struct MeasureFilter {  // blank texts set no condition
  std::string measure;
  std::string from;
  std::string to;
  std::optional<std::string> locality;  // set to "": those of the whole council alone
};

class MeasureReads {
 public:
  virtual ~MeasureReads() = default;
  virtual std::vector<domain::Measure> list(const MeasureFilter& filter) = 0;  // by name, period and locality
};
class MeasureStore : public MeasureReads {
 public:
  virtual void put(const domain::Measure& measure) = 0;  // adds, or replaces that of the same month and place
  virtual bool remove(const std::string& measure, base::Period period, const std::string& locality) = 0;
};

}  // namespace plumbline::app
