#include "store/user_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectUsers = R"sql(
  SELECT user_id, council, email, name, person_id, password_hash, disabled, failed_attempts, locked_until,
         last_signed_in_at, version
  FROM users)sql";
constexpr std::string_view kInsertUser = R"sql(
  INSERT INTO users (council, user_id, email, name, person_id, password_hash, disabled, failed_attempts, locked_until,
                     last_signed_in_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
)sql";
constexpr std::string_view kUpdateUser = R"sql(
  UPDATE users SET email = $3, name = $4, person_id = $5, password_hash = $6, disabled = $7, failed_attempts = $8,
                   locked_until = $9, last_signed_in_at = $10, version = $11 + 1
  WHERE council = $1 AND user_id = $2 AND version = $11
)sql";
// A session stands for the password it was begun with. $3: the hash to be saved, $4: disabled from now on.
constexpr std::string_view kEndSessionsOfChanged = R"sql(
  DELETE FROM sessions WHERE council = $1 AND user_id = $2
    AND EXISTS (SELECT 1 FROM users WHERE users.council = $1 AND users.user_id = $2
                AND (users.password_hash <> $3 OR $4))
)sql";
constexpr std::string_view kUserExists = "SELECT 1 FROM users WHERE council = $1 AND user_id = $2";
constexpr std::string_view kGrants =
    "SELECT role, scope, value FROM grants WHERE council = $1 AND user_id = $2 ORDER BY role, scope, value";
constexpr std::string_view kClearGrants = "DELETE FROM grants WHERE council = $1 AND user_id = $2";
constexpr std::string_view kInsertGrant = R"sql(
  INSERT INTO grants (council, user_id, role, scope, value) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (council, user_id, role, scope, value) DO NOTHING
)sql";

constexpr std::string_view kDismissedAdvice =
    "SELECT rule FROM dismissed_advice WHERE council = $1 AND user_id = $2 ORDER BY rule";
constexpr std::string_view kDismissAdvice = R"sql(
  INSERT INTO dismissed_advice (council, user_id, rule) VALUES ($1, $2, $3)
  ON CONFLICT (council, user_id, rule) DO NOTHING
)sql";

constexpr std::string_view kInsertSession = R"sql(
  INSERT INTO sessions (token_sha256, council, user_id, created_at, last_seen_at) VALUES ($1, $2, $3, $4, $5)
)sql";
constexpr std::string_view kFindSession =
    "SELECT token_sha256, council, user_id, created_at, last_seen_at FROM sessions WHERE token_sha256 = $1";
constexpr std::string_view kTouchSession =
    "UPDATE sessions SET last_seen_at = $2 WHERE token_sha256 = $1 AND last_seen_at < $2";
constexpr std::string_view kRemoveSession = "DELETE FROM sessions WHERE token_sha256 = $1";
constexpr std::string_view kRemoveSessionsOf = "DELETE FROM sessions WHERE council = $1 AND user_id = $2";
constexpr std::string_view kRemoveEndedSessions = "DELETE FROM sessions WHERE created_at < $1 OR last_seen_at < $2";

app::User user_from(const Row& row) {
  app::User user;
  user.id = row.id<app::UserId>(0);
  user.council = row.string(1);
  user.email = row.string(2);
  user.name = row.string(3);
  user.person = row.optional_id<domain::PersonId>(4);
  user.password_hash = row.string(5);
  user.disabled = row.boolean(6);
  user.failed_attempts = static_cast<int>(row.integer(7));
  user.locked_until = row.optional_instant(8);
  user.last_signed_in_at = row.optional_instant(9);
  user.version = static_cast<int>(row.integer(10));
  return user;
}

template <class Run>
auto with_values(const std::string& council, const app::User& user, Run run) {
  return run(Params{council, user.id, user.email, user.name, user.person, user.password_hash, user.disabled,
                    user.failed_attempts, user.locked_until, user.last_signed_in_at, user.version});
}

}  // namespace

