#include "app/learning/themes.hpp"

#include <algorithm>

#include "app/audit/letters.hpp"
#include "app/audit/reasons.hpp"
#include "app/audit/write_down.hpp"
#include "app/learning/reviews.hpp"
#include "app/learning/words.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/register/person_there.hpp"
#include "base/blank.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

using base::blank;

int months_between(base::Period from, base::Period to) {
  return (static_cast<int>(to.month.year()) - static_cast<int>(from.month.year())) * 12 +
         (static_cast<int>(static_cast<unsigned>(to.month.month())) -
          static_cast<int>(static_cast<unsigned>(from.month.month())));
}

std::string said(const std::vector<domain::Evidence>& evidence) {
  std::vector<std::string> parts;
  for (const auto& one : evidence)
    parts.push_back(one.programme + "/" + one.section + "/" + std::string(to_string(one.kind)) + "/" +
                    base::iso(one.from) + "/" + base::iso(one.to));
  return base::join(parts, " ");
}

JournalFields fields_of(const domain::Theme& theme) {
  JournalFields fields{{"title", hashed(theme.title)},
                       {"what", hashed(theme.what)},
                       {"locality", theme.locality},
                       {"service_area", theme.service_area},
                       {"state", std::string(to_string(theme.state))},
                       {"evidence", said(theme.evidence)}};
  if (theme.lead) fields.emplace_back("lead", theme.lead->text());
  if (theme.impact_from) fields.emplace_back("impact_from", base::iso(*theme.impact_from));
  return fields;
}

base::Result<void> check_evidence(const std::vector<domain::Evidence>& evidence, const domain::Framework& framework) {
  if (evidence.empty()) return base::invalid("theme.put.evidence_missing", "section");
  if (evidence.size() > kMostEvidence) return base::invalid("theme.put.too_much", "section");
  for (const auto& one : evidence) {
    const auto* programme = framework.find_programme(one.programme);
    if (programme == nullptr) return base::invalid("theme.put.programme", "programme");
    const auto sections = judged_sections(framework, *programme);
    if (std::ranges::find(sections, one.section, &JudgedSection::key) == sections.end())
      return base::invalid("theme.put.section", "section");
    if (one.to < one.from) return base::invalid("theme.put.period_order", "to");
    if (months_between(one.from, one.to) >= kMostEvidenceMonths) return base::invalid("theme.put.period_length", "to");
  }
  return {};
}

// Where a new theme came from is there.
base::Result<void> check_origin(const PutTheme& command, UnitOfWork& work) {
  switch (command.origin) {
    case domain::ThemeOrigin::Findings:
      return {};
    case domain::ThemeOrigin::Meeting:
      if (!work.meetings().find(domain::MeetingId{command.origin_id})) return base::not_found("access.row.not_found");
      return {};
    case domain::ThemeOrigin::Review:
      if (!work.reviews().find(domain::ReviewId{command.origin_id})) return base::not_found("access.row.not_found");
      return {};
  }
  return {};
}

// The theme that is there already where the same is sent twice.
base::Result<std::optional<domain::Theme>> there_already(const PutTheme& command, UnitOfWork& work) {
  if (command.recommendation) {
    TRY(const auto known, theme_of(domain::ReviewId{command.origin_id}, *command.recommendation, work.reviews()));
    if (!known) return std::optional<domain::Theme>{};
    TRY(auto theme, work.themes().find(*known));
    return std::optional(std::move(theme));
  }
  for (auto& theme : work.themes().list({domain::ThemeState::Open, command.locality, "", ""}))
    if (theme.title == command.title && theme.what == command.what && theme.locality == command.locality &&
        theme.service_area == command.service_area && theme.evidence == command.evidence &&
        theme.origin_id == command.origin_id)
      return std::optional(std::move(theme));
  return std::optional<domain::Theme>{};
}

bool knows(const std::vector<std::string>& names, const std::string& name) {
  return name.empty() || std::ranges::find(names, name) != names.end();
}

}  // namespace

std::string theme_path(const domain::ThemeId& id) { return "/themes/" + id.text(); }

std::vector<JudgedSection> judged_sections(const domain::Framework& framework, const domain::Programme& programme) {
  std::vector<JudgedSection> sections;
  for (const auto& choice : programme.tools) {
    const auto* tool = framework.find_tool(choice.tool);
    if (tool == nullptr || !tool->judged) continue;
    for (const auto& section : tool->sections)
      if (std::ranges::find(sections, section.key, &JudgedSection::key) == sections.end())
        sections.push_back({section.key, section.title});
  }
  return sections;
}

