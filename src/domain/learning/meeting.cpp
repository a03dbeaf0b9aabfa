#include "domain/learning/meeting.hpp"

namespace plumbline::domain {

std::string_view to_string(TaskState state) {
  switch (state) {
    case TaskState::Open:
      return "open";
    case TaskState::Done:
      return "done";
    case TaskState::Dropped:
      return "dropped";
  }
  return "";
}

std::string_view say(TaskState state) {
  switch (state) {
    case TaskState::Open:
      return "Open";
    case TaskState::Done:
      return "Done";
    case TaskState::Dropped:
      return "Dropped";
  }
  return "";
}

std::optional<TaskState> parse_task_state(std::string_view text) {
  for (const auto state : kTaskStates)
    if (to_string(state) == text) return state;
  return std::nullopt;
}

std::string_view to_string(MeetingState state) {
  switch (state) {
    case MeetingState::Planned:
      return "planned";
    case MeetingState::Called:
      return "called";
    case MeetingState::Held:
      return "held";
  }
  return "";
}

std::string_view say(MeetingState state) {
  switch (state) {
    case MeetingState::Planned:
      return "Planned";
    case MeetingState::Called:
      return "Called";
    case MeetingState::Held:
      return "Held";
  }
  return "";
}

std::optional<MeetingState> parse_meeting_state(std::string_view text) {
  for (const auto state : {MeetingState::Planned, MeetingState::Called, MeetingState::Held})
    if (to_string(state) == text) return state;
  return std::nullopt;
}

std::string_view to_string(Attendance attendance) {
  switch (attendance) {
    case Attendance::Invited:
      return "invited";
    case Attendance::Present:
      return "present";
    case Attendance::Apologies:
      return "apologies";
  }
  return "";
}

std::string_view say(Attendance attendance) {
  switch (attendance) {
    case Attendance::Invited:
      return "Invited";
    case Attendance::Present:
      return "Present";
    case Attendance::Apologies:
      return "Sent apologies";
  }
  return "";
}

std::optional<Attendance> parse_attendance(std::string_view text) {
  for (const auto attendance : kAttendances)
    if (to_string(attendance) == text) return attendance;
  return std::nullopt;
}

std::string_view to_string(NoteKind kind) {
  switch (kind) {
    case NoteKind::Case:
      return "case";
    case NoteKind::Item:
      return "item";
  }
  return "";
}

std::optional<NoteKind> parse_note_kind(std::string_view text) {
  for (const auto kind : {NoteKind::Case, NoteKind::Item})
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

std::string Meeting::note_of(NoteKind kind, const std::string& subject) const {
  for (const auto& note : notes)
    if (note.kind == kind && note.subject == subject) return note.text;
  return {};
}

Agenda agenda_of(const MeetingRule& rule, const AgendaParts& parts) {
  using Kind = AgendaPoint::Kind;
  Agenda agenda;
  agenda.points.push_back({Kind::Decisions, "What the last meeting decided", parts.decisions, 0});
  if (rule.minutes_per_case > 0) {
    agenda.minutes = rule.minutes_per_case * static_cast<int>(parts.cases);
    agenda.points.push_back({Kind::Cases, "The cases", parts.cases, agenda.minutes});
  }
  agenda.points.push_back({Kind::FollowUps, "Follow-up of work below good", parts.follow_ups, 0});
  for (const auto& item : rule.agenda) agenda.points.push_back({Kind::Item, item, 0, 0});
  if (rule.sets_next_theme) agenda.points.push_back({Kind::NextTheme, "The next theme", 0, 0});
  return agenda;
}

const Meeting* theme_for(const std::vector<Meeting>& meetings, const Programme& programme, base::Period period) {
  const Meeting* latest = nullptr;
  for (const auto& meeting : meetings) {
    if (meeting.programme != programme.key || !(meeting.period < period)) continue;
    if (latest == nullptr || latest->period < meeting.period) latest = &meeting;
  }
  if (latest == nullptr || !latest->has_theme()) return nullptr;
  const int rounds = times_a_year(programme.cycle);
  if (rounds > 0 && latest->period.plus_months(12 / rounds) < period) return nullptr;
  return latest;
}

}  // namespace plumbline::domain
