// GET /actions and /actions.csv.
#include <algorithm>
#include <array>

#include "app/ports/audit_ports.hpp"
#include "base/csv.hpp"
#include "web/action/routes.hpp"
#include "web/components.hpp"
#include "web/lists.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

// A proposed action is part of an audit that is still being written: it comes to the list when the audit is finished,
// and before that to those who may read the draft (the store sees to that) and ask for it.
constexpr std::array kListed{domain::ActionState::Open, domain::ActionState::Done, domain::ActionState::SignedOff,
                             domain::ActionState::Withdrawn};

// What a report's link asks beside the filter: the reader is told.
constexpr std::array kNarrowing{&app::ActionFilter::service_area, &app::ActionFilter::team,
                                &app::ActionFilter::programme,    &app::ActionFilter::from,
                                &app::ActionFilter::to,           &app::ActionFilter::cohort};

app::ActionFilter filter_of(const Request& request, const SignedIn& signed_in, base::Day today) {
  app::ActionFilter filter;
  const auto state = request.query.get("state");
  filter.states = {domain::ActionState::Open, domain::ActionState::Done};
  if (state == "all") filter.states = {kListed.begin(), kListed.end()};
  if (const auto one = domain::parse_action_state(state)) filter.states = {*one};
  if (request.query.get("overdue") == "yes") {
    filter.overdue_on = today;
    filter.states = {domain::ActionState::Open};
  }
  if (request.query.get("mine") == "do") filter.owner = signed_in.actor.acting();
  if (request.query.get("mine") == "sign-off") filter.sign_off_by = signed_in.actor.acting();
  filter.locality = std::string(request.query.get("locality"));
  filter.service_area = std::string(request.query.get("service_area"));
  filter.team = std::string(request.query.get("team"));
  filter.programme = std::string(request.query.get("programme"));
  filter.from = std::string(request.query.get("from"));
  filter.to = std::string(request.query.get("to"));
  filter.cohort = std::string(request.query.get("cohort"));
  filter.priority = std::string(request.query.get("priority"));
  return filter;
}

Response list_actions(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto today = services.clock.today();
  const auto page_request = asked_page(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto filter = filter_of(request, signed_in, today);
  const auto actions = reader->actions().list(filter, page_request, app::visibility_of(signed_in.actor));
  FramedPage page(services, request, "Actions", NavItem::Actions);
  page.crumb("Home", "/");
  page.action("Follow-up after audits", "/follow-ups", ButtonLook::Quiet);
  View body = page.body("action/list.html");
  body.set("SHOWING", showing(actions.page, actions.size, actions.total, "action", "actions"));
  Filter mine{Filter::Kind::Select, "mine", "Mine", {{"do", "For me to do"}, {"sign-off", "For me to sign off"}}};
  Filter state{
      Filter::Kind::Select, "state", "Where it stands", {{"", "Not signed off"}, {"all", "Every state but proposed"}}};
  for (const auto known : kListed)
    state.options.push_back({std::string(to_string(known)), std::string(domain::say(known))});
  state.options.push_back({std::string(to_string(domain::ActionState::Proposed)), "Proposed, in audits under way"});
  Filter overdue{Filter::Kind::Checkboxes, "overdue", "Overdue", {{"yes", "Only overdue ones"}}};
  Filter priority{Filter::Kind::Select, "priority", "Priority", {}};
  for (const auto level : {domain::Priority::High, domain::Priority::Medium, domain::Priority::Low})
    priority.options.push_back({std::string(to_string(level)), std::string(domain::say(level))});
  std::vector<Filter> filters{mine, state, overdue, priority};
  if (const auto& localities = signed_in.framework->council.localities; !localities.empty()) {
    Filter locality{Filter::Kind::Select, "locality", "Locality", {}};
    for (const auto& known : localities) locality.options.push_back({known, known});
    filters.push_back(locality);
  }
  add_filter(body, "FILTER", "/actions", request.query, filters);
  body.show_if(std::ranges::any_of(kNarrowing, [&](const auto member) { return !(filter.*member).empty(); }),
               "NARROWED");
  if (actions.rows.empty()) {
    add_empty(body, "EMPTY", "No actions match",
              "Actions show here once an audit is finished. Finished actions are hidden unless you choose their state.",
              request.query.empty() ? std::nullopt : std::optional(Link{"Show all open actions", "/actions"}));
    return page.respond();
  }
  const QueryLink link("/actions", request.query);
  body.add("EXPORT").set("URL", QueryLink("/actions.csv", request.query).without("page").url());
  Table table{"Actions",
              {{"Action"},
               {"Audit", "reference"},
               {"Owner", "owner"},
               {"Due", "due"},
               {"Priority", "priority"},
               {"Where it stands", "state"}},
              {},
              true,
              true};
  for (const auto& row : actions.rows) {
    Cell what{row.action.text};
    what.url = "/actions/" + url_encode(row.action.id.text());
    Cell due{row.action.due_on ? base::say(*row.action.due_on) : "–"};
    due.late = row.action.is_overdue_on(today);
    if (due.late) due.note = "Overdue";
    due.keep_together = true;
    Cell reference{row.reference};
    reference.keep_together = true;
    Row cells;
    cells.cells = {what,
                   reference,
                   Cell{row.owner_name.empty() ? "nobody" : row.owner_name},
                   due,
                   Cell{std::string(domain::say(row.action.priority))},
                   Cell{std::string(domain::say(row.action.state))}};
    table.rows.push_back(std::move(cells));
  }
  add_table(body, "TABLE", table, Sorting{link, page_request.sort, page_request.descending});
  add_pagination(body, "PAGES", actions.page, actions.size, actions.total, link);
  return page.respond();
}

Response export_actions(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto actions = services.store.read(signed_in.actor.council)
                           ->actions()
                           .list(filter_of(request, signed_in, services.clock.today()), all_in_order(request),
                                 app::visibility_of(signed_in.actor));
  services.views.saw(signed_in.actor, "action-list", "export");
  std::string csv =
      "audit_ref,child_id,locality,team,section,action,measure,owner,due_on,priority,state,done_on,signed_off_on\n";
  const auto day = [](const std::optional<base::Instant>& at) {
    return at ? base::iso(base::london_day(*at)) : std::string();
  };
  for (const auto& row : actions.rows) {
    const auto& action = row.action;
    base::append_guarded_csv(
        csv, {row.reference, row.child_id.text(), row.locality, row.team, action.section, action.text, action.measure,
              row.owner_name, action.due_on ? base::iso(*action.due_on) : "", std::string(to_string(action.priority)),
              std::string(to_string(action.state)), day(action.done_at), day(action.signed_off_at)});
  }
  return Response::csv(std::move(csv), "actions.csv");
}

}  // namespace

void add_action_list_routes(Router& router, Services& services) {
  router.get("/actions", [&](const Request& request) { return list_actions(request, services); });
  router.get("/actions.csv", [&](const Request& request) { return export_actions(request, services); });
}

}  // namespace plumbline::web
