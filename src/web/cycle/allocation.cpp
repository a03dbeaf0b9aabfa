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

// Which of the case's audits a form speaks of: the agencies, or the numbers of a joint audit; none where there is one.
std::vector<Option> parts_of(const domain::Programme& programme) {
  std::vector<Option> parts;
  for (const auto& agency : programme.auditors.agencies) parts.push_back({agency.key, agency.title});
  if (parts.empty() && programme.auditors.auditors_per_case > 1)
    for (int number = 1; number <= programme.auditors.auditors_per_case; ++number)
      parts.push_back({std::to_string(number), part_title(programme, std::to_string(number))});
  return parts;
}

// Pairs, agencies and links, where the programme has them.
template <class Name>
void fill_shared(View& body, const app::Month& month, const app::AllocationPicture& picture, const MonthKey& key,
                 const Name& name) {
  std::map<std::pair<domain::PersonId, domain::PersonId>, std::vector<std::string>> pairs;
  for (const auto& placing : picture.cases)
    for (const auto& one : placing.shared)
      if (one.second) pairs[{one.auditor, *one.second}].push_back(placing.sampled.child_id.text());
  if (!pairs.empty()) {
    Table table{
        "Pairs of this month", {{"Presents"}, {"Together with"}, {"Cases", "", true}, {"Which"}}, {}, true, true};
    for (const auto& [pair, children] : pairs)
      table.rows.push_back(
          {{{name(pair.first)}, {name(pair.second)}, {std::to_string(children.size())}, {base::join(children, ", ")}}});
    View part = body.add("PAIRS");
    part.set("LEAD", fmt::format("Chance made them from the seed of the draw, so that anyone can make them again. Each "
                                 "gets up to {}.",
                                 base::count_of(month.programme->auditors.cases_per_pair, "case", "cases")));
    add_table(part, "TABLE", table);
  }
  if (!picture.agencies.empty()) {
    Table table{"What each agency grades",
                {{"Agency"}, {"People who can audit now", "", true}, {"Contacts", "", true}, {"At least", "", true}},
                {},
                true,
                true};
    for (const auto& agency : picture.agencies) {
      Cell contacts{std::to_string(agency.cases)};
      contacts.late = agency.cases < agency.least;
      if (contacts.late) contacts.note = fmt::format("{} short", agency.least - agency.cases);
      table.rows.push_back({{{agency.title},
                             {std::to_string(agency.people)},
                             contacts,
                             {agency.least > 0 ? std::to_string(agency.least) : "Where possible"}}});
    }
    View part = body.add("AGENCIES");
    add_table(part, "TABLE", table);
  }
  if (month.programme->auditors.linked_by_area) body.add("LINKS").set("URL", month_path(key, "/links"));
}

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
  for (const auto& placing : picture->cases) waiting += placing.placed ? 0 : 1;
  fill_shared(body, *month, *picture, key, name);
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
    std::vector<std::string> who_has;
    for (const auto& one : placing.shared)
      who_has.push_back(name(one.auditor) + (one.second ? " and " + name(*one.second) : ""));
    if (who_has.empty() && placing.auditor) who_has.push_back(name(*placing.auditor));
    Cell auditor{who_has.empty() ? "Nobody yet" : base::join(who_has, ", ")};
    auditor.late = !placing.placed;
    if (!placing.placed && !who_has.empty()) auditor.note = "Some are missing";
    Cell change{};
    if (may_run) {
      change.text = placing.auditor ? "Change" : "Choose";
      change.what = "who audits " + placing.sampled.child_id.text();
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
  const std::string second(request.form.get("second"));
  const std::string part(request.form.get("part"));
  const std::string reason(base::trim(request.form.get("reason")));
  FormErrors errors;
  if (request.method == Method::Post) {
    if (to.empty()) {
      errors.add({base::ErrorCode::Invalid, "allocation.move.person_missing", "to"});
    } else if (reason.size() > kLongestReason) {
      errors.add({base::ErrorCode::Invalid, "draw.make.too_long", "reason"});
    } else {
      const auto work = services.store.begin(actor.council);
      const auto placed =
          app::place_case({key->programme, key->period, child, domain::PersonId{to}, reason,
                           second.empty() ? std::nullopt : std::optional(domain::PersonId{second}), part},
                          actor, services.clock, services.frameworks, *work);
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
  if (auto parts = parts_of(*month->programme); !parts.empty()) {
    for (auto& option : parts) {
      option.chosen = option.value == part;
      for (const auto& one : placing->shared)
        if (one.part == option.value)
          if (const auto person = reader->people().find(one.auditor)) option.hint = "Now with " + person->name;
    }
    add_radios(body, "PART", {"part", "Which of its audits?", std::move(parts)}, errors);
  }
  if (month->programme->auditors.pairs) {
    choice.label = "Who presents it?";
    Choice other = choice;
    other.name = "second";
    other.label = "Who audits it together with them?";
    for (auto& option : other.options) option.chosen = option.value == second;
    add_select(body, "TO", choice, errors);
    add_select(body, "SECOND", other, errors);
  } else {
    add_select(body, "TO", choice, errors);
  }
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
