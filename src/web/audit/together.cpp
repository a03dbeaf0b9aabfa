// Saying that an audit is prepared (AUDIT-14), and who works on it beside its auditor (ALLOC-5).
#include "app/audit/together.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"

namespace plumbline::web {
namespace {

using domain::CoAuditorKind;

Response prepared(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_prepare(signed_in.actor, open->audit); !allowed) {
    // Pressed twice: the first press has said it.
    if (request.method == Method::Post && allowed.error().rule == "audit.prepare.done")
      return Response::see_other(audit_path(open->audit));
    return refused_page(services, request, allowed.error());
  }
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto done =
        app::finish_preparation(open->audit.id, signed_in.actor, services.clock, services.frameworks, *work);
    if (done)
      return flashed(Response::see_other(audit_path(open->audit)),
                     {open->audit.reference + " is prepared. Its auditor has been told.", std::nullopt});
    errors.add(done.error());
  }
  FramedPage page = audit_page(services, request, *open, "Say that it is prepared");
  page.errors(errors);
  View body = page.body("audit/prepared.html");
  body.set("URL", audit_path(open->audit, "/prepared")).set("AUDITOR", open->name(open->audit.auditor));
  std::vector<Task> tasks;
  for (const auto* section : open->tool_sections) {
    if (!app::is_prepared_section(open->audit, *open->programme, section->key)) continue;
    Task task{section->title, audit_path(open->audit, "/sections/" + section->key), {}, Tone::Plain, {}, std::nullopt};
    const auto status = domain::status_of(*section, open->contents, open->findings);
    task.status = domain::say(status);
    if (status == domain::SectionStatus::NotStarted) task.tone = Tone::NotStarted;
    if (status == domain::SectionStatus::Started) task.tone = Tone::Going;
    tasks.push_back(std::move(task));
  }
  add_task_list(body, "SECTIONS", tasks);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

base::Result<void> arrange(const Request& request, Services& services, const SignedIn& signed_in,
                           const OpenAudit& open) {
  const auto work = services.store.begin(signed_in.actor.council);
  const auto reason = typed(request, "reason");
  const auto of = [](std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(domain::PersonId{std::string(text)});
  };
  if (request.form.get("what") == "preparer")
    return app::change_preparer({open.audit.id, of(request.form.get("to")), reason}, signed_in.actor, services.clock,
                                services.frameworks, *work);
  const auto away = request.form.get("away");
  if (away.empty()) return base::invalid("audit.arrange.choose", "away");
  return app::arrange_pair(
      {open.audit.id, number_in(request, "version"), away == "nobody" ? std::nullopt : of(away), reason},
      signed_in.actor, services.clock, *work);
}

Response people(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_arrange(signed_in.actor, open->audit); !allowed)
    return refused_page(services, request, allowed.error());
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto done = arrange(request, services, signed_in, *open);
    if (done)
      return flashed(Response::see_other(audit_path(open->audit)),
                     {"It is written down who works on " + open->audit.reference + ".", std::nullopt});
    errors.add(done.error());
  }
  FramedPage page = audit_page(services, request, *open, "Who works on this audit");
  page.errors(errors);
  View body = page.body("audit/people.html");
  const auto url = audit_path(open->audit, "/people");
  const auto* second = open->audit.co_auditor(CoAuditorKind::Second);
  const auto* preparer = open->audit.co_auditor(CoAuditorKind::Preparer);
  const std::string reason = typed(request, "reason");
  if (second != nullptr && open->audit.auditor) {
    View part = body.add("PAIR");
    part.set("URL", url).set("VERSION", open->audit.version);
    const auto chosen = request.form.get("away");
    const auto presents = open->audit.auditor->text(), other = second->person.text();
    Choice choice{"away", "Who is away?", {}, "The other completes the audit and presents it alone.", true};
    choice.options = {
        {presents, open->name(open->audit.auditor) + ", who presents", "", chosen == presents, false},
        {other, open->name(second->person), "", chosen == other || (chosen.empty() && second->away), false},
        {"nobody", "Nobody: both are there", "", chosen == "nobody" || (chosen.empty() && !second->away), false}};
    add_radios(part, "AWAY", choice, errors);
    add_text_input(part, "REASON", {"reason", "Why? (not asked for where nobody is away)", reason}, errors);
  }
  if (preparer != nullptr && !preparer->prepared_at) {
    View part = body.add("PREPARER");
    part.set("URL", url).set("NOW", open->name(preparer->person));
    const auto to = request.form.get("to");
    Choice choice{
        "to", "Who prepares it?", {{"", "Nobody: its auditor writes the prepared part too", "", false, false}}};
    const auto& roles = open->programme->auditors.preparation.roles;
    for (const auto& person : services.store.read(signed_in.actor.council)->people().all()) {
      if (std::find(roles.begin(), roles.end(), person.role) == roles.end()) continue;
      if (person.is_away_on(services.clock.today()) || person.person_id == preparer->person) continue;
      choice.options.push_back({person.person_id.text(), person.name + ", " + std::string(domain::say(person.role)), "",
                                to == person.person_id.text(), false});
    }
    add_select(part, "TO", choice, errors);
    TextInput why{"reason", "Why does it change?", reason};
    add_text_input(part, "REASON", why, errors);
  }
  if (second == nullptr && (preparer == nullptr || preparer->prepared_at))
    add_empty(body, "EMPTY", "Its auditor works on this audit alone",
              "To give it to somebody else, use the link below.",
              Link{"Give it to another auditor", audit_path(open->audit, "/reallocate")});
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

}  // namespace

void add_together_routes(Router& router, Services& services) {
  const auto saying = [&](const Request& request) { return prepared(request, services); };
  router.get("/audits/{id:uuid}/prepared", saying);
  router.post("/audits/{id:uuid}/prepared", saying);
  const auto arranging = [&](const Request& request) { return people(request, services); };
  router.get("/audits/{id:uuid}/people", arranging);
  router.post("/audits/{id:uuid}/people", arranging);
}

}  // namespace plumbline::web
