#include "store/token_store.hpp"

#include "base/text.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT token_id, user_id, name, token_sha256, scopes, made_at, expires_at, revoked_at, revoked_by, last_used_at
  FROM api_tokens)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO api_tokens (council, token_id, user_id, name, token_sha256, scopes, made_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql";
constexpr std::string_view kRevoke = R"sql(
  UPDATE api_tokens SET revoked_at = $3, revoked_by = $4
  WHERE council = $1 AND token_id = $2 AND revoked_at IS NULL
)sql";
constexpr std::string_view kUsed = R"sql(
  UPDATE api_tokens SET last_used_at = $3
  WHERE council = $1 AND token_id = $2 AND (last_used_at IS NULL OR last_used_at < $3)
)sql";

app::Token token_from(const Row& row) {
  app::Token token;
  token.id = row.id<app::TokenId>(0);
  token.user = row.id<app::UserId>(1);
  token.name = row.string(2);
  token.sha256 = row.string(3);
  for (const auto& word : base::split(row.string(4), ' '))
    if (const auto scope = app::parse_token_scope(word)) token.scopes.push_back(*scope);
  token.made_at = row.instant(5);
  token.expires_at = row.instant(6);
  token.revoked_at = row.optional_instant(7);
  token.revoked_by = row.optional_id<domain::PersonId>(8);
  token.last_used_at = row.optional_instant(9);
  return token;
}

}  // namespace

std::optional<app::Token> SqlTokenStore::find(const app::TokenId& id) {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 AND token_id = $2";
  return scope_.connection.one(sql, {scope_.council, id}, token_from);
}

std::optional<app::Token> SqlTokenStore::find_by_sha256(const std::string& sha256) {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 AND token_sha256 = $2";
  return scope_.connection.one(sql, {scope_.council, sha256}, token_from);
}

std::vector<app::Token> SqlTokenStore::of(const app::UserId& user) {
  static const std::string sql =
      std::string(kSelect) + " WHERE council = $1 AND user_id = $2 ORDER BY made_at DESC, token_id DESC";
  return scope_.connection.all(sql, {scope_.council, user}, token_from);
}

std::vector<app::Token> SqlTokenStore::all() {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 ORDER BY made_at DESC, token_id DESC";
  return scope_.connection.all(sql, {scope_.council}, token_from);
}

void SqlTokenStore::add(const app::Token& token) {
  std::vector<std::string> words;
  for (const auto scope : token.scopes) words.emplace_back(to_string(scope));
  const auto scopes = base::join(words, " ");
  scope_.connection.execute(kInsert, {scope_.council, token.id, token.user, token.name, token.sha256, scopes,
                                      token.made_at, token.expires_at});
}

void SqlTokenStore::revoke(const app::TokenId& id, base::Instant at, const domain::PersonId& by) {
  scope_.connection.execute(kRevoke, {scope_.council, id, at, by});
}

void SqlTokenStore::used(const app::TokenId& id, base::Instant at) {
  scope_.connection.execute(kUsed, {scope_.council, id, at});
}

}  // namespace plumbline::store
