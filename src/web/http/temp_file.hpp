// A file that only this process can read and that goes when its owner goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumbline::web {

class TempFile {
 public:
  explicit TempFile(const std::string& folder);  // throws Broken when it cannot be made
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  void append(std::string_view bytes);  // throws Broken when the disk is full
  void close();                         // no more appends
  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }

 private:
  std::string path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

// Removes what a killed process left in the folder: our temporary files older than a day.
void remove_stale_temp_files(const std::string& folder);

}  // namespace plumbline::web
