// A meeting about a programme's month: its agenda, who was there, what was said and decided, the next theme (MEET-1,
// MEET-2). Plain values; texts are the user's, kept as typed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/settled.hpp"

namespace plumbline::domain {

using MeetingId = base::Id<struct MeetingTag>;
using DecisionId = base::Id<struct DecisionTag>;

// Stored: add, never change.
enum class MeetingState {
  Planned,  // its day is known
  Called,   // invitations went out
  Held      // the minutes are closed
};
std::string_view to_string(MeetingState state);  // `planned`
std::string_view say(MeetingState state);
std::optional<MeetingState> parse_meeting_state(std::string_view text);

enum class Attendance { Invited, Present, Apologies };
inline constexpr std::array kAttendances{Attendance::Invited, Attendance::Present, Attendance::Apologies};
std::string_view to_string(Attendance attendance);  // `invited`
std::string_view say(Attendance attendance);
std::optional<Attendance> parse_attendance(std::string_view text);

struct Attendee {
  PersonId person;
  Attendance attendance = Attendance::Invited;
  friend bool operator==(const Attendee&, const Attendee&) = default;
};

enum class NoteKind { Case, Item };
std::string_view to_string(NoteKind kind);  // `case`, `item`
std::optional<NoteKind> parse_note_kind(std::string_view text);

struct MeetingNote {
  NoteKind kind = NoteKind::Case;
  std::string subject;  // the audit's id, or the item's words as the framework has them
  std::string text;
  friend bool operator==(const MeetingNote&, const MeetingNote&) = default;
};

struct Meeting {
  MeetingId id;  // empty: planned by the calendar, nothing written down yet
  std::string programme;
  base::Period period;
  std::string locality;  // empty: of the whole council
  base::Day on{};
  std::string moved_reason;      // why it is not on the calendar's day
  std::optional<int> starts_at;  // minutes after midnight, in London
  std::string place;
  MeetingState state = MeetingState::Planned;
  int calls = 0;  // how often invitations went out
  std::string minutes;
  std::string next_theme;        // a cohort's key, or
  std::string next_theme_title;  // a title in words
  std::vector<Attendee> people;
  std::vector<MeetingNote> notes;
  std::optional<base::Instant> closed_at;
  std::optional<PersonId> closed_by;
  int version = 0;

  std::string note_of(NoteKind kind, const std::string& subject) const;  // empty when nothing was written
  bool has_theme() const { return !next_theme.empty() || !next_theme_title.empty(); }
  friend bool operator==(const Meeting&, const Meeting&) = default;
};

struct Decision {
  DecisionId id;
  MeetingId meeting;
  std::string text;
  std::optional<PersonId> owner;
  std::optional<base::Day> due_on;
  TaskState state = TaskState::Open;
  std::string outcome;  // what came of it
  std::optional<base::Instant> settled_at;
  std::optional<PersonId> settled_by;
  base::Instant created_at{};
  int version = 0;

  bool is_overdue_on(base::Day day) const { return state == TaskState::Open && due_on && *due_on < day; }
  friend bool operator==(const Decision&, const Decision&) = default;
};

// What an agenda is made from, and the agenda: points in the order they are taken, with the time each needs.
struct AgendaParts {
  std::size_t decisions = 0;   // of earlier meetings, to be followed up
  std::size_t cases = 0;       // to be talked over
  std::size_t follow_ups = 0;  // open after a grade below good
};
struct AgendaPoint {
  enum class Kind { Decisions, Cases, FollowUps, Item, NextTheme };
  Kind kind = Kind::Item;
  std::string title;
  std::size_t count = 0;
  int minutes = 0;  // 0: not said
  friend bool operator==(const AgendaPoint&, const AgendaPoint&) = default;
};
struct Agenda {
  std::vector<AgendaPoint> points;
  int minutes = 0;  // of the cases together
};
Agenda agenda_of(const MeetingRule& rule, const AgendaParts& parts);

// The theme that an earlier meeting of the programme chose for this period: of the latest meeting before it, unless
// that lies more than one round of the programme back.
const Meeting* theme_for(const std::vector<Meeting>& meetings, const Programme& programme, base::Period period);

}  // namespace plumbline::domain
