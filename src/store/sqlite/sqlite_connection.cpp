#include "store/sqlite/sqlite_connection.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <variant>
#include <vector>

namespace plumbline::store::sqlite {
namespace {

constexpr int kBusyMilliseconds = 5000;  // for another program that holds the file
constexpr std::size_t kCachedStatements = 512;

// SQLite's own texts name tables, columns and tokens of the statement, never a bound value.
[[noreturn]] void fail(sqlite3* db, std::string_view sql, bool* doomed = nullptr) {
  const int code = sqlite3_extended_errcode(db);
  const std::string text = sqlite3_errmsg(db);
  if ((code & 0xff) == SQLITE_CONSTRAINT) {
    if (doomed) *doomed = true;
    const auto colon = text.find(": ");
    const std::string what = colon == std::string::npos ? "" : text.substr(colon + 2);
    switch (code) {
      case SQLITE_CONSTRAINT_UNIQUE:
      case SQLITE_CONSTRAINT_PRIMARYKEY:
        throw ConstraintViolated(ConstraintKind::Unique, "", what);
      case SQLITE_CONSTRAINT_NOTNULL:
        throw ConstraintViolated(ConstraintKind::NotNull, "", what);
      case SQLITE_CONSTRAINT_CHECK:
        throw ConstraintViolated(ConstraintKind::Check, what, "");
      case SQLITE_CONSTRAINT_FOREIGNKEY:
        throw ConstraintViolated(ConstraintKind::ForeignKey, "", "");
      case SQLITE_CONSTRAINT_TRIGGER:
        throw ConstraintViolated(ConstraintKind::AppendOnly, text, "");
      default:
        throw ConstraintViolated(ConstraintKind::Check, text, "");
    }
  }
  switch (code & 0xff) {
    case SQLITE_FULL:
      throw DatabaseFailure(Failure::Full,
                            "the disk that holds the data folder is full: nothing of this change was "
                            "kept. Free some space, then try again");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw DatabaseFailure(Failure::Locked,
                            "another program holds the database file: nothing of this change was kept. "
                            "Close that program, then try again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw DatabaseFailure(Failure::Damaged,
                            "the database file is damaged. Stop plumbline, keep a copy of the data "
                            "folder, and restore the last backup");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY: {
      const int system = sqlite3_system_errno(db);
      if (system == ENOSPC || system == EDQUOT || system == EFBIG)
        throw DatabaseFailure(Failure::Full,
                              "the disk that holds the data folder is full: nothing of this change was "
                              "kept. Free some space, then try again");
      throw DatabaseFailure(Failure::Damaged, "the database file could not be read or written (" + text +
                                                  (system ? std::string(": ") + std::strerror(system) : std::string()) +
                                                  "). Check the disk and the data folder's permissions");
    }
    default:
      throw DatabaseFailure(Failure::Statement, text + " in: " + start_of(sql));
  }
}

}  // namespace

class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql, bool keep) : db_(db) {
    const int outcome = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                           keep ? SQLITE_PREPARE_PERSISTENT : 0, &statement_, nullptr);
    if (outcome != SQLITE_OK || !statement_) fail(db, sql);
    const int named = sqlite3_bind_parameter_count(statement_);
    for (int at = 1; at <= named; ++at) {
      const char* name = sqlite3_bind_parameter_name(statement_, at);
      const int number = name && name[0] == '$' ? std::atoi(name + 1) : 0;
      if (number < 1) throw DatabaseFailure(Failure::Statement, "a placeholder is not like $1 in: " + start_of(sql));
      if (static_cast<std::size_t>(number) > index_.size()) index_.resize(static_cast<std::size_t>(number), 0);
      index_[static_cast<std::size_t>(number) - 1] = at;
    }
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(Params params, std::string_view sql) {
    if (params.size() != index_.size())
      throw DatabaseFailure(Failure::Statement, "a statement with " + std::to_string(index_.size()) +
                                                    " values was given " + std::to_string(params.size()) + ": " +
                                                    start_of(sql));
    for (std::size_t at = 0; at < params.size(); ++at)
      if (index_[at] != 0) bind_one(index_[at], params[at], sql);
  }

  void reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    running = false;
  }

  sqlite3_stmt* get() const { return statement_; }
  bool running = false;

 private:
  void bind_one(int at, const Value& value, std::string_view sql) {
    int outcome = SQLITE_OK;
    const auto bind_text = [&](std::string_view text) {
      // PostgreSQL cannot hold a NUL in text; both back ends shall hold the same.
      if (text.find('\0') != std::string_view::npos)
        throw DatabaseFailure(Failure::Statement, "text with a NUL byte cannot be stored: " + start_of(sql));
      // A null pointer would bind NULL where empty text is meant.
      const char* bytes = text.data() ? text.data() : "";
      outcome = sqlite3_bind_text64(statement_, at, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    };
    struct Visitor {
      sqlite3_stmt* statement;
      int at;
      int& outcome;
      decltype(bind_text)& text;
      void operator()(std::monostate) { outcome = sqlite3_bind_null(statement, at); }
      void operator()(std::int64_t number) { outcome = sqlite3_bind_int64(statement, at, number); }
      void operator()(bool truth) { outcome = sqlite3_bind_int(statement, at, truth ? 1 : 0); }
      void operator()(double number) { outcome = sqlite3_bind_double(statement, at, number); }
      void operator()(std::string_view words) { text(words); }
      void operator()(const std::string& words) { text(words); }
      void operator()(Blob blob) {
        const char* bytes = blob.bytes.data() ? blob.bytes.data() : "";
        outcome = sqlite3_bind_blob64(statement, at, bytes, blob.bytes.size(), SQLITE_STATIC);
      }
    };
    std::visit(Visitor{statement_, at, outcome, bind_text}, value.held());
    if (outcome != SQLITE_OK) fail(db_, sql);
  }

  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
  std::vector<int> index_;  // of $1, $2, … among SQLite's own numbers; 0 where the statement does not use it
};

