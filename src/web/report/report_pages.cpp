#include "web/report/report_pages.hpp"

#include <algorithm>

#include "app/ports/cycle_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "report/monthly/page.hpp"
#include "report/monthly/render.hpp"
#include "report/page.hpp"
#include "report/standalone_html.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

constexpr int kExemptionsOnAPage = 50;
constexpr std::size_t kMonthsOffered = 36;

// Cycles that have something to report, latest first.
std::vector<domain::Cycle> reportable(app::Reader& reader) {
  auto cycles = reader.cycles().list();
  std::erase_if(cycles, [](const auto& cycle) {
    return cycle.state == domain::CycleState::Planned || cycle.state == domain::CycleState::Drawn;
  });
  std::stable_sort(cycles.begin(), cycles.end(), [](const auto& a, const auto& b) { return b.period < a.period; });
  return cycles;
}

// What the address asks for; where it names no month, the latest that has something to report.
base::Result<report::MonthlyRequest> asked(const Request& request, app::Reader& reader, const base::Clock& clock) {
  const Form form(request.query);
  report::MonthlyRequest ask;
  ask.programme = form.text("programme");
  const auto from = form.text("from");
  const auto to = form.text("to");
  if (from.empty() && to.empty()) {
    const auto cycles = reportable(reader);
    const auto of_programme = std::find_if(cycles.begin(), cycles.end(), [&](const auto& cycle) {
      return ask.programme.empty() || cycle.programme == ask.programme;
    });
    ask.from = of_programme == cycles.end() ? base::period_of(clock.today()) : of_programme->period;
    ask.to = ask.from;
  } else {
    const auto first = base::parse_period(from.empty() ? to : from);
    if (!first) return base::invalid("report.make.period", "from", {{"value", from}});
    const auto last = base::parse_period(to.empty() ? from : to);
    if (!last) return base::invalid("report.make.period", "to", {{"value", to}});
    ask.from = *first;
    ask.to = *last;
  }
  ask.cohort = form.text("cohort");
  ask.locality = form.text("locality");
  ask.service_area = form.text("service_area");
  ask.by = form.text("by") == "service-area" ? app::AreaBy::ServiceArea : app::AreaBy::Locality;
  return ask;
}

base::Result<report::MonthlyReport> make(const Request& request, Services& services, app::Reader& reader) {
  const auto& signed_in = who(request);
  CHECK(report::may_read_reports(signed_in.actor));
  TRY(const auto ask, asked(request, reader, services.clock));
  return report::make_monthly(ask, signed_in.actor, services.clock, reader, *signed_in.framework);
}

// Whoever may list cases of an area or the council follows figures to them; the others see figures alone.
report::FigureLinks links_for(const app::Actor& actor) {
  const auto visible = app::visibility_of(actor);
  const bool lists =
      visible.everything || !visible.localities.empty() || !visible.service_areas.empty() || !visible.teams.empty();
  return lists ? report::FigureLinks::Shown : report::FigureLinks::Hidden;
}

Table table_of(const report::ReportTable& from) {
  Table table;
  table.caption = from.caption;
  for (const auto& column : from.columns) {
    Column one;
    one.name = column.name;
    one.numeric = column.numeric;
    table.columns.push_back(std::move(one));
  }
  for (const auto& row : from.rows) {
    Row to;
    to.total = row.total;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      Cell cell;
      cell.text = row.cells[i].text;
      cell.url = row.cells[i].url;
      cell.note = row.cells[i].note;
      // A number alone says nothing to somebody who goes from link to link.
      if (!cell.url.empty()) cell.what = from.columns[i].name + ", " + row.cells.front().text;
      to.cells.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(to));
  }
  return table;
}

std::vector<Filter> filters(app::Reader& reader, const domain::Framework& framework) {
  std::vector<base::Period> periods;
  for (const auto& cycle : reportable(reader))
    if (std::find(periods.begin(), periods.end(), cycle.period) == periods.end()) periods.push_back(cycle.period);
  if (periods.size() > kMonthsOffered) periods.resize(kMonthsOffered);
  const auto months = [&](const char* name, const char* label) {
    Filter filter;
    filter.name = name;
    filter.label = label;
    for (const auto period : periods) {
      Option option;
      option.value = base::iso(period);
      option.label = base::say(period);
      filter.options.push_back(std::move(option));
    }
    return filter;
  };
  std::vector<Filter> all{months("from", "First month"), months("to", "Last month")};
  Filter programme;
  programme.name = "programme";
  programme.label = "Programme";
  for (const auto& one : framework.programmes) {
    Option option;
    option.value = one.key;
    option.label = one.title;
    programme.options.push_back(std::move(option));
  }
  if (programme.options.size() > 1) all.push_back(std::move(programme));
  Filter locality;
  locality.name = "locality";
  locality.label = "Locality";
  for (const auto& name : framework.council.localities) {
    Option option;
    option.value = name;
    option.label = name;
    locality.options.push_back(std::move(option));
  }
  if (locality.options.size() > 1) all.push_back(std::move(locality));
  Filter by;
  by.name = "by";
  by.label = "Compare";
  Option areas;
  areas.value = "service-area";
  areas.label = "Service areas";
  by.options.push_back(std::move(areas));
  all.push_back(std::move(by));
  return all;
}

