#include <map>

#include "app/audit/audit_query.hpp"
#include "app/policies/register_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/lists.hpp"
#include "web/register/register_pages.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

std::string text_of(const std::optional<base::Day>& day) { return day ? base::iso(*day) : std::string(); }
std::string said(const std::optional<base::Day>& day) { return day ? base::say(*day) : std::string("–"); }
std::string or_dash(const std::string& text) { return text.empty() ? "–" : text; }

// The choices that the team list and the framework know: what filters offer.
struct Choices {
  std::vector<Option> localities;
  std::vector<Option> service_areas;
  std::vector<Option> teams;
};
Choices choices(app::PersonReads& people) {
  std::map<std::string, bool> localities;
  std::map<std::string, bool> areas;
  Choices out;
  for (const auto& team : people.teams()) {
    if (!team.locality.empty()) localities[team.locality] = true;
    if (!team.service_area.empty()) areas[team.service_area] = true;
    out.teams.push_back({team.team, team.team, "", false, false});
  }
  for (const auto& [name, there] : localities) out.localities.push_back({name, name, "", false, false});
  for (const auto& [name, there] : areas) out.service_areas.push_back({name, name, "", false, false});
  return out;
}

app::CaseFilter case_filter(const Request& request) {
  const Form form(request.query);
  app::CaseFilter filter;
  filter.text = form.text("text");
  filter.category = form.text("category");
  filter.locality = form.text("locality");
  filter.service_area = form.text("area");
  filter.team = form.text("team");
  filter.worker = form.text("worker");
  filter.open_only = form.text("closed") != "yes";
  filter.without_place = form.text("incomplete") == "yes";
  return filter;
}

