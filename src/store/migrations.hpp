// The tables' history: numbered SQL files of db/migrations, built into the program, applied forward only.
#pragma once

#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace plumbline::store {

// One step: the text all back ends share and what only one of them needs (either may be empty).
struct Migration {
  int number = 0;  // from 1
  std::string_view name;
  std::string_view shared;
  std::string_view sqlite;
  std::string_view postgres;
};
const std::vector<Migration>& migrations();  // in order; made from the files when the program is built

// Applies what is missing, each step in one transaction with the record of it. Several nodes may start at once: one
// migrates, the others wait. Refuses a database that a newer program wrote (`database.open.newer`) and one whose
// applied steps have another text than ours (`database.open.changed`, value `migration`).
base::Result<void> migrate(Database& database, const std::vector<Migration>& steps = migrations());
// The same checks without a change; `database.open.older` when a step is missing.
base::Result<void> check_version(Database& database, const std::vector<Migration>& steps = migrations());

}  // namespace plumbline::store
