// Credentials other than a session's: access tokens of the API (SEC-1) and secret addresses of calendars (CAL-7). Each
// is kept as its SHA-256 alone.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "base/day.hpp"
#include "base/id.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// The secret address at which a person's calendar program reads the month. One a person.
struct CalendarFeed {
  UserId user;
  std::string secret_sha256;
  base::Instant made_at{};
  std::optional<base::Instant> last_read_at{};
};

using TokenId = base::Id<struct TokenTag>;

// What a token may read. Stored: add, never change.
enum class TokenScope { Reports, Audits, Actions };
inline constexpr std::array kTokenScopes{TokenScope::Reports, TokenScope::Audits, TokenScope::Actions};
std::string_view to_string(TokenScope scope);
std::string_view say(TokenScope scope);
std::optional<TokenScope> parse_token_scope(std::string_view text);

// A token reads for its user: what the user may see, cut down to its scopes, until it expires or is revoked.
struct Token {
  TokenId id;
  UserId user;
  std::string name;
  std::string sha256;  // of the secret, which is never kept
  std::vector<TokenScope> scopes;
  base::Instant made_at{};
  base::Instant expires_at{};
  std::optional<base::Instant> revoked_at;
  std::optional<domain::PersonId> revoked_by;
  std::optional<base::Instant> last_used_at;  // to the minute
  bool works_at(base::Instant now) const { return !revoked_at && now < expires_at; }
  bool may(TokenScope scope) const;
};

class TokenReads {
 public:
  virtual ~TokenReads() = default;
  virtual std::optional<CalendarFeed> calendar_feed_of(const UserId& user) = 0;
  virtual std::optional<CalendarFeed> find_calendar_feed(const std::string& secret_sha256) = 0;
  virtual std::optional<Token> find(const TokenId& id) = 0;
  virtual std::optional<Token> find_by_sha256(const std::string& sha256) = 0;
  virtual std::vector<Token> of(const UserId& user) = 0;  // latest first
  virtual std::vector<Token> all() = 0;                   // of the council, latest first
};

class TokenStore : public TokenReads {
 public:
  virtual void put_calendar_feed(const CalendarFeed& feed) = 0;  // in place of the one before
  virtual void remove_calendar_feed(const UserId& user) = 0;
  virtual void calendar_feed_was_read(const UserId& user, base::Instant at) = 0;
  virtual void add(const Token& token) = 0;
  virtual void revoke(const TokenId& id, base::Instant at,
                      const domain::PersonId& by) = 0;  // once; later calls do nothing
  virtual void used(const TokenId& id, base::Instant at) = 0;
};

}  // namespace plumbline::app
