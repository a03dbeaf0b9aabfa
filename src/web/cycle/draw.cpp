// The draw after a dry run, and exemptions.
#include <fmt/core.h>

#include <charconv>

#include "app/draw/draw_cycle.hpp"
#include "app/learning/meetings.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/nomination_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "base/text.hpp"
#include "domain/register/job_words.hpp"
#include "web/components.hpp"
#include "web/cycle/month_page.hpp"
#include "web/cycle/routes.hpp"

namespace plumbline::web {
namespace {

std::optional<int> whole_number(std::string_view text) {
  text = base::trim(text);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// What a rule of the draw is called where it falls short.
std::string rule_in_words(const std::string& rule) {
  if (rule == "eligible") return "There are too few cases";
  if (rule == "not-audited-within") return "The others were audited lately";
  if (rule == "one-per-worker") return "The others are with workers who have a case already";
  if (rule == "exempt") return "The others were exempted";
  return rule;
}

// Which cohort is drawn: the framework's own of the month is chosen unless somebody chooses another (SAMPLE-3). Gives
// the key that the form carries.
std::string add_cohorts(View& body, const MonthKey& key, const app::DrawCycle& asked,
                        const domain::Programme& programme, app::Reader& reader, const FormErrors& errors) {
  const auto& cohorts = programme.draw.cohorts;
  if (cohorts.empty()) return {};
  const auto* own = domain::cohort_of(programme, key.period);
  const std::string chosen = !asked.cohort.empty() ? asked.cohort
                             : own != nullptr      ? own->key
                                                   : std::string(app::kNoCohort);
  Choice choice{"cohort", "Which cohort?", {}, "", false, true};
  if (const auto proposed = app::chosen_theme(programme, key.period, reader.meetings()))
    choice.hint = "The meeting about " + base::say(proposed->period) + " chose the theme ‘" + proposed->title + "’.";
  bool issue = false;
  for (const auto& cohort : cohorts) {
    issue = issue || app::needs_issue(cohort, programme);
    choice.options.push_back({cohort.key, cohort.title,
                              &cohort == own ? "The framework’s own cohort of " + base::say(key.period) : "",
                              chosen == cohort.key, false});
  }
  choice.options.push_back(
      {std::string(app::kNoCohort), "No cohort: every case of the programme", "", chosen == app::kNoCohort, false});
  add_radios(body, "COHORTS", choice, errors);
  if (issue) {
    Choice flags{"issue", "Which issue?", {{"", "Choose an issue", "", asked.issue.empty(), false}}};
    flags.hint = "For an issue nominated for the month: a theme flag of the register, with how many open cases bear it";
    for (const auto& [flag, cases] : app::theme_flags(reader.cases()))
      flags.options.push_back(
          {flag, fmt::format("{} ({})", flag, base::with_commas(cases)), "", asked.issue == flag, false});
    add_select(body, "ISSUES", flags, errors);
  }
  return chosen;
}

// Whether the draw is among cases that managers named (SAMPLE-7).
void add_nominated(View& body, const MonthKey& key, const domain::Programme& programme, app::Reader& reader) {
  if (programme.draw.nominated == domain::Nomination::No) return;
  const auto named = reader.nominations().of_month(key.programme, key.period, {true, {}, {}, {}, {}}).size();
  View part = body.add("NOMINATED");
  part.set("URL", month_path(key, "/nominations"));
  part.set("TEXT", named > 0 ? fmt::format("The draw is among the {} that managers have named for this month.",
                                           base::count_of(static_cast<long long>(named), "case", "cases"))
                   : programme.draw.nominated == domain::Nomination::Only
                       ? std::string("No case is named for this month yet, and this programme draws among named cases.")
                       : std::string("No case is named for this month, so the draw is from the whole register."));
}

// What was agreed, or that it must be (CAL-5).
void add_agreement(View& body, const MonthKey& key, app::Reader& reader) {
  const auto agreement = reader.reviews().agreement(key.programme, key.period);
  View part = body.add("AGREED");
  part.set("URL", month_path(key, "/agreement"));
  if (!agreement) {
    part.set("TEXT", "This programme is drawn only when it has been agreed. Nobody’s agreement is recorded yet.");
    part.set("LINK", "Record the agreement");
    return;
  }
  part.set("TEXT",
           fmt::format("{} ({}) agreed on {}: {}, from {}, {}{}.", reader.people().name_of(agreement->agreed_by),
                       domain::job_in_words(agreement->agreed_as), base::say(agreement->agreed_on), agreement->theme,
                       agreement->source, base::count_of(agreement->size, "case", "cases"),
                       agreement->answers.empty() ? "" : ", in answer to " + agreement->answers));
  part.set("LINK", "Change what was agreed");
}

// What was agreed, or what the last meeting chose, until somebody chooses otherwise (CAL-5, MEET-1).
std::string proposed_cohort(Services& services, const SignedIn& signed_in, const MonthKey& key) {
  const auto reader = services.store.read(signed_in.actor.council);
  const auto month = app::find_month(key.programme, key.period, services.frameworks, app::month_reads(*reader));
  if (!month) return {};
  if (const auto agreed = reader->reviews().agreement(key.programme, key.period)) return agreed->cohort;
  const auto chosen = app::chosen_theme(*month->programme, key.period, reader->meetings());
  return chosen ? chosen->cohort : std::string();
}

Response draw_page(const Request& request, Services& services, const MonthKey& key, const app::DrawCycle& asked,
                   const FormErrors& refused) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto reads = app::month_reads(*reader);
  const auto month = app::find_month(key.programme, key.period, services.frameworks, reads);
  if (!month) return refused_page(services, request, month.error());
  FormErrors errors = refused;
  const auto preview = app::preview_draw(asked, signed_in.actor, services.clock, services.frameworks, *reader);
  if (!preview && preview.error().code == base::ErrorCode::Forbidden)
    return refused_page(services, request, preview.error());
  // A programme without a size of its own is asked for one first; nobody has got it wrong yet.
  const bool just_opened =
      request.method == Method::Get && !asked.size && !preview &&
      (preview.error().rule == "draw.make.size_missing" || preview.error().rule == "draw.make.not_agreed");
  if (!preview && errors.empty() && !just_opened) errors.add(preview.error());
  FramedPage page = month_page(services, request, key, *month->programme, "Draw the cases");
  page.errors(errors);
  View body = page.body("cycle/draw.html");
  body.set("URL", month_path(key, "/draw"));
  const bool again = month->cycle && month->cycle->state != domain::CycleState::Planned;
  if (again)
    add_warning(body, "WARNING",
                "This month has been drawn already. A second draw needs a reason, and both stay on record.");
  if (!month->programme->agreed_by.empty()) add_agreement(body, key, *reader);
  TextInput size{"size", "How many cases?",
                 asked.size                        ? std::to_string(*asked.size)
                 : preview                         ? std::to_string(preview->size)
                 : month->programme->draw.size > 0 ? std::to_string(month->programme->draw.size)
                                                   : ""};
  if (month->programme->draw.size_per_auditor) size.hint = "Left blank, as many as this month’s auditors can take.";
  size.inputmode = "numeric";
  size.characters = 5;
  add_text_input(body, "SIZE", size, errors);
  const auto chosen = add_cohorts(body, key, asked, *month->programme, *reader, errors);
  add_nominated(body, key, *month->programme, *reader);
  if (preview) {
    body.set("SUMMARY", fmt::format("{} of the {} cases in the register may be drawn this month. The dry run shows how "
                                    "many come from each group, never which.",
                                    base::with_commas(preview->eligible), base::with_commas(preview->frame_rows)));
    Table quotas{
        "How many cases come from each group",
        {{"Category"}, {"Area"}, {"May be drawn", "", true}, {"Exact share", "", true}, {"Will be drawn", "", true}},
        {},
        true,
        false};
    for (const auto& stratum : preview->strata) {
      auto drawn = stratum.quota;
      for (const auto& binding : preview->binding)
        if (binding.category == stratum.category && binding.area == stratum.area) drawn -= binding.short_by;
      Row row;
      row.cells = {Cell{stratum.category ? std::string(domain::say(*stratum.category)) : "All"},
                   Cell{stratum.area.empty() ? "–" : stratum.area}, Cell{base::with_commas(stratum.eligible)},
                   Cell{domain::say_exact(stratum)}, Cell{base::with_commas(drawn)}};
      quotas.rows.push_back(std::move(row));
    }
    add_table(body, "QUOTAS", quotas);
    std::int64_t short_by = 0;
    for (const auto& binding : preview->binding) short_by += binding.short_by;
    const auto given = preview->size - short_by;
    if (const int least = month->programme->draw.minimum; given < least)
      add_warning(body, "TOO_FEW",
                  fmt::format("{} asks for at least {} cases. This draw would give {}.", month->programme->title, least,
                              given));
    if (!preview->binding.empty()) {
      View part = body.add("SHORT");
      part.set("GIVES", fmt::format("This draw would give {} of the {} cases.", given, preview->size));
      Table table{"Groups that fall short", {{"Category"}, {"Area"}, {"Short by", "", true}, {"Why"}}, {}, true, false};
      for (const auto& binding : preview->binding) {
        Row row;
        row.cells = {Cell{binding.category ? std::string(domain::say(*binding.category)) : "All"},
                     Cell{binding.area.empty() ? "–" : binding.area}, Cell{base::with_commas(binding.short_by)},
                     Cell{rule_in_words(binding.rule)}};
        table.rows.push_back(std::move(row));
      }
      add_table(part, "TABLE", table);
    }
    View ready = body.add("READY");
    ready.set("URL", month_path(key, "/draw"))
        .set("CASES", static_cast<long long>(preview->size))
        .set("COHORT", chosen)
        .set("ISSUE", asked.issue)
        .set("HOW_MANY", base::count_of(given, "case", "cases"));
    TextInput seed{"seed", "Public number (optional)", asked.seed};
    seed.hint = "A number nobody here can choose, such as a lottery result of today. Left blank, the system draws one.";
    add_text_input(ready, "SEED", seed, errors);
    if (again) add_textarea(ready, "REASON", {"reason", "Why is it drawn again?", asked.reason}, errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response draw(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& signed_in = who(request);
  if (const auto allowed = app::may_run_cycle(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  const bool posted = request.method == Method::Post;
  app::DrawCycle asked;
  asked.programme = key->programme;
  asked.period = key->period;
  if (!posted) {
    const auto cycle = services.store.read(signed_in.actor.council)->cycles().find(key->programme, key->period);
    if (cycle && cycle->sent_at) return Response::see_other(month_path(*key));  // it can't be drawn again
  }
  if (!app::may_be_drawn(key->period, services.clock.today()))
    return refused_page(services, request,
                        {base::ErrorCode::RuleBroken, "cycle.run.month", "", {{"period", base::say(key->period)}}});
  const auto& given = posted ? request.form : request.query;
  asked.cohort = std::string(given.get("cohort"));
  if (!posted && !given.has("cohort")) asked.cohort = proposed_cohort(services, signed_in, *key);
  asked.issue = std::string(base::trim(given.get("issue")));
  const auto size = given.get("size");
  FormErrors errors;
  if (!size.empty()) {
    asked.size = whole_number(size);
    if (!asked.size)
      errors.add(
          {base::ErrorCode::Invalid, "draw.make.size", "size", {{"most", base::with_commas(domain::kMostDrawn)}}});
  }
  if (!posted || !errors.empty()) return draw_page(request, services, *key, asked, errors);
  asked.seed = std::string(base::trim(request.form.get("seed")));
  asked.reason = std::string(base::trim(request.form.get("reason")));
  if (asked.seed.size() > kLongestSeed) errors.add({base::ErrorCode::Invalid, "draw.make.seed_too_long", "seed"});
  if (asked.reason.size() > kLongestReason) errors.add({base::ErrorCode::Invalid, "draw.make.too_long", "reason"});
  if (!errors.empty()) return draw_page(request, services, *key, asked, errors);
  const auto work = services.store.begin(signed_in.actor.council);
  const auto drawn = app::draw_cycle(asked, signed_in.actor, services.clock, services.frameworks, *work);
  if (drawn)
    return flashed(Response::see_other(month_path(*key)),
                   {base::count_of(static_cast<long long>(drawn->sample().size()), "case is", "cases are") + " drawn.",
                    std::nullopt});
  errors.add(drawn.error());
  return draw_page(request, services, *key, asked, errors);
}

Response exempt(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& signed_in = who(request);
  if (const auto allowed = app::may_run_cycle(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  const domain::ChildId child{std::string(request.param("child"))};
  const std::string reason(base::trim(request.form.get("reason")));
  const std::string approver(request.form.get("approver"));
  {
    // Nobody is asked why a case is exempted that is not in the sample.
    const auto reader = services.store.read(signed_in.actor.council);
    const auto month =
        app::find_drawn_month(key->programme, key->period, services.frameworks, app::month_reads(*reader));
    if (!month) return refused_page(services, request, month.error());
    const auto sample = reader->cycles().sample(month->cycle->id);
    if (std::none_of(sample.begin(), sample.end(), [&](const auto& sampled) { return sampled.child_id == child; }))
      return Response::not_found();
  }
  FormErrors errors;
  if (reason.size() > kLongestReason) errors.add({base::ErrorCode::Invalid, "draw.make.too_long", "reason"});
  if (request.method == Method::Post && errors.empty()) {
    const auto work = services.store.begin(signed_in.actor.council);
    const auto outcome = app::exempt_case({key->programme, key->period, child, reason,
                                           approver.empty() ? std::nullopt : std::optional(domain::PersonId{approver})},
                                          signed_in.actor, services.clock, services.frameworks, *work);
    if (outcome)
      return flashed(
          Response::see_other(month_path(*key)),
          {outcome->replacement ? "The case is exempted. The next of its group takes its place."
                                : "The case is exempted. No other case of its group is left to take its place.",
           std::nullopt});
    errors.add(outcome.error());
  }
  const auto reader = services.store.read(signed_in.actor.council);
  const auto month = app::find_drawn_month(key->programme, key->period, services.frameworks, app::month_reads(*reader));
  if (!month) return refused_page(services, request, month.error());
  FramedPage page = month_page(services, request, *key, *month->programme, "Exempt " + child.text());
  page.errors(errors);
  View body = page.body("cycle/exempt.html");
  body.set("URL", month_path(*key, "/exempt/" + url_encode(child.text())));
  TextInput why{"reason", "Why is this case exempted?", reason};
  why.hint = "For example: the child is moving to another council this week";
  add_text_input(body, "REASON", why, errors);
  if (const auto& roles = month->programme->draw.exemption_approvers; !roles.empty()) {
    Choice choice{"approver", "Who agreed?", {{"", "Choose a person", "", approver.empty(), false}}};
    for (const auto& person : reader->people().all())
      if (std::find(roles.begin(), roles.end(), person.role) != roles.end())
        choice.options.push_back({person.person_id.text(), person.name + ", " + std::string(domain::say(person.role)),
                                  "", approver == person.person_id.text(), false});
    add_select(body, "APPROVER", choice, errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

}  // namespace

void add_draw_routes(Router& router, Services& services) {
  const auto drawing = [&](const Request& request) { return draw(request, services); };
  router.get("/cycles/{programme}/{period:period}/draw", drawing);
  router.post("/cycles/{programme}/{period:period}/draw", drawing);
  const auto exempting = [&](const Request& request) { return exempt(request, services); };
  router.get("/cycles/{programme}/{period:period}/exempt/{child}", exempting);
  router.post("/cycles/{programme}/{period:period}/exempt/{child}", exempting);
}

}  // namespace plumbline::web
