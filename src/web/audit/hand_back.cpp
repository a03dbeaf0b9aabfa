// Handing an audit back (AUDIT-16), giving it to another auditor (ALLOC-4), and advice on what is being written
// (AUDIT-10).
#include <nlohmann/json.hpp>

#include "app/audit/submit_audit.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "domain/allocation/several.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"

namespace plumbline::web {
namespace {

Response hand_back(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_hand_back(signed_in.actor, open->audit); !allowed) {
    // Pressed twice: the first press has handed it back.
    const bool mine = signed_in.actor.person && open->audit.is_audited_by(*signed_in.actor.person);
    if (request.method == Method::Post && mine && open->audit.state == domain::AuditState::HandedBack)
      return Response::see_other("/");
    return refused_page(services, request, allowed.error());
  }
  const auto note = typed(request, "note");
  const std::string reason(request.form.get("reason"));
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::hand_back_audit({open->audit.id, number_in(request, "version"), reason, note},
                                              signed_in.actor, services.clock, services.frameworks, *work);
    if (outcome) return flashed(Response::see_other("/"), {open->audit.reference + " is handed back.", std::nullopt});
    errors.add(outcome.error());
  }
  FramedPage page = audit_page(services, request, *open, "Hand this audit back");
  page.errors(errors);
  View body = page.body("audit/hand_back.html");
  body.set("URL", audit_path(open->audit, "/hand-back")).set("VERSION", open->audit.version);
  Choice choice{"reason", "Why?", {}, "", true, false, false};
  for (const auto& [key, label, hint] :
       {std::tuple{"conflict", "Conflict of interest", "You know the family, or had a part in the work"},
        {"wrong-case", "Wrong case", "It is not the child or the service this audit is for"},
        {"closed-case", "The case is closed", ""},
        {"other", "Something else", "Say what below"}})
    choice.options.push_back({key, label, hint, reason == key, false});
  add_radios(body, "REASON", choice, errors);
  add_textarea(body, "NOTE", {"note", "More about it", note, "No details of the child"}, errors);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response reallocate(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))});
  if (!open) return refused_page(services, request, open.error());
  if (const auto allowed = app::may_reallocate(signed_in.actor, open->audit); !allowed)
    return refused_page(services, request, allowed.error());
  const std::string to(request.form.get("to"));
  const std::string instead_of(request.form.get("instead_of"));
  const auto* second = open->audit.co_auditor(domain::CoAuditorKind::Second);
  const auto reason = typed(request, "reason");
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome =
        app::reallocate_audit({open->audit.id, number_in(request, "version"), domain::PersonId{to}, reason,
                               instead_of.empty() ? std::nullopt : std::optional(domain::PersonId{instead_of})},
                              signed_in.actor, services.clock, services.frameworks, *work);
    if (outcome)
      return flashed(Response::see_other(audit_path(open->audit)),
                     {open->audit.reference + " has a new auditor.", std::nullopt});
    errors.add(outcome.error());
  }
  FramedPage page = audit_page(services, request, *open, "Give it to another auditor");
  page.errors(errors);
  View body = page.body("audit/reallocate.html");
  body.set("URL", audit_path(open->audit, "/reallocate"))
      .set("VERSION", open->audit.version)
      .set("AUDITOR", open->auditors());
  if (second != nullptr && open->audit.auditor) {
    const auto presents = open->audit.auditor->text();
    add_radios(body, "INSTEAD_OF",
               {"instead_of",
                "Which of the two is replaced?",
                {{presents, open->name(open->audit.auditor) + ", who presents", "",
                  instead_of.empty() || instead_of == presents, false},
                 {second->person.text(), open->name(second->person), "", instead_of == second->person.text(), false}}},
               errors);
  }
  Choice choice{"to",
                "To whom?",
                {{"", "Choose a person", "", to.empty(), false}},
                "Only people whose role may audit in this programme are listed.",
                true,
                false,
                false};
  for (const auto& person : services.store.read(signed_in.actor.council)->people().all()) {
    bool may = false;
    for (const auto& quota : open->programme->auditors.allocation.quotas) may = may || quota.role == person.role;
    for (const auto& agency : open->programme->auditors.agencies)
      if (agency.key == open->audit.part) may = may && domain::is_of_agency(agency, person);
    if (open->audit.reaudit_of)
      for (const auto& trigger : open->programme->triggers) may = may || trigger.by == person.role;
    if (may && !person.is_away_on(services.clock.today()))
      choice.options.push_back(
          {person.person_id.text(),
           person.name + ", " + std::string(domain::say(person.role)) + (person.team.empty() ? "" : ", " + person.team),
           "", to == person.person_id.text(), false});
  }
  add_select(body, "TO", choice, errors);
  add_textarea(body, "REASON", {"reason", "Why?", reason, "For example: off sick until January"}, errors);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

}  // namespace

void add_hand_back_routes(Router& router, Services& services) {
  const auto back = [&](const Request& request) { return hand_back(request, services); };
  router.get("/audits/{id:uuid}/hand-back", back);
  router.post("/audits/{id:uuid}/hand-back", back);
  const auto again = [&](const Request& request) { return reallocate(request, services); };
  router.get("/audits/{id:uuid}/reallocate", again);
  router.post("/audits/{id:uuid}/reallocate", again);
}

}  // namespace plumbline::web
