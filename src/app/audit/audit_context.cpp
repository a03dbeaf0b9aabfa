#include "app/audit/audit_context.hpp"

#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"

namespace plumbline::app {

namespace {

// Sets programme and tool where the framework has both, the tool in the audit's own version.
bool fits(AuditContext& context, std::shared_ptr<const domain::Framework> framework) {
  const auto* programme = framework->find_programme(context.audit.programme);
  const auto* tool = framework->find_tool(context.audit.tool);
  if (programme == nullptr || tool == nullptr || tool->version != context.audit.tool_version) return false;
  context.framework = std::move(framework);
  context.programme = programme;
  context.tool = tool;
  return true;
}

template <class Source>
base::Result<AuditContext> context_of(domain::Audit audit, Frameworks& frameworks, Source& source) {
  AuditContext context;
  context.audit = std::move(audit);
  const auto council = source.councils().find();
  if (!council) return base::not_found("audit.find.tool_unknown");
  if (const auto cycle = source.cycles().find(context.audit.cycle))
    if (auto framework = frameworks.get(source.frameworks(), council->framework, cycle->framework_version);
        framework && fits(context, *framework))
      return context;
  // An imported audit belongs to no cycle of ours. Its tool may have moved on since: then the last version that had it.
  const auto current = frameworks.current(source);
  if (!current) return base::not_found("audit.find.tool_unknown");
  if (fits(context, *current)) return context;
  for (int version = (*current)->version - 1; version > 0; --version)
    if (const auto older = frameworks.get(source.frameworks(), council->framework, version);
        older && fits(context, *older))
      return context;
  return base::not_found("audit.find.tool_unknown");
}

template <class Source>
domain::AuditContents contents(const domain::AuditId& id, Source& source) {
  return {source.audits().sections(id), source.audits().documents(id), source.audits().conversations(id),
          source.actions().of(id)};
}

}  // namespace

base::Result<AuditContext> audit_context(const domain::AuditId& id, Frameworks& frameworks, Reader& reader) {
  TRY(auto audit, reader.audits().find(id));
  return context_of(std::move(audit), frameworks, reader);
}

base::Result<AuditContext> audit_context(const domain::AuditId& id, Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto audit, work.audits().find(id));
  return context_of(std::move(audit), frameworks, work);
}

base::Result<AuditContext> audit_context(domain::Audit audit, Frameworks& frameworks, Reader& reader) {
  return context_of(std::move(audit), frameworks, reader);
}

domain::AuditContents contents_of(const domain::AuditId& id, Reader& reader) { return contents(id, reader); }
domain::AuditContents contents_of(const domain::AuditId& id, UnitOfWork& work) { return contents(id, work); }

}  // namespace plumbline::app