Response get_monthly(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto made = make(request, services, *reader);
  if (!made) return refused_page(services, request, made.error());
  const auto& report = *made;
  const auto told = report::page_of(report, links_for(signed_in.actor));

  FramedPage page(services, request, told.title, NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports").caption(told.caption).meta(told.meta);
  const auto query = QueryLink("/reports/monthly.csv", request.query)
                         .with("from", base::iso(report.request.from))
                         .with("to", base::iso(report.request.to))
                         .with("programme", report.programme);
  page.action("Download as CSV", query.without("part").url(), ButtonLook::Quiet);
  page.action("Save as one page",
              base::replace_all(query.without("part").url(), "/reports/monthly.csv", "/reports/monthly.html"),
              ButtonLook::Quiet);
  View body = page.body("report/monthly.html");
  // What is shown is what is chosen, also where the address named nothing.
  auto chosen = request.query;
  if (!chosen.has("from")) chosen.add("from", base::iso(report.request.from));
  if (!chosen.has("to")) chosen.add("to", base::iso(report.request.to));
  add_filter(body, "FILTER", "/reports/monthly", chosen, filters(*reader, *signed_in.framework));
  if (told.sections.empty()) {
    add_empty(body, "EMPTY", "Nothing to report yet", told.lead, Link{"Choose another month", "/reports"});
    return page.respond();
  }
  // Long parts stand on pages of their own; ?part= names one.
  const auto part_asked = Form(request.query).text("part");
  const auto own = std::find_if(told.sections.begin(), told.sections.end(), [&](const auto& section) {
    return section.place == report::ReportSection::Place::OwnPage && section.id == part_asked;
  });
  const bool whole = own == told.sections.end();
  const QueryLink here("/reports/monthly", request.query);
  View parts = body.add("PARTS");
  const auto entry = [&](const std::string& text, const std::string& url, bool active) {
    parts.add("ENTRY").set("URL", url).set("TEXT", text).show_if(active, "ACTIVE");
  };
  entry("Overview", here.without("part").url(), whole);
  for (const auto& section : told.sections)
    if (section.place == report::ReportSection::Place::OwnPage)
      entry(section.heading, here.with("part", section.id).url(), !whole && section.id == own->id);
  if (whole) {
    body.show_with("LEAD", "TEXT", told.lead);
    std::vector<Figure> figures;
    for (const auto& key : told.figures) figures.push_back({key.number, key.label, key.note, key.url});
    add_figures(body, "FIGURES", figures);
  }
  for (const auto& section : told.sections) {
    if (whole ? section.place == report::ReportSection::Place::OwnPage : section.id != own->id) continue;
    View one = body.add("SECTION");
    one.set("ID", section.id).set("HEADING", section.heading);
    for (const auto& part : section.parts) {
      View in = one.add("PART");
      for (const auto& sentence : part.sentences) in.add("SENTENCE").set("TEXT", sentence);
      for (const auto& chart : part.charts) add_chart(in, "CHART", chart.wide, chart.narrow);
      for (const auto& table : part.tables) add_table(in, "TABLE", table_of(table));
      in.show_with("NOTE", "TEXT", part.note);
    }
  }
  return page.respond();
}

std::string file_name(const report::MonthlyReport& report, const char* ending) {
  auto name = report.council_key + "-monthly-" + base::iso(report.request.from);
  if (report.request.from != report.request.to) name += "-to-" + base::iso(report.request.to);
  return name + ending;
}

Response get_monthly_csv(const Request& request, Services& services) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto made = make(request, services, *reader);
  if (!made) return refused_page(services, request, made.error());
  return Response::csv(report::to_csv(*made), file_name(*made, ".csv"));
}

// A file that opens anywhere and prints whole.
Response get_monthly_file(const Request& request, Services& services) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto made = make(request, services, *reader);
  if (!made) return refused_page(services, request, made.error());
  return Response::download(report::standalone_html(report::page_of(*made), who(request).framework->council.colour),
                            "text/html; charset=utf-8", file_name(*made, ".html"));
}

Response get_monthly_json(const Request& request, Services& services) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto made = make(request, services, *reader);
  if (!made) return Response(status_of(made.error()));
  return Response::json(report::to_json(*made));
}

Response get_exemptions(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = report::may_read_reports(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const Form form(request.query);
  const app::ReportFilter filter{form.text("programme"), form.text("from"),     form.text("to"),
                                 form.text("cohort"),    form.text("locality"), form.text("service_area")};
  app::PageRequest ask;
  ask.page = static_cast<int>(std::clamp(form.whole_number("page").value_or(1), 1LL, 100'000LL));
  ask.size = kExemptionsOnAPage;
  const auto reader = services.store.read(signed_in.actor.council);
  const auto found = reader->reports().exempt_cases(filter, ask, app::visibility_of(signed_in.actor));

  FramedPage page(services, request, "Exempted cases", NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports");
  View body = page.body("report/exemptions.html");
  body.set("SHOWING", showing(found.page, found.size, found.total, "exempted case", "exempted cases"));
  if (found.rows.empty()) {
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
  add_table(body, "TABLE", table);
  add_pagination(body, "PAGES", found.page, found.size, found.total,
                 QueryLink("/reports/monthly/exemptions", request.query));
  return page.respond();
}

Response get_reports(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = report::may_read_reports(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  FramedPage page(services, request, "Reports", NavItem::Reports);
  page.crumb("Home", "/");
  View body = page.body("report/list.html");
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

}  // namespace

void add_report_pages(Router& router, Services& services) {
  router.get("/reports", [&](const Request& request) { return get_reports(request, services); });
  router.get("/reports/monthly", [&](const Request& request) { return get_monthly(request, services); });
  router.get("/reports/monthly.csv", [&](const Request& request) { return get_monthly_csv(request, services); });
  router.get("/reports/monthly.html", [&](const Request& request) { return get_monthly_file(request, services); });
  router.get("/reports/monthly/exemptions", [&](const Request& request) { return get_exemptions(request, services); });
  router.get("/api/v1/reports/monthly", [&](const Request& request) { return get_monthly_json(request, services); });
}

}  // namespace plumbline::web
