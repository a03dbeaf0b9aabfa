// GET /audits/{id}/re-audit: a re-audit beside the audit it looks at again, by section and overall (ACT-4); any other
// audit beside the last one of the same child, which may come from an old tracker.
#include "app/audit/reaudit.hpp"
#include "app/policies/audit_policies.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/follow_up/routes.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

Response compare(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto again = open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))}, *reader);
  if (!again) return refused_page(services, request, again.error());
  const auto before = app::audit_before(again->audit, signed_in.actor, reader->audits());
  if (!before) return Response::not_found();
  const bool planned = again->audit.reaudit_of.has_value();
  const auto first = open_audit(services, signed_in, before->id, *reader);
  if (!first) return refused_page(services, request, first.error());
  services.views.saw(signed_in.actor, "audit", first->audit.id.text());  // audit_page writes down the other
  FramedPage page = audit_page(services, request, *again, "Both audits beside each other");
  page.meta((planned ? "Re-audit of " : "After ") + first->audit.reference);
  View body = page.body("follow_up/compare.html");
  const auto change = app::change_of(first->audit.grade(), again->audit.grade());
  NextStep next{planned ? "The re-audit is not finished yet" : "This audit is not finished yet",
                "What was found is compared when it is.", std::nullopt, NextStep::Look::Quiet};
  int better = 0;
  int worse = 0;
  Table table{"Judgements of both audits",
              {{"Section"}, {first->audit.reference}, {again->audit.reference}, {"What changed"}},
              {},
              true,
              true};
  const auto add = [&](std::string name, const std::optional<domain::Grade>& was,
                       const std::optional<domain::Grade>& is, bool total) {
    Cell one{"–"};
    Cell two{"–"};
    one.grade = was;
    two.grade = is;
    const auto moved = app::change_of(was, is);
    if (!total && moved == app::Change::Better) ++better;
    if (!total && moved == app::Change::Worse) ++worse;
    table.rows.push_back({{Cell{std::move(name)}, one, two, Cell{std::string(app::say(moved))}}, total});
  };
  for (const auto* section : again->tool_sections)
    add(section->title, first->section(section->key).judgement, again->section(section->key).judgement, false);
  add("Overall", first->audit.grade(), again->audit.grade(), true);
  if (again->audit.state == domain::AuditState::Final) {
    next.title = change == app::Change::Better  ? "The work is judged better than before"
                 : change == app::Change::Worse ? "The work is judged worse than before"
                 : change == app::Change::Same  ? "The work is judged as before"
                                                : "The overall grades cannot be compared";
    next.when = base::count_of(better, "section is", "sections are") + " better, " + std::to_string(worse) + " worse.";
  }
  add_next(body, "NEXT", next);
  const auto day = [](const std::optional<base::Instant>& at) {
    return at ? base::say(base::london_day(*at)) : std::string("not finished");
  };
  auto was = fact(planned ? "First audit" : "The audit before",
                  first->audit.reference + ", " + first->name(first->audit.auditor) + ", " +
                      day(first->audit.finalised_at) + (first->audit.imported ? ", imported" : ""));
  was.url = audit_path(first->audit);
  auto is =
      fact(planned ? "Re-audit" : "This audit",
           again->audit.reference + ", " + again->name(again->audit.auditor) + ", " + day(again->audit.finalised_at));
  is.url = audit_path(again->audit);
  add_summary_list(body, "FACTS", {was, is});
  add_table(body, "TABLE", table);
  body.set("HINT",
           "Both were made with the same form. One case says what changed for one child, not whether practice has "
           "changed.");
  return page.respond();
}

}  // namespace

void add_reaudit_routes(Router& router, Services& services) {
  router.get("/audits/{id:uuid}/re-audit", [&](const Request& request) { return compare(request, services); });
}

}  // namespace plumbline::web
