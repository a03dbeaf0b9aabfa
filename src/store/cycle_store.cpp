#include "store/cycle_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectCycles = R"sql(
  SELECT cycle_id, programme, period, cohort, framework_version, state, size, send_on, return_by, report_by, sent_at,
         version
  FROM cycles)sql";
constexpr std::string_view kInsertCycle = R"sql(
  INSERT INTO cycles (council, cycle_id, programme, period, cohort, framework_version, state, size, send_on, return_by,
                      report_by, sent_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
)sql";
constexpr std::string_view kUpdateCycle = R"sql(
  UPDATE cycles SET programme = $3, period = $4, cohort = $5, framework_version = $6, state = $7, size = $8,
                    send_on = $9, return_by = $10, report_by = $11, sent_at = $12, version = $13 + 1
  WHERE council = $1 AND cycle_id = $2 AND version = $13
)sql";
constexpr std::string_view kCycleExists = "SELECT 1 FROM cycles WHERE council = $1 AND cycle_id = $2";

constexpr std::string_view kSelectDraws =
    "SELECT draw_id, cycle_id, number, frame_sha256, certificate, reason, made_by, made_at FROM draws";
constexpr std::string_view kInsertDraw = R"sql(
  INSERT INTO draws (council, draw_id, cycle_id, number, frame_sha256, certificate, reason, made_by, made_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
)sql";
constexpr std::string_view kFrame = "SELECT csv FROM frames WHERE council = $1 AND sha256 = $2";
constexpr std::string_view kInsertFrame = R"sql(
  INSERT INTO frames (council, sha256, csv) VALUES ($1, $2, $3) ON CONFLICT (council, sha256) DO NOTHING
)sql";

constexpr std::string_view kSample = R"sql(
  SELECT cycle_id, draw_id, child_id, rank, category, locality, replaces, exempt, exempt_reason, exempt_approved_by,
         exempt_at, family_contact, auditor
  FROM sampled_cases WHERE council = $1 AND cycle_id = $2 ORDER BY rank, child_id
)sql";
constexpr std::string_view kClearSample = "DELETE FROM sampled_cases WHERE council = $1 AND cycle_id = $2";
constexpr std::string_view kPutSampled = R"sql(
  INSERT INTO sampled_cases (council, cycle_id, child_id, draw_id, rank, category, locality, replaces, exempt,
                             exempt_reason, exempt_approved_by, exempt_at, family_contact, auditor)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  ON CONFLICT (council, cycle_id, child_id) DO UPDATE SET
    draw_id = excluded.draw_id, rank = excluded.rank, category = excluded.category, locality = excluded.locality,
    replaces = excluded.replaces, exempt = excluded.exempt, exempt_reason = excluded.exempt_reason,
    exempt_approved_by = excluded.exempt_approved_by, exempt_at = excluded.exempt_at,
    family_contact = excluded.family_contact, auditor = excluded.auditor
)sql";
constexpr std::string_view kPairings = R"sql(
  SELECT person_id, team, count(*) FROM (
    SELECT auditor AS person_id, team FROM audits
    WHERE council = $1 AND period >= $2 AND auditor IS NOT NULL AND state NOT IN ('withdrawn', 'handed-back')
    UNION ALL
    SELECT second.person_id, audits.team FROM audits
    JOIN co_auditors second ON second.council = audits.council AND second.cycle_id = audits.cycle_id
      AND second.audit_id = audits.audit_id AND second.kind = 'second' AND NOT second.away
    WHERE audits.council = $1 AND audits.period >= $2 AND audits.state NOT IN ('withdrawn', 'handed-back')
  ) AS made GROUP BY person_id, team ORDER BY person_id, team
)sql";

domain::Cycle cycle_from(const Row& row) {
  domain::Cycle cycle;
  cycle.id = row.id<domain::CycleId>(0);
  cycle.programme = row.string(1);
  cycle.period = row.period(2);
  cycle.cohort = row.string(3);
  cycle.framework_version = static_cast<int>(row.integer(4));
  cycle.state = parsed(row, 5, domain::parse_cycle_state);
  cycle.size = static_cast<int>(row.integer(6));
  cycle.send_on = row.optional_day(7);
  cycle.return_by = row.optional_day(8);
  cycle.report_by = row.optional_day(9);
  cycle.sent_at = row.optional_instant(10);
  cycle.version = static_cast<int>(row.integer(11));
  return cycle;
}

domain::DrawRecord draw_from(const Row& row) {
  domain::DrawRecord draw;
  draw.id = row.id<domain::DrawId>(0);
  draw.cycle = row.id<domain::CycleId>(1);
  draw.number = static_cast<int>(row.integer(2));
  draw.frame_sha256 = row.string(3);
  draw.certificate = row.string(4);
  draw.reason = row.string(5);
  draw.made_by = row.id<domain::PersonId>(6);
  draw.made_at = row.instant(7);
  return draw;
}

template <class Run>
auto with_values(const std::string& council, const domain::Cycle& cycle, Run run) {
  return run(Params{council, cycle.id, cycle.programme, cycle.period, cycle.cohort, cycle.framework_version,
                    to_string(cycle.state), cycle.size, cycle.send_on, cycle.return_by, cycle.report_by, cycle.sent_at,
                    cycle.version});
}

}  // namespace

