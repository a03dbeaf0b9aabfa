// Sessions in memory: for tests. They end with the process.
#pragma once

#include <map>
#include <mutex>

#include "app/ports/session_store.hpp"

namespace plumbline::app {

class MemorySessionStore final : public SessionStore {
 public:
  void add(const StoredSession& session) override {
    const std::lock_guard lock(mutex_);
    rows_[session.token_sha256] = session;
    ++writes_;
  }
  std::optional<StoredSession> find(const std::string& token_sha256) override {
    const std::lock_guard lock(mutex_);
    ++reads_;
    const auto found = rows_.find(token_sha256);
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }
  void touch(const std::string& token_sha256, base::Instant last_seen_at) override {
    const std::lock_guard lock(mutex_);
    ++writes_;
    if (const auto found = rows_.find(token_sha256); found != rows_.end() && found->second.last_seen_at < last_seen_at)
      found->second.last_seen_at = last_seen_at;
  }
  void remove(const std::string& token_sha256) override {
    const std::lock_guard lock(mutex_);
    rows_.erase(token_sha256);
  }
  void remove_all_of(const std::string& council, const std::string& user) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(rows_, [&](const auto& row) { return row.second.council == council && row.second.user == user; });
  }
  void remove_ended(base::Instant created_before, base::Instant seen_before) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(rows_, [&](const auto& row) {
      return row.second.created_at < created_before || row.second.last_seen_at < seen_before;
    });
  }

  std::size_t size() const { return rows_.size(); }
  int reads() const { return reads_; }
  int writes() const { return writes_; }
  const std::map<std::string, StoredSession>& rows() const { return rows_; }

 private:
  std::mutex mutex_;
  std::map<std::string, StoredSession> rows_;
  int reads_ = 0;
  int writes_ = 0;
};

}  // namespace plumbline::app
