#include "store/migrations.hpp"

#include "base/hash.hpp"
#include "store/postgres/postgres_database.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kCreateRecord = R"sql(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at TEXT NOT NULL
  )
)sql";
constexpr std::string_view kHasRecordSqlite =
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'";
constexpr std::string_view kHasRecordPostgres =
    "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'schema_migrations' AND schemaname = current_schema()";
constexpr std::string_view kApplied = "SELECT number, name, checksum FROM schema_migrations ORDER BY number";
constexpr std::string_view kRecord =
    "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
// Two nodes starting at once must not both migrate; the number is ours alone.
constexpr std::string_view kOneAtATime = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(5078141)) AS waited";

std::string text_for(const Migration& step, Backend backend) {
  std::string text(step.shared);
  text += '\n';
  text += backend == Backend::Sqlite ? step.sqlite : step.postgres;
  return text;
}

// How many of `steps` are applied, or why this program may not touch the database.
base::Result<std::size_t> applied(Connection& connection, const std::vector<Migration>& steps) {
  const auto backend = connection.backend();
  if (!connection.exists(backend == Backend::Sqlite ? kHasRecordSqlite : kHasRecordPostgres)) return std::size_t{0};
  struct Done {
    std::int64_t number;
    std::string name;
    std::string checksum;
  };
  const auto done = connection.all(kApplied, {}, [](const Row& row) {
    return Done{row.integer(0), row.string(1), row.string(2)};
  });
  if (!done.empty() && (steps.empty() || done.back().number > steps.back().number))
    return base::refuse(base::ErrorCode::RuleBroken, "database.open.newer", {}, {{"migration", done.back().name}});
  for (std::size_t at = 0; at < done.size(); ++at)
    if (at >= steps.size() || done[at].number != steps[at].number ||
        done[at].checksum != base::sha256_hex(text_for(steps[at], backend)))
      return base::refuse(base::ErrorCode::RuleBroken, "database.open.changed", {}, {{"migration", done[at].name}});
  return done.size();
}

}  // namespace

base::Result<void> migrate(Database& database, const std::vector<Migration>& steps) {
  {
    // The usual start has nothing to do and need not wait for writers.
    const auto reading = database.read(kEveryCouncil);
    TRY(const auto done, applied(reading->connection(), steps));
    if (done == steps.size() && done > 0) return {};
  }
  const auto transaction = database.begin(kEveryCouncil);
  auto& connection = transaction->connection();
  if (connection.backend() == Backend::Postgres) connection.query(kOneAtATime, {}, [](const Row&) {});
  connection.script(std::string(kCreateRecord));
  TRY(auto done, applied(connection, steps));
  for (; done < steps.size(); ++done) {
    const auto& step = steps[done];
    const auto text = text_for(step, connection.backend());
    connection.script(text);
    connection.execute(kRecord, {step.number, step.name, base::sha256_hex(text), base::SystemClock{}.now()});
  }
  transaction->commit();
  return {};
}

base::Result<void> check_version(Database& database, const std::vector<Migration>& steps) {
  const auto reading = database.read(kEveryCouncil);
  TRY(const auto done, applied(reading->connection(), steps));
  if (done < steps.size()) return base::refuse(base::ErrorCode::RuleBroken, "database.open.older");
  return {};
}

base::Result<std::unique_ptr<Database>> open_database(const Location& location, Access access) {
  base::init_crypto();
  TRY(auto database,
      location.postgres.empty() ? sqlite::open(location.folder, access) : postgres::open(location.postgres, access));
  CHECK(access == Access::Write ? migrate(*database) : check_version(*database));
  return database;
}

}  // namespace plumbline::store
