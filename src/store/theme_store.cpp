#include "store/theme_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT theme_id, title, what, locality, service_area, lead, state, impact_from, came_from, came_from_id, created_at,
         created_by, closed_at, closed_why, version
  FROM themes)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO themes (council, theme_id, title, what, locality, service_area, lead, state, impact_from, came_from,
                      came_from_id, created_at, created_by, closed_at, closed_why, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
)sql";
constexpr std::string_view kUpdate = R"sql(
  UPDATE themes SET title = $3, what = $4, locality = $5, service_area = $6, lead = $7, state = $8, impact_from = $9,
                    came_from = $10, came_from_id = $11, created_at = $12, created_by = $13, closed_at = $14,
                    closed_why = $15, version = $16 + 1
  WHERE council = $1 AND theme_id = $2 AND version = $16
)sql";
constexpr std::string_view kExists = "SELECT 1 FROM themes WHERE council = $1 AND theme_id = $2";

constexpr std::string_view kEvidence = R"sql(
  SELECT programme, section, kind, from_period, to_period FROM theme_evidence
  WHERE council = $1 AND theme_id = $2 ORDER BY position
)sql";
constexpr std::string_view kIds = "SELECT theme_id FROM themes";
constexpr std::string_view kEvidenceOfAll = R"sql(
  SELECT theme_id, programme, section, kind, from_period, to_period FROM theme_evidence
  WHERE council = $1 AND theme_id IN ()sql";
constexpr std::string_view kClearEvidence = "DELETE FROM theme_evidence WHERE council = $1 AND theme_id = $2";
constexpr std::string_view kPutEvidence = R"sql(
  INSERT INTO theme_evidence (council, theme_id, position, programme, section, kind, from_period, to_period)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql";

constexpr std::string_view kSelectActions = R"sql(
  SELECT action_id, theme_id, text, owner, due_on, link, state, outcome, settled_at, settled_by, created_at, version
  FROM theme_actions)sql";
constexpr std::string_view kInsertAction = R"sql(
  INSERT INTO theme_actions (council, action_id, theme_id, text, owner, due_on, link, state, outcome, settled_at,
                             settled_by, created_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
)sql";
constexpr std::string_view kUpdateAction = R"sql(
  UPDATE theme_actions SET theme_id = $3, text = $4, owner = $5, due_on = $6, link = $7, state = $8, outcome = $9,
                           settled_at = $10, settled_by = $11, created_at = $12, version = $13 + 1
  WHERE council = $1 AND action_id = $2 AND version = $13
)sql";
constexpr std::string_view kActionExists = "SELECT 1 FROM theme_actions WHERE council = $1 AND action_id = $2";

constexpr std::string_view kJudged = R"sql(
  SELECT audits.period, s.judgement, s.good_practice, count(*)
  FROM audits JOIN audit_sections s ON s.council = audits.council AND s.audit_id = audits.audit_id)sql";

domain::Theme theme_from(const Row& row) {
  domain::Theme theme;
  theme.id = row.id<domain::ThemeId>(0);
  theme.title = row.string(1);
  theme.what = row.string(2);
  theme.locality = row.string(3);
  theme.service_area = row.string(4);
  theme.lead = row.optional_id<domain::PersonId>(5);
  theme.state = parsed(row, 6, domain::parse_theme_state);
  if (!row.is_null(7)) theme.impact_from = row.period(7);
  theme.origin = parsed(row, 8, domain::parse_theme_origin);
  theme.origin_id = row.optional_text(9).value_or("");
  theme.created_at = row.instant(10);
  theme.created_by = row.id<domain::PersonId>(11);
  theme.closed_at = row.optional_instant(12);
  theme.closed_why = row.string(13);
  theme.version = static_cast<int>(row.integer(14));
  return theme;
}

