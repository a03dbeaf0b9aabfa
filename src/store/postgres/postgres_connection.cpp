#include "store/postgres/postgres_connection.hpp"

#include <cstdlib>
#include <cstring>

namespace plumbline::store::postgres {
namespace {

constexpr std::size_t kCachedStatements = 512;
constexpr std::size_t kPipelined = 256;  // rows sent before their outcomes are read

std::string field_of(const PGresult* result, int which) {
  const char* text = result ? PQresultErrorField(result, which) : nullptr;
  return text ? text : "";
}

// The server's message and detail may quote bound values, so only its code, names of tables and constraints, and for a
// wrong statement (class 42) the message are passed on.
[[noreturn]] void fail(PGconn* connection, const PGresult* result, std::string_view sql, bool* doomed = nullptr) {
  const std::string state = field_of(result, PG_DIAG_SQLSTATE);
  const std::string_view kind = std::string_view(state).substr(0, 2);
  if (doomed) *doomed = true;
  if (PQstatus(connection) == CONNECTION_BAD || state.empty() || kind == "08" || kind == "57")
    throw DatabaseFailure(Failure::Lost, "the connection to the database server was lost" +
                                             (state.empty() ? std::string() : " (" + state + ")") +
                                             ". Try again; if it stays so, see whether the server runs");
  if (kind == "23" || state == "PL001") {
    const std::string name = field_of(result, PG_DIAG_CONSTRAINT_NAME);
    const std::string table = field_of(result, PG_DIAG_TABLE_NAME);
    const std::string column = field_of(result, PG_DIAG_COLUMN_NAME);
    if (state == "23505") throw ConstraintViolated(ConstraintKind::Unique, name, "");
    if (state == "23503") throw ConstraintViolated(ConstraintKind::ForeignKey, name, "");
    if (state == "23502") throw ConstraintViolated(ConstraintKind::NotNull, "", table + "." + column);
    if (state == "PL001") throw ConstraintViolated(ConstraintKind::AppendOnly, "", table);
    throw ConstraintViolated(ConstraintKind::Check, name, "");
  }
  if (state == "40001" || state == "40P01")
    throw DatabaseFailure(Failure::Conflict,
                          "two changes met in the database (" + state + "): nothing of this one was kept. Try again");
  if (state == "55P03")
    throw DatabaseFailure(Failure::Locked,
                          "another change is taking very long: nothing of this one was kept. Try again");
  if (state == "53100")
    throw DatabaseFailure(
        Failure::Full,
        "the database server's disk is full: nothing of this change was kept. Free some space, then try again");
  if (kind == "53")
    throw DatabaseFailure(Failure::Lost,
                          "the database server has no room for another connection (" + state + "). Try again shortly");
  if (kind == "XX" || kind == "58")
    throw DatabaseFailure(Failure::Damaged, "the database server reports damage (" + state + "). See its log");
  const std::string words = kind == "42" ? " " + field_of(result, PG_DIAG_MESSAGE_PRIMARY) : std::string();
  throw DatabaseFailure(Failure::Statement,
                        "the database server refused a statement (" + state + ")" + words + ": " + start_of(sql));
}

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row, std::string_view sql) : result_(result), row_(row), sql_(sql) {}
  bool is_null(int column) const override {
    check(column);
    return PQgetisnull(result_, row_, column) == 1;
  }
  std::string_view text(int column) const override {
    check(column);
    if (PQgetisnull(result_, row_, column)) wrong(column, "text");
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  std::int64_t integer(int column) const override {
    const auto words = text(column);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), number);
    if (error != std::errc{} || end != words.data() + words.size()) wrong(column, "whole number");
    return number;
  }
  bool boolean(int column) const override {
    const auto words = text(column);
    if (words == "t" || words == "1") return true;
    if (words == "f" || words == "0") return false;
    wrong(column, "yes or no");
  }
  double real(int column) const override {
    const auto words = text(column);
    double number = 0;
    const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), number);
    if (error != std::errc{} || end != words.data() + words.size()) wrong(column, "number");
    return number;
  }
  std::string blob(int column) const override {
    const auto words = text(column);
    if (!words.starts_with("\\x")) wrong(column, "bytes");
    const auto nibble = [](char letter) { return letter <= '9' ? letter - '0' : letter - 'a' + 10; };
    std::string bytes;
    bytes.reserve(words.size() / 2);
    for (std::size_t at = 2; at + 1 < words.size(); at += 2)
      bytes.push_back(static_cast<char>(nibble(words[at]) * 16 + nibble(words[at + 1])));
    return bytes;
  }

 private:
  void check(int column) const {
    if (column < 0 || column >= PQnfields(result_)) wrong(column, "column of that number");
  }
  [[noreturn]] void wrong(int column, std::string_view what) const {
    throw DatabaseFailure(Failure::Damaged, "column " + std::to_string(column) + " holds no " + std::string(what) +
                                                " in the answer to: " + start_of(sql_));
  }
  const PGresult* result_;
  int row_;
  std::string_view sql_;
};

}  // namespace

