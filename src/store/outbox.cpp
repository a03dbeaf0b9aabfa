#include "store/outbox.hpp"

#include <array>

namespace plumbline::store {
namespace {

constexpr auto kLease = std::chrono::minutes(5);

constexpr std::string_view kAdd = R"sql(
  INSERT INTO outbox (council, message_id, kind, recipient, subject, body, calendar, created_at, not_before, attempts,
                      sent_at, last_error, urgent, refused_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
)sql";
constexpr std::string_view kSelect = R"sql(
  SELECT message_id, kind, recipient, subject, body, calendar, created_at, not_before, attempts, sent_at, last_error,
         urgent, refused_at
  FROM outbox)sql";
const std::string kDueSqlite = std::string(kSelect) + R"sql(
  WHERE council = $1 AND sent_at IS NULL AND refused_at IS NULL AND not_before <= $2 AND (urgent OR NOT $4)
  ORDER BY urgent DESC, not_before, created_at, message_id LIMIT $3)sql";
const std::string kDuePostgres = kDueSqlite + " FOR UPDATE SKIP LOCKED";
constexpr std::string_view kLeaseUntil =
    "UPDATE outbox SET not_before = $3, attempts = attempts + 1 WHERE council = $1 AND message_id = $2";
const std::string kWaiting = std::string(kSelect) + R"sql(
  WHERE council = $1 AND sent_at IS NULL AND refused_at IS NULL ORDER BY not_before, created_at, message_id LIMIT $2)sql";
const std::string kRefused = std::string(kSelect) + R"sql(
  WHERE council = $1 AND refused_at IS NOT NULL ORDER BY refused_at DESC, message_id LIMIT $2)sql";
constexpr std::string_view kCount = "SELECT COUNT(*) FROM outbox";
constexpr std::array kSorts{
    SortKey{"", "ORDER BY created_at DESC, message_id DESC", "ORDER BY created_at DESC, message_id DESC"}};
constexpr std::string_view kTryAgain = R"sql(
  UPDATE outbox SET not_before = $3, attempts = 0, refused_at = NULL, last_error = ''
  WHERE council = $1 AND message_id = $2 AND sent_at IS NULL
)sql";
constexpr std::string_view kHolds = "SELECT 1 FROM outbox WHERE council = $1 AND message_id = $2";
constexpr std::string_view kRefuse =
    "UPDATE outbox SET last_error = $3, refused_at = $4 WHERE council = $1 AND message_id = $2 AND sent_at IS NULL";
constexpr std::string_view kSent =
    "UPDATE outbox SET sent_at = $3, last_error = '' WHERE council = $1 AND message_id = $2 AND sent_at IS NULL";
constexpr std::string_view kFailed =
    "UPDATE outbox SET last_error = $3, not_before = $4 WHERE council = $1 AND message_id = $2 AND sent_at IS NULL";

app::OutboxMessage message_from(const Row& row) {
  app::OutboxMessage message;
  message.id = row.string(0);
  message.kind = row.string(1);
  message.to = row.string(2);
  message.subject = row.string(3);
  message.body = row.string(4);
  message.calendar = row.string(5);
  message.created_at = row.instant(6);
  message.not_before = row.instant(7);
  message.attempts = static_cast<int>(row.integer(8));
  message.sent_at = row.optional_instant(9);
  message.last_error = row.string(10);
  message.urgent = row.boolean(11);
  message.refused_at = row.optional_instant(12);
  return message;
}

}  // namespace

void SqlOutbox::add(const app::OutboxMessage& message) {
  scope_.connection.execute(kAdd, {scope_.council, message.id, message.kind, message.to, message.subject, message.body,
                                   message.calendar, message.created_at, message.not_before, message.attempts,
                                   message.sent_at, message.last_error, message.urgent, message.refused_at});
}

std::vector<app::OutboxMessage> SqlOutbox::claim(int most, base::Instant now, app::Claim which) {
  auto claimed = scope_.connection.all(scope_.connection.backend() == Backend::Sqlite ? kDueSqlite : kDuePostgres,
                                       {scope_.council, now, most, which == app::Claim::UrgentOnly}, message_from);
  for (auto& message : claimed) {
    scope_.connection.execute(kLeaseUntil, {scope_.council, message.id, now + kLease});
    ++message.attempts;
  }
  return claimed;
}

void SqlOutbox::sent(const std::string& id, base::Instant at) {
  scope_.connection.execute(kSent, {scope_.council, id, at});
}

void SqlOutbox::failed(const std::string& id, const std::string& error, base::Instant retry_at) {
  scope_.connection.execute(kFailed, {scope_.council, id, error, retry_at});
}

void SqlOutbox::refused_for_good(const std::string& id, const std::string& error, base::Instant at) {
  scope_.connection.execute(kRefuse, {scope_.council, id, error, at});
}

bool SqlOutbox::holds(const std::string& id) {
  return scope_.connection.one(kHolds, {scope_.council, id}, [](const Row&) { return true; }).has_value();
}

std::vector<app::OutboxMessage> SqlOutbox::refused(int most) {
  return scope_.connection.all(kRefused, {scope_.council, most}, message_from);
}

std::vector<app::OutboxMessage> SqlOutbox::waiting(int most) {
  return scope_.connection.all(kWaiting, {scope_.council, most}, message_from);
}

app::Page<app::OutboxMessage> SqlOutbox::list(const app::OutboxFilter& filter, const app::PageRequest& page) {
  Where where("council = $1", scope_.council);
  if (filter.state) switch (*filter.state) {
      case app::LetterState::Waiting:
        where.add("sent_at IS NULL AND refused_at IS NULL");
        break;
      case app::LetterState::Sent:
        where.add("sent_at IS NOT NULL");
        break;
      case app::LetterState::Refused:
        where.add("refused_at IS NOT NULL");
        break;
    }
  where.text("kind = ?", filter.kind).contains({"recipient"}, filter.to);
  return page_of(scope_.connection, kSelect, kCount, where, kSorts, page, message_from);
}

std::optional<app::OutboxMessage> SqlOutbox::find(const std::string& id) {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 AND message_id = $2";
  return scope_.connection.one(sql, {scope_.council, id}, message_from);
}

bool SqlOutbox::try_again(const std::string& id, base::Instant now) {
  return scope_.connection.execute(kTryAgain, {scope_.council, id, now}) > 0;
}

}  // namespace plumbline::store
