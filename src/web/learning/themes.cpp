// GET /themes, /themes.csv and /themes/{id}: the rolling plan, and each theme from findings to actions to later audits.
#include <fmt/core.h>

#include <algorithm>

#include "app/audit/audit_query.hpp"
#include "app/learning/meetings.hpp"
#include "app/learning/reviews.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/chart/chart.hpp"
#include "report/share.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/meeting_page.hpp"
#include "web/learning/routes.hpp"
#include "web/learning/theme_page.hpp"
#include "web/list_page.hpp"
#include "web/reasons.hpp"

namespace plumbline::web {

std::string theme_path(const domain::Theme& theme, std::string_view rest) {
  return app::theme_path(theme.id) + std::string(rest);
}

base::Result<void> may_view_plan(const Request& request, app::Reader& reader) {
  const auto& signed_in = who(request);
  std::optional<domain::Person> self;
  if (signed_in.actor.person) self = reader.people().find(*signed_in.actor.person);
  return app::may_view_themes(signed_in.actor, signed_in.framework->action_plan, self ? &*self : nullptr);
}

FramedPage plan_page(Services& services, const Request& request, const std::string& title) {
  FramedPage page(services, request, title, NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Rolling action plan", "/themes");
  return page;
}

FramedPage theme_page(Services& services, const Request& request, const domain::Theme& theme,
                      const std::string& title) {
  FramedPage page = plan_page(services, request, title);
  page.crumb(theme.title, theme_path(theme));
  return page;
}

std::vector<Option> month_options(base::Day today, std::string_view chosen, std::string_view blank) {
  std::vector<Option> options;
  if (!blank.empty()) options.push_back({"", std::string(blank), "", chosen.empty(), false});
  auto period = base::period_of(today).plus_months(blank.empty() ? 0 : 12);
  const auto last = base::period_of(today).plus_months(-36);
  const auto add = [&](base::Period month) {
    options.push_back({base::iso(month), base::say(month), "", base::iso(month) == chosen, false});
  };
  // A month that was chosen long ago, or lies far ahead, stays chosen.
  const auto kept = base::parse_period(chosen);
  if (kept && period < *kept) add(*kept);
  for (; last <= period; period = period.plus_months(-1)) add(period);
  if (kept && *kept < last) add(*kept);
  return options;
}

std::vector<Option> name_options(const std::vector<std::string>& names, std::string_view chosen,
                                 std::string_view blank) {
  std::vector<Option> options{{"", std::string(blank), "", chosen.empty(), false}};
  for (const auto& name : names) options.push_back({name, name, "", name == chosen, false});
  return options;
}

std::string span_of(base::Period from, base::Period to) {
  return from == to ? base::say(from) : base::say(from) + " to " + base::say(to);
}

std::string place_of(const domain::Theme& theme) {
  if (theme.locality.empty() && theme.service_area.empty()) return "the whole council";
  if (theme.locality.empty()) return theme.service_area;
  return theme.service_area.empty() ? theme.locality : theme.locality + ", " + theme.service_area;
}

namespace {

app::ThemeFilter filter_of(const Request& request) {
  const Form form(request.query);
  app::ThemeFilter filter;
  const auto state = form.text("state");
  if (state != "all") filter.state = domain::parse_theme_state(state).value_or(domain::ThemeState::Open);
  filter.locality = form.text("locality");
  filter.link = form.text("link");
  if (form.text("mine") == "yes") filter.owner = who(request).actor.acting().text();
  return filter;
}

std::string impact_in_words(const app::WeighedEvidence& one) {
  const auto& impact = one.impact;
  if (!impact.movement) return "No later audits yet";
  const auto after = report::say_percent(impact.after);
  if (!impact.movement->real) return "No real change, now " + after;
  return (impact.movement->direction == domain::Direction::Up ? "Better: up to " : "Worse: down to ") + after;
}

Response list_themes(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  if (const auto may = may_view_plan(request, *reader); !may) return refused_page(services, request, may.error());
  const auto today = services.clock.today();
  const auto themes = app::rolling_plan(*signed_in.framework, filter_of(request), today, reader->themes());
  FramedPage page(services, request, "Rolling action plan", NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning");
  if (app::may_edit_themes(signed_in.actor)) page.action("Find a theme", "/themes/findings");
  View body = page.body("learning/list.html");
  Filter state{Filter::Kind::Checkboxes, "state", "Where it stands", {{"all", "Show closed themes too"}}};
  Filter locality{Filter::Kind::Select, "locality", "Locality", {}};
  for (const auto& name : signed_in.framework->council.localities) locality.options.push_back({name, name});
  Filter link{Filter::Kind::Select, "link", "What it feeds", {}};
  for (const auto& name : signed_in.framework->action_plan.links) link.options.push_back({name, name});
  Filter mine{Filter::Kind::Checkboxes, "mine", "Mine", {{"yes", "With an action of mine"}}};
  std::vector<Filter> filters{state};
  if (locality.options.size() > 1) filters.push_back(locality);
  if (!link.options.empty()) filters.push_back(link);
  filters.push_back(mine);
  add_filter(body, "FILTER", "/themes", request.query, filters);
  body.set("SHOWING", base::count_of(static_cast<long long>(themes.size()), "theme", "themes"));
  if (themes.empty()) {
    add_empty(body, "EMPTY", "No themes match",
              "A theme begins with a finding: a section that audits judge below good again and again.",
              app::may_edit_themes(signed_in.actor) ? std::optional(Link{"Look at the findings", "/themes/findings"})
                                                    : std::nullopt);
    return page.respond();
  }
  body.add("EXPORT").set("URL", QueryLink("/themes.csv", request.query).url());
  Table table{"Themes", {{"Theme"}, {"What audits showed"}, {"Actions"}, {"Feeds"}, {"Since then"}}, {}, true, true};
  for (const auto& [theme, weighed, actions, progress] : themes) {
    Cell title{theme.title, theme_path(theme)};
    title.note = place_of(theme) + (theme.state == domain::ThemeState::Closed ? ", closed" : "");
    Cell found{"–"}, since{"–"};
    if (!weighed.empty()) {
      const auto& first = weighed.front();
      found.text = report::say_share(first.found) + " " + std::string(domain::say(first.evidence.kind));
      found.note = first.section_title + ", " + span_of(first.evidence.from, first.evidence.to);
      since.text = impact_in_words(first);
    }
    Cell count{progress.actions() == 0 ? "None yet" : fmt::format("{} open, {} done", progress.open, progress.done)};
    if (progress.overdue > 0) {
      count.late = true;
      count.note = fmt::format("{} overdue", progress.overdue);
    }
    Row row;
    row.cells = {title, found, count, Cell{progress.fed.empty() ? "–" : base::join(progress.fed, ", ")}, since};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

// One row an action; a theme without actions has a row of its own.
Response export_themes(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  if (const auto may = may_view_plan(request, *reader); !may) return refused_page(services, request, may.error());
  std::string csv =
      "theme,state,locality,service_area,lead,programme,section,counted,from,to,n,of,after_from,before_n,before_of,"
      "after_n,after_of,movement,real,action,owner,due_on,feeds,action_state,outcome\n";
  for (auto& [theme, weighed, actions, progress] :
       app::rolling_plan(*signed_in.framework, filter_of(request), services.clock.today(), reader->themes())) {
    if (actions.empty()) actions.emplace_back();
    for (const auto& action : actions) {
      std::vector<std::string> cells{theme.title, std::string(to_string(theme.state)), theme.locality,
                                     theme.service_area, theme.lead ? reader->people().name_of(*theme.lead) : ""};
      if (weighed.empty()) {
        cells.resize(cells.size() + 14);
      } else {
        const auto& one = weighed.front();
        const auto& movement = one.impact.movement;
        for (auto cell : {one.evidence.programme, one.evidence.section, std::string(to_string(one.evidence.kind)),
                          base::iso(one.evidence.from), base::iso(one.evidence.to), std::to_string(one.found.n),
                          std::to_string(one.found.of), base::iso(one.impact.after_from),
                          std::to_string(one.impact.before.n), std::to_string(one.impact.before.of),
                          std::to_string(one.impact.after.n), std::to_string(one.impact.after.of),
                          movement ? std::string(to_string(movement->direction)) : std::string(),
                          std::string(!movement        ? ""
                                      : movement->real ? "yes"
                                                       : "no")})
          cells.push_back(std::move(cell));
      }
      cells.push_back(action.text);
      cells.push_back(action.owner ? reader->people().name_of(*action.owner) : "");
      cells.push_back(action.due_on ? base::iso(*action.due_on) : "");
      cells.push_back(action.link);
      cells.push_back(action.id.empty() ? "" : std::string(to_string(action.state)));
      cells.push_back(action.outcome);
      base::append_guarded_csv(csv, {cells.begin(), cells.end()});
    }
  }
  services.views.saw(signed_in.actor, "theme-list", "export");
  return Response::csv(std::move(csv), "rolling-action-plan.csv");
}

// The audits that a piece of evidence counts, or that came later, for who may open any audit; nothing for the kinds
// that the list of audits cannot say.
std::string audits_behind(const domain::Theme& theme, const domain::Evidence& evidence, bool later,
                          base::Period after_from) {
  app::AuditFilter filter;
  filter.programme = evidence.programme;
  filter.locality = theme.locality;
  filter.service_area = theme.service_area;
  filter.section = evidence.section;
  filter.returned = true;
  filter.from = base::iso(later ? after_from : evidence.from);
  if (!later) filter.to = base::iso(evidence.to);
  switch (evidence.kind) {
    case domain::EvidenceKind::BelowGood:
      filter.section_band = later ? "good-or-better" : "below-good";
      break;
    case domain::EvidenceKind::GoodOrBetter:
      filter.section_band = "good-or-better";
      break;
    case domain::EvidenceKind::Example:
      filter.section_flagged = evidence.section;
      break;
    case domain::EvidenceKind::Inadequate:
      // Two grades count as one here.
      if (!later) return {};
      filter.section_band = "good-or-better";
      break;
  }
  return "/audits?" + app::audit_query(filter);
}

// From what audits showed to whether it helped, in four steps: the whole thread before any detail.
void add_thread(View& block, const app::WeighedEvidence& one, const app::ThemeProgress& progress) {
  using State = DateStep::State;
  const bool acted = progress.done > 0;
  const bool looked_again = one.impact.movement.has_value();
  std::vector<DateStep> steps{
      {"What audits showed", report::say_share(one.found),
       fmt::format("{}, {}", domain::say(one.evidence.kind), span_of(one.evidence.from, one.evidence.to)), State::Done},
      {"What was done",
       progress.actions() == 0
           ? "Nothing agreed yet"
           : fmt::format("{} of {} done", progress.done,
                         base::count_of(progress.actions() - progress.dropped, "action", "actions")),
       progress.overdue > 0 ? fmt::format("{} overdue", progress.overdue) : "", acted ? State::Done : State::Now},
      {"What it fed", progress.fed.empty() ? "Nothing yet" : base::join(progress.fed, ", "), "",
       acted && !progress.fed.empty() ? State::Done : State::Later},
      {"Whether it helped", impact_in_words(one), "Audits since " + base::say(one.impact.after_from),
       looked_again ? State::Done
       : acted      ? State::Now
                    : State::Later}};
  add_dates(block, "PART", steps);
}

void add_evidence(View& body, const domain::Theme& theme, const app::WeighedEvidence& one, std::size_t number,
                  bool edits, bool opens, std::size_t of) {
  View block = add_block(body, of > 1 ? fmt::format("Finding {}: {}", number + 1, one.section_title)
                                      : "What audits showed: " + one.section_title);
  add_sentence(block, fmt::format("{} {} in {}, {}, {}.", report::say_share(one.found), domain::say(one.evidence.kind),
                                  one.programme_title, span_of(one.evidence.from, one.evidence.to), place_of(theme)));
  const auto& impact = one.impact;
  const bool examples = one.evidence.kind == domain::EvidenceKind::Example;
  const std::string measure = examples ? "flagged as an example" : "good or better";
  std::string finding;
  if (!impact.movement) {
    finding =
        fmt::format("No audits of this section have come back since {}, so nobody can tell yet whether it helped.",
                    base::say(impact.after_from));
  } else {
    finding = fmt::format("Since {}, {} {}: ", base::say(impact.after_from), report::say_share(impact.after), measure);
    finding += impact.movement->real
                   ? fmt::format("{} from {}.",
                                 impact.movement->direction == domain::Direction::Up ? "a real rise" : "a real fall",
                                 report::say_share(impact.before))
                   : fmt::format("no real change from {}. With numbers this small the difference could be chance.",
                                 report::say_share(impact.before));
  }
  add_sentence(block, finding);
  const auto id = fmt::format("theme-{}", number + 1);
  if (impact.before.of > 0 && impact.after.of > 0) {
    report::ShareBars bars{
        {id + "-shares", fmt::format("{}: {} before and since", one.section_title, measure), finding},
        {{"Before", impact.before.n, impact.before.of}, {"Since", impact.after.n, impact.after.of}},
        {}};
    add_chart(block, "PART", report::share_bars(bars, report::ChartSize::Wide),
              report::share_bars(bars, report::ChartSize::Narrow), bars.text.title);
  }
  if (one.months.size() > 1) {
    report::TrendLine line{
        {id + "-months", fmt::format("{}: {} by month", one.section_title, measure), finding}, measure, {}, {}, false};
    Table table{fmt::format("{} by month", one.section_title),
                {{"Month"}, {"Judged", "", true}, {examples ? "Examples" : "Good or better", "", true}, {"Stands"}},
                {},
                true,
                false};
    for (auto period = one.months.front().period; period <= one.months.back().period; period = period.plus_months(1)) {
      const auto kind = examples ? domain::EvidenceKind::Example : domain::EvidenceKind::GoodOrBetter;
      const auto share = domain::counted(one.months, kind, period, period);
      const auto words = base::say(period);
      line.points.push_back(
          {words.substr(0, 3) + words.substr(words.find(' ')), words.substr(0, 1), share.n, share.of, {}, {}, false});
      Row row;
      row.cells = {Cell{words}, Cell{std::to_string(share.of)}, Cell{report::say_share(share)},
                   Cell{period <= one.evidence.to    ? "Before"
                        : period < impact.after_from ? "Between"
                                                     : "Since"}};
      table.rows.push_back(std::move(row));
    }
    add_chart(block, "PART", report::trend_line(line, report::ChartSize::Wide),
              report::trend_line(line, report::ChartSize::Narrow), line.text.title);
    add_table(block, "PART", table);
  }
  if (opens) {
    std::vector<Link> links;
    if (const auto url = audits_behind(theme, one.evidence, false, impact.after_from); !url.empty() && one.found.n > 0)
      links.push_back({base::count_of(one.found.n, "audit", "audits") + " behind the finding", url});
    if (impact.after.n > 0)
      links.push_back({base::count_of(impact.after.n, "later audit", "later audits") + " " + measure,
                       audits_behind(theme, one.evidence, true, impact.after_from)});
    add_links(block, links);
  }
  if (edits && of > 1) {
    View form = add_small_form(block, {theme_path(theme, "/evidence/remove"), theme.version, "Take this finding away",
                                       one.section_title, true});
    form.add("HIDDEN").set("NAME", "number").set("VALUE", static_cast<long long>(number));
  }
}

// Where a theme came from; led there only where the reader may go.
Link origin_of(const domain::Theme& theme, const Request& request, Services& services, app::Reader& reader) {
  const auto& actor = who(request).actor;
  switch (theme.origin) {
    case domain::ThemeOrigin::Findings:
      return {"Findings of audits", ""};
    case domain::ThemeOrigin::Review: {
      const auto review = reader.reviews().find(domain::ReviewId{theme.origin_id});
      if (!review) return {"A thematic review", ""};
      return {"Thematic review: " + review->theme + ", " + base::say(review->period),
              app::may_view_programme(actor) ? app::review_path(review->id) : std::string()};
    }
    case domain::ThemeOrigin::Meeting: {
      const auto meeting = reader.meetings().find(domain::MeetingId{theme.origin_id});
      if (!meeting) return {"A meeting", ""};
      const app::MeetingKey key{meeting->programme, meeting->period, meeting->locality};
      const auto open = app::open_meeting(key, actor, services.frameworks, reader);
      return {(open ? title_of(*open) : std::string("Meeting")) + ", " + base::say(meeting->on),
              open ? app::meeting_path(key) : std::string()};
    }
  }
  return {};
}

Response theme_shown(const Request& request, Services& services, const domain::Theme& theme, app::Reader& reader,
                     const FormErrors& errors) {
  const auto& signed_in = who(request);
  const auto today = services.clock.today();
  const bool may_edit = app::may_edit_themes(signed_in.actor).has_value();
  const bool open = theme.state == domain::ThemeState::Open;
  FramedPage page = plan_page(services, request, theme.title);
  page.caption("Theme of the rolling plan, " + place_of(theme)).errors(errors);
  if (may_edit && open) {
    page.action("Add an action", theme_path(theme, "/actions/new"));
    page.action("Change the theme", theme_path(theme, "/edit"), ButtonLook::Quiet);
  }
  View body = page.body("learning/page.html");
  const auto weighed = app::weigh(theme, *signed_in.framework, reader.themes());
  const auto actions = reader.themes().actions(theme.id);
  {
    View block = add_block(body, "");
    if (!weighed.empty()) add_thread(block, weighed.front(), app::progress_of(actions, today));
    const auto origin = origin_of(theme, request, services, reader);
    Facts facts;
    facts.add_typed("What should change", theme.what)
        .add("Who leads", theme.lead ? reader.people().name_of(*theme.lead) : "")
        .add("Came from", origin.text, origin.url)
        .add("Opened", base::say(theme.created_at) + ", " + reader.people().name_of(theme.created_by));
    if (theme.closed_at) facts.add_typed("Closed", base::say(*theme.closed_at) + ": " + theme.closed_why);
    if (!theme.closed_at) facts.add_typed("Closed before", theme.closed_why);
    auto rows = facts.rows();
    for (auto& why : reason_rows(theme.id.text(), reader)) rows.push_back(std::move(why));
    add_summary_list(block, "PART", rows);
  }
  {
    View block = add_block(body, "What is done about it", "actions");
    if (actions.empty()) add_sentence(block, "No action has been agreed yet.");
    if (!actions.empty()) {
      Table table{"Actions", {{"Action"}, {"Feeds"}, {"Who"}, {"By"}, {"Where it stands"}}, {}, true, true};
      for (const auto& action : actions) {
        Cell what{action.text, "/themes/actions/" + action.id.text()};
        Cell due{action.due_on ? base::say(*action.due_on) : "–"};
        due.late = action.is_overdue_on(today);
        if (due.late) due.note = "Overdue";
        Cell state{std::string(domain::say(action.state))};
        state.tone = action.state == domain::TaskState::Open ? Tone::Going : Tone::Done;
        state.note = action.outcome;
        Row row;
        row.cells = {what, Cell{action.link.empty() ? "–" : action.link},
                     Cell{action.owner ? reader.people().name_of(*action.owner) : "–"}, due, state};
        table.rows.push_back(std::move(row));
      }
      add_table(block, "PART", table);
    }
  }
  const bool opens = app::visibility_of(signed_in.actor).everything;
  for (std::size_t at = 0; at < weighed.size(); ++at)
    add_evidence(body, theme, weighed[at], at, may_edit && open, opens, weighed.size());
  if (may_edit && open) {
    View block = add_block(body, "");
    add_links(block, {{"Add another finding", theme_path(theme, "/evidence")}});
  }
  if (may_edit) {
    View last = add_block(body, open ? "When it is settled" : "If it comes back");
    View form = add_small_form(last, {theme_path(theme, open ? "/close" : "/reopen"), theme.version,
                                      open ? "Close the theme" : "Open the theme again", "", true});
    add_text_input(
        form, "INPUT",
        {"why", open ? "Why is it closed?" : "Why is it opened again?", std::string(request.form.get("why"))}, errors);
  }
  return page.respond(status_with(errors));
}

Response show_theme(const Request& request, Services& services) {
  const auto reader = services.store.read(who(request).actor.council);
  if (const auto may = may_view_plan(request, *reader); !may) return refused_page(services, request, may.error());
  const auto theme = reader->themes().find(domain::ThemeId{std::string(request.param("id"))});
  if (!theme) return refused_page(services, request, theme.error());
  services.views.saw(who(request).actor, "theme", theme->id.text());
  return theme_shown(request, services, *theme, *reader, {});
}

Response close_or_open(const Request& request, Services& services, bool open_again) {
  const auto& actor = who(request).actor;
  const domain::ThemeId id{std::string(request.param("id"))};
  const auto outcome = app::close_theme({id, number_in(request, "version"), open_again, typed(request, "why")}, actor,
                                        services.clock, *services.store.begin(actor.council));
  if (auto answer = answer_to(request, services, outcome, app::theme_path(id),
                              open_again ? "The theme is open again." : "The theme is closed."))
    return std::move(*answer);
  const auto reader = services.store.read(actor.council);
  const auto theme = reader->themes().find(id);
  if (!theme) return refused_page(services, request, theme.error());
  // Pressed twice: the first press has done it.
  if (outcome.error().code == base::ErrorCode::Stale && number_in(request, "version") + 1 == theme->version &&
      (theme->state == domain::ThemeState::Open) == open_again)
    return Response::see_other(app::theme_path(id));
  return theme_shown(request, services, *theme, *reader, FormErrors({outcome.error()}));
}

}  // namespace

void add_theme_routes(Router& router, Services& services) {
  router.get("/themes", [&](const Request& request) { return list_themes(request, services); });
  router.get("/themes.csv", [&](const Request& request) { return export_themes(request, services); });
  router.get("/themes/{id:uuid}", [&](const Request& request) { return show_theme(request, services); });
  router.post("/themes/{id:uuid}/close",
              [&](const Request& request) { return close_or_open(request, services, false); });
  router.post("/themes/{id:uuid}/reopen",
              [&](const Request& request) { return close_or_open(request, services, true); });
  add_theme_form_routes(router, services);
}

}  // namespace plumbline::web
