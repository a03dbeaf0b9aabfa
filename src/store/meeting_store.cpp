#include "store/meeting_store.hpp"

#include <map>

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT meeting_id, programme, period, locality, held_on, moved_reason, starts_at, place, state, calls, minutes,
         next_theme, next_theme_title, closed_at, closed_by, version
  FROM meetings)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO meetings (council, meeting_id, programme, period, locality, held_on, moved_reason, starts_at, place, state,
                        calls, minutes, next_theme, next_theme_title, closed_at, closed_by, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
)sql";
constexpr std::string_view kUpdate = R"sql(
  UPDATE meetings SET programme = $3, period = $4, locality = $5, held_on = $6, moved_reason = $7, starts_at = $8,
                      place = $9, state = $10, calls = $11, minutes = $12, next_theme = $13, next_theme_title = $14,
                      closed_at = $15, closed_by = $16, version = $17 + 1
  WHERE council = $1 AND meeting_id = $2 AND version = $17
)sql";
constexpr std::string_view kExists = "SELECT 1 FROM meetings WHERE council = $1 AND meeting_id = $2";

constexpr std::string_view kPeople = "SELECT meeting_id, person_id, attendance FROM meeting_people";
constexpr std::string_view kClearPeople = "DELETE FROM meeting_people WHERE council = $1 AND meeting_id = $2";
constexpr std::string_view kPutPerson =
    "INSERT INTO meeting_people (council, meeting_id, person_id, position, attendance) VALUES ($1, $2, $3, $4, $5)";
constexpr std::string_view kNotes = "SELECT meeting_id, kind, subject, note FROM meeting_notes";
constexpr std::string_view kInOrder = "ORDER BY meeting_id, position";
constexpr std::string_view kClearNotes = "DELETE FROM meeting_notes WHERE council = $1 AND meeting_id = $2";
constexpr std::string_view kPutNote =
    "INSERT INTO meeting_notes (council, meeting_id, kind, subject, position, note) VALUES ($1, $2, $3, $4, $5, $6)";

constexpr std::string_view kSelectDecisions = R"sql(
  SELECT d.decision_id, d.meeting_id, d.decision, d.owner, d.due_on, d.state, d.outcome, d.settled_at, d.settled_by,
         d.created_at, d.version
  FROM meeting_decisions d)sql";
constexpr std::string_view kEarlier = R"sql(
  JOIN meetings m ON m.council = d.council AND m.meeting_id = d.meeting_id
  WHERE d.council = $1 AND m.programme = $2 AND m.locality = $3 AND m.period < $4
    AND (d.state = 'open' OR substr(d.settled_at, 1, 10) > $5 OR m.held_on >= $5)
  ORDER BY d.created_at, d.decision_id)sql";
constexpr std::string_view kOpenDecisions = R"sql(
  SELECT meeting_id, count(*) FROM meeting_decisions WHERE council = $1 AND state = 'open' GROUP BY meeting_id
)sql";
constexpr std::string_view kInsertDecision = R"sql(
  INSERT INTO meeting_decisions (council, decision_id, meeting_id, decision, owner, due_on, state, outcome, settled_at,
                                 settled_by, created_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql";
constexpr std::string_view kUpdateDecision = R"sql(
  UPDATE meeting_decisions SET meeting_id = $3, decision = $4, owner = $5, due_on = $6, state = $7, outcome = $8,
                               settled_at = $9, settled_by = $10, created_at = $11, version = $12 + 1
  WHERE council = $1 AND decision_id = $2 AND version = $12
)sql";
constexpr std::string_view kDecisionExists = "SELECT 1 FROM meeting_decisions WHERE council = $1 AND decision_id = $2";