namespace {

// However a run ends, the statement is reset: one left standing keeps a snapshot open and blocks checkpoints.
class Running {
 public:
  explicit Running(Statement& statement) : statement_(statement) { statement_.running = true; }
  ~Running() { statement_.reset(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  Statement& statement_;
};

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return type(column) == SQLITE_NULL; }
  std::string_view text(int column) const override {
    if (type(column) != SQLITE_TEXT) wrong(column, "text");
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  std::int64_t integer(int column) const override {
    if (type(column) != SQLITE_INTEGER) wrong(column, "whole number");
    return sqlite3_column_int64(statement_, column);
  }
  bool boolean(int column) const override { return integer(column) != 0; }
  double real(int column) const override {
    if (const int held = type(column); held != SQLITE_FLOAT && held != SQLITE_INTEGER) wrong(column, "number");
    return sqlite3_column_double(statement_, column);
  }
  std::string blob(int column) const override {
    if (type(column) != SQLITE_BLOB) wrong(column, "bytes");
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                 : std::string();
  }

 private:
  int type(int column) const {
    if (column < 0 || column >= sqlite3_column_count(statement_)) wrong(column, "column of that number");
    return sqlite3_column_type(statement_, column);
  }
  [[noreturn]] void wrong(int column, std::string_view what) const {
    throw DatabaseFailure(Failure::Damaged, "column " + std::to_string(column) + " holds no " + std::string(what) +
                                                " in the answer to: " + start_of(sqlite3_sql(statement_)));
  }
  sqlite3_stmt* statement_;
};

}  // namespace

template <class F>
void SqliteConnection::with(std::string_view sql, F run) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    if (statements_.size() >= kCachedStatements) drop_idle();
    found = statements_.emplace(std::string(sql), std::make_unique<Statement>(db_, sql, true)).first;
  }
  if (!found->second->running) return run(*found->second);
  Statement again(db_, sql, false);  // the same statement inside its own rows
  run(again);
}

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Use use) {
  // Otherwise every allocation of every thread counts itself under one lock, for figures that nobody reads.
  [[maybe_unused]] static const int counted_nowhere = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const int flags = SQLITE_OPEN_READWRITE | (use == Use::Writing ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(file.c_str(), &db_, flags, nullptr) != SQLITE_OK) {
    try {
      fail(db_, "open");
    } catch (...) {
      sqlite3_close_v2(db_);
      throw;
    }
  }
  try {
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, kBusyMilliseconds);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (use == Use::Writing) {
      // FULL: an acknowledged save survives a power cut, not only the end of the process.
      // recursive_triggers: a REPLACE must not slip past the triggers that keep the journal append-only.
      script(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = "
          "OFF;"
          "PRAGMA recursive_triggers = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;"
          "PRAGMA journal_size_limit = 67108864;");
    } else {
      sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
      script(
          "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -4000; PRAGMA temp_store = "
          "MEMORY;");
    }
  } catch (...) {
    sqlite3_close_v2(db_);
    throw;
  }
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(db_);
}

