#include "web/report/report_page.hpp"

#include <algorithm>

#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/publication/publications.hpp"
#include "base/text.hpp"
#include "report/inspection/inspection.hpp"
#include "report/monthly/monthly.hpp"
#include "report/partner/partner.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/report/report_ask.hpp"
#include "web/report/report_view.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

constexpr std::size_t kMonthsOffered = 36;
constexpr std::size_t kQuartersOffered = 12;

// The latest month that was sent out.
base::Period latest_month(const std::string& programme, app::Reader& reader, const base::Clock& clock) {
  std::optional<base::Period> latest;
  for (const auto& cycle : reader.cycles().list()) {
    if (cycle.state == domain::CycleState::Planned || cycle.state == domain::CycleState::Drawn) continue;
    if (!programme.empty() && cycle.programme != programme) continue;
    if (!latest || *latest < cycle.period) latest = cycle.period;
  }
  if (latest) return *latest;
  // A council may have nothing yet but its old tracker.
  app::AuditFilter past;
  past.programme = programme;
  past.imported = true;
  app::Visibility all;
  all.everything = true;
  const auto found = reader.audits().list(past, {1, 1, "period", true}, all);
  return found.rows.empty() ? base::period_of(clock.today()) : found.rows.front().period;
}

// What the address asks for; where it names no month, the latest that has something to report.
base::Result<report::ReportAsk> asked(const Fields& query, const report::ReportKind& kind, app::Reader& reader,
                                      const base::Clock& clock) {
  const Form form(query);
  report::ReportAsk ask;
  ask.programme = form.text("programme");
  ask.cohort = form.text("cohort");
  ask.locality = form.text("locality");
  ask.service_area = form.text("service_area");
  ask.by = form.text("by") == "service-area" ? app::AreaBy::ServiceArea : app::AreaBy::Locality;
  for (const char* name : {"weights", "person"})
    if (auto value = form.text(name); !value.empty()) ask.more[name] = std::move(value);
  using report::ReportMonths;
  const auto from = form.text("from");
  const auto to = form.text("to");
  if (from.empty() && to.empty()) {
    if (kind.months == ReportMonths::EndedQuarter) {
      ask.from = report::last_ended_quarter(clock.today());
      ask.to = ask.from.plus_months(2);
      return ask;
    }
    ask.to = latest_month(ask.programme, reader, clock);
    ask.from = ask.to.plus_months(kind.months == ReportMonths::One       ? 0
                                  : kind.months == ReportMonths::Quarter ? -2
                                                                         : -11);
    return ask;
  }
  const auto first = base::parse_period(from.empty() ? to : from);
  if (!first) return base::invalid("report.make.period", "from", {{"value", from}});
  const auto last = base::parse_period(to.empty() ? from : to);
  if (!last) return base::invalid("report.make.period", "to", {{"value", to}});
  ask.from = *first;
  ask.to = to.empty() && kind.months == ReportMonths::EndedQuarter ? first->plus_months(2) : *last;
  return ask;
}

// As asked, by somebody who may read it at all: who may read no report is told so, whatever the address asks.
base::Result<report::ReportAsk> ask_of_reader(const SignedIn& who, const Fields& query, const report::ReportKind& kind,
                                              app::Reader& reader, const base::Clock& clock) {
  CHECK(report::may_open(kind, who.actor));
  return asked(query, kind, reader, clock);
}

// Whoever may list cases of an area or the council follows figures to them; the others see figures alone.
report::FigureLinks figure_links_for(const app::Actor& actor) {
  return app::lists_cases(actor) ? report::FigureLinks::Shown : report::FigureLinks::Hidden;
}

std::string path_of(const report::ReportKind& kind) { return "/reports/" + std::string(kind.name); }

std::vector<base::Period> months_known(app::Reader& reader, const report::ReportAsk& ask) {
  std::vector<base::Period> periods{ask.from, ask.to};
  for (const auto& cycle : reader.cycles().list())
    if (cycle.state != domain::CycleState::Planned && cycle.state != domain::CycleState::Drawn)
      periods.push_back(cycle.period);
  std::sort(periods.begin(), periods.end(), [](const auto& a, const auto& b) { return b < a; });
  periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
  if (periods.size() > kMonthsOffered) periods.resize(kMonthsOffered);
  return periods;
}

