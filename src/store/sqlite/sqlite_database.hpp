// The embedded back end: one SQLite file in write-ahead mode, in a folder that one process may write to.
#pragma once

#include "store/database.hpp"

namespace plumbline::store::sqlite {

inline constexpr std::string_view kFileName = "plumbline.sqlite";
inline constexpr std::string_view kLockName = "plumbline.lock";

// Opens the file in `folder` without looking at its tables; refusals as open_database. Every write goes through one
// connection, which alone checkpoints, for a WAL-reset race in the versions we build on needs two writers.
base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder, Access access);

}  // namespace plumbline::store::sqlite
