#include "web/http/temp_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "base/result.hpp"

namespace plumbline::web {
namespace {
constexpr std::string_view kPrefix = "plumbline-upload-";
}

TempFile::TempFile(const std::string& folder) {
  path_ = folder + "/" + std::string(kPrefix) + "XXXXXX";
  descriptor_ = ::mkostemp(path_.data(), O_CLOEXEC);
  if (descriptor_ < 0) throw base::Broken("cannot make a temporary file in the spool folder");
}

TempFile::~TempFile() {
  close();
  ::unlink(path_.c_str());
}

void TempFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw base::Broken("cannot write to a temporary file in the spool folder");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
}

void TempFile::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void remove_stale_temp_files(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours{24};
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.path().filename().string().starts_with(kPrefix)) continue;
    std::error_code ignored;
    if (entry.last_write_time(ignored) < yesterday && !ignored) fs::remove(entry.path(), ignored);
  }
}

}  // namespace plumbline::web
