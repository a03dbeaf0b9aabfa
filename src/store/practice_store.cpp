// The rest of app::FollowUpStore: notes of earlier practice, hand-overs, examples of good practice.
#include <array>

#include "store/audit_sight.hpp"
#include "store/follow_up_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectNotes = R"sql(
  SELECT n.note_id, n.audit_id, n.kind, n.worker, n.team, n.text, n.noted_by, n.noted_at, n.fed_back_at, n.version
  FROM practice_notes n)sql";
constexpr std::string_view kInsertNote = R"sql(
  INSERT INTO practice_notes (council, note_id, audit_id, kind, worker, team, text, noted_by, noted_at, fed_back_at,
                              version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
)sql";
constexpr std::string_view kUpdateNote = R"sql(
  UPDATE practice_notes SET audit_id = $3, kind = $4, worker = $5, team = $6, text = $7, noted_by = $8, noted_at = $9,
                            fed_back_at = $10, version = $11 + 1
  WHERE council = $1 AND note_id = $2 AND version = $11
)sql";
constexpr std::string_view kNoteExists = "SELECT 1 FROM practice_notes WHERE council = $1 AND note_id = $2";
constexpr std::string_view kRemoveNote =
    "DELETE FROM practice_notes WHERE council = $1 AND note_id = $2 AND fed_back_at IS NULL";
constexpr std::string_view kReaders = R"sql(
  SELECT person_id, told_at, acknowledged_at FROM practice_readers WHERE council = $1 AND note_id = $2
  ORDER BY told_at, person_id
)sql";
constexpr std::string_view kPutReader = R"sql(
  INSERT INTO practice_readers (council, note_id, person_id, told_at, acknowledged_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council, note_id, person_id) DO UPDATE SET told_at = excluded.told_at,
    acknowledged_at = excluded.acknowledged_at
)sql";

constexpr std::string_view kSelectHandOver =
    "SELECT by_person, on_day, recorded_at FROM hand_overs WHERE council = $1 AND audit_id = $2";
constexpr std::string_view kInsertHandOver =
    "INSERT INTO hand_overs (council, audit_id, by_person, on_day, recorded_at) VALUES ($1, $2, $3, $4, $5)";
constexpr std::string_view kMarkOnRecord = "UPDATE audits SET on_record = TRUE WHERE council = $1 AND audit_id = $2";
constexpr std::string_view kSelectWaiting = R"sql(
  SELECT audits.audit_id, audits.reference, audits.programme, audits.child_id, audits.team,
         COALESCE(audits.moderated_overall, audits.overall), audits.finalised_at
  FROM audits)sql";
constexpr std::string_view kCountWaiting = "SELECT count(*) FROM audits";
constexpr std::array kWaitingSorts{
    SortKey{"", "ORDER BY audits.finalised_at, audits.reference",
            "ORDER BY audits.finalised_at DESC, audits.reference"},
    SortKey{"reference", "ORDER BY audits.reference", "ORDER BY audits.reference DESC"},
    SortKey{"team", "ORDER BY audits.team, audits.reference", "ORDER BY audits.team DESC, audits.reference"},
};

constexpr std::string_view kSelectExamples = R"sql(
  SELECT audits.audit_id, audits.reference, audits.programme, audits.tool, s.section, audits.period, audits.locality,
         audits.service_area, audits.team, s.judgement, s.evidence, s.impact, e.on_day, e.by_person
  FROM audits
  JOIN audit_sections s ON s.council = audits.council AND s.audit_id = audits.audit_id
  LEFT JOIN shared_examples e ON e.council = s.council AND e.audit_id = s.audit_id AND e.section = s.section)sql";
constexpr std::string_view kCountExamples = R"sql(
  SELECT count(*) FROM audits
  JOIN audit_sections s ON s.council = audits.council AND s.audit_id = audits.audit_id
  LEFT JOIN shared_examples e ON e.council = s.council AND e.audit_id = s.audit_id AND e.section = s.section)sql";
