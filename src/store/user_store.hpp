// app::UserStore and app::SessionStore on SQL.
#pragma once

#include "app/ports/record_ports.hpp"
#include "app/ports/session_store.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlUserStore final : public app::UserStore {
 public:
  explicit SqlUserStore(Scope scope) : scope_(scope) {}
  std::optional<app::User> find(const app::UserId& id) override;
  std::optional<app::User> find_by_email(const std::string& email) override;
  std::vector<app::User> all() override;
  std::vector<std::string> dismissed_advice(const app::UserId& id) override;
  void dismiss_advice(const app::UserId& id, const std::string& rule) override;
  void add(const app::User& user) override;
  // Also user.save.email_taken. Ends the sessions of a user who is disabled or whose password is another now.
  base::Result<void> save(app::User& user) override;

 private:
  std::optional<app::User> with_grants(std::optional<app::User> user);
  void put_grants(const app::User& user);
  Scope scope_;
};

// Each call is a transaction of its own.
class SqlSessionStore final : public app::SessionStore {
 public:
  explicit SqlSessionStore(Database& database) : database_(database) {}
  void add(const app::StoredSession& session) override;
  std::optional<app::StoredSession> find(const std::string& token_sha256) override;
  void touch(const std::string& token_sha256, base::Instant last_seen_at) override;
  void remove(const std::string& token_sha256) override;
  void remove_all_of(const std::string& council, const std::string& user) override;
  void remove_ended(base::Instant created_before, base::Instant seen_before) override;

 private:
  void write(std::string_view sql, Params params);
  Database& database_;
};

}  // namespace plumbline::store
