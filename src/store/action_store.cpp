#include "store/action_store.hpp"

#include <algorithm>
#include <array>

#include "store/audit_sight.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectActions = R"sql(
  SELECT action_id, audit_id, section, text, measure, owner, sign_off_by, due_on, priority, state, done_at,
         done_evidence, signed_off_at, signed_off_by, sign_off_note, created_at, version
  FROM actions)sql";
constexpr std::string_view kSelectRows = R"sql(
  SELECT x.action_id, x.audit_id, x.section, x.text, x.measure, x.owner, x.sign_off_by, x.due_on, x.priority, x.state,
         x.done_at, x.done_evidence, x.signed_off_at, x.signed_off_by, x.sign_off_note, x.created_at, x.version,
         audits.reference, audits.child_id, audits.locality, audits.team, COALESCE(people.name, x.owner, '')
  FROM actions x
  JOIN audits ON audits.council = x.council AND audits.audit_id = x.audit_id
  LEFT JOIN people ON people.council = x.council AND people.person_id = x.owner)sql";
constexpr std::string_view kCountRows = R"sql(
  SELECT count(*) FROM actions x
  JOIN audits ON audits.council = x.council AND audits.audit_id = x.audit_id)sql";
constexpr std::string_view kInsertAction = R"sql(
  INSERT INTO actions (council, action_id, audit_id, section, text, measure, owner, sign_off_by, due_on, priority, state,
                       done_at, done_evidence, signed_off_at, signed_off_by, sign_off_note, created_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
)sql";
constexpr std::string_view kUpdateAction = R"sql(
  UPDATE actions SET audit_id = $3, section = $4, text = $5, measure = $6, owner = $7, sign_off_by = $8, due_on = $9,
                     priority = $10, state = $11, done_at = $12, done_evidence = $13, signed_off_at = $14,
                     signed_off_by = $15, sign_off_note = $16, created_at = $17, version = $18 + 1
  WHERE council = $1 AND action_id = $2 AND version = $18
)sql";
constexpr std::string_view kActionExists = "SELECT 1 FROM actions WHERE council = $1 AND action_id = $2";
constexpr std::string_view kRemoveProposed =
    "DELETE FROM actions WHERE council = $1 AND action_id = $2 AND state = 'proposed'";

constexpr std::array kSorts{
    SortKey{"", "ORDER BY x.due_on IS NULL, x.due_on, audits.reference, x.action_id",
            "ORDER BY x.due_on IS NULL, x.due_on DESC, audits.reference DESC, x.action_id DESC"},
    SortKey{"due", "ORDER BY x.due_on IS NULL, x.due_on, audits.reference, x.action_id",
            "ORDER BY x.due_on IS NULL, x.due_on DESC, audits.reference DESC, x.action_id DESC"},
    SortKey{"reference", "ORDER BY audits.reference, x.action_id", "ORDER BY audits.reference DESC, x.action_id DESC"},
    SortKey{"priority",
            "ORDER BY CASE x.priority WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, x.due_on, x.action_id",
            "ORDER BY CASE x.priority WHEN 'high' THEN 2 WHEN 'medium' THEN 1 ELSE 0 END, x.due_on, x.action_id"},
    SortKey{"state", "ORDER BY x.state, x.due_on, x.action_id", "ORDER BY x.state DESC, x.due_on, x.action_id"},
    SortKey{"owner", "ORDER BY COALESCE(people.name, x.owner, ''), x.due_on, x.action_id",
            "ORDER BY COALESCE(people.name, x.owner, '') DESC, x.due_on, x.action_id"},
    SortKey{"locality", "ORDER BY audits.locality, x.due_on, x.action_id",
            "ORDER BY audits.locality DESC, x.due_on, x.action_id"},
    SortKey{"team", "ORDER BY audits.team, x.due_on, x.action_id", "ORDER BY audits.team DESC, x.due_on, x.action_id"},
};

