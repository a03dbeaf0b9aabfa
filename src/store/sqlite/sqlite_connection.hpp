// One connection to the database file, with the statements prepared on it. For sqlite_database.cpp alone.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/database.hpp"
#include "store/statement_text.hpp"

namespace plumbline::store::sqlite {

class Statement;

class SqliteConnection final : public Connection {
 public:
  enum class Use { Writing, Reading };

  SqliteConnection(const std::filesystem::path& file, Use use);
  ~SqliteConnection() override;

  Backend backend() const override { return Backend::Sqlite; }

  void query(std::string_view sql, Params params, EachRow each) override;
  void stream(std::string_view sql, Params params, EachRow each) override { query(sql, params, each); }

  std::int64_t execute(std::string_view sql, Params params = {}) override;

  using Connection::batch;
  std::unique_ptr<Batch> batch(std::initializer_list<std::string_view> statements) override;

  void script(const std::string& sql) override;

  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  void begin(std::string_view how);
  void rollback() noexcept;
  sqlite3* raw() const { return db_; }

 private:
  template <class F>
  void with(std::string_view sql, F run);
  void drop_idle();

  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements_;
};

}  // namespace plumbline::store::sqlite
