// Follow-ups: talks in supervision and re-audits. What else a final audit sets off stands in practice_store.cpp.
#include "store/follow_up_store.hpp"

#include <array>

#include "store/audit_sight.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT f.follow_up_id, f.audit_id, f.kind, f.state, f.opened_at, f.from_on, f.due_on, f.check_at_meeting, f.talked_on,
         f.agreed, f.recorded_by, f.recorded_at, f.escalated_at, f.checked_by, f.checked_at, f.checked_note, f.reaudit,
         f.version
  FROM follow_ups f)sql";
constexpr std::string_view kSelectRows = R"sql(
  SELECT f.follow_up_id, f.audit_id, f.kind, f.state, f.opened_at, f.from_on, f.due_on, f.check_at_meeting, f.talked_on,
         f.agreed, f.recorded_by, f.recorded_at, f.escalated_at, f.checked_by, f.checked_at, f.checked_note, f.reaudit,
         f.version, audits.reference, audits.child_id, audits.programme, audits.locality, audits.team,
         COALESCE(audits.moderated_overall, audits.overall), audits.worker_id, audits.supervisor_id
  FROM follow_ups f
  JOIN audits ON audits.council = f.council AND audits.audit_id = f.audit_id)sql";
constexpr std::string_view kCountRows = R"sql(
  SELECT count(*) FROM follow_ups f
  JOIN audits ON audits.council = f.council AND audits.audit_id = f.audit_id)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO follow_ups (council, follow_up_id, audit_id, kind, state, opened_at, from_on, due_on, check_at_meeting,
                          talked_on, agreed, recorded_by, recorded_at, escalated_at, checked_by, checked_at,
                          checked_note, reaudit, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
)sql";
constexpr std::string_view kUpdate = R"sql(
  UPDATE follow_ups SET audit_id = $3, kind = $4, state = $5, opened_at = $6, from_on = $7, due_on = $8,
                        check_at_meeting = $9, talked_on = $10, agreed = $11, recorded_by = $12, recorded_at = $13,
                        escalated_at = $14, checked_by = $15, checked_at = $16, checked_note = $17, reaudit = $18,
                        version = $19 + 1
  WHERE council = $1 AND follow_up_id = $2 AND version = $19
)sql";
constexpr std::string_view kExists = "SELECT 1 FROM follow_ups WHERE council = $1 AND follow_up_id = $2";
constexpr std::string_view kFirstDue = "ORDER BY f.due_on IS NULL, f.due_on, f.opened_at, f.follow_up_id";
constexpr std::array kSorts{
    SortKey{"", kFirstDue, "ORDER BY f.due_on IS NULL, f.due_on DESC, f.opened_at, f.follow_up_id"},
    SortKey{"due", kFirstDue, "ORDER BY f.due_on IS NULL, f.due_on DESC, f.opened_at, f.follow_up_id"},
    SortKey{"reference", "ORDER BY audits.reference, f.opened_at", "ORDER BY audits.reference DESC, f.opened_at"},
    SortKey{"state", "ORDER BY f.state, f.due_on, f.opened_at", "ORDER BY f.state DESC, f.due_on, f.opened_at"},
};

domain::FollowUp follow_up_from(const Row& row) {
  domain::FollowUp found;
  found.id = row.id<domain::FollowUpId>(0);
  found.audit = row.id<domain::AuditId>(1);
  found.kind = parsed(row, 2, domain::parse_follow_up_kind);
  found.state = parsed(row, 3, domain::parse_follow_up_state);
  found.opened_at = row.instant(4);
  found.from_on = row.optional_day(5);
  found.due_on = row.optional_day(6);
  found.check_at_meeting = row.boolean(7);
  found.talked_on = row.optional_day(8);
  found.agreed = row.string(9);
  found.recorded_by = row.optional_id<domain::PersonId>(10);
  found.recorded_at = row.optional_instant(11);
  found.escalated_at = row.optional_instant(12);
  found.checked_by = row.optional_id<domain::PersonId>(13);
  found.checked_at = row.optional_instant(14);
  found.checked_note = row.string(15);
  found.reaudit = row.optional_id<domain::AuditId>(16);
  found.version = static_cast<int>(row.integer(17));
  return found;
}

app::FollowUpRow row_from(const Row& row) {
  return {follow_up_from(row),
          row.string(18),
          row.id<domain::ChildId>(19),
          row.string(20),
          row.string(21),
          row.string(22),
          parsed_if_any(row, 23, domain::parse_grade),
          row.optional_id<domain::PersonId>(24),
          row.optional_id<domain::PersonId>(25)};
}

