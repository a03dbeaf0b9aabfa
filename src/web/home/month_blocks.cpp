// The parts of the home page that are figures: this month's run, results, the register.
#include <algorithm>

#include "app/draw/nominations.hpp"
#include "app/learning/meetings.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/report_ports.hpp"
#include "base/text.hpp"
#include "domain/framework/framework.hpp"
#include "domain/framework/programme_days.hpp"
#include "report/chart/chart.hpp"
#include "report/figure_cells.hpp"
#include "report/monthly/figures.hpp"
#include "report/monthly/monthly.hpp"
#include "web/cycle/dates.hpp"
#include "web/home/blocks.hpp"

namespace plumbline::web {

namespace {

using domain::CycleState;

std::string cycle_url(const domain::Cycle& cycle) {
  return "/cycles/" + url_encode(cycle.programme) + "/" + base::iso(cycle.period);
}
std::string report_url(const std::string& programme, base::Period period) {
  return "/reports/monthly?programme=" + url_encode(programme) + "&from=" + base::iso(period) +
         "&to=" + base::iso(period);
}

MonthStanding standing_of(const report::Figures& figures) {
  using Step = domain::CalendarStep;
  const auto& returns = figures.returns;
  const auto& moderation = figures.moderation;
  MonthStanding standing;
  standing.all_back = returns.outstanding == 0 && returns.returned > 0;
  standing.all_moderated = moderation.waiting == 0;
  if (returns.sampled > 0) standing.notes[Step::Draw] = base::count_of(returns.sampled, "case", "cases");
  if (returns.distributed > 0) {
    standing.notes[Step::Send] = base::count_of(returns.distributed, "audit", "audits");
    standing.notes[Step::Return] =
        base::with_commas(returns.returned) + " of " + base::with_commas(returns.distributed) + " back";
  }
  if (moderation.picked > 0)
    standing.notes[Step::Moderate] =
        base::with_commas(moderation.moderated) + " of " + base::with_commas(moderation.picked) + " picked";
  return standing;
}

NextStep next_of(const domain::Cycle& cycle, const report::Figures& figures, const std::string& title,
                 base::Day today) {
  NextStep step;
  const auto& returns = figures.returns;
  switch (cycle.state) {
    case CycleState::Planned:
      step.title = "Draw the cases of " + base::say(cycle.period);
      step.when = "A dry run shows the quotas first. Nothing is sent by it.";
      step.button = Link{"Draw", cycle_url(cycle)};
      return step;
    case CycleState::Drawn:
      step.title = "Give the drawn cases to auditors";
      step.when = base::count_of(returns.sampled, "case is", "cases are") + " drawn for " + title + ".";
      step.button = Link{"Allocate", cycle_url(cycle)};
      return step;
    case CycleState::Allocated:
      step.title = "Send the audits";
      step.when = cycle.send_on ? "They go out on " + base::say_with_weekday(*cycle.send_on) + "." : "";
      step.button = Link{"Look them over and send", cycle_url(cycle)};
      return step;
    case CycleState::Sent:
      if (returns.outstanding > 0) {
        step.title = base::count_of(returns.outstanding, "audit is", "audits are") + " still out";
        if (cycle.return_by) step.when = return_of_those_out(returns.outstanding, *cycle.return_by, today);
        step.look = returns.overdue > 0 ? NextStep::Look::Urgent : NextStep::Look::Main;
        step.button = Link{"See who has not returned", cycle_url(cycle)};
      } else if (figures.moderation.waiting > 0) {
        step.title = base::count_of(figures.moderation.waiting, "audit waits", "audits wait") + " for moderation";
        step.button = Link{"See the queue", "/moderation"};
      } else {
        step.title = "Everything is back: the report can be read";
        step.button = Link{"Open the report", report_url(cycle.programme, cycle.period)};
      }
      return step;
    case CycleState::Closed:
      step.title = base::say(cycle.period) + " is closed";
      step.look = NextStep::Look::Quiet;
      step.also = Link{"Open its report", report_url(cycle.programme, cycle.period)};
      return step;
  }
  return step;
}

// As the council divides itself: by service area only where it names no localities.
struct Areas {
  app::AreaBy by;
  const std::vector<std::string>& names;
  std::string word;
  std::string heading;
};

Areas areas_of(const domain::Framework& framework) {
  if (report::areas_by(app::AreaBy::Locality, framework) == app::AreaBy::Locality)
    return {app::AreaBy::Locality, framework.council.localities, "locality", "Locality"};
  return {app::AreaBy::ServiceArea, framework.council.service_areas, "service area", "Service area"};
}

// `what`: the programme and its month, since a home page may show several.
void add_returns(View& block, const app::ReportCounts& counts, const domain::Cycle& cycle, const std::string& what,
                 const Areas& areas, std::size_t at) {
  const auto period = cycle.period;
  report::ShareBars bars;
  Table table{
      "Audits returned by " + areas.word + ", " + what + ", in numbers",
      {{areas.heading}, {"Sent", "", true}, {"Returned", "", true}, {"Still out", "", true}, {"Overdue", "", true}},
      {},
      false,
      true};
  for (const auto& area : report::areas_of(counts, areas.names)) {
    const auto figures = report::figures_of(counts, period, period, area, {});
    const auto& returns = figures.returns;
    if (returns.distributed == 0) continue;
    bars.rows.push_back({report::say_area(area), returns.returned, returns.distributed});
    app::AuditFilter filter;
    filter.programme = cycle.programme;
    filter.from = filter.to = base::iso(period);
    (areas.by == app::AreaBy::Locality ? filter.locality : filter.service_area) = area;
    filter.distributed = true;
    filter.reaudit = false;  // chosen for a grade, not drawn: counted apart
    Cell sent{base::with_commas(returns.distributed), list_url("/audits", filter)};
    filter.returned = true;
    Cell returned{base::with_commas(returns.returned), list_url("/audits", filter)};
    filter.returned = false;
    filter.states = {domain::AuditState::Sent, domain::AuditState::InProgress};
    Cell out{base::with_commas(returns.outstanding), list_url("/audits", filter)};
    Cell overdue{base::with_commas(returns.overdue)};
    overdue.late = returns.overdue > 0;
    table.rows.push_back({{{report::say_area(area)}, sent, returned, out, overdue}});
  }
  if (bars.rows.empty()) return;
  bars.text = {"returns-" + std::to_string(at), "Audits returned by " + areas.word + ", " + what,
               "The table below the picture has the same figures."};
  add_chart(block, "PART", share_bars(bars, report::ChartSize::Wide), share_bars(bars, report::ChartSize::Narrow),
            bars.text.title);
  add_table(block, "PART", table);
}

// The cycle that matters today: this month's, else the latest that has begun.
std::optional<domain::Cycle> running(const std::vector<domain::Cycle>& cycles, const std::string& programme,
                                     base::Period now) {
  std::optional<domain::Cycle> latest;
  for (const auto& cycle : cycles) {
    if (cycle.programme != programme || cycle.period > now) continue;
    if (!latest || cycle.period > latest->period) latest = cycle;
  }
  return latest;
}

}  // namespace

void add_this_month(Home& home) {
  const auto now = base::period_of(home.today);
  const auto cycles = home.reader.cycles().list();
  const auto& framework = *home.person.framework;
  const auto areas = areas_of(framework);
  std::size_t at = 0;
  for (const auto& programme : framework.programmes) {
    if (programme.cycle == domain::Rhythm::AsNeeded || !domain::comes_round_in(programme.cycle, now)) continue;
    const auto cycle = running(cycles, programme.key, now);
    View block = home.block(programme.title + ", " + base::say(now));
    if (!cycle || cycle->period != now) {
      const auto dates = domain::cycle_dates(programme, now);
      NextStep step;
      step.title = "Draw the cases of " + base::say(now);
      step.when = "They go out on " + base::say_with_weekday(dates.send_on) + " and come back by " +
                  base::say_with_weekday(dates.return_by) + ".";
      step.look = dates.send_on < home.today ? NextStep::Look::Urgent : NextStep::Look::Main;
      step.button = Link{"Plan the month", "/cycles"};
      add_next(block, "PART", step);
      continue;
    }
    app::ReportFilter filter;
    filter.programme = programme.key;
    filter.from = filter.to = base::iso(cycle->period);
    const auto counts = home.reader.reports().counts(filter, areas.by, home.today);
    const auto figures = report::figures_of(counts, cycle->period, cycle->period, std::nullopt, {});
    add_dates(block, "PART", month_dates(programme, cycle->period, cycle, standing_of(figures), home.today));
    add_next(block, "PART", next_of(*cycle, figures, programme.title, home.today));
    add_returns(block, counts, *cycle, programme.title + ", " + base::say(cycle->period), areas, ++at);
  }
}

void add_nominations(Home& home) {
  const auto open = app::open_for_nomination(*home.person.framework, home.today, home.reader.cycles());
  if (open.empty()) return;
  View block = home.block("Name cases for a theme");
  for (const auto& each : open) {
    const auto named = home.reader.nominations().of_month(each.programme, each.period, home.visible).size();
    NextStep step;
    step.title = each.title + ", " + base::say(each.period);
    const auto* programme = home.person.framework->find_programme(each.programme);
    if (programme != nullptr && programme->meeting.sets_next_theme) {
      const auto chosen = app::chosen_theme(*programme, each.period, home.reader.meetings());
      step.when = chosen ? "The theme: " + chosen->title + ". " : "No meeting has chosen the theme yet. ";
    }
    step.when += named == 0 ? std::string("No case of your area is named yet.")
                            : base::count_of(static_cast<long long>(named), "case of your area is named",
                                             "cases of your area are named") +
                                  ".";
    step.look = NextStep::Look::Quiet;
    step.also = Link{"Name a case for " + base::say(each.period),
                     "/cycles/" + url_encode(each.programme) + "/" + base::iso(each.period) + "/nominations"};
    add_next(block, "PART", step);
  }
}

void add_results(Home& home) {
  const auto areas = areas_of(*home.person.framework);
  const auto cycles = home.reader.cycles().list();
  const auto now = base::period_of(home.today);
  for (const auto& programme : home.person.framework->programmes) {
    // The programmes of every month that are graded; what comes round less often has reports of its own, and a dozen
    // of them would hide the month.
    if (programme.cycle != domain::Rhythm::Monthly || programme.scale.empty()) continue;
    // The last month whose audits are back, and the one before it.
    std::vector<domain::Cycle> finished;
    for (const auto& cycle : cycles)
      if (cycle.programme == programme.key && cycle.period < now &&
          (cycle.state == domain::CycleState::Sent || cycle.state == domain::CycleState::Closed))
        finished.push_back(cycle);
    if (finished.empty()) continue;
    std::sort(finished.begin(), finished.end(), [](const auto& a, const auto& b) { return a.period > b.period; });
    const auto period = finished.front().period;
    const auto before = period.plus_months(-1);
    app::ReportFilter filter;
    filter.programme = programme.key;
    filter.from = base::iso(before);
    filter.to = base::iso(period);
    const auto counts = home.reader.reports().counts(filter, areas.by, home.today);
    const auto figures = report::figures_of(counts, period, period, std::nullopt, {});
    const auto earlier = report::figures_of(counts, before, before, std::nullopt, {});
    if (figures.returns.distributed == 0) continue;

    View block = home.block(programme.title + ", results of " + base::say(period));
    const auto good = figures.grades.good_or_better();
    const std::string movement = report::say_movement(earlier.grades.good_or_better(), good);
    std::string finding = report::say_percent(good) + " of audits graded good or better (" + base::with_commas(good.n) +
                          " of " + base::with_commas(good.of) + ")";
    if (!movement.empty()) finding += ", " + movement + " in " + base::say(before);
    block.show_with("LEAD", "TEXT", finding + ".");

    app::AuditFilter behind;
    behind.programme = programme.key;
    behind.from = behind.to = base::iso(period);
    behind.distributed = true;
    behind.returned = true;
    const bool may_open = home.visible.everything;
    std::vector<Figure> shown{
        {base::with_commas(figures.returns.returned), "audits returned", report::say_share(figures.returns.rate()),
         may_open ? list_url("/audits", behind) : std::string()},
        {report::say_percent(figures.participation.rate()), "workers took part",
         base::with_commas(figures.participation.held) + " of " + base::with_commas(figures.participation.returned),
         ""},
        {base::with_commas(figures.moderation.changed()), "grades changed by moderation",
         "of " + base::with_commas(figures.moderation.moderated) + " moderated", ""},
        {base::with_commas(figures.actions.overdue), "actions overdue",
         "of " + base::with_commas(figures.actions.open) + " open", ""}};
    add_figures(block, "PART", shown);

    report::StackedBars bars{
        {"results-" + programme.key,
         "Overall grades by " + areas.word + ", " + programme.title + ", " + base::say(period), finding + "."},
        {},
        {}};
    const auto grades = report::grades_shown(home.person.framework->find_scale(programme.scale), {figures.grades});
    for (const auto grade : grades) bars.series.push_back({std::string(say(grade)), report::fill_of(grade)});
    for (const auto& area : report::areas_of(counts, areas.names)) {
      const auto given = report::figures_of(counts, period, period, area, {}).grades;
      if (given.total() == 0) continue;
      report::BarRow row{report::say_area(area), {}};
      for (const auto grade : grades) row.counts.push_back(given.of(grade));
      bars.rows.push_back(std::move(row));
    }
    if (!bars.rows.empty())
      add_chart(block, "PART", stacked_bars(bars, report::ChartSize::Wide),
                stacked_bars(bars, report::ChartSize::Narrow), bars.text.title);
    block.add("MORE")
        .set("TEXT", "Open the report of " + base::say(period))
        .set("URL", report_url(programme.key, period));
  }
}

void add_register(Home& home) {
  const long long open = home.reader.cases().count_open();
  const auto people = home.reader.people().all();
  const auto no_team =
      std::count_if(people.begin(), people.end(), [](const domain::Person& one) { return one.team.empty(); });
  View block = home.block("Register");
  if (open == 0) {
    NextStep step;
    step.title = "Import the case register";
    step.when =
        "Cases, people and teams come from the files your council has. Nothing is kept until you have seen the "
        "preview.";
    step.button = Link{"Import", "/register"};
    add_next(block, "PART", step);
    return;
  }
  add_figures(
      block, "PART",
      {{base::with_commas(open), "open cases", "", "/register"},
       {base::with_commas(static_cast<long long>(people.size())), "people", "", "/register/people"},
       {base::with_commas(no_team), "people without a team", "", ""},
       {std::to_string(home.person.framework->version), "version of the framework", home.person.framework->title, ""}});
}

}  // namespace plumbline::web