domain::Meeting meeting_from(const Row& row) {
  domain::Meeting meeting;
  meeting.id = row.id<domain::MeetingId>(0);
  meeting.programme = row.string(1);
  meeting.period = row.period(2);
  meeting.locality = row.string(3);
  meeting.on = row.day(4);
  meeting.moved_reason = row.string(5);
  if (const auto minutes = row.optional_integer(6)) meeting.starts_at = static_cast<int>(*minutes);
  meeting.place = row.string(7);
  meeting.state = parsed(row, 8, domain::parse_meeting_state);
  meeting.calls = static_cast<int>(row.integer(9));
  meeting.minutes = row.string(10);
  meeting.next_theme = row.string(11);
  meeting.next_theme_title = row.string(12);
  meeting.closed_at = row.optional_instant(13);
  meeting.closed_by = row.optional_id<domain::PersonId>(14);
  meeting.version = static_cast<int>(row.integer(15));
  return meeting;
}

domain::Decision decision_from(const Row& row) {
  domain::Decision decision;
  decision.id = row.id<domain::DecisionId>(0);
  decision.meeting = row.id<domain::MeetingId>(1);
  decision.text = row.string(2);
  decision.owner = row.optional_id<domain::PersonId>(3);
  decision.due_on = row.optional_day(4);
  decision.state = parsed(row, 5, domain::parse_task_state);
  decision.outcome = row.string(6);
  decision.settled_at = row.optional_instant(7);
  decision.settled_by = row.optional_id<domain::PersonId>(8);
  decision.created_at = row.instant(9);
  decision.version = static_cast<int>(row.integer(10));
  return decision;
}

template <class Run>
auto with_values(const std::string& council, const domain::Meeting& meeting, Run run) {
  return run(Params{council, meeting.id, meeting.programme, meeting.period, meeting.locality, meeting.on,
                    meeting.moved_reason, meeting.starts_at, meeting.place, to_string(meeting.state), meeting.calls,
                    meeting.minutes, meeting.next_theme, meeting.next_theme_title, meeting.closed_at, meeting.closed_by,
                    meeting.version});
}

template <class Run>
auto with_values(const std::string& council, const domain::Decision& decision, Run run) {
  return run(Params{council, decision.id, decision.meeting, decision.text, decision.owner, decision.due_on,
                    to_string(decision.state), decision.outcome, decision.settled_at, decision.settled_by,
                    decision.created_at, decision.version});
}

}  // namespace

// Two statements, however many meetings there are.
void SqlMeetingStore::read_parts(std::span<domain::Meeting> meetings) {
  if (meetings.empty()) return;
  std::map<std::string_view, domain::Meeting*> by_id;
  std::vector<std::string_view> ids;
  for (auto& meeting : meetings) {
    by_id.emplace(meeting.id.text(), &meeting);
    ids.push_back(meeting.id.text());
  }
  Where where("council = $1", scope_.council);
  where.any_of("meeting_id", ids);
  scope_.connection.query(where.sql(kPeople, kInOrder), where.values(), [&](const Row& row) {
    by_id.at(row.text(0))->people.push_back({row.id<domain::PersonId>(1), parsed(row, 2, domain::parse_attendance)});
  });
  scope_.connection.query(where.sql(kNotes, kInOrder), where.values(), [&](const Row& row) {
    by_id.at(row.text(0))->notes.push_back({parsed(row, 1, domain::parse_note_kind), row.string(2), row.string(3)});
  });
}

void SqlMeetingStore::write_parts(const domain::Meeting& meeting) {
  auto& connection = scope_.connection;
  connection.execute(kClearPeople, {scope_.council, meeting.id});
  for (std::size_t at = 0; at < meeting.people.size(); ++at)
    connection.execute(kPutPerson, {scope_.council, meeting.id, meeting.people[at].person, at,
                                    to_string(meeting.people[at].attendance)});
  connection.execute(kClearNotes, {scope_.council, meeting.id});
  for (std::size_t at = 0; at < meeting.notes.size(); ++at) {
    const auto& note = meeting.notes[at];
    connection.execute(kPutNote, {scope_.council, meeting.id, to_string(note.kind), note.subject, at, note.text});
  }
}

std::optional<domain::Meeting> SqlMeetingStore::find(const domain::MeetingId& id) {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 AND meeting_id = $2";
  auto found = scope_.connection.one(sql, {scope_.council, id}, meeting_from);
  if (found) read_parts({&*found, 1});
  return found;
}