constexpr std::array kExampleSorts{
    SortKey{"", "ORDER BY audits.period DESC, audits.reference, s.section",
            "ORDER BY audits.period, audits.reference, s.section"},
    SortKey{"section", "ORDER BY s.section, audits.period DESC, audits.reference",
            "ORDER BY s.section DESC, audits.period DESC, audits.reference"},
};
constexpr std::string_view kPutShared = R"sql(
  INSERT INTO shared_examples (council, audit_id, section, by_person, on_day) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council, audit_id, section) DO NOTHING
)sql";

domain::PracticeNote note_from(const Row& row) {
  domain::PracticeNote note;
  note.id = row.id<domain::PracticeNoteId>(0);
  note.audit = row.id<domain::AuditId>(1);
  note.kind = parsed(row, 2, domain::parse_practice_kind);
  note.worker = row.optional_id<domain::PersonId>(3);
  note.team = row.string(4);
  note.text = row.string(5);
  note.noted_by = row.id<domain::PersonId>(6);
  note.noted_at = row.instant(7);
  note.fed_back_at = row.optional_instant(8);
  note.version = static_cast<int>(row.integer(9));
  return note;
}

template <class Run>
auto with_values(const std::string& council, const domain::PracticeNote& note, Run run) {
  return run(Params{council, note.id, note.audit, to_string(note.kind), note.worker, note.team, note.text,
                    note.noted_by, note.noted_at, note.fed_back_at, note.version});
}

}  // namespace

std::vector<domain::PracticeNote> SqlFollowUpStore::with_readers(std::vector<domain::PracticeNote> notes) {
  for (auto& note : notes)
    note.told = scope_.connection.all(kReaders, {scope_.council, note.id}, [](const Row& row) {
      return domain::PracticeReader{row.id<domain::PersonId>(0), row.instant(1), row.optional_instant(2)};
    });
  return notes;
}

void SqlFollowUpStore::put_readers(const domain::PracticeNote& note) {
  for (const auto& reader : note.told)
    scope_.connection.execute(kPutReader,
                              {scope_.council, note.id, reader.person, reader.told_at, reader.acknowledged_at});
}

base::Result<domain::PracticeNote> SqlFollowUpStore::find_practice(const domain::PracticeNoteId& id) {
  static const std::string sql = std::string(kSelectNotes) + " WHERE n.council = $1 AND n.note_id = $2";
  auto found = with_readers(scope_.connection.all(sql, {scope_.council, id}, note_from));
  if (found.empty()) return base::not_found("access.row.not_found");
  return std::move(found.front());
}

std::vector<domain::PracticeNote> SqlFollowUpStore::practice_of(const domain::AuditId& audit) {
  static const std::string sql =
      std::string(kSelectNotes) + " WHERE n.council = $1 AND n.audit_id = $2 ORDER BY n.noted_at, n.note_id";
  return with_readers(scope_.connection.all(sql, {scope_.council, audit}, note_from));
}

std::vector<domain::PracticeNote> SqlFollowUpStore::practice_told(const domain::PersonId& person) {
  static const std::string sql = std::string(kSelectNotes) +
                                 " JOIN practice_readers r ON r.council = n.council AND r.note_id = n.note_id"
                                 " WHERE n.council = $1 AND r.person_id = $2 ORDER BY r.told_at DESC, n.note_id";
  return with_readers(scope_.connection.all(sql, {scope_.council, person}, note_from));
}

void SqlFollowUpStore::add_practice(const domain::PracticeNote& note) {
  with_values(scope_.council, note, [&](Params values) { scope_.connection.execute(kInsertNote, values); });
  put_readers(note);
}

base::Result<void> SqlFollowUpStore::save_practice(domain::PracticeNote& note) {
  const auto changed =
      with_values(scope_.council, note, [&](Params values) { return scope_.connection.execute(kUpdateNote, values); });
  CHECK(saved(changed, changed > 0 || scope_.connection.exists(kNoteExists, {scope_.council, note.id}), note.version));
  put_readers(note);
  return {};
}

