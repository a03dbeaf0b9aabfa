// Databases for tests, made fresh for each and thrown away after it: a SQLite folder or a PostgreSQL schema.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "store/database.hpp"

namespace plumbline::tests {

// A folder of one's own under the system's temporary folder, removed with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// An empty place for a database of that back end. PostgreSQL: a schema of its own in the server that
// script/with-postgres started, used as a role that is no superuser, so that row-level security holds as it does for a
// council. A test without that server fails: the constructor throws, saying how to run it.
class FreshPlace {
 public:
  explicit FreshPlace(store::Backend backend);
  ~FreshPlace();
  FreshPlace(const FreshPlace&) = delete;
  FreshPlace& operator=(const FreshPlace&) = delete;
  const store::Location& location() const { return location_; }
  // Opens it with all tables; throws when that is refused.
  std::unique_ptr<store::Database> open(store::Access access = store::Access::Write) const;
  // PostgreSQL: runs statements as the owner of the server, past triggers' and policies' reach; SQLite: as the
  // database.
  void run_as_owner(const std::string& sql) const;

 private:
  store::Backend backend_;
  TemporaryFolder folder_;
  std::string schema_;
  store::Location location_;
};

std::string name_of(store::Backend backend);  // Sqlite, Postgres: for the names of parametrised tests

}  // namespace plumbline::tests
