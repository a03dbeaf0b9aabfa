// app::ThemeStore on SQL.
#pragma once

#include "app/ports/theme_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlThemeStore final : public app::ThemeStore {
 public:
  explicit SqlThemeStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
