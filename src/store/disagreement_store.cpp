#include "store/disagreement_store.hpp"

#include <array>

#include "store/audit_sight.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT d.disagreement_id, d.audit_id, d.state, d.raised_by, d.raised_at, d.reasons, d.decider, d.from_grade,
         d.to_grade, d.finding, d.decided_by, d.decided_at, d.version
  FROM disagreements d)sql";
constexpr std::string_view kSelectRows = R"sql(
  SELECT d.disagreement_id, d.audit_id, d.state, d.raised_by, d.raised_at, d.reasons, d.decider, d.from_grade,
         d.to_grade, d.finding, d.decided_by, d.decided_at, d.version, audits.reference, audits.team, audits.overall
  FROM disagreements d
  JOIN audits ON audits.council = d.council AND audits.audit_id = d.audit_id)sql";
constexpr std::string_view kCountRows = R"sql(
  SELECT count(*) FROM disagreements d
  JOIN audits ON audits.council = d.council AND audits.audit_id = d.audit_id)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO disagreements (council, disagreement_id, audit_id, state, raised_by, raised_at, reasons, decider,
                             from_grade, to_grade, finding, decided_by, decided_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
)sql";
constexpr std::string_view kUpdate = R"sql(
  UPDATE disagreements SET audit_id = $3, state = $4, raised_by = $5, raised_at = $6, reasons = $7, decider = $8,
                           from_grade = $9, to_grade = $10, finding = $11, decided_by = $12, decided_at = $13,
                           version = $14 + 1
  WHERE council = $1 AND disagreement_id = $2 AND version = $14
)sql";
constexpr std::string_view kExists = "SELECT 1 FROM disagreements WHERE council = $1 AND disagreement_id = $2";
constexpr std::array kSorts{
    SortKey{"", "ORDER BY d.raised_at DESC, d.disagreement_id", "ORDER BY d.raised_at, d.disagreement_id"},
    SortKey{"raised", "ORDER BY d.raised_at, d.disagreement_id", "ORDER BY d.raised_at DESC, d.disagreement_id"},
    SortKey{"reference", "ORDER BY audits.reference", "ORDER BY audits.reference DESC"},
};

domain::Disagreement disagreement_from(const Row& row) {
  domain::Disagreement found;
  found.id = row.id<domain::DisagreementId>(0);
  found.audit = row.id<domain::AuditId>(1);
  found.state = parsed(row, 2, domain::parse_disagreement_state);
  found.raised_by = row.id<domain::PersonId>(3);
  found.raised_at = row.instant(4);
  found.reasons = row.string(5);
  found.decider = row.optional_id<domain::PersonId>(6);
  found.from = parsed_if_any(row, 7, domain::parse_grade);
  found.to = parsed_if_any(row, 8, domain::parse_grade);
  found.finding = row.string(9);
  found.decided_by = row.optional_id<domain::PersonId>(10);
  found.decided_at = row.optional_instant(11);
  found.version = static_cast<int>(row.integer(12));
  return found;
}

template <class Run>
auto with_values(const std::string& council, const domain::Disagreement& d, Run run) {
  return run(Params{council, d.id, d.audit, to_string(d.state), d.raised_by, d.raised_at, d.reasons, d.decider,
                    word(d.from), word(d.to), d.finding, d.decided_by, d.decided_at, d.version});
}

}  // namespace

base::Result<domain::Disagreement> SqlDisagreementStore::find(const domain::DisagreementId& id) {
  static const std::string sql = std::string(kSelect) + " WHERE d.council = $1 AND d.disagreement_id = $2";
  auto found = scope_.connection.one(sql, {scope_.council, id}, disagreement_from);
  if (!found) return base::not_found("access.row.not_found");
  return std::move(*found);
}

std::optional<domain::Disagreement> SqlDisagreementStore::of(const domain::AuditId& audit) {
  static const std::string sql = std::string(kSelect) + " WHERE d.council = $1 AND d.audit_id = $2";
  return scope_.connection.one(sql, {scope_.council, audit}, disagreement_from);
}

app::Page<app::DisagreementRow> SqlDisagreementStore::list(const app::DisagreementFilter& filter,
                                                           const app::PageRequest& page,
                                                           const app::Visibility& visible) {
  Where where("d.council = $1", scope_.council);
  if (filter.state) where.add("d.state = ?", to_string(*filter.state));
  if (filter.decider) where.add("d.decider = ?", *filter.decider);
  where.text("audits.programme = ?", filter.programme)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to);
  where.visible(visible, {"audits.locality",
                          "audits.service_area",
                          "audits.team",
                          {"audits.auditor = ?", kBesideSees, "audits.worker_id = ?", "audits.supervisor_id = ?",
                           "d.raised_by = ?", "d.decider = ?", "d.decided_by = ?"}});
  return page_of(scope_.connection, kSelectRows, kCountRows, where, kSorts, page, [](const Row& row) {
    return app::DisagreementRow{disagreement_from(row), row.string(13), row.string(14),
                                parsed_if_any(row, 15, domain::parse_grade)};
  });
}

base::Result<void> SqlDisagreementStore::add(const domain::Disagreement& disagreement) {
  CHECK(with_values(scope_.council, disagreement,
                    [&](Params values) { return scope_.connection.try_execute(kInsert, values); }));
  return {};
}

base::Result<void> SqlDisagreementStore::save(domain::Disagreement& disagreement) {
  const auto changed = with_values(scope_.council, disagreement,
                                   [&](Params values) { return scope_.connection.execute(kUpdate, values); });
  return saved(changed, changed > 0 || scope_.connection.exists(kExists, {scope_.council, disagreement.id}),
               disagreement.version);
}

}  // namespace plumbline::store
