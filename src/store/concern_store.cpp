#include "store/concern_store.hpp"

#include <array>

#include "store/audit_sight.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectConcerns = R"sql(
  SELECT c.concern_id, c.audit_id, c.kind, c.state, c.raised_by, c.raised_at, c.what, c.doing, c.acknowledged_by,
         c.acknowledged_at, c.response, c.closed_by, c.closed_at, c.outcome, c.version
  FROM concerns c)sql";
constexpr std::string_view kSelectConcernsOfAudits = R"sql(
  SELECT c.concern_id, c.audit_id, c.kind, c.state, c.raised_by, c.raised_at, c.what, c.doing, c.acknowledged_by,
         c.acknowledged_at, c.response, c.closed_by, c.closed_at, c.outcome, c.version
  FROM concerns c
  JOIN audits ON audits.council = c.council AND audits.audit_id = c.audit_id)sql";
constexpr std::string_view kSelectConcernRows = R"sql(
  SELECT c.concern_id, c.audit_id, c.kind, c.state, c.raised_by, c.raised_at, c.what, c.doing, c.acknowledged_by,
         c.acknowledged_at, c.response, c.closed_by, c.closed_at, c.outcome, c.version, audits.reference,
         audits.locality, audits.team, audits.programme
  FROM concerns c
  JOIN audits ON audits.council = c.council AND audits.audit_id = c.audit_id)sql";
constexpr std::string_view kCountConcernRows = R"sql(
  SELECT count(*) FROM concerns c
  JOIN audits ON audits.council = c.council AND audits.audit_id = c.audit_id)sql";
constexpr std::array kConcernSorts{
    SortKey{"", "ORDER BY c.raised_at DESC, c.concern_id", "ORDER BY c.raised_at, c.concern_id"},
    SortKey{"raised", "ORDER BY c.raised_at, c.concern_id", "ORDER BY c.raised_at DESC, c.concern_id"},
    SortKey{"reference", "ORDER BY audits.reference, c.raised_at", "ORDER BY audits.reference DESC, c.raised_at"},
    SortKey{"state", "ORDER BY c.state, c.raised_at", "ORDER BY c.state DESC, c.raised_at"},
};
constexpr std::string_view kInsertConcern = R"sql(
  INSERT INTO concerns (council, concern_id, audit_id, kind, state, raised_by, raised_at, what, doing, acknowledged_by,
                        acknowledged_at, response, closed_by, closed_at, outcome, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
)sql";
constexpr std::string_view kUpdateConcern = R"sql(
  UPDATE concerns SET audit_id = $3, kind = $4, state = $5, raised_by = $6, raised_at = $7, what = $8, doing = $9,
                      acknowledged_by = $10, acknowledged_at = $11, response = $12, closed_by = $13, closed_at = $14,
                      outcome = $15, version = $16 + 1
  WHERE council = $1 AND concern_id = $2 AND version = $16
)sql";
constexpr std::string_view kConcernExists = "SELECT 1 FROM concerns WHERE council = $1 AND concern_id = $2";
constexpr std::string_view kTold = R"sql(
  SELECT person_id, why, told_at FROM concern_notices WHERE council = $1 AND concern_id = $2
  ORDER BY told_at, person_id
)sql";
// Who was told once stays told.
constexpr std::string_view kPutTold = R"sql(
  INSERT INTO concern_notices (council, concern_id, person_id, why, told_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council, concern_id, person_id) DO UPDATE SET why = excluded.why, told_at = excluded.told_at
)sql";

// Of each audit the moderation that settled its grade: the last that did not send it back.
constexpr std::string_view kByAuditor = R"sql(
  SELECT audits.auditor, m.from_grade, COALESCE(m.to_grade, m.from_grade), count(*)
  FROM moderations m
  JOIN audits ON audits.council = m.council AND audits.audit_id = m.audit_id)sql";
constexpr std::string_view kSettled = R"sql(m.outcome <> 'returned' AND NOT EXISTS (
    SELECT 1 FROM moderations later WHERE later.council = m.council AND later.audit_id = m.audit_id
    AND later.outcome <> 'returned' AND (later.at > m.at OR (later.at = m.at AND later.moderation_id > m.moderation_id))))sql";
