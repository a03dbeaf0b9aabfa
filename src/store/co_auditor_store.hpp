// app::CoAuditorStore on SQL.
#pragma once

#include "app/ports/co_auditor_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlCoAuditorStore final : public app::CoAuditorStore {
 public:
  explicit SqlCoAuditorStore(Scope scope) : scope_(scope) {}

  std::vector<app::PlannedAudit> planned(const domain::CycleId& cycle) override;
  std::vector<app::AreaLink> links(const domain::CycleId& cycle) override;
  std::vector<app::AreaLink> links_of(const domain::PersonId& person) override;
  std::vector<app::SharedNote> notes(const std::string& subject) override;

  void plan(const domain::CycleId& cycle, const domain::ChildId& child, const std::vector<app::PlannedAudit>& plan,
            base::Instant at) override;
  void clear_plan(const domain::CycleId& cycle) override;
  void put(const domain::Audit& audit, const domain::CoAuditor& one) override;
  void remove(const domain::Audit& audit, domain::CoAuditorKind kind) override;
  void put_link(const app::AreaLink& link) override;
  void remove_link(const domain::CycleId& cycle, const std::string& area) override;
  void add_note(const std::string& subject, const app::SharedNote& note) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
