// The server back end: PostgreSQL 15 or later through libpq, a pool of connections a process.
#pragma once

#include "store/database.hpp"

namespace plumbline::store::postgres {

// Connects to `address` (`postgresql://…`) without looking at its tables; refuses with `database.open.unreachable`.
base::Result<std::unique_ptr<Database>> open(const std::string& address, Access access);

}  // namespace plumbline::store::postgres
