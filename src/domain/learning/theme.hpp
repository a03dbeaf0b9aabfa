// Service-level themes of the rolling action plan (ACT-5): what audits showed, what was done about it, and what later
// audits of the same area show.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"
#include "domain/framework/grade.hpp"
#include "domain/learning/settled.hpp"
#include "domain/register/case.hpp"
#include "domain/statistics/proportion.hpp"

namespace plumbline::domain {

using ThemeId = base::Id<struct ThemeTag>;
using ThemeActionId = base::Id<struct ThemeActionTag>;

// What of a section's judgements a piece of evidence counts. Stored: add, never change.
enum class EvidenceKind { BelowGood, Inadequate, GoodOrBetter, Example };
inline constexpr std::array kEvidenceKinds{EvidenceKind::BelowGood, EvidenceKind::Inadequate,
                                           EvidenceKind::GoodOrBetter, EvidenceKind::Example};
std::string_view to_string(EvidenceKind kind);  // `below-good`
std::string_view say(EvidenceKind kind);        // `judged below good`
std::optional<EvidenceKind> parse_evidence_kind(std::string_view text);

// Which judgements are counted; how many there are is always computed. The place is the theme's.
struct Evidence {
  std::string programme;
  std::string section;
  EvidenceKind kind = EvidenceKind::BelowGood;
  base::Period from;
  base::Period to;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

enum class ThemeState { Open, Closed };
std::string_view to_string(ThemeState state);
std::string_view say(ThemeState state);
std::optional<ThemeState> parse_theme_state(std::string_view text);

// Where a theme came from. Stored: add, never change.
enum class ThemeOrigin { Findings, Meeting, Review };
std::string_view to_string(ThemeOrigin origin);
std::optional<ThemeOrigin> parse_theme_origin(std::string_view text);

struct Theme {
  ThemeId id;
  std::string title;
  std::string what;          // what should change, as typed
  std::string locality;      // empty: every one
  std::string service_area;  // empty: every one
  std::optional<PersonId> lead;
  ThemeState state = ThemeState::Open;
  std::optional<base::Period> impact_from;  // later audits count from here; blank: from the month after the evidence
  ThemeOrigin origin = ThemeOrigin::Findings;
  std::string origin_id;  // the meeting's or review's; empty for findings
  std::vector<Evidence> evidence;
  base::Instant created_at{};
  PersonId created_by;
  std::optional<base::Instant> closed_at;
  std::string closed_why;  // the last time; kept where it is opened again
  int version = 0;
  friend bool operator==(const Theme&, const Theme&) = default;
};

struct ThemeAction {
  ThemeActionId id;
  ThemeId theme;
  std::string text;
  std::optional<PersonId> owner;
  std::optional<base::Day> due_on;
  std::string link;  // one of ActionPlanRule::links; may be empty
  TaskState state = TaskState::Open;
  std::string outcome;
  std::optional<base::Instant> settled_at;
  std::optional<PersonId> settled_by;
  base::Instant created_at{};
  int version = 0;
  bool is_overdue_on(base::Day day) const { return state == TaskState::Open && due_on && *due_on < day; }
  friend bool operator==(const ThemeAction&, const ThemeAction&) = default;
};

// One month's judgements of a section in returned audits.
struct JudgedMonth {
  base::Period period;
  long long outstanding = 0;
  long long good = 0;
  long long requires_improvement = 0;
  long long inadequate = 0;  // with the critical form
  long long examples = 0;    // of the judged, flagged as an example of good practice
  long long judged() const { return outstanding + good + requires_improvement + inadequate; }
  friend bool operator==(const JudgedMonth&, const JudgedMonth&) = default;
};

// n of N: what the evidence counts, of the section's judgements from `from` to `to`.
Proportion counted(const std::vector<JudgedMonth>& months, EvidenceKind kind, base::Period from, base::Period to);

// Whether it helped: good or better before and after, told from noise by Newcombe's interval. For examples their own
// share is compared.
struct Impact {
  base::Period after_from;
  Proportion before;
  Proportion after;
  std::optional<Movement> movement;  // nothing while there are no later audits
};
Impact impact_of(const Theme& theme, const Evidence& evidence, const std::vector<JudgedMonth>& months);

}  // namespace plumbline::domain
