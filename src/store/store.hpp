// app::Store on SQL: what the composition root makes of a database.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/ports/session_store.hpp"
#include "app/ports/unit_of_work.hpp"
#include "store/database.hpp"

namespace plumbline::store {

// The stores of every council in one database. A unit of work of one council waits for the one before it (on PostgreSQL
// across all nodes), so that what it reads is still so when it commits and the journal's chain has no branches.
class SqlStore final : public app::Store {
 public:
  explicit SqlStore(std::unique_ptr<Database> database);
  ~SqlStore() override;
  std::unique_ptr<app::Reader> read(const std::string& council) override;
  std::unique_ptr<app::UnitOfWork> begin(const std::string& council) override;
  app::SessionStore& sessions() { return *sessions_; }
  Database& database() { return *database_; }

 private:
  std::unique_ptr<Database> database_;
  std::unique_ptr<app::SessionStore> sessions_;
};

base::Result<std::unique_ptr<SqlStore>> open_store(const Location& location, Access access);

// For `plumbline backup`, `restore` and `check`. Backing up works beside a running server. Restoring fills an empty
// data folder: `database.restore.not_empty`, `.missing`, `.not_a_backup`, `.server` (PostgreSQL has its own tools).
base::Result<void> backup(const Location& location, const std::filesystem::path& file);
base::Result<void> restore(const Location& location, const std::filesystem::path& file);
// What the database says of its own soundness; empty when all is well.
base::Result<std::vector<std::string>> integrity(const Location& location);

}  // namespace plumbline::store
