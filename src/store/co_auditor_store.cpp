#include "store/co_auditor_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kPut = R"sql(
  INSERT INTO co_auditors (council, cycle_id, kind, child_id, part, audit_id, area, person_id, since, prepared_at, away,
                           moderates)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (council, cycle_id, kind, child_id, part, audit_id, area) DO UPDATE SET
    person_id = excluded.person_id, since = excluded.since, prepared_at = excluded.prepared_at, away = excluded.away,
    moderates = excluded.moderates
)sql";
constexpr std::string_view kPlanned = R"sql(
  SELECT first.child_id, first.part, first.person_id, second.person_id
  FROM co_auditors first
  LEFT JOIN co_auditors second ON second.council = first.council AND second.cycle_id = first.cycle_id
    AND second.kind = 'second' AND second.child_id = first.child_id AND second.part = first.part
    AND second.audit_id = ''
  WHERE first.council = $1 AND first.cycle_id = $2 AND first.kind = 'auditor'
  ORDER BY first.child_id, length(first.part), first.part
)sql";
constexpr std::string_view kUnplan = R"sql(
  DELETE FROM co_auditors
  WHERE council = $1 AND cycle_id = $2 AND kind IN ('auditor', 'second') AND child_id = $3 AND audit_id = ''
)sql";
constexpr std::string_view kClearPlan = R"sql(
  DELETE FROM co_auditors WHERE council = $1 AND cycle_id = $2 AND kind IN ('auditor', 'second') AND audit_id = ''
)sql";
constexpr std::string_view kRemove = R"sql(
  DELETE FROM co_auditors WHERE council = $1 AND cycle_id = $2 AND kind = $3 AND audit_id = $4
)sql";
constexpr std::string_view kLinks = R"sql(
  SELECT cycle_id, area, person_id, since, moderates FROM co_auditors
  WHERE council = $1 AND cycle_id = $2 AND kind = 'linked' ORDER BY area
)sql";
constexpr std::string_view kLinksOf = R"sql(
  SELECT cycle_id, area, person_id, since, moderates FROM co_auditors
  WHERE council = $1 AND person_id = $2 AND kind = 'linked' ORDER BY since DESC, cycle_id, area
)sql";
constexpr std::string_view kRemoveLink =
    "DELETE FROM co_auditors WHERE council = $1 AND cycle_id = $2 AND kind = 'linked' AND area = $3";

constexpr std::string_view kNotes = R"sql(
  SELECT topic, number, person_id, at, note FROM shared_notes WHERE council = $1 AND subject = $2
  ORDER BY topic, number
)sql";
constexpr std::string_view kAddNote = R"sql(
  INSERT INTO shared_notes (council, subject, topic, number, person_id, at, note)
  SELECT $1, $2, $3, count(*) + 1, CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT)
  FROM shared_notes WHERE council = $1 AND subject = $2 AND topic = $3
)sql";

app::AreaLink link_from(const Row& row) {
  return {row.id<domain::CycleId>(0), row.string(1), row.id<domain::PersonId>(2), row.instant(3), row.boolean(4)};
}

}  // namespace

std::vector<app::PlannedAudit> SqlCoAuditorStore::planned(const domain::CycleId& cycle) {
  return scope_.connection.all(kPlanned, {scope_.council, cycle}, [](const Row& row) {
    return app::PlannedAudit{row.id<domain::ChildId>(0), row.string(1), row.id<domain::PersonId>(2),
                             row.optional_id<domain::PersonId>(3)};
  });
}

std::vector<app::AreaLink> SqlCoAuditorStore::links(const domain::CycleId& cycle) {
  return scope_.connection.all(kLinks, {scope_.council, cycle}, link_from);
}

std::vector<app::AreaLink> SqlCoAuditorStore::links_of(const domain::PersonId& person) {
  return scope_.connection.all(kLinksOf, {scope_.council, person}, link_from);
}

std::vector<app::SharedNote> SqlCoAuditorStore::notes(const std::string& subject) {
  return scope_.connection.all(kNotes, {scope_.council, subject}, [](const Row& row) {
    return app::SharedNote{row.string(0), static_cast<int>(row.integer(1)), row.id<domain::PersonId>(2), row.instant(3),
                           row.string(4)};
  });
}

void SqlCoAuditorStore::plan(const domain::CycleId& cycle, const domain::ChildId& child,
                             const std::vector<app::PlannedAudit>& plan, base::Instant at) {
  scope_.connection.execute(kUnplan, {scope_.council, cycle, child});
  for (const auto& one : plan) {
    const auto put = [&](std::string_view kind, const domain::PersonId& person) {
      scope_.connection.execute(kPut, {scope_.council, cycle, kind, child, one.part, "", "", person, at,
                                       std::optional<base::Instant>{}, false, false});
    };
    put("auditor", one.auditor);
    if (one.second) put("second", *one.second);
  }
}

void SqlCoAuditorStore::clear_plan(const domain::CycleId& cycle) {
  scope_.connection.execute(kClearPlan, {scope_.council, cycle});
}

void SqlCoAuditorStore::put(const domain::Audit& audit, const domain::CoAuditor& one) {
  scope_.connection.execute(kPut, {scope_.council, audit.cycle, to_string(one.kind), audit.child_id, audit.part,
                                   audit.id, "", one.person, one.since, one.prepared_at, one.away, one.moderates});
}

void SqlCoAuditorStore::remove(const domain::Audit& audit, domain::CoAuditorKind kind) {
  scope_.connection.execute(kRemove, {scope_.council, audit.cycle, to_string(kind), audit.id});
}

void SqlCoAuditorStore::put_link(const app::AreaLink& link) {
  scope_.connection.execute(
      kPut, {scope_.council, link.cycle, to_string(domain::CoAuditorKind::Linked), "", "", "", link.area, link.person,
             link.since, std::optional<base::Instant>{}, false, link.moderates});
}

void SqlCoAuditorStore::remove_link(const domain::CycleId& cycle, const std::string& area) {
  scope_.connection.execute(kRemoveLink, {scope_.council, cycle, area});
}

void SqlCoAuditorStore::add_note(const std::string& subject, const app::SharedNote& note) {
  scope_.connection.execute(kAddNote, {scope_.council, subject, note.topic, note.by, note.at, note.note});
}

}  // namespace plumbline::store
