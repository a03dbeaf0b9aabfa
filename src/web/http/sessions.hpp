// Who is signed in. The browser holds a random token in the cookie `__Host-plumbline`; the store holds its SHA-256.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/day.hpp"

namespace plumbline::app {
class SessionStore;
}

namespace plumbline::web {

struct Request;
class Response;

inline constexpr std::string_view kSessionCookie = "__Host-plumbline";

struct Session {
  std::string council;
  std::string user;
  std::string csrf_token;  // made from the session's token, never stored; put it into every form as `csrf_token`
  base::Instant created_at{};
  base::Instant last_seen_at{};  // before this request
  base::Instant ends_at{};       // when it ends for certain, however busy the person is
};

struct SessionLimits {
  std::chrono::seconds idle = std::chrono::minutes{30};
  std::chrono::seconds absolute = std::chrono::hours{12};
  std::chrono::seconds write_every = std::chrono::minutes{1};  // last_seen goes to the store at most this often
  std::chrono::seconds trust_cache = std::chrono::seconds{5};  // so long another process's sign-out may go unseen
};

// Safe from many threads. Keeps a small cache in memory: a page view reads no store within `trust_cache`.
class Sessions {
 public:
  Sessions(app::SessionStore& store, const base::Clock& clock, SessionLimits limits = {});
  ~Sessions();

  // Makes a new session (rotation: the one the request came with ends) and sets the cookie.
  void sign_in(const Request& request, Response& response, const std::string& council, const std::string& user);
  // Ends the request's session, here at once and in the store, and clears the cookie.
  void sign_out(const Request& request, Response& response);
  // Ends all sessions of a person: disabled, password changed, role taken away. At once here, within 5 seconds
  // elsewhere.
  void end_all_of(const std::string& council, const std::string& user);
  // The session of a token, or null: unknown, ended, idle or too old. Counts as being seen.
  std::shared_ptr<const Session> find(std::string_view token);
  // Housekeeping, now and then (hourly): removes ended sessions from the store and the cache.
  void remove_ended();

 private:
  struct Cache;
  app::SessionStore& store_;
  const base::Clock& clock_;
  SessionLimits limits_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace plumbline::web
