#include "store/perspective_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect =
    "SELECT saved_at, sent_at, version FROM perspectives WHERE council = $1 AND audit_id = $2";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO perspectives (council, audit_id, saved_at, sent_at, version) VALUES ($1, $2, $3, $4, 1)
  ON CONFLICT (council, audit_id) DO NOTHING
)sql";
constexpr std::string_view kUpdate = R"sql(
  UPDATE perspectives SET saved_at = $3, sent_at = $4, version = $5 + 1
  WHERE council = $1 AND audit_id = $2 AND version = $5
)sql";
constexpr std::string_view kAnswers =
    "SELECT answer FROM perspective_answers WHERE council = $1 AND audit_id = $2 ORDER BY position";
constexpr std::string_view kDeleteAnswers = "DELETE FROM perspective_answers WHERE council = $1 AND audit_id = $2";
constexpr std::string_view kInsertAnswer =
    "INSERT INTO perspective_answers (council, audit_id, position, answer) VALUES ($1, $2, $3, $4)";

}  // namespace

std::optional<domain::Perspective> SqlPerspectiveStore::find(const domain::AuditId& audit) {
  auto found = scope_.connection.one(kSelect, {scope_.council, audit}, [&](const Row& row) {
    domain::Perspective perspective;
    perspective.audit = audit;
    perspective.saved_at = row.optional_instant(0);
    perspective.sent_at = row.optional_instant(1);
    perspective.version = static_cast<int>(row.integer(2));
    return perspective;
  });
  if (found)
    found->answers =
        scope_.connection.all(kAnswers, {scope_.council, audit}, [](const Row& row) { return row.string(0); });
  return found;
}

base::Result<void> SqlPerspectiveStore::save(domain::Perspective& perspective) {
  auto& connection = scope_.connection;
  const auto changed =
      perspective.version == 0
          ? connection.execute(kInsert, {scope_.council, perspective.audit, perspective.saved_at, perspective.sent_at})
          : connection.execute(kUpdate, {scope_.council, perspective.audit, perspective.saved_at, perspective.sent_at,
                                         perspective.version});
  if (changed == 0) return base::stale("store.save.stale");
  if (perspective.version > 0) connection.execute(kDeleteAnswers, {scope_.council, perspective.audit});
  int position = 0;
  for (const auto& answer : perspective.answers)
    connection.execute(kInsertAnswer, {scope_.council, perspective.audit, ++position, answer});
  ++perspective.version;
  return {};
}

}  // namespace plumbline::store
