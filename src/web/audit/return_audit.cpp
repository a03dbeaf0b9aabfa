// The overall judgement, the check before returning, the return itself and what happens next.
#include <fmt/core.h>

#include <set>

#include "app/audit/edit_audit.hpp"
#include "app/audit/submit_audit.hpp"
#include "app/messages/messages.hpp"
#include "app/policies/audit_policies.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"

namespace plumbline::web {

Link place_of_finding(const OpenAudit& open, const domain::Finding& finding) {
  if (finding.section == "documents") return {"Key documents", audit_path(open.audit, "/documents")};
  if (finding.section == "overall") return {"Overall judgement", audit_path(open.audit, "/overall")};
  if (finding.section == "conversation")
    return {"Conversation with the worker", audit_path(open.audit, "/conversations/worker")};
  if (finding.section == "family")
    return {"Conversation with the family", audit_path(open.audit, "/conversations/family")};
  const auto* section = open.tool->find_section(finding.section);
  return {section == nullptr ? finding.section : section->title,
          audit_path(open.audit, "/sections/" + finding.section) + (finding.field.empty() ? "" : "#" + finding.field)};
}

namespace {

// The judgement of each section, then the overall one; with a link to change each where asked.
std::vector<SummaryRow> answer_rows(const OpenAudit& open, bool with_links) {
  std::vector<SummaryRow> rows;
  for (const auto* section : open.tool_sections) {
    const auto saved = open.section(section->key);
    SummaryRow row;
    row.key = section->title;
    row.grade = saved.judgement;
    if (!saved.judgement)
      row.value = saved.version == 0 ? "Not started" : open.tool->judged ? "No judgement yet" : "Answered";
    if (!saved.judgement && open.tool->judged) row.look = SummaryRow::Look::Missing;
    if (with_links) {
      row.change = Link{"Change", audit_path(open.audit, "/sections/" + section->key)};
      row.change_what = section->title;
    }
    rows.push_back(std::move(row));
  }
  if (open.tool->judged) {
    SummaryRow row;
    row.key = "Overall judgement";
    row.grade = open.audit.overall;
    if (!open.audit.overall) row.value = "No judgement yet", row.look = SummaryRow::Look::Missing;
    if (with_links) {
      row.change = Link{"Change", audit_path(open.audit, "/overall")};
      row.change_what = "overall judgement";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Response overall_page(const Request& request, Services& services, const OpenAudit& open,
                      const std::optional<domain::Grade>& grade, const std::string& reason, int version,
                      const FormErrors& errors) {
  FramedPage page = audit_page(services, request, open, "Overall judgement");
  page.errors(errors);
  View body = page.body("audit/overall.html");
  body.set("URL", audit_path(open.audit, "/overall")).set("VERSION", version);
  body.show_with("GUIDANCE", "TEXT", open.tool->overall);
  if (!errors.empty() && errors.all().front().code == base::ErrorCode::Stale && open.audit.overall_reason != reason) {
    View conflict = body.add("CONFLICT");
    add_conflict(
        conflict, "BOTH",
        {"reason-texts", reason, open.audit.overall_reason, open.name(open.audit.auditor), "in the other window"});
  }
  auto rows = answer_rows(open, false);
  if (!rows.empty()) rows.pop_back();
  add_summary_list(body, "SO_FAR", rows);
  Choice choice{"overall", "Overall judgement", {}, "", true, false, false};
  if (open.scale != nullptr)
    for (const auto& offered : open.scale->grades)
      choice.options.push_back(
          {std::string(to_string(offered.grade)), offered.title, offered.definition, grade == offered.grade, false});
  add_radios(body, "OVERALL", choice, errors);
  TextArea why{"reason", "How your judgement follows", reason, "In a few sentences, beginning with the child."};
  why.rows = 6;
  why.help_url = audit_path(open.audit, "/help");
  add_textarea(body, "REASON", why, errors);
  return page.respond(errors.empty() ? 200 : errors.all().front().code == base::ErrorCode::Stale ? 409 : 422);
}

Response overall(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_edit(signed_in.actor, open->audit); !allowed) {
    if (request.method == Method::Post) return refused_page(services, request, allowed.error());
    if (const auto may = app::may_read_findings(signed_in.actor, open->audit); !may)
      return refused_page(services, request, may.error());
    FramedPage page = audit_page(services, request, *open, "Overall judgement");
    View body = page.body("audit/read_section.html");
    body.set("JUDGE", "The judgement on the audit as a whole, and why.").set("URL", audit_path(open->audit));
    auto rows = answer_rows(*open, false);
    SummaryRow why;
    why.key = "How it follows";
    why.value = open->audit.overall_reason;
    why.look = SummaryRow::Look::Typed;
    rows.push_back(std::move(why));
    add_summary_list(body, "SUMMARY", rows);
    return page.respond();
  }
  if (request.method != Method::Post)
    return overall_page(request, services, *open, open->audit.overall, open->audit.overall_reason, open->audit.version,
                        {});
  const auto grade = domain::parse_grade(request.form.get("overall"));
  const auto reason = typed(request, "reason");
  const auto work = services.store.begin(signed_in.actor.council);
  const auto saved = app::save_overall({open->audit.id, number_in(request, "version"), grade, reason}, signed_in.actor,
                                       services.clock, services.frameworks, *work);
  if (saved) return Response::see_other(audit_path(open->audit));
  return overall_page(request, services, *open, grade, reason, open->audit.version, FormErrors({saved.error()}));
}

Response check_page(const Request& request, Services& services, const OpenAudit& open, const FormErrors& errors) {
  FramedPage page = audit_page(services, request, open, "Check and return");
  page.errors(errors);
  View body = page.body("audit/check.html");
  body.set("URL", audit_path(open.audit, "/return")).set("VERSION", open.audit.version);
  bool blocked = false;
  std::optional<View> missing;
  std::optional<View> questions;
  std::set<std::string> not_begun;
  for (const auto& finding : open.findings) {
    const auto place = place_of_finding(open, finding);
    auto& list = finding.blocks ? missing : questions;
    if (!list) list = body.add(finding.blocks ? "MISSING" : "QUESTIONS");
    blocked = blocked || finding.blocks;
    // All that a section lacks that nobody has begun is one thing to do.
    const auto* section = open.tool->find_section(finding.section);
    if (finding.blocks && section != nullptr &&
        domain::status_of(*section, open.contents, open.findings) == domain::SectionStatus::NotStarted) {
      if (not_begun.insert(section->key).second)
        list->add("ITEM")
            .set("URL", audit_path(open.audit, "/sections/" + section->key))
            .set("TEXT", "“" + section->title + "” is not started.");
      continue;
    }
    list->add("ITEM").set("URL", place.url).set("WHERE", place.text).set("TEXT", app::sentence(finding.error));
  }
  add_summary_list(body, "ANSWERS", answer_rows(open, true));
  Table table{"Actions", {{"Action"}, {"Owner"}, {"Due"}}, {}, true, true};
  for (const auto& action : open.contents.actions) {
    if (action.state == domain::ActionState::Withdrawn) continue;
    Cell what{action.text};
    what.url = "/actions/" + url_encode(action.id.text()) + "/edit";
    Row row;
    row.cells = {what, Cell{open.name(action.owner)}, Cell{action.due_on ? base::say(*action.due_on) : "–"}};
    table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) {
    View part = body.add("HAS_ACTIONS");
    add_table(part, "ACTIONS", table);
  }
  if (!blocked) body.add("READY").set("URL", audit_path(open.audit, "/return")).set("VERSION", open.audit.version);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response get_check(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (!app::may_submit(signed_in.actor, open->audit)) return Response::see_other(audit_path(open->audit));
  return check_page(request, services, *open, {});
}

Response post_return(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  // Pressed twice, or again after going back: the first press has returned it.
  const auto state = open->audit.state;
  if (signed_in.actor.person && open->audit.is_audited_by(*signed_in.actor.person) &&
      (state == domain::AuditState::Submitted || state == domain::AuditState::Final))
    return Response::see_other(audit_path(open->audit, "/returned"));
  const auto work = services.store.begin(signed_in.actor.council);
  const auto returned = app::submit_audit({open->audit.id, number_in(request, "version")}, signed_in.actor,
                                          services.clock, services.frameworks, *work);
  if (returned) return Response::see_other(audit_path(open->audit, "/returned"));
  if (returned.error().code == base::ErrorCode::NotFound || returned.error().code == base::ErrorCode::Forbidden)
    return refused_page(services, request, returned.error());
  return check_page(request, services, *open, FormErrors({returned.error()}));
}

Response get_returned(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (!open->audit.submitted_at) return Response::see_other(audit_path(open->audit));
  FramedPage page = audit_page(services, request, *open, "Audit returned");
  page.no_heading();
  View body = page.body("audit/returned.html");
  add_panel(body, "PANEL", "Audit returned", "Your reference", open->audit.reference, PanelHeading::OfThePage);
  const auto step = [&](std::string_view text) { body.add("STEP").set("TEXT", text); };
  if (open->audit.state == domain::AuditState::Submitted) {
    step(
        "A moderator reads it: does the narrative support the judgement, will it help its reader, is it clear what "
        "happens next?");
    step("Then the worker and their manager can read it, and the actions begin.");
  } else {
    step("The worker and their manager can read it now.");
    step("The actions are with their owners. The supervising manager signs them off.");
  }
  step("You will see on your home page what became of it.");
  return page.respond();
}

}  // namespace

void add_return_routes(Router& router, Services& services) {
  const auto edit_overall = [&](const Request& request) { return overall(request, services); };
  router.get("/audits/{id:uuid}/overall", edit_overall);
  router.post("/audits/{id:uuid}/overall", edit_overall);
  router.get("/audits/{id:uuid}/check", [&](const Request& request) { return get_check(request, services); });
  router.post("/audits/{id:uuid}/return", [&](const Request& request) { return post_return(request, services); });
  router.get("/audits/{id:uuid}/returned", [&](const Request& request) { return get_returned(request, services); });
}

}  // namespace plumbline::web
