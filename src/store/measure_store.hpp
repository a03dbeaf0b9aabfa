// app::MeasureStore on SQL.
#pragma once

#include "app/ports/measure_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlMeasureStore final : public app::MeasureStore {
 public:
  explicit SqlMeasureStore(Scope scope) : scope_(scope) {}

  std::vector<domain::Measure> list(const app::MeasureFilter& filter) override;
  void put(const domain::Measure& measure) override;
  bool remove(const std::string& measure, base::Period period, const std::string& locality) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
