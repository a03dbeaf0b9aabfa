// app::PersonStore and app::UploadStore on SQL.
#pragma once

#include "app/ports/register_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlPersonStore final : public app::PersonStore {
 public:
  explicit SqlPersonStore(Scope scope) : scope_(scope) {}
  std::optional<domain::Person> find(const domain::PersonId& person) override;
  std::vector<domain::Person> all() override;
  std::vector<domain::Person> everyone() override;
  app::Page<domain::Person> list(const app::PersonFilter& filter, const app::PageRequest& page) override;
  std::vector<domain::Team> teams() override;
  std::string name_of(const domain::PersonId& person) override;
  void put(const domain::Person& person) override;
  void put_team(const domain::Team& team) override;

 private:
  Scope scope_;
};

class SqlUploadStore final : public app::UploadStore {
 public:
  explicit SqlUploadStore(Scope scope) : scope_(scope) {}
  std::optional<app::Upload> find(const std::string& id) override;
  void put(const app::Upload& upload) override;
  void remove(const std::string& id) override;
  int remove_before(base::Instant instant) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
