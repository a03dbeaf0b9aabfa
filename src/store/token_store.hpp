// app::TokenStore on SQL.
#pragma once

#include "app/ports/token_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlTokenStore final : public app::TokenStore {
 public:
  explicit SqlTokenStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
