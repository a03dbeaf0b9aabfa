// app::TokenStore on SQL.
#pragma once

#include "app/ports/token_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlTokenStore final : public app::TokenStore {
 public:
  explicit SqlTokenStore(Scope scope) : scope_(scope) {}
  std::optional<app::CalendarFeed> calendar_feed_of(const app::UserId& user) override;
  std::optional<app::CalendarFeed> find_calendar_feed(const std::string& secret_sha256) override;
  void put_calendar_feed(const app::CalendarFeed& feed) override;
  void remove_calendar_feed(const app::UserId& user) override;
  void calendar_feed_was_read(const app::UserId& user, base::Instant at) override;
  std::optional<app::Token> find(const app::TokenId& id) override;
  std::optional<app::Token> find_by_sha256(const std::string& sha256) override;
  std::vector<app::Token> of(const app::UserId& user) override;
  std::vector<app::Token> all() override;
  void add(const app::Token& token) override;
  void revoke(const app::TokenId& id, base::Instant at, const domain::PersonId& by) override;
  void used(const app::TokenId& id, base::Instant at) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
