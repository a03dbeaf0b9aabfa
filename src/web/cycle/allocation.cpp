// Allocation: loads, who may have which case and why not, placing by hand, sending.
#include <fmt/core.h>

#include "app/allocation/allocate_cycle.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/cycle/month_page.hpp"
#include "web/cycle/routes.hpp"

namespace plumbline::web {
namespace {

Response allocation_page(const Request& request, Services& services, const MonthKey& key, const FormErrors& errors) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto month = app::find_drawn_month(key.programme, key.period, services.frameworks, app::month_reads(*reader));
  if (!month) return refused_page(services, request, month.error());
  const auto picture =
      app::picture_allocation(key.programme, key.period, signed_in.actor, services.clock, services.frameworks, *reader);
  if (!picture) return refused_page(services, request, picture.error());
  const bool may_run = app::may_run_cycle(signed_in.actor).has_value();
  FramedPage page = month_page(services, request, key, *month->programme, "Allocation");
  page.errors(errors);
  View body = page.body("cycle/allocation.html");
  if (!picture->blockages.empty()) {
    View part = body.add("BLOCKED");
    add_warning(part, "WARNING", "Some cases cannot be placed");
    for (const auto& sentence : picture->blockages) part.add("ITEM").set("TEXT", sentence);
  }
  std::map<domain::PersonId, std::string> names;
  for (const auto& load : picture->auditors) names.emplace(load.person.person_id, load.person.name);
  const auto name = [&](const domain::PersonId& person) {
    const auto found = names.find(person);
    return found == names.end() ? reader->people().name_of(person) : found->second;
  };
  bool any_sent = true;
  int waiting = 0;
  for (const auto& placing : picture->cases) waiting += placing.auditor ? 0 : 1;
  const auto state = month->cycle->state;
  any_sent = state == domain::CycleState::Sent || state == domain::CycleState::Closed;
  if (may_run && (!any_sent || waiting > 0)) {
    View make = body.add("MAKE");
    make.set("URL", month_path(key, "/allocate"))
        .set("BUTTON", state == domain::CycleState::Drawn ? "Allocate now" : "Allocate anew");
  }
  Table loads{"Auditors and what they have",
              {{"Auditor"}, {"Role"}, {"Team"}, {"Cases", "", true}, {"At most", "", true}, {"May never have"}},
              {},
              true,
              true};
  for (const auto& load : picture->auditors) {
    Cell person{load.person.name};
    if (load.away) person.note = "Away";
    std::vector<std::string> nevers;
    for (const auto& [never, count] : load.nevers) nevers.push_back(fmt::format("{} ({})", domain::say(never), count));
    Row row;
    row.cells = {person,
                 Cell{std::string(domain::say(load.person.role))},
                 Cell{load.person.team.empty() ? "–" : load.person.team},
                 Cell{std::to_string(load.audits)},
                 Cell{std::to_string(load.most)},
                 Cell{nevers.empty() ? "–" : base::join(nevers, "; ")}};
    loads.rows.push_back(std::move(row));
  }
  add_table(body, "LOADS", loads);
  Table cases{"Cases and who may have them",
              {{"Child"}, {"Team"}, {"Auditor"}, {"Could have it", "", true}, {"Change", "", false, true}},
              {},
              true,
              true};
  for (const auto& placing : picture->cases) {
    Cell auditor{placing.auditor ? name(*placing.auditor) : "Nobody yet"};
    auditor.late = !placing.auditor;
    Cell change{};
    if (may_run) {
      change.text = placing.auditor ? "Change" : "Choose";
      change.what = "the auditor of " + placing.sampled.child_id.text();
      change.url = month_path(key, "/place/" + url_encode(placing.sampled.child_id.text()));
    }
    Row row;
    row.cells = {Cell{placing.sampled.child_id.text()}, Cell{placing.team}, auditor,
                 Cell{std::to_string(placing.may.size())}, change};
    cases.rows.push_back(std::move(row));
  }
  add_table(body, "CASES", cases);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response get_allocation(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  if (const auto allowed = app::may_view_cycle(who(request).actor); !allowed)
    return refused_page(services, request, allowed.error());
  return allocation_page(request, services, *key, {});
}

Response post_allocate(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto allocated =
      app::allocate_cycle({key->programme, key->period}, actor, services.clock, services.frameworks, *work);
  if (allocated) return Response::see_other(month_path(*key, "/allocation"));
  if (allocated.error().code == base::ErrorCode::Forbidden) return refused_page(services, request, allocated.error());
  return allocation_page(request, services, *key, FormErrors({allocated.error()}));
}

Response place(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& actor = who(request).actor;
  if (const auto allowed = app::may_run_cycle(actor); !allowed) return refused_page(services, request, allowed.error());
  const domain::ChildId child{std::string(request.param("child"))};
  const std::string to(request.form.get("to"));
  const std::string reason(base::trim(request.form.get("reason")));
  FormErrors errors;
  if (request.method == Method::Post) {
    if (to.empty()) {
      errors.add({base::ErrorCode::Invalid, "allocation.move.person_missing", "to"});
    } else if (reason.size() > kLongestReason) {
      errors.add({base::ErrorCode::Invalid, "draw.make.too_long", "reason"});
    } else {
      const auto work = services.store.begin(actor.council);
      const auto placed = app::place_case({key->programme, key->period, child, domain::PersonId{to}, reason}, actor,
                                          services.clock, services.frameworks, *work);
      if (placed)
        return flashed(Response::see_other(month_path(*key, "/allocation")),
                       {"The case has its auditor.", std::nullopt});
      errors.add(placed.error());
    }
  }
  const auto reader = services.store.read(actor.council);
  const auto month = app::find_drawn_month(key->programme, key->period, services.frameworks, app::month_reads(*reader));
  if (!month) return refused_page(services, request, month.error());
  const auto picture =
      app::picture_allocation(key->programme, key->period, actor, services.clock, services.frameworks, *reader);
  if (!picture) return refused_page(services, request, picture.error());
  const app::CasePlacing* placing = nullptr;
  for (const auto& known : picture->cases)
    if (known.sampled.child_id == child) placing = &known;
  if (placing == nullptr) return Response::not_found();
  FramedPage page = month_page(services, request, *key, *month->programme, "Who audits " + child.text() + "?");
  page.errors(errors);
  View body = page.body("cycle/place.html");
  body.set("URL", month_path(*key, "/place/" + url_encode(child.text())));
  Choice choice{"to", "Give the case to", {{"", "Choose a person", "", to.empty(), false}}};
  Table nevers{"Who may never have it", {{"Auditor"}, {"Why"}}, {}, true, true};
  for (const auto& load : picture->auditors) {
    const auto& id = load.person.person_id;
    if (std::find(placing->may.begin(), placing->may.end(), id) != placing->may.end())
      choice.options.push_back({id.text(),
                                fmt::format("{}, {} ({} of {} taken)", load.person.name, domain::say(load.person.role),
                                            load.audits, load.most),
                                "", to == id.text(), false});
    for (const auto& [person, never] : placing->nevers)
      if (person == id) {
        Row row;
        row.cells = {Cell{load.person.name}, Cell{std::string(domain::say(never))}};
        nevers.rows.push_back(std::move(row));
      }
  }
  add_select(body, "TO", choice, errors);
  if (placing->auditor) add_text_input(body, "REASON", {"reason", "Why does it change?", reason}, errors);
  add_table(body, "NEVERS", nevers);
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response post_send(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto sent = app::send_cycle({key->programme, key->period, request.form.get("leave-unplaced") == "yes"}, actor,
                                    services.clock, services.frameworks, *work);
  if (sent)
    return flashed(Response::see_other(month_path(*key)),
                   {base::count_of(*sent, "audit is", "audits are") + " sent.", std::nullopt});
  return refused_page(services, request, sent.error());
}

}  // namespace

void add_allocation_routes(Router& router, Services& services) {
  router.get("/cycles/{programme}/{period:period}/allocation",
             [&](const Request& request) { return get_allocation(request, services); });
  router.post("/cycles/{programme}/{period:period}/allocate",
              [&](const Request& request) { return post_allocate(request, services); });
  const auto placing = [&](const Request& request) { return place(request, services); };
  router.get("/cycles/{programme}/{period:period}/place/{child}", placing);
  router.post("/cycles/{programme}/{period:period}/place/{child}", placing);
  router.post("/cycles/{programme}/{period:period}/send",
              [&](const Request& request) { return post_send(request, services); });
}

}  // namespace plumbline::web