Filter select_of(const char* name, const char* label, const std::vector<std::pair<std::string, std::string>>& options) {
  Filter filter;
  filter.name = name;
  filter.label = label;
  for (const auto& [value, text] : options) {
    Option option;
    option.value = value;
    option.label = text;
    filter.options.push_back(std::move(option));
  }
  return filter;
}

// The quarters that have ended, latest first.
std::vector<std::pair<std::string, std::string>> quarters_ended(base::Day today) {
  std::vector<std::pair<std::string, std::string>> quarters;
  auto first = report::last_ended_quarter(today);
  for (std::size_t i = 0; i < kQuartersOffered; ++i, first = first.plus_months(-3))
    quarters.emplace_back(base::iso(first), base::say(first) + " to " + base::say(first.plus_months(2)));
  return quarters;
}

std::vector<Filter> filters(app::Reader& reader, const domain::Framework& framework, const report::ReportKind& kind,
                            const report::ReportAsk& ask, base::Day today) {
  std::vector<std::pair<std::string, std::string>> months;
  for (const auto period : months_known(reader, ask)) months.emplace_back(base::iso(period), base::say(period));
  std::vector<Filter> all;
  if (kind.months == report::ReportMonths::EndedQuarter)
    all = {select_of("from", "Quarter", quarters_ended(today))};
  else if (kind.name == "locality")
    all = {select_of("to", "Month", months)};
  else
    all = {select_of("from", "First month", months), select_of("to", "Last month", months)};
  std::vector<std::pair<std::string, std::string>> programmes;
  std::vector<std::pair<std::string, std::string>> cohorts;
  for (const auto& one : framework.programmes) {
    programmes.emplace_back(one.key, one.title);
    if (one.key == ask.programme)
      for (const auto& cohort : one.draw.cohorts) cohorts.emplace_back(cohort.key, cohort.title);
  }
  const auto names = [](const std::vector<std::string>& list) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& name : list) pairs.emplace_back(name, name);
    return pairs;
  };
  if (programmes.size() > 1) all.push_back(select_of("programme", "Programme", programmes));
  if (is_own_report(kind) || kind.readers == report::ReportReaders::Partners) return all;
  const bool of_cohort = kind.name != "action-plan" && kind.name != "locality";
  if (of_cohort && cohorts.size() > 1) all.push_back(select_of("cohort", "Cohort", cohorts));
  const auto& council = framework.council;
  if (council.localities.size() > 1) all.push_back(select_of("locality", "Locality", names(council.localities)));
  if (kind.name == "locality") return all;
  if (council.service_areas.size() > 1)
    all.push_back(select_of("service_area", "Service area", names(council.service_areas)));
  if (!council.localities.empty() &&
      (kind.name == "monthly" || kind.name == "highlight" || kind.name == "cumulative" || kind.name == "thematic"))
    all.push_back(select_of("by", "Compare", {{"service-area", "Service areas"}}));
  if (kind.name == "agreement")
    all.push_back(
        select_of("weights", "Near misses count",
                  {{"none", "Not at all"}, {"linear", "In part, linear"}, {"quadratic", "In part, quadratic"}}));
  return all;
}

base::Result<report::MadeReport> make(const Request& request, Services& services, const report::ReportKind& kind,
                                      app::Reader& reader, report::FigureLinks links) {
  return made_report(who(request), request.query, kind, reader, services.clock, links);
}