template <class Run>
auto with_values(const std::string& council, const domain::FollowUp& f, Run run) {
  return run(Params{council, f.id, f.audit, to_string(f.kind), to_string(f.state), f.opened_at, f.from_on, f.due_on,
                    f.check_at_meeting, f.talked_on, f.agreed, f.recorded_by, f.recorded_at, f.escalated_at,
                    f.checked_by, f.checked_at, f.checked_note, f.reaudit, f.version});
}

}  // namespace

base::Result<domain::FollowUp> SqlFollowUpStore::find(const domain::FollowUpId& id) {
  static const std::string sql = std::string(kSelect) + " WHERE f.council = $1 AND f.follow_up_id = $2";
  auto found = scope_.connection.one(sql, {scope_.council, id}, follow_up_from);
  if (!found) return base::not_found("access.row.not_found");
  return std::move(*found);
}

std::vector<domain::FollowUp> SqlFollowUpStore::of(const domain::AuditId& audit) {
  static const std::string sql =
      std::string(kSelect) + " WHERE f.council = $1 AND f.audit_id = $2 ORDER BY f.opened_at, f.follow_up_id";
  return scope_.connection.all(sql, {scope_.council, audit}, follow_up_from);
}

std::optional<domain::FollowUp> SqlFollowUpStore::of_reaudit(const domain::AuditId& reaudit) {
  // By way of the re-audit, whose index is there: no other question needs one on this column.
  static const std::string sql =
      std::string(kSelect) +
      " WHERE f.council = $1 AND f.reaudit = $2 AND f.audit_id = (SELECT reaudit_of FROM audits WHERE council = $1"
      " AND audit_id = $2)";
  return scope_.connection.one(sql, {scope_.council, reaudit}, follow_up_from);
}

app::Page<app::FollowUpRow> SqlFollowUpStore::list(const app::FollowUpFilter& filter, const app::PageRequest& page,
                                                   const app::Visibility& visible) {
  Where where("f.council = $1", scope_.council);
  if (filter.kind) where.add("f.kind = ?", to_string(*filter.kind));
  std::vector<std::string_view> states;
  for (const auto state : filter.states) states.push_back(to_string(state));
  where.any_of("f.state", states);
  if (filter.overdue_on) where.add("f.state = 'open' AND f.due_on < ?", *filter.overdue_on);
  if (filter.checked_after) where.add("f.checked_at > ?", *filter.checked_after);
  if (filter.checked_until) where.add("f.checked_at <= ?", *filter.checked_until);
  where.text("audits.programme = ?", filter.programme).text("audits.locality = ?", filter.locality);
  where.visible(visible, {"audits.locality",
                          "audits.service_area",
                          "audits.team",
                          {"audits.auditor = ?", kBesideSees, "audits.worker_id = ?", "audits.supervisor_id = ?"}});
  return page_of(scope_.connection, kSelectRows, kCountRows, where, kSorts, page, row_from);
}

std::vector<app::FollowUpRow> SqlFollowUpStore::open_for_meeting(const std::string& programme) {
  Where where("f.council = $1", scope_.council);
  where.add("f.kind = 'supervision' AND f.check_at_meeting AND f.state IN ('open', 'recorded')")
      .add("audits.programme = ?", programme);
  return scope_.connection.all(where.sql(kSelectRows, kFirstDue), where.values(), row_from);
}

std::vector<domain::FollowUp> SqlFollowUpStore::to_escalate(base::Day today) {
  Where where("f.council = $1", scope_.council);
  where.add("f.kind = 'supervision' AND f.state = 'open' AND f.escalated_at IS NULL").add("f.due_on < ?", today);
  return scope_.connection.all(where.sql(kSelect, kFirstDue), where.values(), follow_up_from);
}

std::vector<domain::FollowUp> SqlFollowUpStore::reaudits_to_send(base::Day today) {
  Where where("f.council = $1", scope_.council);
  where.add("f.kind = 're-audit' AND f.state = 'open'")
      .add("f.from_on <= ?", today)
      .add(
          "EXISTS (SELECT 1 FROM audits WHERE audits.council = f.council AND audits.audit_id = f.reaudit "
          "AND audits.state = 'allocated' AND audits.auditor IS NOT NULL)");
  return scope_.connection.all(where.sql(kSelect, kFirstDue), where.values(), follow_up_from);
}

void SqlFollowUpStore::add(const domain::FollowUp& follow_up) {
  with_values(scope_.council, follow_up, [&](Params values) { scope_.connection.execute(kInsert, values); });
}

base::Result<void> SqlFollowUpStore::save(domain::FollowUp& follow_up) {
  const auto changed =
      with_values(scope_.council, follow_up, [&](Params values) { return scope_.connection.execute(kUpdate, values); });
  return saved(changed, changed > 0 || scope_.connection.exists(kExists, {scope_.council, follow_up.id}),
               follow_up.version);
}

}  // namespace plumbline::store
