// app::PerspectiveStore on SQL.
#pragma once

#include "app/ports/perspective_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlPerspectiveStore final : public app::PerspectiveStore {
 public:
  explicit SqlPerspectiveStore(Scope scope) : scope_(scope) {}
  std::optional<domain::Perspective> find(const domain::AuditId& audit) override;
  base::Result<void> save(domain::Perspective& perspective) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
