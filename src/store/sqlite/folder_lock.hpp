// The right to write to an embedded data folder.
#pragma once

#include <filesystem>
#include <utility>

#include "base/result.hpp"

namespace plumbline::store::sqlite {

// Held by an open file until this object or the process ends, however it ends.
class FolderLock {
 public:
  // Refuses with `database.open.in_use` (values `process`, `path`) or `database.open.not_allowed`.
  static base::Result<FolderLock> take(const std::filesystem::path& file);
  FolderLock(FolderLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int handle) : handle_(handle) {}
  int handle_;
};

}  // namespace plumbline::store::sqlite
