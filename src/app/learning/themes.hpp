// The rolling plan: themes chosen from findings, actions with owners, what they feed, and what later audits show
// (ACT-5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/theme_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/review.hpp"
#include "domain/learning/theme.hpp"

namespace plumbline::app {

inline constexpr std::size_t kMostEvidence = 12;  // of one theme
inline constexpr int kMostEvidenceMonths = 36;

// A section that programmes of the framework judge.
struct JudgedSection {
  std::string key;
  std::string title;
};
std::vector<JudgedSection> judged_sections(const domain::Framework& framework, const domain::Programme& programme);

// One piece of evidence with its numbers.
struct WeighedEvidence {
  domain::Evidence evidence;
  std::string programme_title;
  std::string section_title;
  domain::Proportion found;                 // n of N
  std::vector<domain::JudgedMonth> months;  // from the evidence's first month to today
  domain::Impact impact;
};
std::vector<WeighedEvidence> weigh(const domain::Theme& theme, const domain::Framework& framework, ThemeReads& themes);

// What became of a theme so far, in numbers: what its page and the plan's list say of it.
struct ThemeProgress {
  int open = 0;
  int done = 0;
  int dropped = 0;
  int overdue = 0;
  std::vector<std::string> fed;  // what its actions feed, each once, in order
  int actions() const { return open + done + dropped; }
};
ThemeProgress progress_of(const std::vector<domain::ThemeAction>& actions, base::Day today);

// The rolling plan as one reading: every theme that the filter lists, in its order, with its numbers and its actions.
struct ThemeOnThePlan {
  domain::Theme theme;
  std::vector<WeighedEvidence> weighed;  // in the theme's order; the first is the one that lists show
  std::vector<domain::ThemeAction> actions;
  ThemeProgress progress;
};
std::vector<ThemeOnThePlan> rolling_plan(const domain::Framework& framework, const ThemeFilter& filter, base::Day today,
                                         ThemeReads& themes);

// What findings could become themes: sections of a programme with what was below good, most often first.
struct Finding {
  std::string section;
  std::string title;
  domain::Proportion below_good;
};
std::vector<Finding> findings(const domain::Framework& framework, const domain::Programme& programme,
                              const std::string& locality, base::Period from, base::Period to, ThemeReads& themes);

struct PutTheme {
  std::optional<domain::ThemeId> id;  // nothing: a new one
  int version = 0;
  std::string title;
  std::string what;
  std::string locality;
  std::string service_area;
  std::optional<domain::PersonId> lead;
  std::optional<base::Period> impact_from;
  std::vector<domain::Evidence> evidence;
  domain::ThemeOrigin origin = domain::ThemeOrigin::Findings;
  std::string origin_id;                                     // of the review or the meeting
  std::optional<domain::RecommendationId> recommendation{};  // of that review, which is told what became of it
};
// A new theme sent twice is one theme, and a recommendation becomes one theme. Refusals: theme.put.forbidden,
// .title_missing, .evidence_missing, .programme, .section, .period_order, .period_length, .too_much, .locality,
// .service_area, .lead_unknown, .closed, learning.save.…, store.save.stale; of where it came from access.row.not_found,
// review.recommend.unknown.
base::Result<domain::Theme> put_theme(const PutTheme& command, const Actor& actor, const base::Clock& clock,
                                      const domain::Framework& framework, UnitOfWork& work);

struct CloseTheme {
  domain::ThemeId id;
  int version = 0;
  bool open_again = false;
  std::string why;
};
// Refusals: theme.put.forbidden, theme.close.why_missing, store.save.stale.
base::Result<void> close_theme(const CloseTheme& command, const Actor& actor, const base::Clock& clock,
                               UnitOfWork& work);

struct AddThemeAction {
  domain::ThemeId theme;
  std::string text;
  std::optional<domain::PersonId> owner;
  std::optional<base::Day> due_on;
  std::string link;  // one of ActionPlanRule::links, or empty
};
// Tells its owner by letter; sent twice it is one action. Refusals: theme.put.forbidden, .closed,
// theme.act.text_missing, .owner_missing, .owner_unknown, .due_missing, .due_past, .link, learning.save.….
base::Result<domain::ThemeAction> add_theme_action(const AddThemeAction& command, const Actor& actor,
                                                   const base::Clock& clock, const domain::Framework& framework,
                                                   UnitOfWork& work);
struct SettleThemeAction {
  domain::ThemeActionId id;
  int version = 0;
  domain::TaskState state = domain::TaskState::Done;
  std::string outcome;
};
// Refusals: access.row.not_found, theme.settle.forbidden, .outcome_missing, .state, store.save.stale.
base::Result<void> settle_theme_action(const SettleThemeAction& command, const Actor& actor, const base::Clock& clock,
                                       UnitOfWork& work);

std::string theme_path(const domain::ThemeId& id);  // `/themes/<id>`

}  // namespace plumbline::app