std::vector<WeighedEvidence> weigh(const domain::Theme& theme, const domain::Framework& framework, ThemeReads& themes) {
  std::vector<WeighedEvidence> all;
  for (const auto& evidence : theme.evidence) {
    WeighedEvidence one;
    one.evidence = evidence;
    one.programme_title = evidence.programme;
    one.section_title = evidence.section;
    if (const auto* programme = framework.find_programme(evidence.programme)) {
      one.programme_title = programme->title;
      for (const auto& section : judged_sections(framework, *programme))
        if (section.key == evidence.section) one.section_title = section.title;
    }
    one.months = themes.judged(
        {evidence.programme, evidence.section, theme.locality, theme.service_area, base::iso(evidence.from), ""});
    one.found = domain::counted(one.months, evidence.kind, evidence.from, evidence.to);
    one.impact = domain::impact_of(theme, evidence, one.months);
    all.push_back(std::move(one));
  }
  return all;
}

ThemeProgress progress_of(const std::vector<domain::ThemeAction>& actions, base::Day today) {
  ThemeProgress progress;
  for (const auto& action : actions) {
    progress.open += action.state == domain::TaskState::Open;
    progress.done += action.state == domain::TaskState::Done;
    progress.dropped += action.state == domain::TaskState::Dropped;
    progress.overdue += action.is_overdue_on(today);
    if (!action.link.empty() && std::ranges::find(progress.fed, action.link) == progress.fed.end())
      progress.fed.push_back(action.link);
  }
  return progress;
}

std::vector<ThemeOnThePlan> rolling_plan(const domain::Framework& framework, const ThemeFilter& filter, base::Day today,
                                         ThemeReads& themes) {
  auto actions = themes.actions_of_all(filter);
  std::vector<ThemeOnThePlan> plan;
  for (auto& theme : themes.list(filter)) {
    ThemeOnThePlan one;
    one.weighed = weigh(theme, framework, themes);
    one.actions = std::move(actions[theme.id]);
    one.progress = progress_of(one.actions, today);
    one.theme = std::move(theme);
    plan.push_back(std::move(one));
  }
  return plan;
}

std::vector<Finding> findings(const domain::Framework& framework, const domain::Programme& programme,
                              const std::string& locality, base::Period from, base::Period to, ThemeReads& themes) {
  std::vector<Finding> found;
  for (const auto& section : judged_sections(framework, programme)) {
    const auto months = themes.judged({programme.key, section.key, locality, "", base::iso(from), base::iso(to)});
    const auto below = domain::counted(months, domain::EvidenceKind::BelowGood, from, to);
    if (below.of > 0) found.push_back({section.key, section.title, below});
  }
  std::ranges::stable_sort(found, [](const Finding& a, const Finding& b) {
    return a.below_good.n * b.below_good.of > b.below_good.n * a.below_good.of;
  });
  return found;
}

base::Result<domain::Theme> put_theme(const PutTheme& command, const Actor& actor, const base::Clock& clock,
                                      const domain::Framework& framework, UnitOfWork& work) {
  CHECK(may_edit_themes(actor));
  if (blank(command.title)) return base::invalid("theme.put.title_missing", "title");
  CHECK(check_line(command.title, "title"));
  CHECK(check_prose(command.what, "what"));
  if (!knows(framework.council.localities, command.locality)) return base::invalid("theme.put.locality", "locality");
  if (!knows(framework.council.service_areas, command.service_area))
    return base::invalid("theme.put.service_area", "service_area");
  CHECK(check_evidence(command.evidence, framework));
  if (!command.id) {
    CHECK(check_origin(command, work));
    TRY(auto known, there_already(command, work));
    if (known) return std::move(*known);
  }
  const auto now = clock.now();
  domain::Theme before;
  if (command.id) {
    TRY(before, work.themes().find(*command.id));
    if (before.state == domain::ThemeState::Closed) return base::rule_broken("theme.put.closed");
  }
  if (command.lead && command.lead != before.lead && !person_there(*command.lead, work.people()))
    return base::invalid("theme.put.lead_unknown", "lead");
  auto after = before;
  after.title = command.title;
  after.what = command.what;
  after.locality = command.locality;
  after.service_area = command.service_area;
  after.lead = command.lead;
  after.impact_from = command.impact_from;
  after.evidence = command.evidence;
  if (!command.id) {
    after.id = domain::ThemeId{base::new_uuid(now)};
    after.origin = command.origin;
    after.origin_id = command.origin_id;
    after.created_at = now;
    after.created_by = actor.acting();
    work.themes().add(after);
    if (command.recommendation)
      CHECK(note_theme(domain::ReviewId{after.origin_id}, *command.recommendation, after.id, actor, now, work));
  } else {
    after.version = command.version;
    CHECK(work.themes().save(after));
  }
  write_down(work.journal(), actor, now, command.id ? "theme-changed" : "theme-opened", "theme", after.id.text(), "",
             command.id ? fields_of(before) : JournalFields{}, fields_of(after));
  CHECK(work.commit());
  return after;
}

