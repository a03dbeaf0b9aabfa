// app::DisagreementStore on SQL.
#pragma once

#include "app/ports/disagreement_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlDisagreementStore final : public app::DisagreementStore {
 public:
  explicit SqlDisagreementStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