void SqliteConnection::query(std::string_view sql, Params params, EachRow each) {
  with(sql, [&](Statement& statement) {
    const Running running(statement);
    statement.bind(params, sql);
    const SqliteRow row(statement.get());
    for (;;) {
      const int outcome = sqlite3_step(statement.get());
      if (outcome == SQLITE_DONE) return;
      if (outcome != SQLITE_ROW) fail(db_, sql, &doomed_);
      each(row);
    }
  });
}

std::int64_t SqliteConnection::execute(std::string_view sql, Params params) {
  std::int64_t changed = 0;
  with(sql, [&](Statement& statement) {
    const Running running(statement);
    statement.bind(params, sql);
    int outcome = SQLITE_ROW;
    while (outcome == SQLITE_ROW) outcome = sqlite3_step(statement.get());
    if (outcome != SQLITE_DONE) fail(db_, sql, &doomed_);
    if (!sqlite3_stmt_readonly(statement.get())) changed = sqlite3_changes64(db_);
  });
  return changed;
}

void SqliteConnection::script(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(db_, sql, &doomed_);
}

void SqliteConnection::begin(std::string_view how) {
  doomed_ = false;
  execute(how);
}

void SqliteConnection::rollback() noexcept {
  try {
    // A full disk makes SQLite roll back by itself.
    if (in_transaction()) execute("ROLLBACK");
  } catch (...) {
    // Nothing was committed; closing the connection undoes what stands.
    sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  doomed_ = false;
}

void SqliteConnection::drop_idle() {
  std::erase_if(statements_, [](const auto& entry) { return !entry.second->running; });
}

namespace {

class SqliteBatch final : public Batch {
 public:
  SqliteBatch(SqliteConnection& connection, std::initializer_list<std::string_view> statements, bool& doomed)
      : connection_(connection), doomed_(doomed) {
    for (const auto sql : statements) {
      texts_.emplace_back(sql);
      statements_.push_back(std::make_unique<Statement>(connection.raw(), sql, false));
    }
  }
  using Batch::add;
  void add(std::size_t which, Params params) override {
    auto& statement = *statements_.at(which);
    const Running running(statement);
    statement.bind(params, texts_[which]);
    int outcome = SQLITE_ROW;
    while (outcome == SQLITE_ROW) outcome = sqlite3_step(statement.get());
    if (outcome != SQLITE_DONE) fail(connection_.raw(), texts_[which], &doomed_);
  }
  void finish() override {}

 private:
  SqliteConnection& connection_;
  bool& doomed_;
  std::vector<std::string> texts_;
  std::vector<std::unique_ptr<Statement>> statements_;
};

}  // namespace

std::unique_ptr<Batch> SqliteConnection::batch(std::initializer_list<std::string_view> statements) {
  return std::make_unique<SqliteBatch>(*this, statements, doomed_);
}

}  // namespace plumbline::store::sqlite