std::optional<domain::Cycle> SqlCycleStore::find(const domain::CycleId& id) {
  static const std::string sql = std::string(kSelectCycles) + " WHERE council = $1 AND cycle_id = $2";
  return scope_.connection.one(sql, {scope_.council, id}, cycle_from);
}

std::optional<domain::Cycle> SqlCycleStore::find(const std::string& programme, base::Period period) {
  static const std::string sql = std::string(kSelectCycles) + " WHERE council = $1 AND programme = $2 AND period = $3";
  return scope_.connection.one(sql, {scope_.council, programme, period}, cycle_from);
}

std::vector<domain::Cycle> SqlCycleStore::list() {
  static const std::string sql =
      std::string(kSelectCycles) + " WHERE council = $1 ORDER BY period DESC, programme, cycle_id";
  return scope_.connection.all(sql, {scope_.council}, cycle_from);
}

std::vector<domain::DrawRecord> SqlCycleStore::draws(const domain::CycleId& cycle) {
  static const std::string sql = std::string(kSelectDraws) + " WHERE council = $1 AND cycle_id = $2 ORDER BY number";
  return scope_.connection.all(sql, {scope_.council, cycle}, draw_from);
}

std::optional<domain::DrawRecord> SqlCycleStore::find_draw(const domain::DrawId& id) {
  static const std::string sql = std::string(kSelectDraws) + " WHERE council = $1 AND draw_id = $2";
  return scope_.connection.one(sql, {scope_.council, id}, draw_from);
}

std::string SqlCycleStore::frame(const std::string& sha256) {
  return scope_.connection.one(kFrame, {scope_.council, sha256}, [](const Row& row) { return row.string(0); })
      .value_or(std::string());
}

std::vector<domain::SampledCase> SqlCycleStore::sample(const domain::CycleId& cycle) {
  return scope_.connection.all(kSample, {scope_.council, cycle}, [](const Row& row) {
    domain::SampledCase sampled;
    sampled.cycle = row.id<domain::CycleId>(0);
    sampled.draw = row.id<domain::DrawId>(1);
    sampled.child_id = row.id<domain::ChildId>(2);
    sampled.rank = static_cast<int>(row.integer(3));
    sampled.category = parsed(row, 4, domain::parse_category);
    sampled.locality = row.string(5);
    sampled.replaces = row.optional_id<domain::ChildId>(6);
    sampled.exempt = row.boolean(7);
    sampled.exempt_reason = row.string(8);
    sampled.exempt_approved_by = row.optional_id<domain::PersonId>(9);
    sampled.exempt_at = row.optional_instant(10);
    sampled.family_contact = row.boolean(11);
    sampled.auditor = row.optional_id<domain::PersonId>(12);
    return sampled;
  });
}

std::vector<app::PastPairing> SqlCycleStore::pairings_since(base::Period from) {
  return scope_.connection.all(kPairings, {scope_.council, from}, [](const Row& row) {
    return app::PastPairing{row.id<domain::PersonId>(0), row.string(1), static_cast<int>(row.integer(2))};
  });
}

void SqlCycleStore::add(const domain::Cycle& cycle) {
  with_values(scope_.council, cycle, [&](Params values) { scope_.connection.execute(kInsertCycle, values); });
}

base::Result<void> SqlCycleStore::save(domain::Cycle& cycle) {
  auto& connection = scope_.connection;
  const auto changed =
      with_values(scope_.council, cycle, [&](Params values) { return connection.try_execute(kUpdateCycle, values); });
  if (!changed) return tl::unexpected<base::Error>(changed.error());
  return saved(*changed, *changed > 0 || connection.exists(kCycleExists, {scope_.council, cycle.id}), cycle.version);
}

void SqlCycleStore::add_draw(const domain::DrawRecord& draw, const std::string& frame_csv) {
  scope_.connection.execute(kInsertFrame, {scope_.council, draw.frame_sha256, frame_csv});
  scope_.connection.execute(kInsertDraw, {scope_.council, draw.id, draw.cycle, draw.number, draw.frame_sha256,
                                          draw.certificate, draw.reason, draw.made_by.text(), draw.made_at});
}

void SqlCycleStore::put_sample(const domain::CycleId& cycle, const std::vector<domain::SampledCase>& sample) {
  scope_.connection.execute(kClearSample, {scope_.council, cycle});
  const auto batch = scope_.connection.batch(kPutSampled);
  for (const auto& one : sample)
    batch->add({scope_.council, one.cycle, one.child_id, one.draw.text(), one.rank, to_string(one.category),
                one.locality, one.replaces, one.exempt, one.exempt_reason, one.exempt_approved_by, one.exempt_at,
                one.family_contact, one.auditor});
  batch->finish();
}

void SqlCycleStore::save_sampled(const domain::SampledCase& one) {
  scope_.connection.execute(
      kPutSampled, {scope_.council, one.cycle, one.child_id, one.draw.text(), one.rank, to_string(one.category),
                    one.locality, one.replaces, one.exempt, one.exempt_reason, one.exempt_approved_by, one.exempt_at,
                    one.family_contact, one.auditor});
}

}  // namespace plumbline::store