base::Result<void> close_theme(const CloseTheme& command, const Actor& actor, const base::Clock& clock,
                               UnitOfWork& work) {
  CHECK(may_edit_themes(actor));
  TRY(const auto before, work.themes().find(command.id));
  if (blank(command.why)) return base::invalid("theme.close.why_missing", "why");
  CHECK(check_prose(command.why, "why"));
  const auto now = clock.now();
  auto after = before;
  after.version = command.version;
  after.state = command.open_again ? domain::ThemeState::Open : domain::ThemeState::Closed;
  after.closed_at = command.open_again ? std::nullopt : std::optional(now);
  auto mark = hashed(command.why);
  if (command.open_again)
    mark = keep_reason(after.id.text(), "theme-opened-again", command.why, actor, now, work.co_auditors());
  else
    after.closed_why = command.why;
  CHECK(work.themes().save(after));
  write_down(work.journal(), actor, now, command.open_again ? "theme-opened-again" : "theme-closed", "theme",
             after.id.text(), mark, {{"state", std::string(to_string(before.state))}},
             {{"state", std::string(to_string(after.state))}});
  return work.commit();
}

base::Result<domain::ThemeAction> add_theme_action(const AddThemeAction& command, const Actor& actor,
                                                   const base::Clock& clock, const domain::Framework& framework,
                                                   UnitOfWork& work) {
  CHECK(may_edit_themes(actor));
  TRY(const auto theme, work.themes().find(command.theme));
  if (theme.state == domain::ThemeState::Closed) return base::rule_broken("theme.put.closed");
  if (blank(command.text)) return base::invalid("theme.act.text_missing", "text");
  CHECK(check_prose(command.text, "text"));
  if (!command.owner) return base::invalid("theme.act.owner_missing", "owner");
  const auto owner = person_there(*command.owner, work.people());
  if (!owner) return base::invalid("theme.act.owner_unknown", "owner");
  if (!command.due_on) return base::invalid("theme.act.due_missing", "due");
  if (*command.due_on < clock.today()) return base::invalid("theme.act.due_past", "due");
  if (!knows(framework.action_plan.links, command.link)) return base::invalid("theme.act.link", "link");
  for (auto& there : work.themes().actions(theme.id))
    if (there.text == command.text && there.owner == command.owner && there.due_on == command.due_on &&
        there.link == command.link && there.state == domain::TaskState::Open)
      return std::move(there);
  const auto now = clock.now();
  domain::ThemeAction action;
  action.id = domain::ThemeActionId{base::new_uuid(now)};
  action.theme = theme.id;
  action.text = command.text;
  action.owner = command.owner;
  action.due_on = command.due_on;
  action.link = command.link;
  action.created_at = now;
  work.themes().add_action(action);
  write_down(work.journal(), actor, now, "theme-action-added", "theme", theme.id.text(), "", {},
             {{"action", action.id.text()},
              {"text", hashed(action.text)},
              {"owner", owner->person_id.text()},
              {"due_on", base::iso(*action.due_on)},
              {"link", action.link}});
  post(work, now, "action-given", *owner, "An action of the rolling plan is yours, due " + base::say(*action.due_on),
       "You are asked to do something that the council learned from its audits. What it is, and why, is on its page.",
       "/themes/actions/" + action.id.text());
  CHECK(work.commit());
  return action;
}

base::Result<void> settle_theme_action(const SettleThemeAction& command, const Actor& actor, const base::Clock& clock,
                                       UnitOfWork& work) {
  TRY(const auto before, work.themes().find_action(command.id));
  CHECK(may_settle(actor, before));
  if (command.state == domain::TaskState::Open) return base::invalid("theme.settle.state", "state");
  if (blank(command.outcome)) return base::invalid("theme.settle.outcome_missing", "outcome");
  CHECK(check_prose(command.outcome, "outcome"));
  const auto now = clock.now();
  auto after = before;
  after.version = command.version;
  after.state = command.state;
  after.outcome = command.outcome;
  after.settled_at = now;
  after.settled_by = actor.acting();
  CHECK(work.themes().save_action(after));
  write_down(work.journal(), actor, now, "theme-action-settled", "theme", before.theme.text(), "",
             {{"action", before.id.text()}, {"state", std::string(to_string(before.state))}},
             {{"state", std::string(to_string(after.state))}, {"outcome", hashed(after.outcome)}});
  return work.commit();
}

}  // namespace plumbline::app