constexpr std::string_view kModerations = R"sql(
  SELECT moderation_id, audit_id, moderator, narrative_supports, helps_learning, next_is_clear, outcome, from_grade,
         to_grade, reason, at
  FROM moderations WHERE council = $1 AND audit_id = $2 ORDER BY at, moderation_id
)sql";
constexpr std::string_view kInsertModeration = R"sql(
  INSERT INTO moderations (council, moderation_id, audit_id, moderator, narrative_supports, helps_learning,
                           next_is_clear, outcome, from_grade, to_grade, reason, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql";

domain::Concern concern_from(const Row& row) {
  domain::Concern concern;
  concern.id = row.id<domain::ConcernId>(0);
  concern.audit = row.id<domain::AuditId>(1);
  concern.kind = parsed(row, 2, domain::parse_concern_kind);
  concern.state = parsed(row, 3, domain::parse_concern_state);
  concern.raised_by = row.id<domain::PersonId>(4);
  concern.raised_at = row.instant(5);
  concern.what = row.string(6);
  concern.doing = row.string(7);
  concern.acknowledged_by = row.optional_id<domain::PersonId>(8);
  concern.acknowledged_at = row.optional_instant(9);
  concern.response = row.string(10);
  concern.closed_by = row.optional_id<domain::PersonId>(11);
  concern.closed_at = row.optional_instant(12);
  concern.outcome = row.string(13);
  concern.version = static_cast<int>(row.integer(14));
  return concern;
}

template <class Run>
auto with_values(const std::string& council, const domain::Concern& concern, Run run) {
  return run(Params{council, concern.id, concern.audit, to_string(concern.kind), to_string(concern.state),
                    concern.raised_by, concern.raised_at, concern.what, concern.doing, concern.acknowledged_by,
                    concern.acknowledged_at, concern.response, concern.closed_by, concern.closed_at, concern.outcome,
                    concern.version});
}

constexpr std::string_view kToldSees =
    "EXISTS (SELECT 1 FROM concern_notices n WHERE n.council = c.council AND n.concern_id = c.concern_id "
    "AND n.person_id = ?)";
const Where::Sight kConcernSight{"audits.locality",
                                 "audits.service_area",
                                 "audits.team",
                                 {"audits.auditor = ?", "audits.worker_id = ?", "audits.supervisor_id = ?", kBesideSees,
                                  kLinkedSees, "c.raised_by = ?", kToldSees}};

}  // namespace

void SqlConcernStore::fill_told(std::vector<domain::Concern>& concerns) {
  for (auto& concern : concerns)
    concern.told = scope_.connection.all(kTold, {scope_.council, concern.id}, [](const Row& row) {
      return domain::ConcernNotice{row.id<domain::PersonId>(0), row.string(1), row.instant(2)};
    });
}

void SqlConcernStore::put_told(const domain::Concern& concern) {
  for (const auto& notice : concern.told)
    scope_.connection.execute(kPutTold, {scope_.council, concern.id, notice.person, notice.why, notice.told_at});
}

base::Result<domain::Concern> SqlConcernStore::find(const domain::ConcernId& id) {
  static const std::string sql = std::string(kSelectConcerns) + " WHERE c.council = $1 AND c.concern_id = $2";
  auto found = scope_.connection.all(sql, {scope_.council, id}, concern_from);
  if (found.empty()) return base::not_found("access.row.not_found");
  fill_told(found);
  return std::move(found.front());
}

std::vector<domain::Concern> SqlConcernStore::of(const domain::AuditId& audit) {
  static const std::string sql =
      std::string(kSelectConcerns) + " WHERE c.council = $1 AND c.audit_id = $2 ORDER BY c.raised_at, c.concern_id";
  auto found = scope_.connection.all(sql, {scope_.council, audit}, concern_from);
  fill_told(found);
  return found;
}