domain::ThemeAction action_from(const Row& row) {
  domain::ThemeAction action;
  action.id = row.id<domain::ThemeActionId>(0);
  action.theme = row.id<domain::ThemeId>(1);
  action.text = row.string(2);
  action.owner = row.optional_id<domain::PersonId>(3);
  action.due_on = row.optional_day(4);
  action.link = row.string(5);
  action.state = parsed(row, 6, domain::parse_task_state);
  action.outcome = row.string(7);
  action.settled_at = row.optional_instant(8);
  action.settled_by = row.optional_id<domain::PersonId>(9);
  action.created_at = row.instant(10);
  action.version = static_cast<int>(row.integer(11));
  return action;
}

template <class Run>
auto with_values(const std::string& council, const domain::Theme& theme, Run run) {
  return run(Params{council, theme.id, theme.title, theme.what, theme.locality, theme.service_area, theme.lead,
                    to_string(theme.state), theme.impact_from, to_string(theme.origin),
                    theme.origin_id.empty() ? Value(nullptr) : Value(theme.origin_id), theme.created_at,
                    theme.created_by, theme.closed_at, theme.closed_why, theme.version});
}

template <class Run>
auto with_values(const std::string& council, const domain::ThemeAction& action, Run run) {
  return run(Params{council, action.id, action.theme, action.text, action.owner, action.due_on, action.link,
                    to_string(action.state), action.outcome, action.settled_at, action.settled_by, action.created_at,
                    action.version});
}

// Themes alone, without a join: the columns are theirs wherever this stands inside another statement.
Where listed(const std::string& council, const app::ThemeFilter& filter) {
  Where where("council = $1", council);
  if (filter.state) where.add("state = ?", to_string(*filter.state));
  where.text("locality IN ('', ?)", filter.locality)
      .text("came_from_id = ?", filter.origin_id)
      .text(
          "EXISTS (SELECT 1 FROM theme_actions a WHERE a.council = themes.council AND a.theme_id = themes.theme_id "
          "AND a.link = ?)",
          filter.link)
      .text(
          "EXISTS (SELECT 1 FROM theme_actions a WHERE a.council = themes.council AND a.theme_id = themes.theme_id "
          "AND a.owner = ?)",
          filter.owner);
  return where;
}

}  // namespace

void SqlThemeStore::read_evidence(domain::Theme& theme) {
  theme.evidence = scope_.connection.all(kEvidence, {scope_.council, theme.id}, [](const Row& row) {
    return domain::Evidence{row.string(0), row.string(1), parsed(row, 2, domain::parse_evidence_kind), row.period(3),
                            row.period(4)};
  });
}

void SqlThemeStore::write_evidence(const domain::Theme& theme) {
  scope_.connection.execute(kClearEvidence, {scope_.council, theme.id});
  for (std::size_t at = 0; at < theme.evidence.size(); ++at) {
    const auto& one = theme.evidence[at];
    scope_.connection.execute(kPutEvidence, {scope_.council, theme.id, at, one.programme, one.section,
                                             to_string(one.kind), one.from, one.to});
  }
}

base::Result<domain::Theme> SqlThemeStore::find(const domain::ThemeId& id) {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 AND theme_id = $2";
  auto found = scope_.connection.one(sql, {scope_.council, id}, theme_from);
  if (!found) return base::not_found("access.row.not_found");
  read_evidence(*found);
  return std::move(*found);
}

std::vector<domain::Theme> SqlThemeStore::list(const app::ThemeFilter& filter) {
  const auto where = listed(scope_.council, filter);
  auto themes = scope_.connection.all(
      where.sql(kSelect, "ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, created_at DESC, theme_id"),
      where.values(), theme_from);
  // The evidence of all of them at once, however many there are.
  std::map<domain::ThemeId, domain::Theme*> by_id;
  for (auto& theme : themes) by_id.emplace(theme.id, &theme);
  const auto sql = std::string(kEvidenceOfAll) + where.sql(kIds) + ") ORDER BY theme_id, position";
  scope_.connection.query(sql, where.values(), [&](const Row& row) {
    if (const auto found = by_id.find(row.id<domain::ThemeId>(0)); found != by_id.end())
      found->second->evidence.push_back(
          {row.string(1), row.string(2), parsed(row, 3, domain::parse_evidence_kind), row.period(4), row.period(5)});
  });
  return themes;
}

