// GET /concerns and /concerns.csv: open and closed ones, with the time each waited to be acknowledged (AUDIT-9).
#include <algorithm>

#include "app/ports/audit_ports.hpp"
#include "base/csv.hpp"
#include "base/duration.hpp"
#include "web/components.hpp"
#include "web/concern/routes.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

app::ConcernFilter filter_of(const Request& request) {
  app::ConcernFilter filter;
  const auto text = [&](std::string_view name) { return std::string(request.query.get(name)); };
  filter.kind = text("kind");
  filter.state = text("state");
  // Unless somebody asks for more, what is still to be dealt with.
  if (filter.state.empty()) filter.state = "open";
  if (filter.state == "all") filter.state.clear();
  if (request.query.get("acknowledged") == "yes") filter.acknowledged = true;
  if (request.query.get("acknowledged") == "no") filter.acknowledged = false;
  filter.programme = text("programme");
  filter.from = text("from");
  filter.to = text("to");
  filter.locality = text("locality");
  filter.service_area = text("service_area");
  return filter;
}

std::vector<Filter> filters(const SignedIn& signed_in) {
  Filter state{Filter::Kind::Select, "state", "Where it stands", {{"", "Not closed"}, {"all", "Open and closed"}}};
  for (const auto known :
       {domain::ConcernState::Raised, domain::ConcernState::Acknowledged, domain::ConcernState::Closed})
    state.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  Filter kind{Filter::Kind::Select, "kind", "Kind"};
  for (const auto known : {domain::ConcernKind::Immediate, domain::ConcernKind::Review})
    kind.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  std::vector<Filter> all{state, kind, programme_filter(signed_in)};
  if (auto locality = locality_filter(signed_in); !locality.options.empty()) all.push_back(std::move(locality));
  return all;
}

Response list(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto now = services.clock.now();
  const auto page_request = asked_page(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto found = reader->concerns().list(filter_of(request), page_request, app::visibility_of(signed_in.actor));
  FramedPage page(services, request, "Concerns", NavItem::Concerns);
  page.crumb("Home", "/");
  View body = page.body("audit/list.html");
  body.set("SHOWING", showing(found.page, found.size, found.total, "concern", "concerns"));
  add_filter(body, "FILTER", "/concerns", request.query, filters(signed_in));
  if (found.rows.empty()) {
    const bool filtered = !request.query.empty();
    add_empty(body, "EMPTY", filtered ? "No concerns match these filters" : "No concerns are open",
              "A concern shows here from the moment an auditor raises it. Closed ones show when you choose them.",
              Link{"Show open and closed ones", "/concerns?state=all"});
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/concerns.csv", request.query).without("page").url());
  Table table{"Concerns",
              {{"Concern"},
               {"Audit", "reference"},
               {"Raised", "raised"},
               {"Time to acknowledgement"},
               {"Where it stands", "state"}},
              {},
              true,
              true};
  for (const auto& row : found.rows) {
    const auto& concern = row.concern;
    Cell what{std::string(domain::say(concern.kind)), "/concerns/" + url_encode(concern.id.text())};
    what.what = "on " + row.reference;
    Cell reference{row.reference};
    reference.keep_together = true;
    reference.note = row.team;
    Cell waited{"Not acknowledged"};
    if (concern.acknowledged_at) {
      waited.text = base::duration_in_words(*concern.acknowledged_at - concern.raised_at);
    } else {
      waited.note = "for " + base::duration_in_words(now - concern.raised_at);
      waited.late = concern.kind == domain::ConcernKind::Immediate;
    }
    Cell state{std::string(domain::say(concern.state))};
    state.tone = concern.state == domain::ConcernState::Raised   ? Tone::Urgent
                 : concern.state == domain::ConcernState::Closed ? Tone::Done
                                                                 : Tone::Going;
    table.rows.push_back({{what, reference, Cell{when_in_words(concern.raised_at, now)}, waited, state}});
  }
  const QueryLink link("/concerns", request.query);
  add_table(body, "TABLE", table, Sorting{link, page_request.sort, page_request.descending});
  add_pagination(body, "PAGES", found.page, found.size, found.total, link);
  return page.respond();
}

Response export_list(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto found = services.store.read(actor.council)
                         ->concerns()
                         .list(filter_of(request), {1, 0, "", false}, app::visibility_of(actor));
  services.views.saw(actor, "concern-list", "export");
  std::string csv =
      "audit_ref,programme,locality,team,kind,state,raised_at,acknowledged_at,minutes_to_acknowledgement,closed_at\n";
  const auto instant = [](const std::optional<base::Instant>& at) { return at ? base::iso(*at) : std::string(); };
  for (const auto& row : found.rows) {
    const auto& concern = row.concern;
    base::append_guarded_csv(
        csv,
        {row.reference, row.programme, row.locality, row.team, std::string(to_string(concern.kind)),
         std::string(to_string(concern.state)), base::iso(concern.raised_at), instant(concern.acknowledged_at),
         concern.acknowledged_at ? std::to_string((*concern.acknowledged_at - concern.raised_at).count() / 60) : "",
         instant(concern.closed_at)});
  }
  return Response::csv(std::move(csv), "concerns.csv");
}

}  // namespace

void add_concern_list_routes(Router& router, Services& services) {
  router.get("/concerns", [&](const Request& request) { return list(request, services); });
  router.get("/concerns.csv", [&](const Request& request) { return export_list(request, services); });
}

}  // namespace plumbline::web
