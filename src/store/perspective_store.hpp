// app::PerspectiveStore on SQL.
#pragma once

#include "app/ports/perspective_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlPerspectiveStore final : public app::PerspectiveStore {
 public:
  explicit SqlPerspectiveStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
