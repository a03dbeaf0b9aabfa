// An audit with the words it was made with: the framework version of its cycle, its programme and its tool (AUDIT-1).
#pragma once

#include <memory>

#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/completeness.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app {

struct AuditContext {
  domain::Audit audit;
  std::shared_ptr<const domain::Framework> framework;
  const domain::Programme* programme = nullptr;  // in `framework`
  const domain::Tool* tool = nullptr;            // in `framework`
  const domain::Scale* scale() const { return framework->find_scale(programme->scale); }
};

// Refusals: access.row.not_found; audit.find.tool_unknown where no kept framework has the audit's programme and tool.
base::Result<AuditContext> audit_context(const domain::AuditId& id, Frameworks& frameworks, Reader& reader);
base::Result<AuditContext> audit_context(const domain::AuditId& id, Frameworks& frameworks, UnitOfWork& work);
base::Result<AuditContext> audit_context(domain::Audit audit, Frameworks& frameworks, Reader& reader);

// All that was written in it.
domain::AuditContents contents_of(const domain::AuditId& id, Reader& reader);
domain::AuditContents contents_of(const domain::AuditId& id, UnitOfWork& work);

}  // namespace plumbline::app