std::vector<domain::Concern> SqlConcernStore::open(const app::Visibility& visible) {
  Where where("c.council = $1", scope_.council);
  where.add("c.state <> 'closed'");
  where.visible(visible, kConcernSight);
  auto found = scope_.connection.all(where.sql(kSelectConcernsOfAudits, "ORDER BY c.raised_at, c.concern_id"),
                                     where.values(), concern_from);
  fill_told(found);
  return found;
}

app::Page<app::ConcernRow> SqlConcernStore::list(const app::ConcernFilter& filter, const app::PageRequest& page,
                                                 const app::Visibility& visible) {
  Where where("c.council = $1", scope_.council);
  where.text("c.kind = ?", filter.kind);
  if (filter.state == "open")
    where.add("c.state <> 'closed'");
  else
    where.text("c.state = ?", filter.state);
  if (filter.acknowledged)
    where.add(*filter.acknowledged ? "c.acknowledged_at IS NOT NULL" : "c.acknowledged_at IS NULL");
  where.text("audits.programme = ?", filter.programme)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to)
      .text("audits.locality = ?", filter.locality)
      .text("audits.service_area = ?", filter.service_area);
  where.visible(visible, kConcernSight);
  return page_of(
      scope_.connection, kSelectConcernRows, kCountConcernRows, where, kConcernSorts, page, [](const Row& row) {
        return app::ConcernRow{concern_from(row), row.string(15), row.string(16), row.string(17), row.string(18)};
      });
}

void SqlConcernStore::add(const domain::Concern& concern) {
  with_values(scope_.council, concern, [&](Params values) { scope_.connection.execute(kInsertConcern, values); });
  put_told(concern);
}

base::Result<void> SqlConcernStore::save(domain::Concern& concern) {
  const auto changed = with_values(scope_.council, concern,
                                   [&](Params values) { return scope_.connection.execute(kUpdateConcern, values); });
  CHECK(saved(changed, changed > 0 || scope_.connection.exists(kConcernExists, {scope_.council, concern.id}),
              concern.version));
  put_told(concern);
  return {};
}

std::vector<domain::Moderation> SqlModerationStore::of(const domain::AuditId& audit) {
  return scope_.connection.all(kModerations, {scope_.council, audit}, [](const Row& row) {
    domain::Moderation moderation;
    moderation.id = row.id<domain::ModerationId>(0);
    moderation.audit = row.id<domain::AuditId>(1);
    moderation.moderator = row.id<domain::PersonId>(2);
    moderation.narrative_supports = row.boolean(3);
    moderation.helps_learning = row.boolean(4);
    moderation.next_is_clear = row.boolean(5);
    moderation.outcome = parsed(row, 6, domain::parse_moderation_outcome);
    moderation.from = parsed_if_any(row, 7, domain::parse_grade);
    moderation.to = parsed_if_any(row, 8, domain::parse_grade);
    moderation.reason = row.string(9);
    moderation.at = row.instant(10);
    return moderation;
  });
}

std::vector<app::ModerationOfAuditor> SqlModerationStore::by_auditor(const app::AuditFilter& filter,
                                                                     const app::Visibility& visible) {
  Where where("m.council = $1", scope_.council);
  where.add(kSettled)
      .text("audits.programme = ?", filter.programme)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to)
      .text("audits.locality = ?", filter.locality)
      .text("audits.service_area = ?", filter.service_area);
  where.visible(visible, {"audits.locality", "audits.service_area", "audits.team", {"audits.auditor = ?"}});
  return scope_.connection.all(
      where.sql(kByAuditor, "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"), where.values(), [](const Row& row) {
        return app::ModerationOfAuditor{row.optional_id<domain::PersonId>(0),
                                        parsed_if_any(row, 1, domain::parse_grade),
                                        parsed_if_any(row, 2, domain::parse_grade), row.integer(3)};
      });
}

void SqlModerationStore::add(const domain::Moderation& moderation) {
  scope_.connection.execute(
      kInsertModeration,
      {scope_.council, moderation.id, moderation.audit, moderation.moderator, moderation.narrative_supports,
       moderation.helps_learning, moderation.next_is_clear, to_string(moderation.outcome), word(moderation.from),
       word(moderation.to), moderation.reason, moderation.at});
}

}  // namespace plumbline::store
