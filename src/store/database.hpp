// A small database layer of our own over SQLite (embedded) and PostgreSQL: one way to say a statement, two adapters.
//
// Statements are fixed texts with `$1`, `$2`, …; they are prepared once a connection and always reset. Machinery that
// fails throws a DatabaseFailure (a base::Broken) whose text says what happened and what to do and never carries a
// bound value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "store/value.hpp"

namespace plumbline::store {

enum class Backend { Sqlite, Postgres };

// Why the database could not do what it was asked.
enum class Failure {
  Full,       // the disk is full
  Locked,     // another program holds the database, longer than we wait
  Damaged,    // the file is no database, or is corrupt
  Lost,       // the server is gone or cannot be reached; the next attempt connects anew
  Conflict,   // PostgreSQL gave up on this transaction (deadlock, serialization): trying again may work
  Statement,  // a statement is wrong, or was given what the database cannot hold
};

class DatabaseFailure : public base::Broken {
 public:
  DatabaseFailure(Failure why, const std::string& text) : Broken(text), why_(why) {}
  Failure why() const { return why_; }

 private:
  Failure why_;
};

// A constraint said no. `name` is the constraint's name on PostgreSQL (and for CHECK on both); `columns` is what SQLite
// tells for UNIQUE and NOT NULL: `table.column` or `table.column, table.column`. A statement run by `try_execute` turns
// it into a refusal by the table of constraints.cpp; elsewhere it is broken machinery.
enum class ConstraintKind { Unique, ForeignKey, Check, NotNull, AppendOnly };
class ConstraintViolated : public base::Broken {
 public:
  ConstraintViolated(ConstraintKind kind, std::string name, std::string columns);
  ConstraintKind kind() const { return kind_; }
  const std::string& name() const { return name_; }
  const std::string& columns() const { return columns_; }

 private:
  ConstraintKind kind_;
  std::string name_;
  std::string columns_;
};

// The refusal that a violated constraint means to a person, or nothing when no person can cause it.
std::optional<base::Error> refusal_for(const ConstraintViolated& violated);

// One row of an answer, good only inside the call that hands it over. Columns count from 0. A getter throws
// DatabaseFailure when the column holds NULL or something else than asked for; the optional_ ones take NULL as none.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual bool boolean(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string blob(int column) const = 0;

  std::string string(int column) const { return std::string(text(column)); }
  base::Day day(int column) const;
  base::Instant instant(int column) const;
  base::Period period(int column) const;
  template <class IdType>
  IdType id(int column) const {
    return is_null(column) ? IdType{} : IdType(string(column));
  }

  std::optional<std::string> optional_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(string(column));
  }
  std::optional<std::int64_t> optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  std::optional<bool> optional_boolean(int column) const {
    return is_null(column) ? std::nullopt : std::optional(boolean(column));
  }
  std::optional<base::Day> optional_day(int column) const {
    return is_null(column) ? std::nullopt : std::optional(day(column));
  }
  std::optional<base::Instant> optional_instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional(instant(column));
  }
  template <class IdType>
  std::optional<IdType> optional_id(int column) const {
    return is_null(column) ? std::nullopt : std::optional(IdType(string(column)));
  }
};

// A reference to something callable with a row; costs no allocation.
class EachRow {
 public:
  template <class F>
  requires std::is_invocable_v<F&, const Row&> EachRow(F&& each)
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(each)))),
        call_([](void* object, const Row& row) { (*static_cast<std::remove_reference_t<F>*>(object))(row); }) {}
  void operator()(const Row& row) const { call_(object_, row); }

 private:
  void* object_;
  void (*call_)(void*, const Row&);
};

// Statements run for many rows of values, in the order of the adds, as fast as the back end can: a loop over the
// prepared statements on SQLite, a pipeline on PostgreSQL. Errors may come from a later `add` than the one that caused
// them, at the latest from `finish`.
class Batch {
 public:
  virtual ~Batch() = default;
  // Runs statement `which` (from 0) of those the batch was made of.
  virtual void add(std::size_t which, Params params) = 0;
  void add(Params params) { add(0, params); }
  virtual void finish() = 0;  // must be called; nothing else may run on the connection between the first add and this
};

