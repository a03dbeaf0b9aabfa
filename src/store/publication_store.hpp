// app::PublicationStore on SQL.
#pragma once

#include "app/ports/publication_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlPublicationStore final : public app::PublicationStore {
 public:
  explicit SqlPublicationStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
