// app::ConcernStore and app::ModerationStore on SQL.
#pragma once

#include "app/ports/audit_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlConcernStore final : public app::ConcernStore {
 public:
  explicit SqlConcernStore(Scope scope) : scope_(scope) {}
  base::Result<domain::Concern> find(const domain::ConcernId& id) override;
  std::vector<domain::Concern> of(const domain::AuditId& audit) override;
  app::Page<app::ConcernRow> list(const app::ConcernFilter& filter, const app::PageRequest& page,
                                  const app::Visibility& visible) override;
  std::vector<domain::Concern> open(const app::Visibility& visible) override;
  void add(const domain::Concern& concern) override;
  base::Result<void> save(domain::Concern& concern) override;

 private:
  void fill_told(std::vector<domain::Concern>& concerns);
  void put_told(const domain::Concern& concern);
  Scope scope_;
};

class SqlModerationStore final : public app::ModerationStore {
 public:
  explicit SqlModerationStore(Scope scope) : scope_(scope) {}
  std::vector<domain::Moderation> of(const domain::AuditId& audit) override;
  std::vector<app::ModerationOfAuditor> by_auditor(const app::AuditFilter& filter,
                                                   const app::Visibility& visible) override;
  void add(const domain::Moderation& moderation) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
