// GET and POST /audits/{id}/documents: the key documents, found or not (AUDIT-5).
#include <map>

#include "app/audit/edit_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"

namespace plumbline::web {
namespace {

// What a person gave for one document: a note may stand without a finding, and is then shown again with the refusal.
struct Given {
  std::optional<domain::DocumentFinding> finding;
  std::string note;
};
using GivenByDocument = std::map<std::string, Given>;

GivenByDocument given_in(const std::vector<domain::KeyDocumentFinding>& findings) {
  GivenByDocument given;
  for (const auto& one : findings) given[one.document] = {one.finding, one.note};
  return given;
}

std::string in_words(const Given& given) {
  return (given.finding ? std::string(domain::say(*given.finding)) : "Not answered") +
         (given.note.empty() ? "" : "\n" + given.note);
}

Response documents_page(const Request& request, Services& services, const OpenAudit& open, GivenByDocument shown,
                        const FormErrors& errors) {
  FramedPage page = audit_page(services, request, open, "Key documents");
  page.errors(errors);
  View body = page.body("audit/documents.html");
  body.set("URL", audit_path(open.audit, "/documents"));
  body.set("BEGAN_FROM", app::fingerprint_of(open.contents.documents));
  const bool stale = !errors.empty() && errors.all().front().code == base::ErrorCode::Stale;
  auto stored = given_in(open.contents.documents);
  std::optional<View> conflict;
  for (const auto* document : domain::key_documents_for(*open.framework, *open.programme, open.audit.category)) {
    const auto& given = shown[document->key];
    if (stale && in_words(given) != in_words(stored[document->key])) {
      if (!conflict) conflict = body.add("CONFLICT");
      View one = conflict->add("DIFFERS");
      one.set("TITLE", document->title);
      add_conflict(one, "BOTH",
                   {document->key + "-texts", in_words(given), in_words(stored[document->key]),
                    open.name(open.audit.auditor), "in the other window"});
    }
    View row = body.add("DOCUMENT");
    Choice choice{document->key, document->title, {}, document->hint, true, true, false};
    for (const auto finding :
         {domain::DocumentFinding::Found, domain::DocumentFinding::NotFound, domain::DocumentFinding::NotRecorded})
      choice.options.push_back(
          {std::string(to_string(finding)), std::string(domain::say(finding)), "", given.finding == finding, false});
    add_radios(row, "FINDING", choice, errors);
    TextArea note{"note-" + document->key, "Note (optional)", given.note};
    note.rows = 2;
    add_textarea(row, "NOTE", note, errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response documents(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_edit_documents(signed_in.actor, open->audit); !allowed) {
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
  if (request.method != Method::Post)
    return documents_page(request, services, *open, given_in(open->contents.documents), {});
  GivenByDocument given;
  FormErrors errors;
  std::vector<domain::KeyDocumentFinding> findings;
  for (const auto* document : domain::key_documents_for(*open->framework, *open->programme, open->audit.category)) {
    auto& one = given[document->key];
    one.finding = domain::parse_document_finding(request.form.get(document->key));
    one.note = typed(request, "note-" + document->key);
    if (one.finding)
      findings.push_back({document->key, *one.finding, one.note});
    else if (!base::trim(one.note).empty())
      errors.add(
          {base::ErrorCode::Invalid, "audit.save.finding_missing", document->key, {{"document", document->title}}});
  }
  if (!errors.empty()) return documents_page(request, services, *open, std::move(given), errors);
  const auto saved = [&] {
    const auto work = services.store.begin(signed_in.actor.council);
    return app::save_documents({open->audit.id, findings, std::string(request.form.get("began-from"))}, signed_in.actor,
                               services.clock, services.frameworks, *work);
  }();
  if (saved) return Response::see_other(audit_path(open->audit));
  errors.add(saved.error());
  return documents_page(request, services, *open, std::move(given), errors);
}

}  // namespace

void add_document_routes(Router& router, Services& services) {
  const auto handler = [&](const Request& request) { return documents(request, services); };
  router.get("/audits/{id:uuid}/documents", handler);
  router.post("/audits/{id:uuid}/documents", handler);
}

}  // namespace plumbline::web
