// GET /audits and /audits.csv: the audits one may see, filtered by links that can be shared.
#include <algorithm>
#include <array>

#include "app/audit/audit_query.hpp"
#include "app/policies/audit_policies.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/audit/routes.hpp"
#include "web/components.hpp"
#include "web/lists.hpp"

namespace plumbline::web {
namespace {

app::AuditFilter filter_of(const Request& request) {
  return app::read_audit_query([&](std::string_view name) {
    const auto values = request.query.all(name);
    return base::join({values.begin(), values.end()}, ",");
  });
}

// A report's link may carry conditions that the filter beside the list has no field for: the reader is told.
bool is_narrowed_by_link(const Request& request) {
  constexpr std::array<std::string_view, 8> kBeside{"text",  "programme", "state", "locality",
                                                    "grade", "sort",      "order", "page"};
  return std::ranges::any_of(request.query, [&](const auto& asked) {
    return !asked.second.empty() && std::ranges::find(kBeside, asked.first) == kBeside.end();
  });
}

std::vector<Filter> filters(const domain::Framework& framework) {
  std::vector<Filter> all;
  Filter text{Filter::Kind::Text, "text", "Reference or child’s identifier"};
  all.push_back(text);
  Filter programme{Filter::Kind::Select, "programme", "Programme"};
  for (const auto& known : framework.programmes) programme.options.push_back({known.key, known.title});
  all.push_back(programme);
  Filter state{Filter::Kind::Select, "state", "Where it stands"};
  for (const auto known : domain::kAuditStates)
    state.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  all.push_back(state);
  Filter locality{Filter::Kind::Select, "locality", "Locality"};
  for (const auto& known : framework.council.localities) locality.options.push_back({known, known});
  if (!locality.options.empty()) all.push_back(locality);
  Filter grade{Filter::Kind::Select, "grade", "Grade"};
  for (const auto known : domain::kGrades)
    if (domain::is_graded(known))
      grade.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  all.push_back(grade);
  return all;
}

// Of a pair, both.
std::string auditors_of(const Services& services, const SignedIn& signed_in, const domain::Audit& audit) {
  if (!audit.auditor) return "–";
  auto names = services.actors.name_of(signed_in.actor.council, *audit.auditor);
  if (const auto* second = audit.co_auditor(domain::CoAuditorKind::Second))
    names += " and " + services.actors.name_of(signed_in.actor.council, second->person);
  return names;
}

Response list_audits(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto filter = filter_of(request);
  const auto page_request = asked_page(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto audits = reader->audits().list(filter, page_request, app::visibility_of(signed_in.actor));
  FramedPage page(services, request, "Audits", NavItem::Audits);
  page.crumb("Home", "/");
  page.action("Good practice", "/good-practice", ButtonLook::Quiet);
  View body = page.body("audit/list.html");
  body.set("SHOWING", showing(audits.page, audits.size, audits.total, "audit", "audits"));
  add_filter(body, "FILTER", "/audits", request.query, filters(*signed_in.framework));
  body.show_if(is_narrowed_by_link(request), "NARROWED");
  const QueryLink link("/audits", request.query);
  if (audits.rows.empty()) {
    const bool filtered = !request.query.empty();
    add_empty(
        body, "EMPTY", filtered ? "No audits match these filters" : "There are no audits here yet",
        filtered ? "Take a filter away to see more." : "Audits show here once a month’s cases are drawn and sent out.",
        filtered ? std::optional(Link{"Show all audits", "/audits"}) : std::nullopt);
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/audits.csv", request.query).without("page").url());
  Table table{"Audits",
              {{"Reference", "reference"},
               {"Child", "child"},
               {"Category", "category"},
               {"Team", "team"},
               {"Auditor", "auditor"},
               {"Due back", "due"},
               {"Where it stands", "state"},
               {"Grade", "grade"}},
              {},
              true,
              true};
  const auto today = services.clock.today();
  for (const auto& audit : audits.rows) {
    Cell reference{audit.reference};
    reference.url = audit_path(audit);
    reference.keep_together = true;
    if (audit.imported) reference.note = "Imported";
    if (audit.reaudit_of)
      if (const auto first = reader->audits().find(*audit.reaudit_of))
        reference.note = "Re-audit of " + first->reference;
    Cell due{audit.due_on ? base::say(*audit.due_on) : "–"};
    due.late =
        audit.due_on && *audit.due_on < today && !audit.submitted_at && audit.state != domain::AuditState::Withdrawn;
    Cell grade{"–"};
    if (app::may_read_findings(signed_in.actor, audit)) grade.grade = audit.grade();
    Row row;
    row.cells = {reference,
                 Cell{audit.child_id.text()},
                 Cell{std::string(domain::say(audit.category))},
                 Cell{audit.team},
                 Cell{auditors_of(services, signed_in, audit)},
                 due,
                 Cell{std::string(domain::say(audit.state))},
                 grade};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table, Sorting{link, page_request.sort, page_request.descending});
  add_pagination(body, "PAGES", audits.page, audits.size, audits.total, link);
  return page.respond();
}

Response export_audits(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto audits =
      reader->audits().list(filter_of(request), all_in_order(request), app::visibility_of(signed_in.actor));
  services.views.saw(signed_in.actor, "audit-list", "export");
  std::string csv =
      "audit_ref,programme,period,child_id,category,locality,service_area,team,worker_id,auditor_id,state,due_on,"
      "returned_on,overall,moderated_overall,imported\n";
  const auto text = [](const auto& id) { return id ? id->text() : std::string(); };
  const auto grade = [](const std::optional<domain::Grade>& given) {
    return given ? std::string(to_string(*given)) : std::string();
  };
  for (const auto& audit : audits.rows) {
    const bool readable = app::may_read_findings(signed_in.actor, audit).has_value();
    base::append_guarded_csv(csv, {audit.reference, audit.programme, base::iso(audit.period), audit.child_id.text(),
                                   std::string(to_string(audit.category)), audit.locality, audit.service_area,
                                   audit.team, text(audit.worker_id), text(audit.auditor),
                                   std::string(to_string(audit.state)), audit.due_on ? base::iso(*audit.due_on) : "",
                                   audit.submitted_at ? base::iso(base::london_day(*audit.submitted_at)) : "",
                                   readable ? grade(audit.overall) : "", readable ? grade(audit.moderated_overall) : "",
                                   audit.imported ? "yes" : "no"});
  }
  return Response::csv(std::move(csv), "audits.csv");
}

}  // namespace

void add_audit_list_routes(Router& router, Services& services) {
  router.get("/audits", [&](const Request& request) { return list_audits(request, services); });
  router.get("/audits.csv", [&](const Request& request) { return export_audits(request, services); });
}

}  // namespace plumbline::web