PostgresConnection::PostgresConnection(const std::string& address) {
  const char* names[] = {"dbname",           "fallback_application_name", "connect_timeout",
                         "client_encoding",  "keepalives_idle",           "keepalives_interval",
                         "keepalives_count", "tcp_user_timeout",          nullptr};
  const char* values[] = {address.c_str(), "plumbline", "10", "UTF8", "30", "10", "3", "30000", nullptr};
  connection_ = PQconnectdbParams(names, values, 1);
  if (!connection_ || PQstatus(connection_) != CONNECTION_OK) {
    PQfinish(connection_);
    throw DatabaseFailure(Failure::Lost,
                          "the database server cannot be reached. See whether it runs, and whether the "
                          "address, user and password given to plumbline are right");
  }
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  try {
    script("SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '10min'; SET timezone = 'UTC'");
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

void PostgresConnection::query(std::string_view sql, Params params, EachRow each) {
  const auto answer = run(sql, params);
  const int rows = PQntuples(answer.held);
  for (int row = 0; row < rows; ++row) each(PostgresRow(answer.held, row, sql));
}

void PostgresConnection::stream(std::string_view sql, Params params, EachRow each) {
  idle_or_throw(sql);
  const auto& name = prepared(sql);
  bound_.set(params, sql);
  if (!PQsendQueryPrepared(connection_, name.c_str(), bound_.count(), bound_.values(), bound_.lengths(),
                           bound_.formats(), 0))
    fail(connection_, nullptr, sql, &doomed_);
  PQsetSingleRowMode(connection_);
  const Busy busy(*this);
  for (;;) {
    const Answer answer(PQgetResult(connection_));
    if (!answer.held) return;
    const auto status = PQresultStatus(answer.held);
    if (status == PGRES_SINGLE_TUPLE) {
      each(PostgresRow(answer.held, 0, sql));
    } else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      fail(connection_, answer.held, sql, &doomed_);
    }
  }
}

std::int64_t PostgresConnection::execute(std::string_view sql, Params params) {
  const auto answer = run(sql, params);
  const char* text = PQcmdTuples(answer.held);
  const std::int64_t changed = text && *text ? std::strtoll(text, nullptr, 10) : 0;
  wrote(static_cast<std::size_t>(changed));
  return changed;
}

void PostgresConnection::wrote(std::size_t rows) {
  written_ += rows;
  if (written_ < count_at_ || count_at_ > kLastCount) return;
  while (count_at_ <= written_) count_at_ *= 2;
  // Without the warnings about the server's own tables, which belong to others; a table that another import counts is
  // left to it.
  script("SET LOCAL client_min_messages = error; ANALYZE (SKIP_LOCKED); SET LOCAL client_min_messages = DEFAULT");
}

void PostgresConnection::script(const std::string& sql) {
  idle_or_throw(sql);
  const Answer answer(PQexec(connection_, sql.c_str()));
  const auto status = PQresultStatus(answer.held);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
    fail(connection_, answer.held, sql, &doomed_);
}

void PostgresConnection::begin(std::string_view how, std::string_view council) {
  doomed_ = false;
  written_ = 0;
  count_at_ = kFirstCount;
  char* quoted = PQescapeLiteral(connection_, council.data(), council.size());
  if (!quoted) fail(connection_, nullptr, "council");
  const std::string sql = std::string(how) + "; SET LOCAL plumbline.council = " + quoted;
  PQfreemem(quoted);
  script(sql);
}

void PostgresConnection::rollback() noexcept {
  try {
    if (PQtransactionStatus(connection_) != PQTRANS_IDLE) script("ROLLBACK");
  } catch (...) {
    broken_ = true;
  }
  doomed_ = false;
}

bool PostgresConnection::reusable() const {
  return !broken_ && !busy_ && PQstatus(connection_) == CONNECTION_OK &&
         PQtransactionStatus(connection_) == PQTRANS_IDLE;
}

void PostgresConnection::idle_or_throw(std::string_view sql) const {
  if (busy_)
    throw DatabaseFailure(Failure::Statement,
                          "a statement was run while rows stream on its connection: " + start_of(sql));
}

void PostgresConnection::make_room(std::size_t wanted) {
  if (statements_.size() + wanted <= kCachedStatements) return;
  script("DEALLOCATE ALL");
  statements_.clear();
}

const std::string& PostgresConnection::prepared(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  make_room(1);
  std::string name = "p" + std::to_string(++made_);
  const Answer answer(PQprepare(connection_, name.c_str(), std::string(sql).c_str(), 0, nullptr));
  if (PQresultStatus(answer.held) != PGRES_COMMAND_OK) fail(connection_, answer.held, sql, &doomed_);
  return statements_.emplace(std::string(sql), std::move(name)).first->second;
}

Answer PostgresConnection::run(std::string_view sql, Params params) {
  idle_or_throw(sql);
  const auto& name = prepared(sql);
  bound_.set(params, sql);
  Answer answer(PQexecPrepared(connection_, name.c_str(), bound_.count(), bound_.values(), bound_.lengths(),
                               bound_.formats(), 0));
  const auto status = PQresultStatus(answer.held);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(connection_, answer.held, sql, &doomed_);
  return answer;
}

class PostgresBatch final : public Batch {
 public:
  PostgresBatch(PostgresConnection& owner, std::initializer_list<std::string_view> statements) : owner_(owner) {
    owner_.make_room(statements.size());
    for (const auto sql : statements) {
      owner_.idle_or_throw(sql);
      texts_.emplace_back(sql);
      names_.push_back(owner_.prepared(sql));
    }
  }
  ~PostgresBatch() override {
    try {
      if (open_) drain(false);
    } catch (...) {
      owner_.broken_ = true;
    }
    leave();
  }
  using Batch::add;
  void add(std::size_t which, Params params) override {
    const auto& name = names_.at(which);
    if (!open_) {
      if (!PQenterPipelineMode(owner_.connection_)) fail(owner_.connection_, nullptr, texts_.front(), &owner_.doomed_);
      open_ = true;
      owner_.busy_ = true;
    }
    bound_.set(params, texts_[which]);
    if (!PQsendQueryPrepared(owner_.connection_, name.c_str(), bound_.count(), bound_.values(), bound_.lengths(),
                             bound_.formats(), 0))
      fail(owner_.connection_, nullptr, texts_.front(), &owner_.doomed_);
    if (++sent_ >= kPipelined) read_outcomes();
  }
  void finish() override {
    if (open_) read_outcomes();
  }

 private:
  void read_outcomes() {
    const auto rows = sent_;
    drain(true);
    leave();
    owner_.wrote(rows);
  }
  void drain(bool complain) {
    if (!PQpipelineSync(owner_.connection_)) fail(owner_.connection_, nullptr, texts_.front(), &owner_.doomed_);
    Answer first_wrong(nullptr);
    for (;;) {
      PGresult* result = PQgetResult(owner_.connection_);
      if (!result) {
        if (PQstatus(owner_.connection_) == CONNECTION_BAD)
          fail(owner_.connection_, nullptr, texts_.front(), &owner_.doomed_);
        continue;  // between the outcomes of two statements
      }
      const auto status = PQresultStatus(result);
      if (status == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        break;
      }
      if (status == PGRES_FATAL_ERROR && !first_wrong.held) {
        first_wrong.held = result;
        continue;
      }
      PQclear(result);
    }
    sent_ = 0;
    if (complain && first_wrong.held) fail(owner_.connection_, first_wrong.held, texts_.front(), &owner_.doomed_);
  }
  void leave() noexcept {
    if (!open_) return;
    open_ = false;
    owner_.busy_ = false;
    if (!PQexitPipelineMode(owner_.connection_)) owner_.broken_ = true;
  }

  PostgresConnection& owner_;
  std::vector<std::string> texts_;
  std::vector<std::string> names_;
  Bound bound_;
  std::size_t sent_ = 0;
  bool open_ = false;
};

std::unique_ptr<Batch> PostgresConnection::batch(std::initializer_list<std::string_view> statements) {
  return std::make_unique<PostgresBatch>(*this, statements);
}

}  // namespace plumbline::store::postgres
