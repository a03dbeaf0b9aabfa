// app::NominationStore on SQL.
#pragma once

#include "app/ports/nomination_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlNominationStore final : public app::NominationStore {
 public:
  explicit SqlNominationStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