std::optional<app::User> SqlUserStore::with_grants(std::optional<app::User> user) {
  if (user)
    user->grants = scope_.connection.all(kGrants, {user->council, user->id}, [](const Row& row) {
      return app::Grant{parsed(row, 0, app::parse_role), parsed(row, 1, app::parse_scope_kind), row.string(2)};
    });
  return user;
}

void SqlUserStore::put_grants(const app::User& user) {
  scope_.connection.execute(kClearGrants, {scope_.council, user.id});
  for (const auto& grant : user.grants)
    scope_.connection.execute(kInsertGrant,
                              {scope_.council, user.id, to_string(grant.role), to_string(grant.scope), grant.value});
}

std::vector<std::string> SqlUserStore::dismissed_advice(const app::UserId& id) {
  return scope_.connection.all(kDismissedAdvice, {scope_.council, id}, [](const Row& row) { return row.string(0); });
}

void SqlUserStore::dismiss_advice(const app::UserId& id, const std::string& rule) {
  scope_.connection.execute(kDismissAdvice, {scope_.council, id, rule});
}

std::optional<app::User> SqlUserStore::find(const app::UserId& id) {
  static const std::string sql = std::string(kSelectUsers) + " WHERE council = $1 AND user_id = $2";
  return with_grants(scope_.connection.one(sql, {scope_.council, id}, user_from));
}

std::optional<app::User> SqlUserStore::find_by_email(const std::string& email) {
  static const std::string sql = std::string(kSelectUsers) + " WHERE email = $1";
  return with_grants(scope_.connection.one(sql, {email}, user_from));
}

std::vector<app::User> SqlUserStore::all() {
  static const std::string sql = std::string(kSelectUsers) + " WHERE council = $1 ORDER BY name, user_id";
  auto users = scope_.connection.all(sql, {scope_.council}, user_from);
  for (auto& user : users) user = *with_grants(std::move(user));
  return users;
}

void SqlUserStore::add(const app::User& user) {
  with_values(scope_.council, user, [&](Params values) { scope_.connection.execute(kInsertUser, values); });
  put_grants(user);
}

base::Result<void> SqlUserStore::save(app::User& user) {
  auto& connection = scope_.connection;
  connection.execute(kEndSessionsOfChanged, {scope_.council, user.id, user.password_hash, user.disabled});
  const auto changed =
      with_values(scope_.council, user, [&](Params values) { return connection.try_execute(kUpdateUser, values); });
  if (!changed) return tl::unexpected<base::Error>(changed.error());
  CHECK(saved(*changed, *changed > 0 || connection.exists(kUserExists, {scope_.council, user.id}), user.version));
  put_grants(user);
  return {};
}

void SqlSessionStore::write(std::string_view sql, Params params) {
  const auto transaction = database_.begin(kEveryCouncil);
  transaction->connection().execute(sql, params);
  transaction->commit();
}

void SqlSessionStore::add(const app::StoredSession& session) {
  write(kInsertSession,
        {session.token_sha256, session.council, session.user, session.created_at, session.last_seen_at});
}

std::optional<app::StoredSession> SqlSessionStore::find(const std::string& token_sha256) {
  const auto reading = database_.read(kEveryCouncil);
  return reading->connection().one(kFindSession, {token_sha256}, [](const Row& row) {
    return app::StoredSession{row.string(0), row.string(1), row.string(2), row.instant(3), row.instant(4)};
  });
}

void SqlSessionStore::touch(const std::string& token_sha256, base::Instant last_seen_at) {
  write(kTouchSession, {token_sha256, last_seen_at});
}

void SqlSessionStore::remove(const std::string& token_sha256) { write(kRemoveSession, {token_sha256}); }

void SqlSessionStore::remove_all_of(const std::string& council, const std::string& user) {
  write(kRemoveSessionsOf, {council, user});
}

void SqlSessionStore::remove_ended(base::Instant created_before, base::Instant seen_before) {
  write(kRemoveEndedSessions, {created_before, seen_before});
}

}  // namespace plumbline::store
