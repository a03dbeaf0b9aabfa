#include "support/databases.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "base/hash.hpp"
#include "store/postgres/postgres_database.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace plumbline::tests {
namespace {

std::string server() {
  const char* address = std::getenv("PLUMBLINE_TEST_POSTGRES");
  if (!address || !*address)
    throw std::runtime_error(
        "PLUMBLINE_TEST_POSTGRES is not set: run this through script/test, or script/with-postgres COMMAND");
  return address;
}

void run(store::Database& database, const std::string& sql) {
  const auto transaction = database.begin(store::kEveryCouncil);
  transaction->connection().script(sql);
  transaction->commit();
}

std::unique_ptr<store::Database> must(base::Result<std::unique_ptr<store::Database>> opened) {
  if (!opened) throw std::runtime_error("the test's database was refused: " + opened.error().rule);
  return std::move(*opened);
}

// One connection to the server for all places of the process.
store::Database& owner() {
  static const auto database = must(store::postgres::open(server(), store::Access::Write));
  return *database;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "plumbline-test.XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder could be made");
  path_ = pattern;
}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

FreshPlace::FreshPlace(store::Backend backend) : backend_(backend) {
  base::init_crypto();
  location_.folder = folder_.path() / "data";
  if (backend == store::Backend::Sqlite) return;
  static std::atomic<int> made{0};
  schema_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
  // Test programs run side by side against one server.
  run(owner(),
      "SELECT pg_advisory_xact_lock(40721);"
      "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'plumbline_test') THEN "
      "CREATE ROLE plumbline_test LOGIN; END IF; END $$;"
      "CREATE SCHEMA " +
          schema_ + " AUTHORIZATION plumbline_test;");
  auto address = server();
  const auto at = address.find("//") + 2;
  address.replace(at, address.find('@') - at, "plumbline_test");
  location_.postgres = address + "?options=-csearch_path%3D" + schema_;
}

FreshPlace::~FreshPlace() {
  if (schema_.empty()) return;
  try {
    run(owner(), "DROP SCHEMA " + schema_ + " CASCADE");
  } catch (...) {
    // The whole server is thrown away after the tests.
  }
}

std::unique_ptr<store::Database> FreshPlace::open(store::Access access) const {
  return must(store::open_database(location_, access));
}

void FreshPlace::run_as_owner(const std::string& sql) const {
  if (backend_ == store::Backend::Postgres) {
    run(owner(), "SET LOCAL search_path = " + schema_ + "; " + sql);
  } else {
    const auto database = must(store::sqlite::open(location_.folder, store::Access::Write));
    run(*database, sql);
  }
}

std::string name_of(store::Backend backend) { return backend == store::Backend::Sqlite ? "Sqlite" : "Postgres"; }

}  // namespace plumbline::tests
