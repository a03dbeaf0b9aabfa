#include "report/plan/plan.hpp"

#include <algorithm>

#include "app/policies/learning_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "report/figure_cells.hpp"
#include "report/plan/plan_json.hpp"

namespace plumbline::report {
namespace {

std::string place_of(const domain::Theme& theme) {
  if (theme.locality.empty() && theme.service_area.empty()) return "The whole council";
  if (theme.locality.empty()) return theme.service_area;
  return theme.service_area.empty() ? theme.locality : theme.locality + ", " + theme.service_area;
}
std::string area_of(const PlannedTheme& planned) {
  const auto& theme = planned.theme;
  return theme.locality.empty() && theme.service_area.empty() ? "all" : planned.place;
}
std::string section_of(const domain::Evidence& evidence) {
  return "plan:" + evidence.programme + ":" + evidence.section;
}
std::string months_of(const domain::Evidence& evidence) { return period_key(evidence.from, evidence.to); }
std::string measure_of(const domain::Evidence& evidence) { return std::string(to_string(evidence.kind)); }
std::string measure_after(const domain::Evidence& evidence, const char* when) {
  return std::string(evidence.kind == domain::EvidenceKind::Example ? "example" : "good-or-better") + "-" + when;
}

// Says what is counted: the theme beside it is often a share below good.
std::string say_since(const app::WeighedEvidence& one) {
  const auto& impact = one.impact;
  if (!impact.movement) return "No later audits yet";
  const auto now = say_percent(impact.after) +
                   (one.evidence.kind == domain::EvidenceKind::Example ? " with an example" : " good or better");
  const auto before = say_percent(impact.before);
  if (!impact.movement->real) return "No real change from " + before + ", now " + now;
  return (impact.movement->direction == domain::Direction::Up ? "Better, up from " : "Worse, down from ") + before +
         " to " + now;
}

std::string say_actions(const PlannedTheme& planned) {
  if (planned.actions.empty()) return "None yet";
  return number(planned.open) + " open, " + number(planned.done) + " done";
}

ReportTable themes_table(const std::vector<PlannedTheme>& themes, const FigureCells& cells, FigureLinks links) {
  ReportTable table{"Themes, what audits showed and what later audits show",
                    {{"Theme", false},
                     {"Place", false},
                     {"What audits showed", false},
                     {"Share", true},
                     {"Since then", false},
                     {"Actions", false}},
                    {}};
  for (const auto& planned : themes)
    for (const auto& one : planned.evidence) {
      auto title = words(planned.theme.title);
      if (links == FigureLinks::Shown) title.url = app::theme_path(planned.theme.id);
      if (planned.theme.state == domain::ThemeState::Closed) title.note = "Closed";
      auto shown = words(one.section_title + ", " + std::string(domain::say(one.evidence.kind)));
      shown.note = one.programme_title + ", " + say_months(one.evidence.from, one.evidence.to);
      auto since = words(say_since(one));
      if (one.impact.after.of > 0)
        since.note =
            number(one.impact.after.n) + " of " + number(one.impact.after.of) + " since " + say(one.impact.after_from);
      auto actions = words(say_actions(planned));
      if (planned.overdue > 0) actions.note = number(planned.overdue) + " overdue";
      table.rows.push_back(
          {{std::move(title), words(planned.place), std::move(shown),
            cells.share(section_of(one.evidence), measure_of(one.evidence), months_of(one.evidence), area_of(planned)),
            std::move(since), std::move(actions)},
           false});
    }
  return table;
}

ReportTable actions_table(const std::vector<PlannedTheme>& themes, base::Day today) {
  ReportTable table{"Actions of the plan",
                    {{"Theme", false},
                     {"Action", false},
                     {"Owner", false},
                     {"Due", false},
                     {"Feeds", false},
                     {"Where it stands", false}},
                    {}};
  for (const auto& planned : themes)
    for (std::size_t i = 0; i < planned.actions.size(); ++i) {
      const auto& action = planned.actions[i];
      auto stands = words(std::string(domain::say(action.state)));
      stands.note = action.is_overdue_on(today) ? "Overdue" : action.outcome;
      table.rows.push_back({{words(planned.theme.title), words(action.text), words(planned.owners[i]),
                             words(action.due_on ? base::say(*action.due_on) : "–"),
                             words(action.link.empty() ? "–" : action.link), std::move(stands)},
                            false});
    }
  return table;
}

}  // namespace

std::vector<PlannedTheme> planned_themes(const ReportAsk& ask, base::Day today, app::Reader& reader,
                                         const domain::Framework& framework) {
  std::vector<PlannedTheme> all;
  auto& themes = reader.themes();
  const app::ThemeFilter of_place{std::nullopt, ask.locality, "", ""};
  auto actions = themes.actions_of_all(of_place);
  for (auto& theme : themes.list(of_place)) {
    if (ask.to < base::period_of(base::london_day(theme.created_at))) continue;
    if (theme.closed_at && base::period_of(base::london_day(*theme.closed_at)) < ask.from) continue;
    if (!ask.service_area.empty() && !theme.service_area.empty() && theme.service_area != ask.service_area) continue;
    PlannedTheme planned;
    planned.evidence = app::weigh(theme, framework, themes);
    if (!ask.programme.empty())
      std::erase_if(planned.evidence, [&](const auto& one) { return one.evidence.programme != ask.programme; });
    if (planned.evidence.empty()) continue;
    planned.place = place_of(theme);
    planned.actions = std::move(actions[theme.id]);
    for (const auto& action : planned.actions)
      planned.owners.push_back(action.owner ? reader.people().name_of(*action.owner) : "–");
    const auto progress = app::progress_of(planned.actions, today);
    planned.open = progress.open;
    planned.overdue = progress.overdue;
    planned.done = progress.done;
    planned.theme = std::move(theme);
    all.push_back(std::move(planned));
  }
  return all;
}

std::vector<FigureRow> rows_of(const std::vector<PlannedTheme>& themes) {
  std::vector<FigureRow> rows;
  for (const auto& planned : themes)
    for (const auto& one : planned.evidence) {
      const auto add = [&](const std::string& measure, const domain::Proportion& share) {
        rows.push_back({section_of(one.evidence), months_of(one.evidence), area_of(planned), measure, share.n, share.of,
                        app::theme_path(planned.theme.id)});
      };
      add(measure_of(one.evidence), one.found);
      add(measure_after(one.evidence, "before"), one.impact.before);
      add(measure_after(one.evidence, "after"), one.impact.after);
    }
  return rows;
}

ReportSection taken_forward(const std::vector<PlannedTheme>& themes, FigureLinks links) {
  ReportSection section{"taken-forward", "Themes and actions taken forward", {}, ReportSection::Place::Main, {}};
  ReportPart part;
  if (themes.empty()) {
    part.sentences.emplace_back("No theme of these audits was on the rolling action plan in these months.");
  } else {
    long long open = 0;
    long long overdue = 0;
    long long done = 0;
    for (const auto& planned : themes) {
      open += planned.open;
      overdue += planned.overdue;
      done += planned.done;
    }
    part.sentences.push_back(
        base::count_of(static_cast<long long>(themes.size()), "theme was", "themes were") +
        " on the rolling action plan, with " + base::count_of(open + done, "action", "actions") + ": " + number(done) +
        " done" + (open > 0 ? ", " + number(open) + " open, " + number(overdue) + " of them overdue." : "."));
    part.tables.push_back(themes_table(themes, FigureCells(rows_of(themes), links), links));
  }
  section.parts.push_back(std::move(part));
  return section;
}

Json planned_json(const std::vector<PlannedTheme>& themes, bool actions) {
  Json list = Json::array();
  for (const auto& planned : themes) {
    Json evidence = Json::array();
    for (const auto& one : planned.evidence) {
      const auto& impact = one.impact;
      evidence.push_back({{"programme", one.evidence.programme},
                          {"section", one.evidence.section},
                          {"kind", to_string(one.evidence.kind)},
                          {"from", iso(one.evidence.from)},
                          {"to", iso(one.evidence.to)},
                          {"count", share_json(one.found)},
                          {"before", share_json(impact.before)},
                          {"after", share_json(impact.after)},
                          {"after_from", iso(impact.after_from)},
                          {"movement", impact.movement ? Json(to_string(impact.movement->direction)) : Json(nullptr)},
                          {"real", impact.movement.has_value() && impact.movement->real}});
    }
    Json one{{"theme", planned.theme.title},
             {"state", to_string(planned.theme.state)},
             {"place", planned.place},
             {"evidence", std::move(evidence)},
             {"actions", {{"open", planned.open}, {"overdue", planned.overdue}, {"done", planned.done}}}};
    if (actions) {
      Json each = Json::array();
      for (std::size_t i = 0; i < planned.actions.size(); ++i) {
        const auto& action = planned.actions[i];
        each.push_back({{"action", action.text},
                        {"owner", planned.owners[i]},
                        {"due_on", action.due_on ? Json(base::iso(*action.due_on)) : Json(nullptr)},
                        {"feeds", action.link},
                        {"state", to_string(action.state)},
                        {"outcome", action.outcome}});
      }
      one["list"] = std::move(each);
    }
    list.push_back(std::move(one));
  }
  return list;
}

base::Result<MadeReport> make_action_plan(const ReportAsk& asked, const app::Actor& actor, const base::Clock& clock,
                                          app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  std::optional<domain::Person> self;
  if (actor.person) self = reader.people().find(*actor.person);
  CHECK(app::may_view_themes(actor, framework.action_plan, self ? &*self : nullptr));
  CHECK(check_months(asked.from, asked.to));
  if (!asked.programme.empty()) CHECK(programme_asked(asked.programme, framework));
  auto ask = asked;
  ask.cohort.clear();  // a theme is of a section, whatever cohort it was found in
  ask.by = app::AreaBy::Locality;
  ask.more.clear();
  const auto today = clock.today();
  const auto themes = planned_themes(ask, today, reader, framework);

  MadeReport made{"action-plan",          ask, report_file_name(actor.council, "action-plan", ask), {}, "",
                  csv_of(rows_of(themes))};
  auto& page = made.page;
  page.title = "Rolling action plan, " + say_months(ask.from, ask.to);
  page.meta = framework.council.name + ". Made on " + base::say(clock.now()) + ".";
  if (themes.empty()) {
    page.lead = "No theme was on the plan in these months. A theme begins with a section that audits judge below good.";
  } else {
    auto section = taken_forward(themes, links);
    page.lead = section.parts.front().sentences.front();
    section.parts.front().sentences.clear();
    section.heading = "Themes";
    page.sections.push_back(std::move(section));
    ReportPart part;
    auto table = actions_table(themes, today);
    if (table.rows.empty())
      part.sentences.emplace_back("No action has been agreed yet.");
    else
      part.tables.push_back(std::move(table));
    page.sections.push_back({"actions", "Actions", {std::move(part)}, ReportSection::Place::Main, {}});
  }
  auto json = head_json("action-plan", actor.council, framework, ask, clock.now());
  json["themes"] = planned_json(themes, true);
  made.json = text_of(json);
  return made;
}

}  // namespace plumbline::report
