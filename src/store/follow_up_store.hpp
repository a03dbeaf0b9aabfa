// app::FollowUpStore on SQL.
#pragma once

#include "app/ports/follow_up_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlFollowUpStore final : public app::FollowUpStore {
 public:
  explicit SqlFollowUpStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