std::map<domain::ThemeId, std::vector<domain::ThemeAction>> SqlThemeStore::actions_of_all(
    const app::ThemeFilter& filter) {
  const auto where = listed(scope_.council, filter);
  const auto sql = std::string(kSelectActions) + " WHERE council = $1 AND theme_id IN (" + where.sql(kIds) +
                   ") ORDER BY created_at, action_id";
  std::map<domain::ThemeId, std::vector<domain::ThemeAction>> actions;
  scope_.connection.query(sql, where.values(), [&](const Row& row) {
    auto action = action_from(row);
    actions[action.theme].push_back(std::move(action));
  });
  return actions;
}

std::vector<domain::ThemeAction> SqlThemeStore::actions(const domain::ThemeId& id) {
  static const std::string sql =
      std::string(kSelectActions) + " WHERE council = $1 AND theme_id = $2 ORDER BY created_at, action_id";
  return scope_.connection.all(sql, {scope_.council, id}, action_from);
}

base::Result<domain::ThemeAction> SqlThemeStore::find_action(const domain::ThemeActionId& id) {
  static const std::string sql = std::string(kSelectActions) + " WHERE council = $1 AND action_id = $2";
  auto found = scope_.connection.one(sql, {scope_.council, id}, action_from);
  if (!found) return base::not_found("access.row.not_found");
  return std::move(*found);
}

std::vector<domain::JudgedMonth> SqlThemeStore::judged(const app::JudgedFilter& filter) {
  Where where("audits.council = $1", scope_.council);
  where.add("audits.submitted_at IS NOT NULL").add("audits.state <> 'withdrawn'").add("s.judgement IS NOT NULL");
  // A re-audit is chosen for a grade: counted here it would make every place with one look worse (as in the reports).
  where.add("audits.reaudit_of IS NULL");
  where.text("audits.programme = ?", filter.programme)
      .text("s.section = ?", filter.section)
      .text("audits.locality = ?", filter.locality)
      .text("audits.service_area = ?", filter.service_area)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to);
  std::vector<domain::JudgedMonth> months;
  scope_.connection.query(where.sql(kJudged, "GROUP BY 1, 2, 3 ORDER BY 1"), where.values(), [&](const Row& row) {
    const auto period = row.period(0);
    const auto grade = parsed(row, 1, domain::parse_grade);
    const auto n = row.integer(3);
    if (grade == domain::Grade::NotApplicable) return;
    if (months.empty() || months.back().period != period) months.emplace_back().period = period;
    auto& month = months.back();
    switch (grade) {
      case domain::Grade::Outstanding:
        month.outstanding += n;
        break;
      case domain::Grade::Good:
        month.good += n;
        break;
      case domain::Grade::RequiresImprovement:
        month.requires_improvement += n;
        break;
      case domain::Grade::Inadequate:
      case domain::Grade::InadequateCritical:
        month.inadequate += n;
        break;
      case domain::Grade::NotApplicable:
        break;
    }
    if (row.boolean(2)) month.examples += n;
  });
  return months;
}

void SqlThemeStore::add(const domain::Theme& theme) {
  with_values(scope_.council, theme, [&](Params values) { scope_.connection.execute(kInsert, values); });
  write_evidence(theme);
}

base::Result<void> SqlThemeStore::save(domain::Theme& theme) {
  auto& connection = scope_.connection;
  const auto changed =
      with_values(scope_.council, theme, [&](Params values) { return connection.execute(kUpdate, values); });
  if (changed > 0) write_evidence(theme);
  return saved(changed, changed > 0 || connection.exists(kExists, {scope_.council, theme.id}), theme.version);
}

void SqlThemeStore::add_action(const domain::ThemeAction& action) {
  with_values(scope_.council, action, [&](Params values) { scope_.connection.execute(kInsertAction, values); });
}

base::Result<void> SqlThemeStore::save_action(domain::ThemeAction& action) {
  auto& connection = scope_.connection;
  const auto changed =
      with_values(scope_.council, action, [&](Params values) { return connection.execute(kUpdateAction, values); });
  return saved(changed, changed > 0 || connection.exists(kActionExists, {scope_.council, action.id}), action.version);
}

}  // namespace plumbline::store
