#include "store/sqlite/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

namespace plumbline::store::sqlite {

base::Result<FolderLock> FolderLock::take(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (handle < 0)
    return base::refuse(base::ErrorCode::RuleBroken, "database.open.not_allowed", {},
                        {{"path", file.parent_path().string()}});
  FolderLock lock(handle);
  if (::flock(handle, LOCK_EX | LOCK_NB) != 0) {
    char process[32] = {};
    const auto got = ::pread(handle, process, sizeof process - 1, 0);
    std::string number(process, got > 0 ? static_cast<std::size_t>(got) : 0);
    while (!number.empty() && (number.back() < '0' || number.back() > '9')) number.pop_back();
    return base::refuse(base::ErrorCode::RuleBroken, "database.open.in_use", {},
                        {{"process", number.empty() ? "unknown" : number}, {"path", file.parent_path().string()}});
  }
  const std::string number = std::to_string(::getpid()) + "\n";
  // Only told to people; the lock holds without it, even on a full disk.
  if (::ftruncate(handle, 0) == 0) [[maybe_unused]]
    const auto written = ::pwrite(handle, number.data(), number.size(), 0);
  return lock;
}

FolderLock::~FolderLock() {
  if (handle_ >= 0) ::close(handle_);
}

}  // namespace plumbline::store::sqlite
