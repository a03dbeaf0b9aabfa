// app::NominationStore on SQL.
#pragma once

#include "app/ports/nomination_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlNominationStore final : public app::NominationStore {
 public:
  explicit SqlNominationStore(Scope scope) : scope_(scope) {}
  std::vector<domain::NominatedCase> of_month(const std::string& programme, base::Period period,
                                              const app::Visibility& visible) override;
  std::optional<domain::NominatedCase> find(const std::string& programme, base::Period period,
                                            const domain::ChildId& child) override;
  bool add(const domain::NominatedCase& nominated) override;
  void remove(const std::string& programme, base::Period period, const domain::ChildId& child) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
