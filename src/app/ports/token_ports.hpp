// Credentials other than a session's: access tokens of the API (SEC-1) and secret addresses of calendars (CAL-7). Each
// is kept as its SHA-256 alone.
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "base/day.hpp"

namespace plumbline::app {

// The secret address at which a person's calendar program reads the month. One a person.
struct CalendarFeed {
  UserId user;
  std::string secret_sha256;
  base::Instant made_at{};
  std::optional<base::Instant> last_read_at{};
};

class TokenReads {
 public:
  virtual ~TokenReads() = default;
  virtual std::optional<CalendarFeed> calendar_feed_of(const UserId& user) = 0;
  virtual std::optional<CalendarFeed> find_calendar_feed(const std::string& secret_sha256) = 0;
};

class TokenStore : public TokenReads {
 public:
  virtual void put_calendar_feed(const CalendarFeed& feed) = 0;  // in place of the one before
  virtual void remove_calendar_feed(const UserId& user) = 0;
  virtual void calendar_feed_was_read(const UserId& user, base::Instant at) = 0;
};

}  // namespace plumbline::app
