// GET /moderation/auditors: what moderation did to each auditor's grades (MOD-3), for those who keep the standard.
#include <map>

#include "app/audit/audit_query.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/list_page.hpp"
#include "web/moderation/routes.hpp"

namespace plumbline::web {
namespace {

struct OfAuditor {
  long long moderated = 0;
  long long unchanged = 0;
  long long up = 0;
  long long down = 0;
  std::vector<std::string> changes;  // `Good to Requires improvement: 2`
};

app::AuditFilter filter_of(const Request& request) {
  app::AuditFilter filter;
  filter.programme = std::string(request.query.get("programme"));
  filter.locality = std::string(request.query.get("locality"));
  filter.from = std::string(request.query.get("from"));
  filter.to = std::string(request.query.get("to"));
  return filter;
}

std::map<std::string, OfAuditor> outcomes(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  std::map<std::string, OfAuditor> found;
  for (const auto& row :
       services.store.read(actor.council)->moderations().by_auditor(filter_of(request), app::visibility_of(actor))) {
    auto& one = found[row.auditor ? row.auditor->text() : ""];
    one.moderated += row.n;
    const auto from = row.from ? domain::rank(*row.from) : std::nullopt;
    const auto to = row.to ? domain::rank(*row.to) : std::nullopt;
    if (!from || !to || *from == *to) {
      one.unchanged += row.n;
      continue;
    }
    (*to < *from ? one.up : one.down) += row.n;
    one.changes.push_back(std::string(domain::say(*row.from)) + " to " + base::lower(domain::say(*row.to)) + ": " +
                          std::to_string(row.n));
  }
  return found;
}

std::string name_of(const Services& services, const std::string& council, const std::string& auditor) {
  return auditor.empty() ? "Not known" : services.actors.name_of(council, domain::PersonId{auditor});
}

Response list(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto allowed = app::may_compare_auditors(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  FramedPage page(services, request, "Moderation by auditor", NavItem::Moderation);
  page.crumb("Home", "/").crumb("Moderation", "/moderation").meta("What moderation did to each auditor’s grades");
  View body = page.body("audit/list.html");
  const auto found = outcomes(request, services);
  long long moderated = 0;
  for (const auto& [auditor, one] : found) moderated += one.moderated;
  body.set("SHOWING", base::count_of(moderated, "moderated audit", "moderated audits") + " of " +
                          base::count_of(static_cast<long long>(found.size()), "auditor", "auditors"));
  std::vector<Filter> filters{programme_filter(signed_in)};
  if (auto locality = locality_filter(signed_in); !locality.options.empty()) filters.push_back(std::move(locality));
  filters.push_back({Filter::Kind::Text, "from", "From month, such as 2026-04"});
  filters.push_back({Filter::Kind::Text, "to", "To month"});
  add_filter(body, "FILTER", "/moderation/auditors", request.query, filters);
  if (found.empty()) {
    add_empty(body, "EMPTY", "No audit was moderated here",
              "Audits show here once a moderator has settled their grade.");
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/moderation/auditors.csv", request.query).url());
  Table table{"Moderation by auditor",
              {{"Auditor"},
               {"Moderated", "", true},
               {"Unchanged", "", true},
               {"Up", "", true},
               {"Down", "", true},
               {"Changes"}},
              {},
              true,
              true};
  auto filter = filter_of(request);
  filter.moderated = true;
  for (const auto& [auditor, one] : found) {
    filter.auditor = domain::PersonId{auditor};
    Cell who_is{name_of(services, signed_in.actor.council, auditor)};
    if (!auditor.empty()) who_is.url = "/audits?" + app::audit_query(filter);
    Cell unchanged{base::with_commas(one.unchanged)};
    unchanged.note = base::percent_of(one.unchanged, one.moderated);
    table.rows.push_back(
        {{who_is, Cell{base::with_commas(one.moderated)}, unchanged, Cell{base::with_commas(one.up)},
          Cell{base::with_commas(one.down)}, Cell{one.changes.empty() ? "–" : base::join(one.changes, "; ")}}});
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

Response export_list(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto allowed = app::may_compare_auditors(actor); !allowed)
    return refused_page(services, request, allowed.error());
  services.views.saw(actor, "moderation-by-auditor", "export");
  std::string csv = "auditor_id,auditor,moderated,unchanged,up,down,changes\n";
  for (const auto& [auditor, one] : outcomes(request, services))
    base::append_guarded_csv(csv, {auditor, name_of(services, actor.council, auditor), std::to_string(one.moderated),
                                   std::to_string(one.unchanged), std::to_string(one.up), std::to_string(one.down),
                                   base::join(one.changes, "; ")});
  return Response::csv(std::move(csv), "moderation-by-auditor.csv");
}

}  // namespace

void add_moderation_by_auditor_routes(Router& router, Services& services) {
  router.get("/moderation/auditors", [&](const Request& request) { return list(request, services); });
  router.get("/moderation/auditors.csv", [&](const Request& request) { return export_list(request, services); });
}

}  // namespace plumbline::web
