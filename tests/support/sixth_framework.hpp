// A sixth council's definition, invented for the tests: it uses every key of the format (tests/support/frameworks).
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "domain/framework/loader.hpp"

namespace plumbline::tests {

inline constexpr const char* kSixth = "borsetshire.yaml";

inline domain::FrameworkFiles sixth_framework_files() {
  const std::filesystem::path folder = std::filesystem::path(PLUMBLINE_SOURCE_DIR) / "tests/support/frameworks";
  domain::FrameworkFiles files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.emplace(std::filesystem::relative(entry.path(), folder).generic_string(),
                  std::string(std::istreambuf_iterator<char>(in), {}));
  }
  return files;
}

}  // namespace plumbline::tests
