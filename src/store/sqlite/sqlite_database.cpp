#include "store/sqlite/sqlite_database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#include "store/sqlite/folder_lock.hpp"
#include "store/sqlite/sqlite_connection.hpp"
#include "store/sqlite/writer_gate.hpp"

namespace plumbline::store::sqlite {
namespace {

constexpr std::size_t kIdleReaders = 8;

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::filesystem::path file, std::optional<FolderLock> lock)
      : file_(std::move(file)), lock_(std::move(lock)) {
    if (lock_) writer_ = std::make_unique<SqliteConnection>(file_, SqliteConnection::Use::Writing);
  }
  ~SqliteDatabase() override {
    idle_.clear();  // before the writer, whose close checkpoints
    measure();
    writer_.reset();
  }

  Backend backend() const override { return Backend::Sqlite; }
  std::unique_ptr<Transaction> begin(std::string_view council) override;
  std::unique_ptr<Reading> read(std::string_view council) override;

  // Tells the planner how many rows share a value, from a sample (milliseconds). Without it an auditor's handful of
  // audits is looked for in the order of the list, through all of the council's.
  void measure() noexcept {
    try {
      if (writer_) writer_->script("PRAGMA analysis_limit = 1000; ANALYZE;");
    } catch (...) {
      // Only quicker or slower: a full disk, a locked file show where it matters.
      writer_->rollback();
    }
  }

  base::Result<void> backup(const std::filesystem::path& file) override {
    // A backup holds every case: like the database itself, its owner alone may read it.
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0 && errno == EEXIST) return base::invalid("database.backup.exists", {}, {{"path", file.string()}});
    if (handle < 0) return base::invalid("command.file.write", {}, {{"file", file.string()}});
    ::close(handle);
    auto reader = take_reader();
    reader->script("PRAGMA query_only = OFF;");
    try {
      reader->execute("VACUUM INTO $1", {file.string()});
    } catch (...) {
      std::error_code ignored;
      std::filesystem::remove(file, ignored);
      throw;
    }
    return {};  // the reader is dropped: it may write now
  }

  std::vector<std::string> integrity() override {
    std::vector<std::string> wrong;
    auto reader = take_reader();
    reader->query("PRAGMA integrity_check(20)", {}, [&](const Row& row) {
      if (row.text(0) != "ok") wrong.emplace_back(row.text(0));
    });
    reader->query("PRAGMA foreign_key_check", {}, [&](const Row& row) {
      if (wrong.size() < 40)
        wrong.push_back("a row of " + row.string(0) + " refers to a missing row of " + row.string(2));
    });
    give_back(std::move(reader));
    return wrong;
  }

  void checkpoint() override {
    if (!writer_) return;
    gate_.enter();
    try {
      writer_->query("PRAGMA wal_checkpoint(TRUNCATE)", {}, [](const Row&) {});
    } catch (...) {
      gate_.leave();
      throw;
    }
    gate_.leave();
  }

  std::unique_ptr<SqliteConnection> take_reader() {
    {
      const std::lock_guard lock(idle_mutex_);
      if (!idle_.empty()) {
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return reader;
      }
    }
    return std::make_unique<SqliteConnection>(file_, SqliteConnection::Use::Reading);
  }
  void give_back(std::unique_ptr<SqliteConnection> reader) {
    const std::lock_guard lock(idle_mutex_);
    if (idle_.size() < kIdleReaders) idle_.push_back(std::move(reader));
  }
  SqliteConnection& writer() { return *writer_; }
  WriterGate& gate() { return gate_; }

 private:
  std::filesystem::path file_;
  std::optional<FolderLock> lock_;
  std::unique_ptr<SqliteConnection> writer_;
  WriterGate gate_;
  std::mutex idle_mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(SqliteDatabase& database) : database_(database) {
    database_.gate().enter();
    try {
      database_.writer().begin("BEGIN IMMEDIATE");
    } catch (...) {
      database_.gate().leave();
      throw;
    }
  }
  ~SqliteTransaction() override { rollback(); }
  Connection& connection() override { return database_.writer(); }
  void commit() override {
    if (!open_) throw DatabaseFailure(Failure::Statement, "a transaction that has ended was committed");
    if (database_.writer().doomed()) {
      rollback();
      throw DatabaseFailure(Failure::Statement, "a transaction with a refused statement was committed");
    }
    try {
      database_.writer().execute("COMMIT");
    } catch (...) {
      rollback();
      throw;
    }
    open_ = false;
    database_.gate().leave();
  }
  void rollback() noexcept override {
    if (!open_) return;
    open_ = false;
    database_.writer().rollback();
    database_.gate().leave();
  }

 private:
  SqliteDatabase& database_;
  bool open_ = true;
};

class SqliteReading final : public Reading {
 public:
  explicit SqliteReading(SqliteDatabase& database) : database_(database), reader_(database.take_reader()) {
    reader_->begin("BEGIN");
  }
  ~SqliteReading() override {
    reader_->rollback();
    try {
      database_.give_back(std::move(reader_));
    } catch (...) {
      reader_.reset();
    }
  }
  Connection& connection() override { return *reader_; }

 private:
  SqliteDatabase& database_;
  std::unique_ptr<SqliteConnection> reader_;
};

std::unique_ptr<Transaction> SqliteDatabase::begin(std::string_view) {
  if (!writer_) throw DatabaseFailure(Failure::Statement, "a write was begun on a database opened for reading");
  return std::make_unique<SqliteTransaction>(*this);
}
std::unique_ptr<Reading> SqliteDatabase::read(std::string_view) { return std::make_unique<SqliteReading>(*this); }

}  // namespace

base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder, Access access) {
  const auto file = folder / kFileName;
  std::error_code error;
  std::optional<FolderLock> lock;
  if (access == Access::Write) {
    std::filesystem::create_directories(folder, error);
    if (error)
      return base::refuse(base::ErrorCode::RuleBroken, "database.open.not_allowed", {}, {{"path", folder.string()}});
    TRY(auto taken, FolderLock::take(folder / kLockName));
    lock.emplace(std::move(taken));
    // Case files are nobody else's: the folder's owner alone reads the file and its log, which takes the file's mode.
    // An existing file is left alone, for closing a handle on it would drop the locks SQLite holds in this process.
    if (!std::filesystem::exists(file, error)) {
      const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (handle < 0)
        return base::refuse(base::ErrorCode::RuleBroken, "database.open.not_allowed", {}, {{"path", folder.string()}});
      ::close(handle);
    }
  } else if (!std::filesystem::exists(file, error)) {
    return base::refuse(base::ErrorCode::NotFound, "database.open.missing", {}, {{"path", folder.string()}});
  }
  try {
    auto database = std::make_unique<SqliteDatabase>(file, std::move(lock));
    database->measure();
    // The first look at the file tells whether it is a database at all.
    database->read(kEveryCouncil)->connection().query("SELECT count(*) FROM sqlite_master", {}, [](const Row&) {});
    return database;
  } catch (const DatabaseFailure& failure) {
    if (failure.why() == Failure::Damaged)
      return base::refuse(base::ErrorCode::RuleBroken, "database.open.not_a_database", {}, {{"path", file.string()}});
    throw;
  }
}

}  // namespace plumbline::store::sqlite
