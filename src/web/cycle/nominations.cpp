// /cycles/{programme}/{period}/nominations: the cases that managers name for a theme before its draw (SAMPLE-7).
#include "app/draw/nominations.hpp"
#include "app/learning/meetings.hpp"

#include <fmt/core.h>

#include "app/messages/messages.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/cycle/month_page.hpp"
#include "web/cycle/routes.hpp"

namespace plumbline::web {
namespace {

// No identifier of a register is longer; what is longer is none of ours.
constexpr std::size_t kLongestChild = 100;

Response nominations_page(const Request& request, Services& services, const MonthKey& key,
                          const app::NominateCase& typed, const FormErrors& errors) {
  const auto& signed_in = who(request);
  const auto& actor = signed_in.actor;
  const auto reader = services.store.read(actor.council);
  const auto month = app::find_month(key.programme, key.period, services.frameworks, app::month_reads(*reader));
  if (!month) return refused_page(services, request, month.error());
  const auto named = reader->nominations().of_month(key.programme, key.period, app::visibility_of(actor));
  services.views.saw(actor, "nominations", key.programme + " " + base::iso(key.period));

  FramedPage page(services, request, "Cases named for " + base::say(key.period), NavItem::Month);
  page.crumb("Home", "/").caption(month->programme->title);
  page.errors(errors);
  View body = page.body("cycle/nominations.html");
  bool open = false;
  for (const auto& each : app::open_for_nomination(*month->framework, services.clock.today(), reader->cycles()))
    open = open || (each.programme == key.programme && each.period == key.period);
  if (open) {
    View form = body.add("OPEN");
    form.set("URL", month_path(key, "/nominations")).set("MOST", static_cast<long long>(app::kMostNominations));
    if (month->programme->meeting.sets_next_theme) {
      const auto chosen = app::chosen_theme(*month->programme, key.period, reader->meetings());
      form.show_with("THEME", "TEXT",
                     chosen ? "The theme, from the meeting of " + base::say(chosen->period) + ": " + chosen->title + "."
                            : std::string("No meeting has chosen the theme of this month yet."));
    }
    TextInput child{"child", "The child’s identifier", typed.child.text()};
    child.hint = "As the register writes it, never a name";
    child.characters = 20;
    child.spellcheck = false;
    child.autocomplete = "off";
    add_text_input(form, "CHILD", child, errors);
    Choice reason{"reason", "Why does it show the theme?", {}, "", false, true};
    for (const auto each : domain::kNominationReasons)
      reason.options.push_back(
          {std::string(domain::to_string(each)), std::string(domain::say(each)), "", typed.reason == each, false});
    add_radios(form, "REASON", reason, errors);
  } else {
    const bool asked = month->programme->draw.nominated != domain::Nomination::No;
    body.add("CLOSED").set(
        "TEXT",
        app::sentence(
            {base::ErrorCode::RuleBroken, asked ? "nomination.add.not_open" : "nomination.add.not_asked", "", {}}));
  }
  if (named.empty()) {
    add_empty(body, "EMPTY", "No case of your area is named",
              month->programme->draw.nominated == domain::Nomination::Only
                  ? "This programme draws among named cases alone."
                  : "Without named cases the draw is from the whole register.");
    return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
  }
  Table table{"Named cases", {{"Child"}, {"Why"}, {"Named by"}, {"When"}}, {}, true, true};
  Choice which{"child", "Which case?", {{"", "Choose a case", "", true, false}}};
  const bool runs = app::may_run_cycle(actor).has_value();
  for (const auto& one : named) {
    Row row;
    row.cells = {Cell{one.child_id.text()}, Cell{std::string(domain::say(one.reason))},
                 Cell{reader->people().name_of(one.nominated_by)}, Cell{base::say(base::london_day(one.nominated_at))}};
    table.rows.push_back(std::move(row));
    if (runs || one.nominated_by == actor.acting())
      which.options.push_back({one.child_id.text(), one.child_id.text(), "", false, false});
  }
  View part = body.add("NAMED");
  part.set("TITLE", base::count_of(static_cast<long long>(named.size()), "case is named", "cases are named"));
  add_table(part, "TABLE", table);
  if (open && which.options.size() > 1) {
    View withdraw = body.add("WITHDRAW");
    withdraw.set("URL", month_path(key, "/nominations/withdraw"));
    which.name = "withdraw";
    add_select(withdraw, "WHICH", which, errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response nominations(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& actor = who(request).actor;
  if (const auto allowed = app::may_nominate(actor); !allowed) return refused_page(services, request, allowed.error());
  app::NominateCase command{key->programme, key->period, domain::ChildId{}, std::nullopt};
  if (request.method != Method::Post) return nominations_page(request, services, *key, command, {});
  command.child = domain::ChildId{std::string(base::trim(request.form.get("child"))).substr(0, kLongestChild)};
  command.reason = domain::parse_nomination_reason(request.form.get("reason"));
  const auto work = services.store.begin(actor.council);
  const auto outcome = app::nominate_case(command, actor, services.clock, services.frameworks, *work);
  if (outcome)
    return flashed(Response::see_other(month_path(*key, "/nominations")), {"The case is named.", std::nullopt});
  auto error = outcome.error();
  // Without a field there is no form to show it at: the month is drawn, or its programme asks for no cases.
  if (error.field.empty()) return refused_page(services, request, error);
  return nominations_page(request, services, *key, command, FormErrors({error}));
}

Response withdraw(const Request& request, Services& services) {
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  const auto& actor = who(request).actor;
  if (const auto allowed = app::may_nominate(actor); !allowed) return refused_page(services, request, allowed.error());
  const domain::ChildId child{std::string(base::trim(request.form.get("withdraw"))).substr(0, kLongestChild)};
  const auto work = services.store.begin(actor.council);
  const auto outcome =
      app::withdraw_nomination({key->programme, key->period, child}, actor, services.clock, services.frameworks, *work);
  if (outcome)
    return flashed(Response::see_other(month_path(*key, "/nominations")),
                   {"The case is not named any more.", std::nullopt});
  auto error = outcome.error();
  error.field = "withdraw";
  error.code = base::ErrorCode::RuleBroken;
  return nominations_page(request, services, *key, {key->programme, key->period, domain::ChildId{}, std::nullopt},
                          FormErrors({error}));
}

}  // namespace

void add_nomination_routes(Router& router, Services& services) {
  const auto naming = [&](const Request& request) { return nominations(request, services); };
  router.get("/cycles/{programme}/{period:period}/nominations", naming);
  router.post("/cycles/{programme}/{period:period}/nominations", naming);
  router.post("/cycles/{programme}/{period:period}/nominations/withdraw",
              [&](const Request& request) { return withdraw(request, services); });
}

}  // namespace plumbline::web