void SqlFollowUpStore::remove_practice(const domain::PracticeNoteId& id) {
  scope_.connection.execute(kRemoveNote, {scope_.council, id});
}

std::optional<app::HandOver> SqlFollowUpStore::hand_over_of(const domain::AuditId& audit) {
  return scope_.connection.one(kSelectHandOver, {scope_.council, audit}, [&](const Row& row) {
    return app::HandOver{audit, row.id<domain::PersonId>(0), row.day(1), row.instant(2)};
  });
}

app::Page<app::HandOverRow> SqlFollowUpStore::not_handed_over(const std::vector<std::string>& programmes,
                                                              const app::PageRequest& page,
                                                              const app::Visibility& visible) {
  if (programmes.empty()) return {};
  Where where("audits.council = $1", scope_.council);
  where.add("audits.state = 'final' AND NOT audits.imported AND NOT audits.on_record");
  where.any_of("audits.programme", {programmes.begin(), programmes.end()});
  where.visible(visible, {"audits.locality",
                          "audits.service_area",
                          "audits.team",
                          {"audits.auditor = ?", kBesideSees, "audits.worker_id = ?", "audits.supervisor_id = ?"}});
  return page_of(scope_.connection, kSelectWaiting, kCountWaiting, where, kWaitingSorts, page, [](const Row& row) {
    return app::HandOverRow{row.id<domain::AuditId>(0), row.string(1), row.string(2),
                            row.id<domain::ChildId>(3), row.string(4), parsed_if_any(row, 5, domain::parse_grade),
                            row.optional_instant(6)};
  });
}

base::Result<void> SqlFollowUpStore::add_hand_over(const app::HandOver& hand_over) {
  CHECK(scope_.connection.try_execute(
      kInsertHandOver, {scope_.council, hand_over.audit, hand_over.by, hand_over.on, hand_over.recorded_at}));
  scope_.connection.execute(kMarkOnRecord, {scope_.council, hand_over.audit});
  return {};
}

app::Page<app::Example> SqlFollowUpStore::examples(const app::ExampleFilter& filter, const app::PageRequest& page,
                                                   const app::Visibility& visible) {
  Where where("audits.council = $1", scope_.council);
  where.add("audits.state = 'final' AND s.good_practice")
      .text("audits.programme = ?", filter.programme)
      .text("s.section = ?", filter.section)
      .text("audits.locality = ?", filter.locality)
      .text("audits.service_area = ?", filter.service_area)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to);
  if (filter.shared) where.add(*filter.shared ? "e.on_day IS NOT NULL" : "e.on_day IS NULL");
  if (filter.audit) where.add("audits.audit_id = ?", *filter.audit);
  where.visible(visible, {"audits.locality",
                          "audits.service_area",
                          "audits.team",
                          {"audits.auditor = ?", kBesideSees, "audits.worker_id = ?", "audits.supervisor_id = ?"}});
  keep_joint_apart(where, visible);
  return page_of(scope_.connection, kSelectExamples, kCountExamples, where, kExampleSorts, page, [](const Row& row) {
    return app::Example{row.id<domain::AuditId>(0),
                        row.string(1),
                        row.string(2),
                        row.string(3),
                        row.string(4),
                        row.period(5),
                        row.string(6),
                        row.string(7),
                        row.string(8),
                        parsed_if_any(row, 9, domain::parse_grade),
                        row.string(10),
                        row.string(11),
                        row.optional_day(12),
                        row.optional_id<domain::PersonId>(13)};
  });
}

void SqlFollowUpStore::put_shared(const app::SharedExample& shared) {
  scope_.connection.execute(kPutShared, {scope_.council, shared.audit, shared.section, shared.by, shared.on});
}

}  // namespace plumbline::store