// One connection with its prepared statements. Not for two threads at once.
class Connection {
 public:
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual Backend backend() const = 0;

  // Calls `each` for every row. Other statements may run inside `each`.
  virtual void query(std::string_view sql, Params params, EachRow each) = 0;
  // As query, in bounded memory however many rows come. No other statement may run on this connection inside `each`.
  virtual void stream(std::string_view sql, Params params, EachRow each) = 0;
  // The number of rows changed.
  virtual std::int64_t execute(std::string_view sql, Params params = {}) = 0;
  virtual std::unique_ptr<Batch> batch(std::initializer_list<std::string_view> statements) = 0;
  std::unique_ptr<Batch> batch(std::string_view sql) { return batch({sql}); }
  // Several statements without values, for migrations.
  virtual void script(const std::string& sql) = 0;

  // As execute; a violated constraint that a person can cause comes back as its refusal. After a refusal the
  // transaction can only be rolled back, on both back ends.
  base::Result<std::int64_t> try_execute(std::string_view sql, Params params = {});

  // The first row as `map` makes it, or nothing.
  template <class Map>
  auto one(std::string_view sql, Params params, Map map) -> std::optional<std::invoke_result_t<Map&, const Row&>> {
    std::optional<std::invoke_result_t<Map&, const Row&>> found;
    query(sql, params, [&](const Row& row) {
      if (!found) found.emplace(map(row));
    });
    return found;
  }
  template <class Map>
  auto all(std::string_view sql, Params params, Map map) -> std::vector<std::invoke_result_t<Map&, const Row&>> {
    std::vector<std::invoke_result_t<Map&, const Row&>> found;
    query(sql, params, [&](const Row& row) { found.push_back(map(row)); });
    return found;
  }
  std::int64_t integer(std::string_view sql, Params params = {});  // the one number that `sql` asks for; 0 when no row
  bool exists(std::string_view sql, Params params = {});

  // Since the last begin: a constraint was violated, so that commit is out of the question.
  bool doomed() const { return doomed_; }

 protected:
  Connection() = default;
  bool doomed_ = false;
};

// The council whose rows a transaction may touch; PostgreSQL's row-level security holds it to that. `kEveryCouncil` is
// for work above councils: migrations, the outbox, integrity checks, finding who signs in.
inline constexpr std::string_view kEveryCouncil = "*";

// A write transaction; rolls back unless committed. SQLite has one writer at a time in the process (BEGIN IMMEDIATE).
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual Connection& connection() = 0;
  virtual void commit() = 0;  // throws when the transaction is doomed or the database cannot; then nothing is kept
  virtual void rollback() noexcept = 0;
};

// A connection to read with, in one snapshot from first to last query; given back at the end of its life.
class Reading {
 public:
  virtual ~Reading() = default;
  virtual Connection& connection() = 0;
};

class Database {
 public:
  virtual ~Database() = default;
  virtual Backend backend() const = 0;
  virtual std::unique_ptr<Transaction> begin(std::string_view council) = 0;
  virtual std::unique_ptr<Reading> read(std::string_view council) = 0;
  // Everything to a new file, while others read and write. SQLite only; PostgreSQL refuses with
  // `database.backup.server`.
  virtual base::Result<void> backup(const std::filesystem::path& file) = 0;
  // What the database itself says of its integrity; empty when all is well.
  virtual std::vector<std::string> integrity() = 0;
  // SQLite: moves the write-ahead log into the file, through the writer. Nothing on PostgreSQL.
  virtual void checkpoint() {}
};

// Where the data is: a folder for the embedded database, or a PostgreSQL address.
struct Location {
  std::filesystem::path folder = "data";
  std::string postgres{};  // `postgresql://…`; when set, the folder is not used for the database
};
enum class Access { Write, ReadOnly };

// Opens, and brings the tables up to this program's version when access is Write (creating the folder and the
// database). One process at a time may write to an embedded folder. Refusals: `database.open.in_use` (value `process`),
// `.missing`,
// `.older` (read-only access to tables that need a migration first), `.newer`, `.not_a_database`, `.not_allowed`,
// `.unreachable`, `.changed` (a migration that was applied has another text now).
base::Result<std::unique_ptr<Database>> open_database(const Location& location, Access access);

}  // namespace plumbline::store
