// app::CoAuditorStore on SQL.
#pragma once

#include "app/ports/co_auditor_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlCoAuditorStore final : public app::CoAuditorStore {
 public:
  explicit SqlCoAuditorStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
