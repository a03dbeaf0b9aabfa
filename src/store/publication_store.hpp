// app::PublicationStore on SQL.
#pragma once

#include "app/ports/publication_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlPublicationStore final : public app::PublicationStore {
 public:
  explicit SqlPublicationStore(Scope scope) : scope_(scope) {}
  std::vector<app::Commentary> commentary(const std::string& report, const std::string& ask) override;
  std::optional<app::Publication> find(const app::PublicationId& id) override;
  std::vector<app::Publication> versions(const std::string& report, const std::string& ask) override;
  app::Page<app::Publication> latest(const app::PageRequest& page, const std::vector<std::string>& without) override;
  base::Result<void> save_commentary(app::Commentary& commentary) override;
  base::Result<void> add(const app::Publication& publication) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
