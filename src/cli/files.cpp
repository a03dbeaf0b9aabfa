#include "cli/files.hpp"

#include <fstream>
#include <sstream>

namespace plumbline::cli {

base::Result<void> can_write(const std::filesystem::path& path) {
  if (path.empty()) return {};
  const bool was_there = std::filesystem::exists(path);
  if (!std::ofstream(path, std::ios::binary | std::ios::app)) {
    return base::invalid("command.file.write", "", {{"file", path.string()}});
  }
  std::error_code ignored;
  if (!was_there) std::filesystem::remove(path, ignored);
  return {};
}

void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& content) {
  if (path.empty()) return;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  content(out);
  out.close();
  if (!out)
    throw base::Broken("the file " + path.string() +
                       " could not be written; what it was to hold is kept in the database");
}

base::Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || std::filesystem::is_directory(path) || !(text << in.rdbuf())) {
    return base::invalid("command.file.read", "", {{"file", path.string()}});
  }
  return text.str();
}

}  // namespace plumbline::cli
