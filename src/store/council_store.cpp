#include "store/council_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectCouncils =
    "SELECT council, name, framework, framework_version, demo_seed FROM councils";
constexpr std::string_view kPutCouncil = R"sql(
  INSERT INTO councils (council, name, framework, framework_version, demo_seed) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council) DO UPDATE SET
    name = excluded.name, framework = excluded.framework, framework_version = excluded.framework_version,
    demo_seed = excluded.demo_seed
)sql";

constexpr std::string_view kFindDefinition = R"sql(
  SELECT kind, key, version, sha256, yaml FROM definitions
  WHERE council = $1 AND kind = $2 AND key = $3 AND version = $4
)sql";
constexpr std::string_view kDefinitions = R"sql(
  SELECT kind, key, version, sha256, yaml FROM definitions WHERE council = $1 ORDER BY kind, key, version
)sql";
constexpr std::string_view kInsertDefinition =
    "INSERT INTO definitions (council, kind, key, version, sha256, yaml) VALUES ($1, $2, $3, $4, $5, $6)";

app::Council council_from(const Row& row) {
  return {row.string(0), row.string(1), row.string(2), static_cast<int>(row.integer(3)), row.string(4)};
}

app::Definition definition_from(const Row& row) {
  return {row.string(0), row.string(1), static_cast<int>(row.integer(2)), row.string(3), row.string(4)};
}

}  // namespace

std::optional<app::Council> SqlCouncilStore::find() {
  static const std::string sql = std::string(kSelectCouncils) + " WHERE council = $1";
  return scope_.connection.one(sql, {scope_.council}, council_from);
}

std::vector<app::Council> SqlCouncilStore::all() {
  static const std::string sql = std::string(kSelectCouncils) + " ORDER BY council";
  return scope_.connection.all(sql, {}, council_from);
}

void SqlCouncilStore::put(const app::Council& council) {
  if (council.key != scope_.council) throw base::Broken("a council was written inside another council's unit of work");
  scope_.connection.execute(
      kPutCouncil, {council.key, council.name, council.framework, council.framework_version, council.demo_seed});
}

std::optional<app::Definition> SqlFrameworkStore::find(const std::string& kind, const std::string& key, int version) {
  return scope_.connection.one(kFindDefinition, {scope_.council, kind, key, version}, definition_from);
}

std::vector<app::Definition> SqlFrameworkStore::list() {
  return scope_.connection.all(kDefinitions, {scope_.council}, definition_from);
}

void SqlFrameworkStore::put(const app::Definition& definition) {
  if (const auto known = find(definition.kind, definition.key, definition.version)) {
    if (known->sha256 == definition.sha256) return;
    throw base::Broken("the " + definition.kind + " " + definition.key + " is here already in version " +
                       std::to_string(definition.version) + " with another text: raise its version");
  }
  scope_.connection.execute(kInsertDefinition, {scope_.council, definition.kind, definition.key, definition.version,
                                                definition.sha256, definition.yaml});
}

}  // namespace plumbline::store
