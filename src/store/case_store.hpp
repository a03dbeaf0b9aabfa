// app::CaseStore on SQL.
#pragma once

#include "app/ports/register_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlCaseStore final : public app::CaseStore {
 public:
  explicit SqlCaseStore(Scope scope) : scope_(scope) {}

  std::optional<domain::Case> find(const domain::ChildId& child) override;
  // `visit` may not use the same reader or unit of work.
  void for_each(const std::function<void(const domain::Case&)>& visit) override;
  app::Page<domain::Case> list(const app::CaseFilter& filter, const app::PageRequest& page,
                               const app::Visibility& visible) override;
  long long count_open() override;
  void for_each_known(const std::function<void(const app::KnownCase&)>& visit) override;
  std::vector<app::CaseTie> ties(const std::vector<domain::ChildId>& children) override;

  std::unique_ptr<app::CaseImport> begin_import() override;
  void mark_audited(const domain::ChildId& child, base::Day on) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