std::optional<domain::Meeting> SqlMeetingStore::find(const std::string& programme, base::Period period,
                                                     const std::string& locality) {
  static const std::string sql =
      std::string(kSelect) + " WHERE council = $1 AND programme = $2 AND period = $3 AND locality = $4";
  auto found = scope_.connection.one(sql, {scope_.council, programme, period, locality}, meeting_from);
  if (found) read_parts({&*found, 1});
  return found;
}

std::vector<domain::Meeting> SqlMeetingStore::list(const app::MeetingFilter& filter) {
  Where where("council = $1", scope_.council);
  where.text("programme = ?", filter.programme).text("period >= ?", filter.from).text("period <= ?", filter.to);
  if (filter.locality) where.add("locality = ?", *filter.locality);
  auto meetings = scope_.connection.all(where.sql(kSelect, "ORDER BY period DESC, programme, locality, meeting_id"),
                                        where.values(), meeting_from);
  read_parts(meetings);
  return meetings;
}

std::optional<domain::Decision> SqlMeetingStore::find_decision(const domain::DecisionId& id) {
  static const std::string sql = std::string(kSelectDecisions) + " WHERE d.council = $1 AND d.decision_id = $2";
  return scope_.connection.one(sql, {scope_.council, id}, decision_from);
}

std::vector<domain::Decision> SqlMeetingStore::decisions(const domain::MeetingId& meeting) {
  static const std::string sql = std::string(kSelectDecisions) +
                                 " WHERE d.council = $1 AND d.meeting_id = $2 ORDER BY d.created_at, d.decision_id";
  return scope_.connection.all(sql, {scope_.council, meeting}, decision_from);
}

std::vector<domain::Decision> SqlMeetingStore::earlier_decisions(const domain::Meeting& meeting, base::Day since) {
  static const std::string sql = std::string(kSelectDecisions) + std::string(kEarlier);
  return scope_.connection.all(sql, {scope_.council, meeting.programme, meeting.locality, meeting.period, since},
                               decision_from);
}

std::vector<domain::Decision> SqlMeetingStore::open_decisions_of(const domain::PersonId& owner) {
  static const std::string sql = std::string(kSelectDecisions) +
                                 " WHERE d.council = $1 AND d.owner = $2 AND d.state = 'open'"
                                 " ORDER BY d.due_on IS NULL, d.due_on, d.decision_id";
  return scope_.connection.all(sql, {scope_.council, owner}, decision_from);
}

std::map<domain::MeetingId, int> SqlMeetingStore::open_decisions() {
  std::map<domain::MeetingId, int> open;
  scope_.connection.query(kOpenDecisions, {scope_.council}, [&](const Row& row) {
    open.emplace(row.id<domain::MeetingId>(0), static_cast<int>(row.integer(1)));
  });
  return open;
}

void SqlMeetingStore::add(const domain::Meeting& meeting) {
  with_values(scope_.council, meeting, [&](Params values) { scope_.connection.execute(kInsert, values); });
  write_parts(meeting);
}

base::Result<void> SqlMeetingStore::save(domain::Meeting& meeting) {
  auto& connection = scope_.connection;
  const auto changed =
      with_values(scope_.council, meeting, [&](Params values) { return connection.execute(kUpdate, values); });
  if (changed > 0) write_parts(meeting);
  return saved(changed, changed > 0 || connection.exists(kExists, {scope_.council, meeting.id}), meeting.version);
}

void SqlMeetingStore::add_decision(const domain::Decision& decision) {
  with_values(scope_.council, decision, [&](Params values) { scope_.connection.execute(kInsertDecision, values); });
}

base::Result<void> SqlMeetingStore::save_decision(domain::Decision& decision) {
  auto& connection = scope_.connection;
  const auto changed =
      with_values(scope_.council, decision, [&](Params values) { return connection.execute(kUpdateDecision, values); });
  return saved(changed, changed > 0 || connection.exists(kDecisionExists, {scope_.council, decision.id}),
               decision.version);
}

}  // namespace plumbline::store