Response get_cases(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_list_register(actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(actor.council);
  const auto list = asked_page(request);
  const auto filter = case_filter(request);
  const auto found = reader->cases().list(filter, list, app::visibility_of(actor));

  FramedPage page(services, request, "Case register", NavItem::Register);
  page.crumb("Home", "/");
  const bool imports = app::may_import(actor).has_value();
  if (imports) page.action("Import cases", "/register/import?kind=cases");
  View body = page.body("register/list.html");
  add_register_navigation(body, RegisterPart::Cases, imports);
  const QueryLink link("/register", request.query);
  body.set("SHOWING", showing(found.page, found.size, found.total, filter.open_only ? "open case" : "case",
                              filter.open_only ? "open cases" : "cases"));
  const auto options = choices(reader->people());
  std::vector<Option> categories;
  for (const auto category : domain::kCategories)
    categories.push_back(
        {std::string(domain::to_string(category)), std::string(domain::say(category)), "", false, false});
  add_filter(body, "FILTER", "/register", request.query,
             {{Filter::Kind::Text, "text", "Child’s identifier", {}},
              {Filter::Kind::Select, "category", "Category", categories},
              {Filter::Kind::Select, "locality", "Locality", options.localities},
              {Filter::Kind::Select, "area", "Service area", options.service_areas},
              {Filter::Kind::Select, "team", "Team", options.teams},
              {Filter::Kind::Checkboxes, "incomplete", "To complete", {{"yes", "No team, locality or worker"}}},
              {Filter::Kind::Checkboxes, "closed", "Closed cases", {{"yes", "Show them too"}}}});
  if (found.rows.empty()) {
    const bool none_at_all = request.query.empty();
    add_empty(body, "TABLE", none_at_all ? "No cases yet" : "No cases match",
              none_at_all ? "The register is filled from a file that your case management system exports."
                          : "Take away a filter, or show closed cases too.",
              none_at_all && imports ? std::optional(Link{"Import cases", "/register/import?kind=cases"})
                                     : std::optional(Link{"Clear all filters", "/register"}));
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/register/export", request.query).without("page").url());
  Table table{"Cases",
              {{"Child", "child"},
               {"Category", "category"},
               {"Locality", "locality"},
               {"Team", "team"},
               {"Worker", "worker"},
               {"Opened", "opened"},
               {"Last audited", "last_audited"}},
              {},
              true,
              true};
  std::map<std::string, std::string> names;
  const auto name_of = [&](const std::optional<domain::PersonId>& person) {
    if (!person) return std::string("–");
    auto& name = names[person->text()];
    if (name.empty()) name = reader->people().name_of(*person);
    return name;
  };
  for (const auto& one : found.rows) {
    Cell child{one.child_id.text()};
    child.keep_together = true;
    if (one.closed_on)
      child.note = "Closed " + base::say(*one.closed_on);
    else if (one.restricted)
      child.note = "Restricted: never drawn";
    Cell team{or_dash(one.team)};
    team.note = one.service_area;
    table.rows.push_back({{child,
                           {std::string(domain::say(one.category))},
                           {or_dash(one.locality)},
                           team,
                           {name_of(one.worker_id)},
                           {said(one.opened_on)},
                           {said(one.last_audited_on)}}});
  }
  add_table(body, "TABLE", table, Sorting{link, list.sort, list.descending});
  add_pagination(body, "PAGES", found.page, found.size, found.total, link);
  return page.respond();
}

// What the list shows, in the columns of cases.csv, so that it can be read back.
Response export_cases(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_list_register(actor); !may) return refused_page(services, request, may.error());
  const auto list = all_in_order(request);
  std::string out;
  base::append_csv(out, {"child_id", "category", "locality", "service_area", "team", "worker_id", "supervisor_id",
                         "opened_on", "closed_on", "moved_on", "flags", "restricted", "last_audited_on", "birth_year",
                         "gender", "ethnicity", "disability"});
  for (const auto& one :
       services.store.read(actor.council)->cases().list(case_filter(request), list, app::visibility_of(actor)).rows) {
    const auto id = [](const std::optional<domain::PersonId>& person) {
      return person ? person->text() : std::string();
    };
    base::append_guarded_csv(
        out,
        {one.child_id.text(), domain::to_string(one.category), one.locality, one.service_area, one.team,
         id(one.worker_id), id(one.supervisor_id), text_of(one.opened_on), text_of(one.closed_on),
         text_of(one.moved_on), base::join(one.flags, ";"), one.restricted ? "yes" : "", text_of(one.last_audited_on),
         one.birth_year ? std::to_string(*one.birth_year) : "", one.gender, one.ethnicity, one.disability});
  }
  services.views.saw(actor, "register-export", "cases");
  return Response::csv(std::move(out), "cases.csv");
}

app::PersonFilter person_filter(const Request& request) {
  const Form form(request.query);
  return {form.text("text"),
          form.text("role"),
          form.text("team"),
          form.text("locality"),
          form.text("incomplete") == "yes",
          form.text("left") == "yes"};
}

Response get_people(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_list_people(actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(actor.council);
  const auto list = asked_page(request);
  const auto filter = person_filter(request);
  const auto found = reader->people().list(filter, list);

  FramedPage page(services, request, "People", NavItem::Register);
  page.crumb("Home", "/").crumb("Case register", "/register");
  const bool imports = app::may_import(actor).has_value();
  if (imports) page.action("Import people", "/register/import?kind=people");
  page.action("Training register", "/register/training", ButtonLook::Quiet);
  if (filter.left)
    page.action("Audits they had in hand", "/audits?" + app::audit_query(app::in_hand_of_leavers()), ButtonLook::Quiet);
  View body = page.body("register/list.html");
  add_register_navigation(body, RegisterPart::People, imports);
  body.set("SHOWING", showing(found.page, found.size, found.total, "person", "people"));
  const auto options = choices(reader->people());
  std::vector<Option> roles;
  for (const auto role : domain::kJobRoles)
    roles.push_back({std::string(domain::to_string(role)), std::string(domain::say(role)), "", false, false});
  add_filter(body, "FILTER", "/register/people", request.query,
             {{Filter::Kind::Text, "text", "Name or identifier", {}},
              {Filter::Kind::Select, "role", "Role", roles},
              {Filter::Kind::Select, "locality", "Locality", options.localities},
              {Filter::Kind::Select, "team", "Team", options.teams},
              {Filter::Kind::Checkboxes, "incomplete", "To complete", {{"yes", "People without a team"}}},
              {Filter::Kind::Checkboxes, "left", "Who has left", {{"yes", "Only people who have left"}}}});
  if (found.rows.empty()) {
    const bool none_at_all = request.query.empty();
    add_empty(body, "TABLE", none_at_all ? "No people yet" : "No people match",
              none_at_all ? "Auditors, workers and managers come from a file with one row for each."
                          : "Take away a filter to see more.",
              none_at_all && imports ? std::optional(Link{"Import people", "/register/import?kind=people"})
                                     : std::optional(Link{"Clear all filters", "/register/people"}));
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/register/people/export", request.query).without("page").url());
  Table table{"People",
              {{"Name", "name"},
               {"Role", "role"},
               {"Team", "team"},
               {"Locality", "locality"},
               {"Qualified", ""},
               {"Trained", ""},
               {"Away", ""}},
              {},
              true,
              true};
  const auto today = services.clock.today();
  for (const auto& one : found.rows) {
    Cell name{one.name};
    name.note = one.person_id.text();
    Cell away{"–"};
    if (one.away_from && (!one.away_to || *one.away_to >= today)) {
      away.text = one.away_to ? "Until " + base::say(*one.away_to) : "Until further notice";
      if (*one.away_from > today) away.text = "From " + base::say(*one.away_from);
    }
    if (one.left_on) {
      away.text = "Left on " + base::say(*one.left_on);
      name.url = "/audits?audited_by=" + url_encode(one.person_id.text());
    }
    Cell team{or_dash(one.team)};
    if (!one.agency.empty()) team.note = one.agency;
    table.rows.push_back({{name,
                           {std::string(domain::say(one.role))},
                           team,
                           {or_dash(one.locality)},
                           {one.qualified ? "Yes" : "No"},
                           {said(one.trained_on)},
                           away}});
  }
  const QueryLink link("/register/people", request.query);
  add_table(body, "TABLE", table, Sorting{link, list.sort, list.descending});
  add_pagination(body, "PAGES", found.page, found.size, found.total, link);
  return page.respond();
}

Response export_people(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_list_people(actor); !may) return refused_page(services, request, may.error());
  const auto list = all_in_order(request);
  std::string out;
  base::append_csv(out, {"person_id", "name", "email", "role", "team", "locality", "service_area", "agency",
                         "qualified", "trained_on", "away_from", "away_to", "manager_id"});
  for (const auto& one : services.store.read(actor.council)->people().list(person_filter(request), list).rows)
    base::append_guarded_csv(
        out, {one.person_id.text(), one.name, one.email, domain::to_string(one.role), one.team, one.locality,
              one.service_area, one.agency, one.qualified ? "yes" : "no", text_of(one.trained_on),
              text_of(one.away_from), text_of(one.away_to), one.manager_id ? one.manager_id->text() : std::string()});
  services.views.saw(actor, "register-export", "people");
  return Response::csv(std::move(out), "people.csv");
}

Response get_teams(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_list_people(actor); !may) return refused_page(services, request, may.error());
  const auto reader = services.store.read(actor.council);
  const auto teams = reader->people().teams();
  FramedPage page(services, request, "Teams", NavItem::Register);
  page.crumb("Home", "/").crumb("Case register", "/register");
  const bool imports = app::may_import(actor).has_value();
  if (imports) page.action("Import teams", "/register/import?kind=teams");
  View body = page.body("register/teams.html");
  add_register_navigation(body, RegisterPart::Teams, imports);
  if (teams.empty()) {
    add_empty(body, "TABLE", "No teams yet",
              "The team list gives each team its locality, service area and manager. Ofsted’s lists need it.",
              imports ? std::optional(Link{"Import teams", "/register/import?kind=teams"}) : std::nullopt);
    return page.respond();
  }
  body.show_with("EXPORT", "SHOWING", base::count_of(static_cast<long long>(teams.size()), "team", "teams"));
  Table table{"Teams", {{"Team", ""}, {"Locality", ""}, {"Service area", ""}, {"Manager", ""}}, {}, true, true};
  for (const auto& one : teams) {
    Cell name{one.team, QueryLink("/register", {}).with("team", one.team).url()};
    name.what = "cases";
    table.rows.push_back({{name,
                           {or_dash(one.locality)},
                           {or_dash(one.service_area)},
                           {one.manager_id ? reader->people().name_of(*one.manager_id) : "–"}}});
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

Response export_teams(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_list_people(actor); !may) return refused_page(services, request, may.error());
  std::string out;
  base::append_csv(out, {"team", "locality", "service_area", "manager_id"});
  for (const auto& one : services.store.read(actor.council)->people().teams())
    base::append_guarded_csv(
        out, {one.team, one.locality, one.service_area, one.manager_id ? one.manager_id->text() : std::string()});
  return Response::csv(std::move(out), "teams.csv");
}

}  // namespace

void add_register_navigation(View& body, RegisterPart active, bool may_import) {
  View navigation = body.include("NAVIGATION", "register/navigation.html");
  const auto item = [&](RegisterPart part, const char* text, const char* url) {
    navigation.add("ITEM").set("TEXT", text).set("URL", url).show_if(part == active, "ACTIVE");
  };
  item(RegisterPart::Cases, "Cases", "/register");
  item(RegisterPart::People, "People", "/register/people");
  item(RegisterPart::Teams, "Teams", "/register/teams");
  if (may_import) item(RegisterPart::Import, "Import", "/register/import");
}

void add_register_lists(Router& router, Services& services) {
  const auto get = [&](const char* path, Response (*handler)(const Request&, Services&)) {
    router.get(path, [&services, handler](const Request& request) { return handler(request, services); });
  };
  get("/register", get_cases);
  get("/register/export", export_cases);
  get("/register/people", get_people);
  get("/register/people/export", export_people);
  get("/register/teams", get_teams);
  get("/register/teams/export", export_teams);
}

void add_register_pages(Router& router, Services& services) {
  add_register_lists(router, services);
  add_import_pages(router, services);
}

}  // namespace plumbline::web
