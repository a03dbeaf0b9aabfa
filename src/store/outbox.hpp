// app::Outbox on SQL: what must be sent is written in the transaction that asked for it and sent at least once.
#pragma once

#include "app/ports/record_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlOutbox final : public app::Outbox {
 public:
  explicit SqlOutbox(Scope scope) : scope_(scope) {}
  void add(const app::OutboxMessage& message) override;
  // Whoever commits the claim before sending has five minutes, and a sender that dies leaves nothing lost. Messages
  // another node is claiming are passed over.
  std::vector<app::OutboxMessage> claim(int most, base::Instant now, app::Claim which) override;
  void sent(const std::string& id, base::Instant at) override;
  void failed(const std::string& id, const std::string& error, base::Instant retry_at) override;
  void refused_for_good(const std::string& id, const std::string& error, base::Instant at) override;
  bool holds(const std::string& id) override;
  std::vector<app::OutboxMessage> waiting(int most) override;
  std::vector<app::OutboxMessage> refused(int most) override;
  app::Page<app::OutboxMessage> list(const app::OutboxFilter& filter, const app::PageRequest& page) override;
  std::optional<app::OutboxMessage> find(const std::string& id) override;
  bool try_again(const std::string& id, base::Instant now) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
