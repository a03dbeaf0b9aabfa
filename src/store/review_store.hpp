// app::ReviewStore on SQL.
#pragma once

#include "app/ports/review_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlReviewStore final : public app::ReviewStore {
 public:
  explicit SqlReviewStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
