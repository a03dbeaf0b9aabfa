// app::MeasureStore on SQL.
#pragma once

#include "app/ports/measure_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlMeasureStore final : public app::MeasureStore {
 public:
  explicit SqlMeasureStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
