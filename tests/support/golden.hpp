#pragma once
// Golden files: what a page or report says, kept under tests/golden/ and compared byte for byte. script/rebaseline
// writes them anew; nothing else does.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace plumbline::test {

// Compares `actual` with tests/golden/<name>. On a difference the whole of `actual` lies in the build folder for a
// diff. Under script/rebaseline it writes `actual` aside instead and passes.
inline void expect_golden(std::string_view actual, const std::string& name) {
  namespace fs = std::filesystem;
  const auto write = [&](const fs::path& file) {
    fs::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << actual;
  };
  if (const char* fresh = std::getenv("PLUMBLINE_REBASELINE"); fresh != nullptr && *fresh != '\0') {
    write(fs::path{fresh} / name);
    return;
  }
  const fs::path kept = fs::path{PLUMBLINE_SOURCE_DIR} / "tests" / "golden" / name;
  std::ifstream in{kept, std::ios::binary};
  const std::string expected{std::istreambuf_iterator<char>{in}, {}};
  if (in.is_open() && expected == actual) return;
  const fs::path aside = fs::path{testing::TempDir()} / "plumbline-golden" / name;
  write(aside);
  if (!in.is_open()) {
    ADD_FAILURE() << "tests/golden/" << name
                  << " does not exist yet. script/rebaseline writes it; read it before committing.";
    return;
  }
  ADD_FAILURE() << "tests/golden/" << name << " differs. See: diff " << kept.string() << ' ' << aside.string()
                << "\nWhen the new text is right, script/rebaseline keeps it.";
}

}  // namespace plumbline::test
