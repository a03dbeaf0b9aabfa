// app::DisagreementStore on SQL.
#pragma once

#include "app/ports/disagreement_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlDisagreementStore final : public app::DisagreementStore {
 public:
  explicit SqlDisagreementStore(Scope scope) : scope_(scope) {}
  base::Result<domain::Disagreement> find(const domain::DisagreementId& id) override;
  std::optional<domain::Disagreement> of(const domain::AuditId& audit) override;
  app::Page<app::DisagreementRow> list(const app::DisagreementFilter& filter, const app::PageRequest& page,
                                       const app::Visibility& visible) override;
  base::Result<void> add(const domain::Disagreement& disagreement) override;
  base::Result<void> save(domain::Disagreement& disagreement) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
