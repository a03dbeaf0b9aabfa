// Where signed-in sessions are kept, so that they outlive a restart and end everywhere at once.
#pragma once

#include <optional>
#include <string>

#include "base/day.hpp"

namespace plumbline::app {

// One row. The token itself is known to the browser alone: a stolen copy of this table signs nobody in.
struct StoredSession {
  std::string token_sha256;  // 64 letters of hex
  std::string council;
  std::string user;
  base::Instant created_at{};
  base::Instant last_seen_at{};

  friend bool operator==(const StoredSession&, const StoredSession&) = default;
};

// Every call stands for itself (its own transaction) and may come from many threads at once. A broken store throws
// Broken.
class SessionStore {
 public:
  virtual ~SessionStore() = default;
  virtual void add(const StoredSession& session) = 0;
  virtual std::optional<StoredSession> find(const std::string& token_sha256) = 0;
  // Nothing happens when the session has gone, or when what is stored is later.
  virtual void touch(const std::string& token_sha256, base::Instant last_seen_at) = 0;
  virtual void remove(const std::string& token_sha256) = 0;
  virtual void remove_all_of(const std::string& council, const std::string& user) = 0;
  // Housekeeping: those made before `created_before` or last seen before `seen_before`.
  virtual void remove_ended(base::Instant created_before, base::Instant seen_before) = 0;
};

}  // namespace plumbline::app
