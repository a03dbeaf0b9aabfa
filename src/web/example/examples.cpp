// GET /good-practice: examples collated from finished audits, in the reader's scope (AUDIT-13).
#include <algorithm>

#include "app/audit/hand_over.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/example/routes.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

constexpr int kPageSize = 10;  // each comes with its texts

app::ExampleFilter filter_of(const Request& request) {
  app::ExampleFilter filter;
  filter.programme = std::string(request.query.get("programme"));
  filter.section = std::string(request.query.get("section"));
  filter.locality = std::string(request.query.get("locality"));
  filter.service_area = std::string(request.query.get("service_area"));
  filter.from = std::string(request.query.get("from"));
  filter.to = std::string(request.query.get("to"));
  if (request.query.get("shared") == "yes") filter.shared = true;
  if (request.query.get("shared") == "no") filter.shared = false;
  return filter;
}

std::string section_title(const domain::Framework& framework, const app::Example& example) {
  const auto* tool = framework.find_tool(example.tool);
  const auto* section = tool == nullptr ? nullptr : tool->find_section(example.section);
  return section == nullptr ? example.section : section->title;
}

std::string programme_title(const domain::Framework& framework, const std::string& key) {
  const auto* programme = framework.find_programme(key);
  return programme == nullptr ? key : programme->title;
}

std::vector<Filter> filters(const SignedIn& signed_in) {
  Filter section{Filter::Kind::Select, "section", "Section"};
  for (const auto& tool : signed_in.framework->tools)
    for (const auto& one : tool.sections) {
      const bool known = std::ranges::any_of(section.options, [&](const Option& o) { return o.value == one.key; });
      if (tool.judged && !known) section.options.push_back({one.key, one.title});
    }
  Filter shared{Filter::Kind::Select, "shared", "Shared", {{"yes", "Shared with the team"}, {"no", "Not shared yet"}}};
  std::vector<Filter> all{programme_filter(signed_in), section, shared};
  if (auto locality = locality_filter(signed_in); !locality.options.empty()) all.push_back(std::move(locality));
  return all;
}

Response list(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto& actor = signed_in.actor;
  const auto& framework = *signed_in.framework;
  auto page_request = asked_page(request);
  page_request.size = kPageSize;
  const auto reader = services.store.read(actor.council);
  const auto found = reader->follow_ups().examples(filter_of(request), page_request, app::visibility_of(actor));
  if (!found.rows.empty()) services.views.saw(actor, "example-list", "page");
  FramedPage page(services, request, "Good practice", NavItem::Audits);
  page.crumb("Home", "/").crumb("Audits", "/audits").meta("Examples that auditors flagged in finished audits");
  View body = page.body("example/list.html");
  body.set("SHOWING", showing(found.page, found.size, found.total, "example", "examples"));
  add_filter(body, "FILTER", "/good-practice", request.query, filters(signed_in));
  if (found.rows.empty()) {
    add_empty(body, "EMPTY", "No examples of good practice",
              "Auditors flag a section as an example. It shows here when the audit is finished.",
              request.query.empty() ? std::nullopt : std::optional(Link{"Show all examples", "/good-practice"}));
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/good-practice.csv", request.query).without("page").url());
  int at = 0;
  for (const auto& row : found.rows) {
    View one = body.add("EXAMPLE");
    const auto title = section_title(framework, row);
    one.set("ID", "example-" + std::to_string(++at)).set("TITLE", title);
    one.add("AUDIT").set("URL", "/audits/" + url_encode(row.audit.text())).set("REFERENCE", row.reference);
    std::vector<std::string> where{programme_title(framework, row.programme), row.team, base::say(row.period)};
    std::erase(where, "");
    one.set("WHERE", base::join(where, ", "));
    add_grade(one, "GRADE", row.judgement);
    one.set("EVIDENCE", row.evidence.empty() ? "No evidence written" : row.evidence);
    one.show_with("HAS_IMPACT", "IMPACT", row.impact);
    if (row.shared_on) {
      View shared = one.add("SHARED");
      shared.set("WHEN", base::say(*row.shared_on))
          .set("BY", row.shared_by ? services.actors.name_of(actor.council, *row.shared_by) : "somebody");
    } else if (const auto audit = reader->audits().find(row.audit); audit && app::may_share_example(actor, *audit)) {
      View share = one.add("SHARE");
      share.set("AUDIT_ID", row.audit.text())
          .set("SECTION", row.section)
          .set("TITLE", title)
          .set("REFERENCE", row.reference);
    }
  }
  add_pagination(body, "PAGES", found.page, found.size, found.total, QueryLink("/good-practice", request.query));
  return page.respond();
}

Response export_list(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto& actor = signed_in.actor;
  const auto found = services.store.read(actor.council)
                         ->follow_ups()
                         .examples(filter_of(request), {1, 0, "", false}, app::visibility_of(actor));
  services.views.saw(actor, "example-list", "export");
  std::string csv =
      "audit_ref,programme,period,locality,service_area,team,section,judgement,evidence,impact,shared_on\n";
  for (const auto& row : found.rows)
    base::append_guarded_csv(
        csv, {row.reference, row.programme, base::iso(row.period), row.locality, row.service_area, row.team,
              section_title(*signed_in.framework, row), row.judgement ? std::string(to_string(*row.judgement)) : "",
              row.evidence, row.impact, row.shared_on ? base::iso(*row.shared_on) : ""});
  return Response::csv(std::move(csv), "good-practice.csv");
}

Response share(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::share_example(
        {domain::AuditId{std::string(request.form.get("audit"))}, std::string(request.form.get("section"))}, actor,
        services.clock, *work);
  }();
  if (!outcome) return refused_page(services, request, outcome.error());
  return flashed(Response::see_other("/good-practice"), {"It is recorded that the example was shared.", std::nullopt});
}

}  // namespace

void add_example_routes(Router& router, Services& services) {
  router.get("/good-practice", [&](const Request& request) { return list(request, services); });
  router.get("/good-practice.csv", [&](const Request& request) { return export_list(request, services); });
  router.post("/good-practice/share", [&](const Request& request) { return share(request, services); });
}

}  // namespace plumbline::web
