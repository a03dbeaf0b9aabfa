// A finished audit goes to the child's record: the note to copy, who put it there, and what still waits (ACT-6).
#include "app/audit/hand_over.hpp"
#include "app/audit/letters.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/follow_up/routes.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

Response hand_over_page(const Request& request, Services& services, const FormErrors& errors) {
  const auto& signed_in = who(request);
  const auto& actor = signed_in.actor;
  const auto reader = services.store.read(actor.council);
  const auto open = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))}, *reader);
  if (!open) return refused_page(services, request, open.error());
  const auto& audit = open->audit;
  const auto& rule = open->programme->case_note;
  const auto givers = app::addressees(rule.given_to, audit, reader->people(), services.clock.today());
  if (const auto allowed = app::may_hand_over(actor, audit, rule, givers); !allowed)
    return refused_page(services, request, allowed.error());
  FramedPage page = audit_page(services, request, *open, "Put the note on the child’s record");
  page.errors(errors);
  View body = page.body("follow_up/hand_over.html");
  const auto done = reader->follow_ups().hand_over_of(audit.id);
  NextStep next{"The note is not on the child’s record yet", "Copy it, then say here on which day you did.",
                std::nullopt, NextStep::Look::Main};
  if (done)
    next = {"The note is on the child’s record",
            services.actors.name_of(actor.council, done->by) + " put it there on " + base::say(done->on) + ".",
            std::nullopt, NextStep::Look::Quiet};
  add_next(body, "NEXT", next);
  const app::AuditContext context{audit, open->framework, open->programme, open->tool};
  body.show_with("NOTE", "TEXT", app::case_note(context, open->contents, reader->people()));
  if (open->readable)
    body.add("FILES").set("PDF", audit_path(audit, "/record.pdf")).set("WORD", audit_path(audit, "/record.docx"));
  if (!done) {
    View part = body.add("RECORD");
    part.set("URL", audit_path(audit, "/hand-over"));
    const auto day = request.method == Method::Post
                         ? typed_date("on", "On which day?", request.form, "For example, 17 12 2026")
                         : date_input("on", "On which day?", services.clock.today(), "For example, 17 12 2026");
    add_date_input(part, "ON", day, errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response hand_over(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const domain::AuditId id{std::string(request.param("id"))};
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::hand_over_audit({id, read_date(request.form, "on")}, actor, services.clock, services.frameworks, *work);
  }();
  if (outcome)
    return flashed(
        Response::see_other("/audits/" + url_encode(id.text()) + "/hand-over"),
        {"It is recorded that the note is on the child’s record.", Link{"See what still waits", "/hand-overs"}});
  // Pressed twice, or somebody was quicker: the page says who put it there and when.
  if (outcome.error().rule == "hand_over.record.already")
    return Response::see_other("/audits/" + url_encode(id.text()) + "/hand-over");
  const auto code = outcome.error().code;
  if (code == base::ErrorCode::Forbidden || code == base::ErrorCode::NotFound)
    return refused_page(services, request, outcome.error());
  return hand_over_page(request, services, FormErrors({outcome.error()}));
}

Response waiting(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto& framework = *signed_in.framework;
  const auto chosen = std::string(request.query.get("programme"));
  std::vector<std::string> programmes;
  Filter programme{Filter::Kind::Select, "programme", "Programme"};
  for (const auto& known : framework.programmes) {
    if (known.case_note.text.empty()) continue;
    programme.options.push_back({known.key, known.title});
    if (chosen.empty() || chosen == known.key) programmes.push_back(known.key);
  }
  const auto page_request = asked_page(request);
  const auto found = services.store.read(signed_in.actor.council)
                         ->follow_ups()
                         .not_handed_over(programmes, page_request, app::visibility_of(signed_in.actor));
  FramedPage page(services, request, "Audits not on the child’s record yet", NavItem::Audits);
  page.crumb("Home", "/").crumb("Audits", "/audits").meta("Finished audits whose note nobody has put on the record");
  View body = page.body("audit/list.html");
  body.set("SHOWING", showing(found.page, found.size, found.total, "audit", "audits"));
  if (programme.options.size() > 1) add_filter(body, "FILTER", "/hand-overs", request.query, {programme});
  if (found.rows.empty()) {
    add_empty(body, "EMPTY", "No audit waits to be put on the record",
              programme.options.empty() ? "This council’s framework has no note for the child’s record."
                                        : "A finished audit shows here until somebody says that its note is there.");
    return page.respond();
  }
  Table table{"Audits that wait",
              {{"Audit", "reference"}, {"Child"}, {"Team", "team"}, {"Finished"}, {"Grade"}},
              {},
              true,
              true};
  for (const auto& row : found.rows) {
    Cell reference{row.reference, "/audits/" + url_encode(row.audit.text()) + "/hand-over"};
    reference.keep_together = true;
    Cell grade{"–"};
    grade.grade = row.grade;
    table.rows.push_back({{reference, Cell{row.child_id.text()}, Cell{row.team},
                           Cell{row.finalised_at ? base::say(base::london_day(*row.finalised_at)) : "–"}, grade}});
  }
  const QueryLink link("/hand-overs", request.query);
  add_table(body, "TABLE", table, Sorting{link, page_request.sort, page_request.descending});
  add_pagination(body, "PAGES", found.page, found.size, found.total, link);
  return page.respond();
}

}  // namespace

void add_hand_over_routes(Router& router, Services& services) {
  router.get("/audits/{id:uuid}/hand-over",
             [&](const Request& request) { return hand_over_page(request, services, {}); });
  router.post("/audits/{id:uuid}/hand-over", [&](const Request& request) { return hand_over(request, services); });
  router.get("/hand-overs", [&](const Request& request) { return waiting(request, services); });
}

}  // namespace plumbline::web
