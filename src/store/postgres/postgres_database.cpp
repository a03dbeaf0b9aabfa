#include "store/postgres/postgres_database.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "store/postgres/postgres_connection.hpp"

namespace plumbline::store::postgres {
namespace {

constexpr std::size_t kMostConnections = 16;
constexpr auto kLongestWait = std::chrono::seconds(10);  // for a free connection

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::string address, Access access) : address_(std::move(address)), access_(access) {}

  Backend backend() const override { return Backend::Postgres; }
  std::unique_ptr<Transaction> begin(std::string_view council) override;
  std::unique_ptr<Reading> read(std::string_view council) override;
  base::Result<void> backup(const std::filesystem::path&) override { return base::invalid("database.backup.server"); }
  std::vector<std::string> integrity() override { return {}; }  // the server's own business (pg_amcheck)

  // A connection with a transaction begun on it. One that broke while idle is replaced: nothing has happened on it yet.
  std::unique_ptr<PostgresConnection> take(std::string_view how, std::string_view council) {
    {
      std::unique_lock lock(mutex_);
      if (!free_.wait_for(lock, kLongestWait, [&] { return !idle_.empty() || open_ < kMostConnections; }))
        throw DatabaseFailure(Failure::Locked, "every connection to the database server is in use. Try again shortly");
      if (idle_.empty()) {
        ++open_;
      } else {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        lock.unlock();
        try {
          connection->begin(how, council);
          return connection;
        } catch (const DatabaseFailure& failure) {
          if (failure.why() != Failure::Lost) {
            give_back(std::move(connection));
            throw;
          }
        }
        forget_idle();
      }
    }
    try {
      auto connection = std::make_unique<PostgresConnection>(address_);
      connection->begin(how, council);
      return connection;
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  void give_back(std::unique_ptr<PostgresConnection> connection) noexcept {
    {
      const std::lock_guard lock(mutex_);
      if (connection && connection->reusable()) {
        try {
          idle_.push_back(std::move(connection));
        } catch (...) {
          --open_;
        }
      } else {
        --open_;
      }
    }
    free_.notify_one();
  }
  Access access() const { return access_; }

 private:
  // A server that restarted has dropped all of them.
  void forget_idle() {
    std::vector<std::unique_ptr<PostgresConnection>> gone;
    {
      const std::lock_guard lock(mutex_);
      gone.swap(idle_);
      open_ -= gone.size();
    }
    free_.notify_all();
  }

  std::string address_;
  Access access_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::size_t open_ = 0;
  std::vector<std::unique_ptr<PostgresConnection>> idle_;
};

class PostgresTransaction final : public Transaction {
 public:
  PostgresTransaction(PostgresDatabase& database, std::string_view council)
      : database_(database), connection_(database.take("BEGIN", council)) {}
  ~PostgresTransaction() override { rollback(); }
  Connection& connection() override { return *connection_; }
  void commit() override {
    if (!connection_) throw DatabaseFailure(Failure::Statement, "a transaction that has ended was committed");
    if (connection_->doomed()) {
      rollback();
      throw DatabaseFailure(Failure::Statement, "a transaction with a refused statement was committed");
    }
    try {
      connection_->script("COMMIT");
    } catch (...) {
      rollback();
      throw;
    }
    database_.give_back(std::move(connection_));
  }
  void rollback() noexcept override {
    if (!connection_) return;
    connection_->rollback();
    database_.give_back(std::move(connection_));
  }

 private:
  PostgresDatabase& database_;
  std::unique_ptr<PostgresConnection> connection_;
};

class PostgresReading final : public Reading {
 public:
  PostgresReading(PostgresDatabase& database, std::string_view council)
      : database_(database), connection_(database.take("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", council)) {}
  ~PostgresReading() override {
    connection_->rollback();
    database_.give_back(std::move(connection_));
  }
  Connection& connection() override { return *connection_; }

 private:
  PostgresDatabase& database_;
  std::unique_ptr<PostgresConnection> connection_;
};

std::unique_ptr<Transaction> PostgresDatabase::begin(std::string_view council) {
  if (access_ != Access::Write)
    throw DatabaseFailure(Failure::Statement, "a write was begun on a database opened for reading");
  return std::make_unique<PostgresTransaction>(*this, council);
}
std::unique_ptr<Reading> PostgresDatabase::read(std::string_view council) {
  return std::make_unique<PostgresReading>(*this, council);
}

}  // namespace

base::Result<std::unique_ptr<Database>> open(const std::string& address, Access access) {
  try {
    auto database = std::make_unique<PostgresDatabase>(address, access);
    database->read(kEveryCouncil)->connection().query("SELECT 1", {}, [](const Row&) {});
    return database;
  } catch (const DatabaseFailure& failure) {
    if (failure.why() == Failure::Lost) return base::refuse(base::ErrorCode::RuleBroken, "database.open.unreachable");
    throw;
  }
}

}  // namespace plumbline::store::postgres
