// Meetings from the calendar to the minutes: planned, called, recorded, closed; decisions followed until done; the next
// theme (MEET-1, MEET-2).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/draw/month.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/meeting.hpp"

namespace plumbline::app {

// One meeting: of a programme's month, and of a locality where the framework holds one for each. A meeting that nobody
// has written anything about is there all the same: the calendar plans it.
struct MeetingKey {
  std::string programme;
  base::Period period;
  std::string locality;  // empty: of the whole council
};

// A meeting with all that its pages show.
struct OpenMeeting {
  std::shared_ptr<const domain::Framework> framework;
  const domain::Programme* programme = nullptr;
  std::optional<domain::Cycle> cycle;
  domain::Meeting meeting;                  // its id is empty before anything was written
  std::optional<base::Day> planned_on;      // by the calendar
  std::vector<domain::Decision> follow_up;  // of earlier meetings: open, or settled since the last
  std::vector<domain::Decision> decisions;  // its own
  std::vector<domain::Audit> cases;         // to be talked over, by reference
  // After grades below good (ACT-3): what this meeting is to check, and what was checked since the last one. Closed
  // minutes stand as they are: nothing that came after they were closed is in either.
  std::vector<FollowUpRow> follow_ups;
  std::vector<FollowUpRow> checked;
  domain::Agenda agenda;
  std::vector<domain::Person> expected;  // whom the framework means, chairs first, each once
  std::optional<domain::Person> self;    // the actor
};
// Refusals: cycle.find.programme, meeting.find.none (the programme holds none), .locality, .day (the calendar gives it
// no day), meeting.view.forbidden.
base::Result<OpenMeeting> open_meeting(const MeetingKey& key, const Actor& actor, Frameworks& frameworks,
                                       Reader& reader);

// The theme that the meeting before chose for a programme's month; nothing where it chose none (MEET-1).
struct ChosenTheme {
  base::Period period;  // of the meeting
  std::string cohort;   // key; empty where the theme is in words alone
  std::string title;
};
std::optional<ChosenTheme> chosen_theme(const domain::Programme& programme, base::Period period,
                                        MeetingReads& meetings);

struct PlanMeeting {
  MeetingKey key;
  int version = 0;
  base::Day on{};
  std::optional<int> starts_at;  // minutes after midnight
  std::string place;
  std::string reason;  // asked for where the day is not the calendar's
};
// Refusals: meeting.run.forbidden, meeting.plan.reason_missing, .time, .held, learning.save.…, store.save.stale.
base::Result<void> plan_meeting(const PlanMeeting& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work);

struct CallMeeting {
  MeetingKey key;
  int version = 0;
  std::vector<domain::PersonId> people;
};
// Invites by letter with an entry for calendars; called again after a move it replaces the entry. Whoever is no longer
// invited stays on record only if attendance was noted. Gives how many letters went out. Refusals:
// meeting.run.forbidden, meeting.call.nobody, .unknown (value `person`), .time_missing, .past, .held, store.save.stale.
base::Result<int> call_meeting(const CallMeeting& command, const Actor& actor, const base::Clock& clock,
                               Frameworks& frameworks, UnitOfWork& work);

struct RecordMeeting {
  MeetingKey key;
  int version = 0;
  std::vector<domain::Attendee> people;
  std::vector<domain::MeetingNote> notes;
  std::string minutes;
  std::string next_theme;           // a cohort's key
  std::string next_theme_title;     // or in words
  std::vector<CheckTalk> checks{};  // what the meeting said of follow-ups; all is kept, or nothing
};
// Refusals: meeting.run.forbidden, meeting.record.held, .theme (no such cohort), .unknown, learning.save.…,
// store.save.stale; of a check those of check_talk, its field with the follow-up's id (`note-<id>`).
base::Result<void> record_meeting(const RecordMeeting& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work);

struct CloseMeeting {
  MeetingKey key;
  int version = 0;
};
// The minutes stand; a cycle whose audits are all back is closed with them. Refusals: meeting.run.forbidden,
// meeting.close.nobody (nobody was there), .theme_missing, .early (before its day), .held, store.save.stale.
base::Result<void> close_meeting(const CloseMeeting& command, const Actor& actor, const base::Clock& clock,
                                 Frameworks& frameworks, UnitOfWork& work);
struct ReopenMeeting {
  MeetingKey key;
  int version = 0;
  std::string reason;
};
// Refusals: meeting.run.forbidden, meeting.reopen.not_held, .reason_missing, store.save.stale.
base::Result<void> reopen_meeting(const ReopenMeeting& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work);

struct DecideAtMeeting {
  MeetingKey key;
  std::string text;
  std::optional<domain::PersonId> owner;
  std::optional<base::Day> due_on;
};
// Its owner is told by letter; sent twice it is one decision. Refusals: meeting.run.forbidden,
// meeting.decide.text_missing, .owner_missing, .owner_unknown, .due_missing, .due_past, .held, learning.save.….
base::Result<domain::Decision> decide_at_meeting(const DecideAtMeeting& command, const Actor& actor,
                                                 const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);
struct SettleDecision {
  domain::DecisionId decision;
  int version = 0;
  domain::TaskState state = domain::TaskState::Done;
  std::string outcome;
};
// By its owner or who runs the meeting. Refusals: access.row.not_found, meeting.settle.forbidden, .outcome_missing,
// .state (open cannot be chosen), store.save.stale. Gives the meeting it was decided at.
base::Result<domain::Meeting> settle_decision(const SettleDecision& command, const Actor& actor,
                                              const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);

std::string meeting_path(const MeetingKey& key);  // `/meetings/early-help/2026-11/all`; a locality's name at the end

}  // namespace plumbline::app
