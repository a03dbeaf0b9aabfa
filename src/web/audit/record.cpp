// GET /audits/{id}/record.pdf and .docx: a finished audit as a document for the child's record (ACT-6).
#include "report/audit/audit_record.hpp"

#include "app/policies/audit_policies.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/report/report_ask.hpp"

namespace plumbline::web {
namespace {

Response get_record(const Request& request, Services& services, report::Form form) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (!open->readable || open->audit.state != domain::AuditState::Final) return Response::not_found();
  services.views.saw(signed_in.actor, "audit", open->audit.id.text());
  report::MadeReport made;
  made.name = "audit";
  made.file = open->audit.reference;
  made.page = report::audit_record({open->audit, open->contents, open->moderations, *open->framework, *open->programme,
                                    *open->tool, signed_in.council_name, services.clock.now(),
                                    [&](const auto& person) { return open->name(person); }});
  // Another version of the audit is another file.
  made.csv = open->audit.id.text() + " " + std::to_string(open->audit.version);
  for (const auto& action : open->contents.actions) made.csv += " " + std::to_string(action.version);
  made.ask.from = made.ask.to = open->audit.period;
  return hand_out(request, services, form, std::move(made), audit_path(open->audit));
}

}  // namespace

void add_record_routes(Router& router, Services& services) {
  for (const auto form : {report::Form::Pdf, report::Form::Docx})
    router.get("/audits/{id:uuid}/record." + std::string(to_string(form)),
               [&services, form](const Request& request) { return get_record(request, services, form); });
}

}  // namespace plumbline::web