domain::Action action_from(const Row& row) {
  domain::Action action;
  action.id = row.id<domain::ActionId>(0);
  action.audit = row.id<domain::AuditId>(1);
  action.section = row.string(2);
  action.text = row.string(3);
  action.measure = row.string(4);
  action.owner = row.optional_id<domain::PersonId>(5);
  action.sign_off_by = row.optional_id<domain::PersonId>(6);
  action.due_on = row.optional_day(7);
  action.priority = parsed(row, 8, domain::parse_priority);
  action.state = parsed(row, 9, domain::parse_action_state);
  action.done_at = row.optional_instant(10);
  action.done_evidence = row.string(11);
  action.signed_off_at = row.optional_instant(12);
  action.signed_off_by = row.optional_id<domain::PersonId>(13);
  action.sign_off_note = row.string(14);
  action.created_at = row.instant(15);
  action.version = static_cast<int>(row.integer(16));
  return action;
}

template <class Run>
auto with_values(const std::string& council, const domain::Action& action, Run run) {
  return run(Params{council, action.id, action.audit, action.section, action.text, action.measure, action.owner,
                    action.sign_off_by, action.due_on, to_string(action.priority), to_string(action.state),
                    action.done_at, action.done_evidence, action.signed_off_at, action.signed_off_by,
                    action.sign_off_note, action.created_at, action.version});
}

}  // namespace

base::Result<domain::Action> SqlActionStore::find(const domain::ActionId& id) {
  static const std::string sql = std::string(kSelectActions) + " WHERE council = $1 AND action_id = $2";
  auto found = scope_.connection.one(sql, {scope_.council, id}, action_from);
  if (!found) return base::not_found("access.row.not_found");
  return std::move(*found);
}

std::vector<domain::Action> SqlActionStore::of(const domain::AuditId& audit) {
  static const std::string sql =
      std::string(kSelectActions) + " WHERE council = $1 AND audit_id = $2 ORDER BY created_at, action_id";
  return scope_.connection.all(sql, {scope_.council, audit}, action_from);
}

app::Page<app::ActionRow> SqlActionStore::list(const app::ActionFilter& filter, const app::PageRequest& page,
                                               const app::Visibility& visible) {
  Where where("x.council = $1", scope_.council);
  if (filter.owner) where.add("x.owner = ?", *filter.owner);
  if (filter.sign_off_by) where.add("x.sign_off_by = ?", *filter.sign_off_by);
  std::vector<std::string_view> states;
  for (const auto state : filter.states) states.push_back(to_string(state));
  where.any_of("x.state", states);
  if (filter.overdue_on) where.add("x.state = 'open' AND x.due_on < ?", *filter.overdue_on);
  where.text("x.priority = ?", filter.priority)
      .text("audits.locality = ?", filter.locality)
      .text("audits.service_area = ?", filter.service_area)
      .text("audits.team = ?", filter.team)
      .text("audits.programme = ?", filter.programme)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to)
      .text("audits.cohort = ?", filter.cohort);
  // Until its audit is finished an action is a proposal in a draft (app::may_view).
  if (filter.states.empty() || std::ranges::find(filter.states, domain::ActionState::Proposed) != filter.states.end())
    if (const auto readable = findings_readable(where, visible); !readable.empty())
      where.add("x.state <> 'proposed' OR " + readable);
  where.visible(visible, {"audits.locality",
                          "audits.service_area",
                          "audits.team",
                          {"audits.auditor = ?", "audits.worker_id = ?", "audits.supervisor_id = ?", kBesideSees,
                           kLinkedSees, kJointSees, "x.owner = ?", "x.sign_off_by = ?"}});
  keep_joint_apart(where, visible);
  return page_of(scope_.connection, kSelectRows, kCountRows, where, kSorts, page, [](const Row& row) {
    return app::ActionRow{action_from(row), row.string(17), row.id<domain::ChildId>(18),
                          row.string(19),   row.string(20), row.string(21)};
  });
}

void SqlActionStore::add(const domain::Action& action) {
  with_values(scope_.council, action, [&](Params values) { scope_.connection.execute(kInsertAction, values); });
}

base::Result<void> SqlActionStore::save(domain::Action& action) {
  const auto changed = with_values(scope_.council, action,
                                   [&](Params values) { return scope_.connection.execute(kUpdateAction, values); });
  return saved(changed, changed > 0 || scope_.connection.exists(kActionExists, {scope_.council, action.id}),
               action.version);
}

void SqlActionStore::remove(const domain::ActionId& id) {
  scope_.connection.execute(kRemoveProposed, {scope_.council, id});
}

}  // namespace plumbline::store
