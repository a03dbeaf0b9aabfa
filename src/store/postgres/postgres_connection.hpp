// One connection to the database server, with the statements prepared on it. For postgres_database.cpp alone.
#pragma once

#include <libpq-fe.h>

#include <charconv>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "store/database.hpp"
#include "store/statement_text.hpp"

namespace plumbline::store::postgres {

struct Answer {
  explicit Answer(PGresult* result) : held(result) {}
  ~Answer() { PQclear(held); }
  Answer(Answer&& other) noexcept : held(std::exchange(other.held, nullptr)) {}
  Answer& operator=(Answer&&) = delete;
  PGresult* held;
};

// Parameters as libpq wants them: text ended by NUL, bytes as they are.
class Bound {
 public:
  void set(Params params, std::string_view sql) {
    bytes_.clear();
    starts_.clear();
    lengths_.clear();
    formats_.clear();
    for (std::size_t at = 0; at < params.size(); ++at)
      std::visit([&](const auto& held) { add(held, sql); }, params[at].held());
    pointers_.clear();
    for (const auto start : starts_) pointers_.push_back(start == kNull ? nullptr : bytes_.data() + start);
  }
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* values() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  static constexpr std::size_t kNull = static_cast<std::size_t>(-1);
  void put(std::string_view text, int format) {
    starts_.push_back(bytes_.size());
    bytes_.append(text);
    bytes_.push_back('\0');
    lengths_.push_back(static_cast<int>(text.size()));
    formats_.push_back(format);
  }
  void add(std::monostate, std::string_view) {
    starts_.push_back(kNull);
    lengths_.push_back(0);
    formats_.push_back(0);
  }
  void add(std::int64_t number, std::string_view) {
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    put({text, static_cast<std::size_t>(end - text)}, 0);
  }
  void add(bool truth, std::string_view) { put(truth ? "t" : "f", 0); }
  void add(double number, std::string_view) {
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    put({text, static_cast<std::size_t>(end - text)}, 0);
  }
  void add(std::string_view text, std::string_view sql) {
    if (text.find('\0') != std::string_view::npos)
      throw DatabaseFailure(Failure::Statement, "text with a NUL byte cannot be stored: " + start_of(sql));
    put(text, 0);
  }
  void add(const std::string& text, std::string_view sql) { add(std::string_view(text), sql); }
  void add(Blob blob, std::string_view) { put(blob.bytes, 1); }

  std::string bytes_;
  std::vector<std::size_t> starts_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<const char*> pointers_;
};

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const std::string& address);
  ~PostgresConnection() override { PQfinish(connection_); }

  Backend backend() const override { return Backend::Postgres; }

  void query(std::string_view sql, Params params, EachRow each) override;

  void stream(std::string_view sql, Params params, EachRow each) override;

  std::int64_t execute(std::string_view sql, Params params = {}) override;

  using Connection::batch;
  std::unique_ptr<Batch> batch(std::initializer_list<std::string_view> statements) override;

  void script(const std::string& sql) override;

  void begin(std::string_view how, std::string_view council);
  void rollback() noexcept;
  // Whether it may serve another: connected, outside a transaction, with nothing under way.
  bool reusable() const;
  int server_version() const { return PQserverVersion(connection_); }

 private:
  friend class PostgresBatch;
  static constexpr std::size_t kFirstCount = 1000;
  static constexpr std::size_t kLastCount = 128'000;

  // While rows stream or a pipeline is open, the connection belongs to that alone. However it ends, what is left is
  // read.
  class Busy {
   public:
    explicit Busy(PostgresConnection& owner) : owner_(owner) { owner_.busy_ = true; }
    ~Busy() {
      while (PGresult* left = PQgetResult(owner_.connection_)) PQclear(left);
      owner_.busy_ = false;
    }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

   private:
    PostgresConnection& owner_;
  };

  void idle_or_throw(std::string_view sql) const;

  void make_room(std::size_t wanted);

  const std::string& prepared(std::string_view sql);

  Answer run(std::string_view sql, Params params);

  // To be called between statements after `rows` were written. The server learns how much a table holds after a
  // transaction's end. Until then one that writes much into an empty database (an import, the demo) would check every
  // foreign key by a plan made for a table with nothing in it, reading all of the council's rows each time: 20 s for
  // 7,200 past audits, 2 s with this. So it is told when the transaction has written 1,000 rows, 2,000, 4,000 and so
  // on, up to 128,000: from a few hundred rows of a table on, the plan is by its key and stays.
  void wrote(std::size_t rows);

  PGconn* connection_ = nullptr;
  Bound bound_;
  bool busy_ = false;
  std::size_t written_ = 0;  // rows, in this transaction
  std::size_t count_at_ = kFirstCount;
  bool broken_ = false;
  std::uint64_t made_ = 0;
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> statements_;
};

}  // namespace plumbline::store::postgres
