// The calendar feeds of app::TokenStore.
#include "store/token_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kOfUser = R"sql(
  SELECT user_id, secret_sha256, made_at, last_read_at FROM calendar_feeds WHERE council = $1 AND user_id = $2
)sql";
constexpr std::string_view kBySecret = R"sql(
  SELECT user_id, secret_sha256, made_at, last_read_at FROM calendar_feeds WHERE council = $1 AND secret_sha256 = $2
)sql";
constexpr std::string_view kPut = R"sql(
  INSERT INTO calendar_feeds (council, user_id, secret_sha256, made_at, last_read_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council, user_id) DO UPDATE SET
    secret_sha256 = excluded.secret_sha256, made_at = excluded.made_at, last_read_at = excluded.last_read_at
)sql";
constexpr std::string_view kRemove = "DELETE FROM calendar_feeds WHERE council = $1 AND user_id = $2";
constexpr std::string_view kWasRead = "UPDATE calendar_feeds SET last_read_at = $3 WHERE council = $1 AND user_id = $2";

app::CalendarFeed feed_from(const Row& row) {
  return {row.id<app::UserId>(0), row.string(1), row.instant(2), row.optional_instant(3)};
}

}  // namespace

std::optional<app::CalendarFeed> SqlTokenStore::calendar_feed_of(const app::UserId& user) {
  return scope_.connection.one(kOfUser, {scope_.council, user}, feed_from);
}

std::optional<app::CalendarFeed> SqlTokenStore::find_calendar_feed(const std::string& secret_sha256) {
  return scope_.connection.one(kBySecret, {scope_.council, secret_sha256}, feed_from);
}

void SqlTokenStore::put_calendar_feed(const app::CalendarFeed& feed) {
  scope_.connection.execute(kPut, {scope_.council, feed.user, feed.secret_sha256, feed.made_at, feed.last_read_at});
}

void SqlTokenStore::remove_calendar_feed(const app::UserId& user) {
  scope_.connection.execute(kRemove, {scope_.council, user});
}

void SqlTokenStore::calendar_feed_was_read(const app::UserId& user, base::Instant at) {
  scope_.connection.execute(kWasRead, {scope_.council, user, at});
}

}  // namespace plumbline::store
