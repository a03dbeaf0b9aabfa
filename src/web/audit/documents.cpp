// GET and POST /audits/{id}/documents: the key documents, found or not (AUDIT-5).
#include "app/audit/edit_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"

namespace plumbline::web {
namespace {

Response documents_page(const Request& request, Services& services, const OpenAudit& open,
                        const std::vector<domain::KeyDocumentFinding>& shown, const FormErrors& errors) {
  FramedPage page = audit_page(services, request, open, "Key documents");
  page.errors(errors);
  View body = page.body("audit/documents.html");
  body.set("URL", audit_path(open.audit, "/documents"));
  for (const auto* document : domain::key_documents_for(*open.framework, *open.programme, open.audit.category)) {
    domain::KeyDocumentFinding given;
    bool answered = false;
    for (const auto& finding : shown)
      if (finding.document == document->key) given = finding, answered = true;
    View row = body.add("DOCUMENT");
    Choice choice{document->key, document->title, {}, document->hint, true, true, false};
    for (const auto finding :
         {domain::DocumentFinding::Found, domain::DocumentFinding::NotFound, domain::DocumentFinding::NotRecorded})
      choice.options.push_back({std::string(to_string(finding)), std::string(domain::say(finding)), "",
                                answered && given.finding == finding, false});
    add_radios(row, "FINDING", choice, errors);
    TextArea note{"note-" + document->key, "Note (optional)", given.note};
    note.rows = 2;
    add_textarea(row, "NOTE", note, errors);
  }
  return page.respond(errors.empty() ? 200 : 422);
}

Response documents(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_edit(signed_in.actor, open->audit); !allowed) {
    if (request.method == Method::Post) return refused_page(services, request, allowed.error());
    if (const auto may = app::may_read_findings(signed_in.actor, open->audit); !may)
      return refused_page(services, request, may.error());
    FramedPage page = audit_page(services, request, *open, "Key documents");
    View body = page.body("audit/read_section.html");
    body.set("JUDGE", "What the auditor found on the file.").set("URL", audit_path(open->audit));
    std::vector<SummaryRow> rows;
    for (const auto* document : domain::key_documents_for(*open->framework, *open->programme, open->audit.category)) {
      SummaryRow row;
      row.key = document->title;
      row.value = "Not answered";
      row.look = SummaryRow::Look::Typed;
      for (const auto& finding : open->contents.documents)
        if (finding.document == document->key)
          row.value = std::string(domain::say(finding.finding)) + (finding.note.empty() ? "" : "\n" + finding.note);
      rows.push_back(std::move(row));
    }
    add_summary_list(body, "SUMMARY", rows);
    return page.respond();
  }
  if (request.method != Method::Post) return documents_page(request, services, *open, open->contents.documents, {});
  std::vector<domain::KeyDocumentFinding> findings;
  for (const auto* document : domain::key_documents_for(*open->framework, *open->programme, open->audit.category))
    if (const auto finding = domain::parse_document_finding(request.form.get(document->key)))
      findings.push_back({document->key, *finding, typed(request, "note-" + document->key)});
  const auto work = services.store.begin(signed_in.actor.council);
  const auto saved =
      app::save_documents({open->audit.id, findings}, signed_in.actor, services.clock, services.frameworks, *work);
  if (saved) return Response::see_other(audit_path(open->audit));
  return documents_page(request, services, *open, findings, FormErrors({saved.error()}));
}

}  // namespace

void add_document_routes(Router& router, Services& services) {
  const auto handler = [&](const Request& request) { return documents(request, services); };
  router.get("/audits/{id:uuid}/documents", handler);
  router.post("/audits/{id:uuid}/documents", handler);
}

}  // namespace plumbline::web
