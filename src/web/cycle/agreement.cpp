// GET, POST /cycles/{programme}/{period}/agreement: who agreed to draw what is drawn when needed (CAL-5).
#include "app/learning/agreements.hpp"

#include <algorithm>

#include "app/policies/cycle_policies.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "domain/register/job_words.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/cycle/month_page.hpp"
#include "web/cycle/routes.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"

namespace plumbline::web {
namespace {

// Pressed twice: the first press has recorded it.
bool is_recorded(const app::RecordAgreement& command, const app::Actor& actor, Services& services) {
  const auto there = services.store.read(actor.council)->reviews().agreement(command.programme, command.period);
  return there && there->recorded_by == actor.acting() && there->theme == command.theme &&
         there->cohort == command.cohort && there->source == command.source && there->size == command.size &&
         there->answers == command.answers && there->agreed_by == command.agreed_by &&
         there->agreed_on == command.agreed_on;
}

Response agreement(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto month = app::find_month(key->programme, key->period, services.frameworks, app::month_reads(*reader));
  if (!month) return refused_page(services, request, month.error());
  const auto& programme = *month->programme;
  std::optional<domain::Person> self;
  if (actor.person) self = reader->people().find(*actor.person);
  if (const auto allowed = app::may_record_agreement(actor, programme, self ? &*self : nullptr); !allowed)
    return refused_page(services, request, allowed.error());
  if (programme.agreed_by.empty()) return Response::not_found();
  const bool runs = app::may_run_cycle(actor).has_value();
  const std::string back = runs ? month_path(*key, "/draw") : "/programme";
  const auto stored = reader->reviews().agreement(key->programme, key->period);

  const Form form(request);
  const bool posted = request.method == Method::Post;
  auto shown = stored.value_or(domain::DrawAgreement{});
  std::string size = stored                    ? std::to_string(stored->size)
                     : programme.draw.size > 0 ? std::to_string(programme.draw.size)
                                               : "";
  FormErrors errors;
  if (posted) {
    size = form.text("size");
    const auto by = form.text("agreed_by");
    app::RecordAgreement command{key->programme,
                                 key->period,
                                 number_in(request, "version"),
                                 form.text("theme"),
                                 form.text("cohort"),
                                 form.text("source"),
                                 number_in(request, "size"),
                                 form.text("answers"),
                                 by.empty() ? std::nullopt : std::optional(domain::PersonId{by}),
                                 read_date(request.form, "agreed_on")};
    const auto outcome = app::record_agreement(command, actor, services.clock, services.frameworks,
                                               *services.store.begin(actor.council));
    if (outcome) return flashed(Response::see_other(back), {"The agreement is recorded.", std::nullopt});
    if (outcome.error().code == base::ErrorCode::Stale && is_recorded(command, actor, services))
      return Response::see_other(back);
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
    shown.theme = command.theme;
    shown.cohort = command.cohort;
    shown.source = command.source;
    shown.answers = command.answers;
    shown.agreed_by = domain::PersonId{by};
  }
  FramedPage page(services, request, "Agreement to draw", NavItem::Month);
  page.crumb("Home", "/");
  if (runs) page.crumb("Months", "/cycles").crumb(base::say(key->period), month_path(*key));
  page.caption(programme.title + ", " + base::say(key->period)).errors(errors);
  View body = form_body(page,
                        {month_path(*key, "/agreement"), back, "Save the agreement",
                         version_shown(request, stored ? stored->version : 0, errors)},
                        errors);
  body.show_with(
      "LEAD", "TEXT",
      "The cases are drawn only when one of these has agreed: " + domain::jobs_in_words(programme.agreed_by) + ".");
  View theme = add_field(body);
  TextInput what{"theme", "What is looked at?", shown.theme};
  what.hint = "The theme or the concern. No names.";
  add_text_input(theme, "INPUT", what, errors);
  if (!programme.draw.cohorts.empty()) {
    View field = add_field(body);
    Choice cohort{"cohort", "Which cases?", {{"", "All of the programme", "", shown.cohort.empty(), false}}};
    for (const auto& each : programme.draw.cohorts)
      cohort.options.push_back({each.key, each.title, "", each.key == shown.cohort, false});
    add_select(field, "INPUT", cohort, errors);
  }
  View source = add_field(body);
  if (programme.sources.empty()) {
    add_text_input(source, "INPUT", {"source", "Where does it come from?", shown.source}, errors);
  } else {
    Choice choice{"source", "Where does it come from?", {}, "", false, true, false};
    for (const auto& each : programme.sources) choice.options.push_back({each, each, "", each == shown.source, false});
    add_radios(source, "INPUT", choice, errors);
  }
  View answers = add_field(body);
  TextInput concern{"answers", "Which concern does it answer? (optional)", shown.answers};
  concern.hint =
      "The reference of the audit that raised it, such as " + month->framework->council.reference + "-2026-11-003";
  add_text_input(answers, "INPUT", concern, errors);
  View many = add_field(body);
  TextInput cases{"size", "How many cases, at most?", size};
  cases.inputmode = "numeric";
  cases.characters = 5;
  add_text_input(many, "INPUT", cases, errors);
  View whom = add_field(body);
  Choice by{"agreed_by", "Who agreed?", {{"", "Choose a person", "", shown.agreed_by.empty(), false}}};
  for (const auto& person : reader->people().all()) {
    if (std::ranges::find(programme.agreed_by, person.role) == programme.agreed_by.end()) continue;
    if (!runs && !actor.is(person.person_id)) continue;
    by.options.push_back({person.person_id.text(), person.name + ", " + std::string(domain::say(person.role)), "",
                          person.person_id == shown.agreed_by, false});
  }
  add_select(whom, "INPUT", by, errors);
  View when = add_field(body);
  add_date_input(when, "INPUT",
                 posted ? typed_date("agreed_on", "When?", request.form, "For example, 17 11 2026")
                        : date_input("agreed_on", "When?", stored ? std::optional(stored->agreed_on) : std::nullopt,
                                     "For example, 17 11 2026"),
                 errors);
  return page.respond(status_with(errors));
}

}  // namespace

void add_agreement_routes(Router& router, Services& services) {
  add_form_route(router, services, "/cycles/{programme}/{period:period}/agreement", agreement);
}

}  // namespace plumbline::web
