// GET and POST /cycles/{programme}/{period}/links: the auditor linked to each area (ALLOC-6).
#include <fmt/core.h>

#include <algorithm>

#include "app/allocation/links.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/cycle/month_page.hpp"
#include "web/cycle/routes.hpp"

namespace plumbline::web {
namespace {

// A field for each area, by its place in the framework: areas have names that are no identifiers.
std::string field_of(std::size_t area) { return "link-" + std::to_string(area + 1); }

Response links(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& actor = who(request).actor;
  if (const auto allowed = app::may_view_cycle(actor); !allowed)
    return refused_page(services, request, allowed.error());
  const auto reader = services.store.read(actor.council);
  const auto month = app::find_drawn_month(key->programme, key->period, services.frameworks, app::month_reads(*reader));
  if (!month) return refused_page(services, request, month.error());
  const auto choices =
      app::picture_links(key->programme, key->period, actor, services.clock, services.frameworks, *reader);
  if (!choices && choices.error().rule == "allocation.link.none") return Response::not_found();
  if (!choices) return refused_page(services, request, choices.error());
  const bool may_run = app::may_run_cycle(actor).has_value();
  FormErrors errors;
  if (request.method == Method::Post) {
    app::LinkAreas command{key->programme, key->period, {}};
    for (std::size_t i = 0; i < choices->size(); ++i) {
      const auto* chosen = request.form.find(field_of(i));
      if (chosen == nullptr) continue;
      command.links.emplace_back((*choices)[i].area,
                                 chosen->empty() ? std::nullopt : std::optional(domain::PersonId{*chosen}));
    }
    const auto work = services.store.begin(actor.council);
    const auto changed = app::link_areas(command, actor, services.clock, services.frameworks, *work);
    if (changed)
      return flashed(Response::see_other(month_path(*key, "/links")),
                     {*changed == 0 ? "Nothing has changed."
                                    : base::count_of(*changed, "link is", "links are") +
                                          " changed. Those who are new have been told.",
                      std::nullopt});
    if (changed.error().code == base::ErrorCode::Forbidden) return refused_page(services, request, changed.error());
    auto error = changed.error();
    for (const auto& [name, value] : error.values)
      if (name == "area")
        for (std::size_t i = 0; i < choices->size(); ++i)
          if ((*choices)[i].area == value) error.field = field_of(i);
    errors.add(std::move(error));
  }
  FramedPage page = month_page(services, request, *key, *month->programme, "Auditors linked to areas");
  page.errors(errors);
  View body = page.body("cycle/links.html");
  body.set("LEAD",
           month->programme->moderation.by_linked_auditor
               ? "Each supports the auditors of one area and moderates its audits this month. Nobody is linked "
                 "to an area they work in."
               : "Each supports the auditors of one area this month. Nobody is linked to an area they work in.");
  if (!may_run) {
    Table table{"Who is linked to which area", {{"Area"}, {"Linked auditor"}}, {}, true, true};
    for (const auto& choice : *choices)
      table.rows.push_back({{{choice.area}, {choice.link ? reader->people().name_of(choice.link->person) : "Nobody"}}});
    add_table(body, "TABLE", table);
    return page.respond();
  }
  View form = body.add("FORM");
  form.set("URL", month_path(*key, "/links"));
  bool proposed = false;
  for (std::size_t i = 0; i < choices->size(); ++i) {
    const auto& choice = (*choices)[i];
    const auto* sent = request.form.find(field_of(i));
    const auto chosen = sent != nullptr   ? *sent
                        : choice.link     ? choice.link->person.text()
                        : choice.proposed ? choice.proposed->text()
                                          : std::string();
    proposed = proposed || (!choice.link && choice.proposed);
    Choice select{field_of(i), choice.area, {{"", "Nobody", "", chosen.empty(), false}}};
    if (!choice.link && choice.proposed) select.hint = "Proposed; not linked yet";
    for (const auto& person : choice.may)
      select.options.push_back(
          {person.person_id.text(),
           person.name + ", " + std::string(domain::say(person.role)) + (person.team.empty() ? "" : ", " + person.team),
           "", chosen == person.person_id.text(), false});
    View part = form.add("AREA");
    add_select(part, "WHO", select, errors);
  }
  form.set("BUTTON", proposed ? "Link them" : "Save the links");
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

}  // namespace

void add_link_routes(Router& router, Services& services) {
  const auto linking = [&](const Request& request) { return links(request, services); };
  router.get("/cycles/{programme}/{period:period}/links", linking);
  router.post("/cycles/{programme}/{period:period}/links", linking);
}

}  // namespace plumbline::web
