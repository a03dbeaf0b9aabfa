// app::AuditStore on SQL.
#pragma once

#include "app/ports/audit_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlAuditStore final : public app::AuditStore {
 public:
  explicit SqlAuditStore(Scope scope) : scope_(scope) {}

  base::Result<domain::Audit> find(const domain::AuditId& id) override;
  base::Result<domain::Audit> find_by_reference(const std::string& reference) override;
  app::Page<domain::Audit> list(const app::AuditFilter& filter, const app::PageRequest& page,
                                const app::Visibility& visible) override;
  std::vector<domain::AuditSection> sections(const domain::AuditId& id) override;
  std::vector<domain::AuditSection> section_outlines(const domain::AuditId& id, bool answers) override;
  std::vector<domain::KeyDocumentFinding> documents(const domain::AuditId& id) override;
  std::vector<domain::Conversation> conversations(const domain::AuditId& id) override;
  std::vector<app::Reallocation> reallocations(const domain::AuditId& id) override;
  std::vector<domain::Audit> of_cycle(const domain::CycleId& cycle) override;
  void for_each_reference(const std::function<void(const app::KnownReference&)>& visit) override;

  void add(const domain::Audit& audit) override;
  base::Result<void> save(domain::Audit& audit) override;
  base::Result<void> save_section(const domain::AuditId& id, domain::AuditSection& section) override;
  void add_minutes(const domain::AuditId& id, int minutes) override;
  void put_documents(const domain::AuditId& id, const std::vector<domain::KeyDocumentFinding>& findings) override;
  base::Result<void> save_conversation(const domain::AuditId& id, domain::Conversation& conversation) override;
  void add_reallocation(const app::Reallocation& reallocation) override;
  int next_number(base::Period period) override;
  std::unique_ptr<app::PastAuditImport> begin_past_import() override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
