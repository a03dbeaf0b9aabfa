// app::CouncilStore and app::FrameworkStore on SQL.
#pragma once

#include "app/ports/record_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlCouncilStore final : public app::CouncilStore {
 public:
  explicit SqlCouncilStore(Scope scope) : scope_(scope) {}
  std::optional<app::Council> find() override;
  std::vector<app::Council> all() override;
  void put(const app::Council& council) override;

 private:
  Scope scope_;
};

class SqlFrameworkStore final : public app::FrameworkStore {
 public:
  explicit SqlFrameworkStore(Scope scope) : scope_(scope) {}
  std::optional<app::Definition> find(const std::string& kind, const std::string& key, int version) override;
  std::vector<app::Definition> list() override;
  void put(const app::Definition& definition) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
