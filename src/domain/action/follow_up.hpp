// What a final grade sets off and somebody has to see through: a talk in supervision that the next meeting checks
// (ACT-3), a re-audit by somebody senior (ACT-4).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/allocation/allocation.hpp"
#include "domain/audit/audit.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::domain {

using FollowUpId = base::Id<struct FollowUpTag>;

// Stored: add, never change.
enum class FollowUpKind { Supervision, Reaudit };
std::string_view to_string(FollowUpKind kind);  // `supervision`, `re-audit`
std::string_view say(FollowUpKind kind);
std::optional<FollowUpKind> parse_follow_up_kind(std::string_view text);

enum class FollowUpState {
  Open,       // the talk is to be recorded; the re-audit is planned or under way
  Recorded,   // the talk is recorded and waits for a meeting to check it
  Done,       // checked, or recorded where no meeting checks it; the re-audit is final
  Withdrawn,  // the grade that set it off was changed
};
inline constexpr std::array kFollowUpStates{FollowUpState::Open, FollowUpState::Recorded, FollowUpState::Done,
                                            FollowUpState::Withdrawn};
std::string_view to_string(FollowUpState state);
std::string_view say(FollowUpState state);
std::optional<FollowUpState> parse_follow_up_state(std::string_view text);

struct FollowUp {
  FollowUpId id;
  AuditId audit;  // whose grade set it off
  FollowUpKind kind = FollowUpKind::Supervision;
  FollowUpState state = FollowUpState::Open;
  base::Instant opened_at{};
  std::optional<base::Day> from_on;  // re-audit: the first day of its window, when it is sent
  std::optional<base::Day> due_on;   // supervision: escalated after it; re-audit: the last day of its window
  bool check_at_meeting = false;
  // Supervision: the day of the talk and what was agreed.
  std::optional<base::Day> talked_on;
  std::string agreed;
  std::optional<PersonId> recorded_by;
  std::optional<base::Instant> recorded_at;
  std::optional<base::Instant> escalated_at;
  // What the meeting found. A follow-up that was not done yet stays open, with the last note.
  std::optional<PersonId> checked_by;
  std::optional<base::Instant> checked_at;
  std::string checked_note;
  std::optional<AuditId> reaudit;
  int version = 0;

  bool is_overdue_on(base::Day day) const { return state == FollowUpState::Open && due_on && *due_on < day; }
  friend bool operator==(const FollowUp&, const FollowUp&) = default;
};

// The follow-ups that the grade of a final audit sets off on that day, one for each trigger with an effect beyond
// telling; without ids. A re-audit sets off no further re-audit: its own grade is looked at by people.
std::vector<FollowUp> follow_ups_of(const Audit& audit, const Programme& programme, base::Instant now);
// The trigger behind a follow-up of that kind; null when the grade has none.
const TriggerRule* trigger_of(const Audit& audit, const Programme& programme, FollowUpKind kind);

// Records the talk. Refusals: follow_up.record.state, .day_missing, .day_future, .day_early (before the audit was
// final), .agreed_missing, .action_missing (nothing was agreed that anybody is to do).
struct SupervisionTalk {
  std::optional<base::Day> talked_on;
  std::string agreed;
};
base::Result<void> record_talk(FollowUp& follow_up, const SupervisionTalk& talk, int actions, const PersonId& by,
                               base::Instant at);
// A meeting's word on it. Refusals: follow_up.check.state, .note_missing where it is not done.
base::Result<void> check(FollowUp& follow_up, bool done, std::string note, const PersonId& by, base::Instant at);

// Who may make a re-audit: people of the role `by` whom no never-rule of the programme forbids, and not the first
// auditor. Those with fewest audits first, then by id. `request` carries the programme's rules, the day and everybody;
// `Auditor::already` is what each has in hand.
std::vector<PersonId> reauditors(AllocationRequest request, const CaseToPlace& to_place, std::optional<JobRole> by,
                                 const std::optional<PersonId>& first_auditor);

}  // namespace plumbline::domain
