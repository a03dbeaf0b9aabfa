#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace plumbline::structure {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

const fs::path kRoot{PLUMBLINE_SOURCE_DIR};

// How many requirements each part has: FRAME-1 to FRAME-4 and so on.
const std::map<std::string, int> kParts{{"FRAME", 4}, {"SAMPLE", 10}, {"ALLOC", 8}, {"CAL", 7}, {"AUDIT", 16},
                                        {"MOD", 5},   {"ACT", 6},     {"MEET", 3},  {"REP", 9}, {"SEC", 5}};

struct Row {
  std::string state;
  std::string where;
  std::string proved_by;
};

std::string text_of(const fs::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::multimap<std::string, Row> rows() {
  static const std::regex shape{R"(\| ([A-Z]+-\d+) \|[^|]*\| ([^|]*?) \|([^|]*)\|([^|]*)\|)"};
  std::multimap<std::string, Row> found;
  std::ifstream in{kRoot / "docs" / "coverage.md"};
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (std::regex_match(line, match, shape)) found.emplace(match[1], Row{match[2], match[3], match[4]});
  }
  return found;
}

// Every test there is: `Suite.Name` of the C++ tests and the titles of the browser and fault tests.
std::set<std::string> tests() {
  static const std::regex cpp{R"(TEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\))"};
  static const std::regex titled{R"re(\btest\(\s*"([^"]+)")re"};
  std::set<std::string> found;
  for (const char* folder : {"src", "tests", "bench"}) {
    if (!fs::exists(kRoot / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator{kRoot / folder}) {
      const std::string name = entry.path().filename().string();
      const bool is_cpp = name.ends_with("_test.cpp") || name.ends_with("_contract.cpp");
      if (!entry.is_regular_file() || !(is_cpp || name.ends_with(".test.mjs"))) continue;
      const std::string text = text_of(entry.path());
      for (std::sregex_iterator at{text.begin(), text.end(), is_cpp ? cpp : titled}, end; at != end; ++at) {
        found.insert(is_cpp ? (*at)[1].str() + "." + (*at)[2].str() : (*at)[1].str());
      }
    }
  }
  return found;
}

std::vector<std::string> quoted(const std::string& cell) {
  static const std::regex shape{"`([^`]+)`"};
  std::vector<std::string> found;
  for (std::sregex_iterator at{cell.begin(), cell.end(), shape}, end; at != end; ++at) found.push_back((*at)[1]);
  return found;
}

TEST(Coverage, NamesEveryRequirementOnce) {
  const auto listed = rows();
  std::size_t expected = 0;
  for (const auto& [part, last] : kParts) {
    for (int number = 1; number <= last; ++number, ++expected) {
      const std::string id = part + "-" + std::to_string(number);
      EXPECT_EQ(listed.count(id), 1U) << id;
    }
  }
  EXPECT_EQ(listed.size(), expected);
}

TEST(Coverage, NamesFilesAndTestsThatExist) {
  const auto known = tests();
  for (const auto& [id, row] : rows()) {
    for (const auto& path : quoted(row.where)) EXPECT_TRUE(fs::exists(kRoot / path)) << id << " names " << path;
    for (const auto& test : quoted(row.proved_by))
      EXPECT_TRUE(known.contains(test)) << id << " names the test " << test;
    if (row.state.starts_with("not yet")) continue;
    EXPECT_TRUE(row.state == "done" || row.state.starts_with("in part: ")) << id << " is " << row.state;
    EXPECT_THAT(quoted(row.where), Not(IsEmpty())) << id;
    EXPECT_THAT(quoted(row.proved_by), Not(IsEmpty())) << id;
  }
}

}  // namespace
}  // namespace plumbline::structure
