// app::ActionStore on SQL.
#pragma once

#include "app/ports/audit_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlActionStore final : public app::ActionStore {
 public:
  explicit SqlActionStore(Scope scope) : scope_(scope) {}
  base::Result<domain::Action> find(const domain::ActionId& id) override;
  std::vector<domain::Action> of(const domain::AuditId& audit) override;
  // An action is in sight with the audit it came from; its owner and the one who signs it off always see it.
  app::Page<app::ActionRow> list(const app::ActionFilter& filter, const app::PageRequest& page,
                                 const app::Visibility& visible) override;
  void add(const domain::Action& action) override;
  base::Result<void> save(domain::Action& action) override;
  void remove(const domain::ActionId& id) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