Response get_page(const Request& request, Services& services, const report::ReportKind& kind) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto made = make(request, services, kind, *reader, figure_links_for(signed_in.actor));
  if (!made) return refused_page(services, request, made.error());
  saw_report(services, signed_in.actor, kind, request.query);
  const auto& told = made->page;
  const auto& ask = made->ask;
  const auto path = path_of(kind);

  FramedPage page(services, request, told.title, NavItem::Reports);
  page.crumb("Home", "/");
  if (app::may_read_partner_report(signed_in.actor)) page.crumb("Reports", "/reports");
  page.caption(told.caption).meta(told.meta);
  page.action("Download as CSV", path + ".csv?" + report::ask_query(ask), ButtonLook::Quiet);
  page.action("Save as one page", path + ".html?" + report::ask_query(ask), ButtonLook::Quiet);
  offer_files(page, services, path, ask);
  if (!is_own_report(kind) && app::may_write_commentary(signed_in.actor))
    page.action("Write and publish", path + "/write?" + report::ask_query(ask));
  if (kind.name == "inspection")
    page.action("Download the bundle", path + ".zip?" + report::ask_query(ask), ButtonLook::Quiet);
  View body = page.body("report/monthly.html");
  // What is shown is what is chosen, also where the address named nothing.
  auto chosen = request.query;
  const auto offered = filters(*reader, *signed_in.framework, kind, ask, services.clock.today());
  const auto choose = [&](const char* name, const std::string& value) {
    const bool is_offered =
        std::any_of(offered.begin(), offered.end(), [&](const Filter& filter) { return filter.name == name; });
    if (is_offered && !value.empty() && !chosen.has(name)) chosen.add(name, value);
  };
  choose("from", base::iso(ask.from));
  choose("to", base::iso(ask.to));
  choose("programme", ask.programme);
  if (kind.name == "locality") choose("locality", ask.locality);
  add_filter(body, "FILTER", path, chosen, offered);
  if (told.sections.empty()) {
    add_empty(body, "EMPTY", "Nothing to report yet", told.lead, Link{"Choose another month", path});
    return page.respond();
  }
  const QueryLink here(path, request.query);
  add_report_parts(body, told, Form(request.query).text("part"), [&](const std::string& part) {
    return (part.empty() ? here.without("part") : here.with("part", part)).url();
  });
  return page.respond();
}

Response get_csv(const Request& request, Services& services, const report::ReportKind& kind) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto made = make(request, services, kind, *reader, report::FigureLinks::Hidden);
  if (!made) return refused_page(services, request, made.error());
  saw_report(services, who(request).actor, kind, request.query);
  return Response::csv(made->csv, made->file + ".csv");
}

Response get_bundle(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto made = make(request, services, *report::find_report("inspection"), *reader, report::FigureLinks::Hidden);
  if (!made) return refused_page(services, request, made.error());
  services.views.saw(actor, "report", "inspection");
  return Response::download(report::bundle_of(*made), "application/zip", made->file + ".zip");
}

}  // namespace

base::Result<report::ReportAsk> asked_report(const Fields& query, const report::ReportKind& kind, app::Reader& reader,
                                             const base::Clock& clock) {
  return asked(query, kind, reader, clock);
}

base::Result<report::MadeReport> made_report(const SignedIn& who, const Fields& query, const report::ReportKind& kind,
                                             app::Reader& reader, const base::Clock& clock, report::FigureLinks links) {
  TRY(const auto ask, ask_of_reader(who, query, kind, reader, clock));
  return kind.make(ask, who.actor, clock, reader, *who.framework, links);
}

base::Result<std::string> made_report_json(const SignedIn& who, const Fields& query, const report::ReportKind& kind,
                                           app::Reader& reader, const base::Clock& clock) {
  TRY(const auto ask, ask_of_reader(who, query, kind, reader, clock));
  return report::report_json(kind, ask, who.actor, clock, reader, *who.framework);
}

bool is_own_report(const report::ReportKind& kind) { return kind.readers == report::ReportReaders::Own; }

void saw_report(Services& services, const app::Actor& actor, const report::ReportKind& kind, const Fields& query) {
  const auto person = is_own_report(kind) ? Form(query).text("person") : std::string();
  services.views.saw(actor, "report", std::string(kind.name) + (person.empty() ? "" : "/" + person));
}

std::vector<const report::ReportKind*> reports_for(const app::Actor& actor, const domain::Framework& framework) {
  std::vector<const report::ReportKind*> kinds;
  for (const auto& kind : report::report_kinds())
    if (!is_own_report(kind) && report::may_open(kind, actor) && (!kind.offered || kind.offered(framework)))
      kinds.push_back(&kind);
  return kinds;
}

void add_report_page_routes(Router& router, Services& services) {
  for (const auto& kind : report::report_kinds()) {
    const auto path = path_of(kind);
    router.get(path, [&](const Request& request) { return get_page(request, services, kind); });
    router.get(path + ".csv", [&](const Request& request) { return get_csv(request, services, kind); });
  }
  router.get("/reports/inspection.zip", [&](const Request& request) { return get_bundle(request, services); });
}

}  // namespace plumbline::web
