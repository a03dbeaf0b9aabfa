// GET /programme and /programme.csv: the year's programme of all audit activity on one page (REP-9), and the register
// of who is trained in the tools.
#include <fmt/core.h>

#include <algorithm>

#include "app/learning/year.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/policies/register_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/review_page.hpp"
#include "web/learning/routes.hpp"

namespace plumbline::web {
namespace {

using app::Activity;

base::Period april_asked(const Request& request, base::Day today) {
  const auto year = Form(request.query).whole_number("year");
  if (!year || *year < 2000 || *year > 2100) return app::audit_year_of(today);
  return {std::chrono::year{static_cast<int>(*year)} / std::chrono::April};
}

std::string year_words(base::Period april) {
  return fmt::format("April {} to March {}", static_cast<int>(april.month.year()),
                     static_cast<int>(april.month.year()) + 1);
}

std::string rhythm_words(domain::Rhythm rhythm) {
  switch (rhythm) {
    case domain::Rhythm::AsNeeded:
      return "When needed";
    case domain::Rhythm::Monthly:
      return "Monthly";
    case domain::Rhythm::Quarterly:
      return "Quarterly";
    case domain::Rhythm::TwiceYearly:
      return "Twice a year";
    case domain::Rhythm::Yearly:
      return "Yearly";
  }
  return "";
}

Response show_programme(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_view_programme(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto today = services.clock.today();
  const auto april = april_asked(request, today);
  const auto rows = app::year_programme(*signed_in.framework, april, today, *reader);
  const bool opens = app::may_view_cycle(signed_in.actor).has_value();
  FramedPage page(services, request, "The year’s programme", NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").meta(year_words(april));
  const int year = static_cast<int>(april.month.year());
  page.action("Download as CSV", fmt::format("/programme.csv?year={}", year), ButtonLook::Quiet);
  View body = page.body("learning/page.html");
  std::array<int, 6> counts{};
  for (const auto& row : rows)
    for (const auto& cell : row.months) ++counts[static_cast<std::size_t>(cell.activity)];
  const auto count = [&](Activity activity) { return base::with_commas(counts[static_cast<std::size_t>(activity)]); };
  add_figures(body, "FIGURES",
              {{count(Activity::Done), "done", "", ""},
               {count(Activity::UnderWay), "under way", "", ""},
               {count(Activity::SettingUp), "being set up", "", ""},
               {count(Activity::Planned), "planned", "", ""},
               {count(Activity::NotHeld), "not held", "", ""}});
  View block = add_block(body, "");
  Table table{"All audit activity, " + year_words(april), {{"Programme"}}, {}, true, true};
  for (int month = 0; month < 12; ++month) table.columns.push_back({base::say(april.plus_months(month)).substr(0, 3)});
  for (const auto& row : rows) {
    Row line;
    Cell title{row.title};
    title.note = rhythm_words(row.rhythm);
    line.cells.push_back(std::move(title));
    for (std::size_t month = 0; month < row.months.size(); ++month) {
      const auto& activity = row.months[month];
      Cell cell{std::string(say(activity.activity))};
      cell.late = activity.activity == Activity::NotHeld;
      const bool begun = activity.activity == Activity::SettingUp || activity.activity == Activity::UnderWay ||
                         activity.activity == Activity::Done;
      const auto period = april.plus_months(static_cast<int>(month));
      if (opens && begun) {
        cell.url = "/cycles/" + url_encode(row.programme) + "/" + base::iso(period);
        cell.what = row.title + ", " + base::say(period);
      }
      if (activity.sent > 0) cell.note = fmt::format("{} of {} back", activity.returned, activity.sent);
      if (!activity.theme.empty()) cell.note += (cell.note.empty() ? "" : ". ") + activity.theme;
      line.cells.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(line));
  }
  add_table(block, "PART", table);
  add_links(block, {{"The year before", fmt::format("/programme?year={}", year - 1)},
                    {"The year after", fmt::format("/programme?year={}", year + 1)}});
  Table reviews{
      "Thematic reviews of the year", {{"Theme"}, {"Quarter"}, {"Days"}, {"Where it stands"}}, {}, true, true};
  for (const auto& review : reader->reviews().list()) {
    const auto* programme = signed_in.framework->find_programme(review.programme);
    if (programme == nullptr || review.period < april || april.plus_months(11) < review.period) continue;
    Row row;
    row.cells = {Cell{review.theme, app::review_path(review.id)}, Cell{base::say(review.period)}, Cell{days_of(review)},
                 Cell{std::string(domain::say(domain::stage_of(review, programme->review, today)))}};
    reviews.rows.push_back(std::move(row));
  }
  if (!reviews.rows.empty()) {
    View more = add_block(body, "Thematic reviews");
    add_table(more, "PART", reviews);
  }
  return page.respond();
}

Response export_programme(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_view_programme(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto today = services.clock.today();
  const auto april = april_asked(request, today);
  std::string csv = "programme,title,rhythm,period,activity,theme,sent,returned\n";
  for (const auto& row : app::year_programme(*signed_in.framework, april, today, *reader))
    for (std::size_t month = 0; month < row.months.size(); ++month) {
      const auto& cell = row.months[month];
      base::append_csv(csv, {row.programme, base::guarded_cell(row.title), to_string(row.rhythm),
                             base::iso(april.plus_months(static_cast<int>(month))), to_string(cell.activity),
                             base::guarded_cell(cell.theme), std::to_string(cell.sent), std::to_string(cell.returned)});
    }
  return Response::csv(std::move(csv), fmt::format("programme-{}.csv", static_cast<int>(april.month.year())));
}

// ---- the training register: who may audit with which tools, and who is not trained in them yet ----

struct TrainedFor {
  const domain::Programme* programme;
  std::string tools;
};

// Programmes that give audits only to people who are trained in their tools.
std::vector<TrainedFor> trained_programmes(const domain::Framework& framework) {
  std::vector<TrainedFor> found;
  for (const auto& programme : framework.programmes) {
    if (!programme.auditors.allocation.trained_only) continue;
    std::vector<std::string> titles;
    for (const auto& choice : programme.tools)
      if (const auto* tool = framework.find_tool(choice.tool)) titles.push_back(tool->title);
    found.push_back({&programme, base::join(titles, "; ")});
  }
  return found;
}

bool audits_in(const domain::Programme& programme, const domain::Person& person) {
  return std::ranges::any_of(programme.auditors.allocation.quotas,
                             [&](const auto& quota) { return quota.role == person.role; });
}

struct Trainee {
  domain::Person person;
  std::string programmes;
  std::string tools;
};

std::vector<Trainee> trainees(const Request& request, const domain::Framework& framework, app::Reader& reader,
                              base::Day today) {
  const Form form(request.query);
  const auto programmes = trained_programmes(framework);
  std::vector<Trainee> found;
  for (const auto& person : reader.people().all()) {
    Trainee one{person, "", ""};
    for (const auto& each : programmes) {
      if (!audits_in(*each.programme, person)) continue;
      one.programmes += (one.programmes.empty() ? "" : ", ") + each.programme->title;
      one.tools += (one.tools.empty() ? "" : "; ") + each.tools;
    }
    if (one.programmes.empty()) continue;
    const bool trained = person.trained_on && *person.trained_on <= today;
    const auto asked = form.text("trained");
    if ((asked == "yes" && !trained) || (asked == "no" && trained)) continue;
    if (const auto place = form.text("locality"); !place.empty() && person.locality != place) continue;
    found.push_back(std::move(one));
  }
  std::ranges::stable_sort(found, [&](const Trainee& a, const Trainee& b) {
    return a.person.trained_on.has_value() < b.person.trained_on.has_value();
  });
  return found;
}

std::string trained_words(const domain::Person& person, base::Day today) {
  if (!person.trained_on) return "Not trained yet";
  return (*person.trained_on > today ? "Booked for " : "") + base::say(*person.trained_on);
}

Response show_training(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_list_people(signed_in.actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto today = services.clock.today();
  FramedPage page(services, request, "Training register", NavItem::Register);
  page.crumb("Home", "/").crumb("Case register", "/register").crumb("People", "/register/people");
  View body = page.body("learning/list.html");
  if (trained_programmes(*signed_in.framework).empty()) {
    body.set("SHOWING", "");
    add_empty(body, "EMPTY", "No programme asks for training",
              "Where the framework gives audits only to trained people, they are listed here.",
              Link{"People", "/register/people"});
    return page.respond();
  }
  const auto people = trainees(request, *signed_in.framework, *reader, today);
  Filter places{Filter::Kind::Select, "locality", "Locality", {}};
  for (const auto& name : signed_in.framework->council.localities) places.options.push_back({name, name});
  std::vector<Filter> filters{
      {Filter::Kind::Select, "trained", "Trained", {{"no", "Not trained yet"}, {"yes", "Trained"}}}};
  if (places.options.size() > 1) filters.push_back(places);
  add_filter(body, "FILTER", "/register/training", request.query, filters);
  const auto untrained = std::ranges::count_if(
      people, [&](const Trainee& one) { return !one.person.trained_on || *one.person.trained_on > today; });
  body.set("SHOWING", base::count_of(static_cast<long long>(people.size()), "person", "people") +
                          (untrained == 0 ? ", all trained"
                                          : ", " + base::with_commas(untrained) +
                                                " not trained yet. They get no audits until they are."));
  if (people.empty()) {
    add_empty(body, "EMPTY", "Nobody matches", "Take away a filter to see more.",
              Link{"Everybody", "/register/training"});
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/register/training/export", request.query).url());
  Table table{"People who audit with tools that ask for training",
              {{"Name"}, {"Role"}, {"Locality"}, {"Trained on"}, {"May audit in"}},
              {},
              true,
              true};
  for (const auto& one : people) {
    Cell name{one.person.name};
    name.note = one.person.team;
    Cell trained{trained_words(one.person, today)};
    trained.late = !one.person.trained_on;
    Cell programmes{one.programmes};
    programmes.note = one.tools;
    Row row;
    row.cells = {name, Cell{std::string(domain::say(one.person.role))},
                 Cell{one.person.locality.empty() ? "–" : one.person.locality}, trained, programmes};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

Response export_training(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_list_people(signed_in.actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  std::string csv = "person_id,name,role,team,locality,trained_on,programmes,tools\n";
  for (const auto& one : trainees(request, *signed_in.framework, *reader, services.clock.today()))
    base::append_csv(csv, {base::guarded_cell(one.person.person_id.text()), base::guarded_cell(one.person.name),
                           domain::to_string(one.person.role), base::guarded_cell(one.person.team),
                           base::guarded_cell(one.person.locality),
                           one.person.trained_on ? base::iso(*one.person.trained_on) : std::string(),
                           base::guarded_cell(one.programmes), base::guarded_cell(one.tools)});
  return Response::csv(std::move(csv), "training.csv");
}

}  // namespace

void add_programme_routes(Router& router, Services& services) {
  const auto get = [&](const char* path, Response (*handler)(const Request&, Services&)) {
    router.get(path, [&services, handler](const Request& request) { return handler(request, services); });
  };
  get("/programme", show_programme);
  get("/programme.csv", export_programme);
  get("/register/training", show_training);
  get("/register/training/export", export_training);
}

}  // namespace plumbline::web
