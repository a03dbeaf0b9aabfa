#include "web/report/report_pages.hpp"

#include <algorithm>

#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/monthly.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/lists.hpp"
#include "web/page.hpp"
#include "web/report/report_page.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

constexpr int kExemptionsOnAPage = 50;
constexpr int kPastExemptions = 200;

// Cycles that have something to report, latest first.
std::vector<domain::Cycle> reportable(app::Reader& reader) {
  auto cycles = reader.cycles().list();
  std::erase_if(cycles, [](const auto& cycle) {
    return cycle.state == domain::CycleState::Planned || cycle.state == domain::CycleState::Drawn;
  });
  std::stable_sort(cycles.begin(), cycles.end(), [](const auto& a, const auto& b) { return b.period < a.period; });
  return cycles;
}

Response get_exemptions(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = report::may_read_reports(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const Form form(request.query);
  const app::ReportFilter filter{form.text("programme"), form.text("from"),     form.text("to"),
                                 form.text("cohort"),    form.text("locality"), form.text("service_area")};
  auto ask = asked_page(request);
  ask.size = kExemptionsOnAPage;
  const auto reader = services.store.read(signed_in.actor.council);
  const auto found = reader->reports().exempt_cases(filter, ask, app::visibility_of(signed_in.actor));

  // What an old tracker says was exempted is an audit that was never sent; listed with the first page, the latest
  // first.
  auto of_tracker = report::audits_of(filter);
  of_tracker.imported = true;
  of_tracker.states = {domain::AuditState::Withdrawn};
  const auto past =
      reader->audits().list(of_tracker, {1, kPastExemptions, "period", true}, app::visibility_of(signed_in.actor));

  services.views.saw(signed_in.actor, "report", "exemptions");
  FramedPage page(services, request, "Exempted cases", NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports");
  View body = page.body("report/exemptions.html");
  auto told = showing(found.page, found.size, found.total, "exempted case", "exempted cases");
  if (past.total > 0) told += ", and " + base::with_commas(past.total) + " from the old tracker";
  if (past.total > kPastExemptions)
    told += ", of which the latest " + base::with_commas(kPastExemptions) + " are listed";
  body.set("SHOWING", told);
  if (found.rows.empty() && past.rows.empty()) {
    add_empty(body, "EMPTY", "No exempted cases", "No drawn case was exempted here, or none that you may see.",
              Link{"Reports", "/reports"});
    return page.respond();
  }
  Table table;
  table.caption = "Exempted cases";
  table.caption_hidden = true;
  for (const auto* name : {"Child", "Month", "Category", "Locality", "Reason", "Approved by"}) {
    Column column;
    column.name = name;
    table.columns.push_back(std::move(column));
  }
  const auto cell = [](std::string text) {
    Cell one;
    one.text = std::move(text);
    return one;
  };
  for (const auto& exempt : found.rows) {
    Row row;
    row.cells = {cell(exempt.child_id.text()),
                 cell(base::say(exempt.period)),
                 cell(std::string(domain::say(exempt.category))),
                 cell(exempt.locality),
                 cell(exempt.reason),
                 cell(exempt.approved_by ? reader->people().name_of(*exempt.approved_by) : "–")};
    table.rows.push_back(std::move(row));
  }
  if (found.page == 1)
    for (const auto& audit : past.rows) {
      Row row;
      row.cells = {
          cell(audit.child_id.text()), cell(base::say(audit.period)), cell(std::string(domain::say(audit.category))),
          cell(audit.locality),        cell(audit.hand_back_reason),  cell("Imported")};
      table.rows.push_back(std::move(row));
    }
  add_table(body, "TABLE", table);
  add_pagination(body, "PAGES", found.page, found.size, found.total,
                 QueryLink("/reports/monthly/exemptions", request.query));
  return page.respond();
}

Response get_reports(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_read_partner_report(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const bool inside = report::may_read_reports(signed_in.actor).has_value();
  FramedPage page(services, request, "Reports", NavItem::Reports);
  page.crumb("Home", "/");
  if (inside) {
    page.action("Published reports", "/publications", ButtonLook::Quiet);
    page.action("Connect Power BI and Excel", "/connect", ButtonLook::Quiet);
  }
  View body = page.body("report/list.html");
  body.show_if(inside, "OPENS");
  for (const auto* kind : reports_for(signed_in.actor, *signed_in.framework))
    body.add("REPORT")
        .set("URL", "/reports/" + std::string(kind->name))
        .set("TITLE", kind->title)
        .set("PURPOSE", kind->purpose);
  // Months one by one are for the service itself.
  if (!inside) return page.respond();
  const auto cycles = reportable(*reader);
  if (cycles.empty()) {
    add_empty(body, "EMPTY", "No reports yet", "The first report shows here when a month’s audits have been sent out.");
    return page.respond();
  }
  Table table;
  table.caption = "Monthly reports";
  for (const auto* name : {"Month", "Programme", "Due"}) {
    Column column;
    column.name = name;
    table.columns.push_back(std::move(column));
  }
  for (const auto& cycle : cycles) {
    const auto* programme = signed_in.framework->find_programme(cycle.programme);
    Cell month;
    month.text = base::say(cycle.period);
    const auto period = base::iso(cycle.period);
    month.url = QueryLink("/reports/monthly", {})
                    .with("from", period)
                    .with("to", period)
                    .with("programme", cycle.programme)
                    .url();
    Cell title;
    title.text = programme ? programme->title : cycle.programme;
    Cell due;
    due.text = cycle.report_by ? base::say(*cycle.report_by) : "–";
    Row row;
    row.cells = {std::move(month), std::move(title), std::move(due)};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

// How to read the figures; for everyone who is shown any.
Response get_explained(const Request& request, Services& services) {
  FramedPage page(services, request, "How to read the figures", NavItem::Reports);
  page.crumb("Home", "/");
  if (app::may_read_partner_report(who(request).actor)) page.crumb("Reports", "/reports");
  page.body("report/explained.html");
  return page.respond();
}

}  // namespace

void add_report_pages(Router& router, Services& services) {
  router.get("/reports", [&](const Request& request) { return get_reports(request, services); });
  router.get("/reports/explained", [&](const Request& request) { return get_explained(request, services); });
  router.get("/reports/monthly/exemptions", [&](const Request& request) { return get_exemptions(request, services); });
  add_report_page_routes(router, services);
}

}  // namespace plumbline::web
