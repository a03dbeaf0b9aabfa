#include "support/source_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <regex>
#include <string_view>

namespace plumbline::structure {
namespace fs = std::filesystem;
namespace {

struct Line {
  int number;
  std::string text;
};

std::vector<Line> lines_of(const fs::path& file) {
  std::vector<Line> lines;
  std::ifstream in{file};
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) lines.push_back({number, text});
  return lines;
}

bool is_source(const fs::path& file) { return file.extension() == ".cpp" || file.extension() == ".hpp"; }

bool is_test(const fs::path& file) { return file.stem().string().ends_with("_test"); }

std::string shown(const fs::path& root, const fs::path& file) { return fs::relative(file, root).generic_string(); }

// Sorted, so that two machines name the breaches in the same order.
std::vector<fs::path> files_under(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<fs::path> sources_under(const fs::path& folder) {
  auto files = files_under(folder);
  std::erase_if(files, [](const fs::path& file) { return !is_source(file); });
  return files;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string without_comment(const std::string& text) {
  const auto at = text.find("//");
  return at == std::string::npos ? text : text.substr(0, at);
}

// The layer that a path below src/ belongs to: "web/http" is a layer of its own.
std::string layer_of(std::string_view path) {
  if (path.starts_with("web/http/")) return "web/http";
  const auto slash = path.find('/');
  return slash == std::string_view::npos ? "" : std::string{path.substr(0, slash)};
}

const std::map<std::string, std::set<std::string>>& arrows() {
  static const std::map<std::string, std::set<std::string>> allowed{
      {"base", {"base"}},
      {"domain", {"domain", "base"}},
      {"app", {"app", "domain", "base"}},
      {"report", {"report", "app", "domain", "base"}},
      {"store", {"store", "app", "report", "domain", "base"}},
      {"intake", {"intake", "app", "report", "domain", "base"}},
      {"mail", {"mail", "app", "domain", "base"}},
      {"web/http", {"web/http", "app", "base"}},
      {"web", {"web", "web/http", "app", "report", "domain", "base"}},
      {"cli", {"cli", "app", "report", "domain", "base"}},
  };
  return allowed;
}

struct Home {
  std::string header;  // how the included path begins
  std::string folder;  // the one folder below src/ where it may
};

const std::vector<Home>& homes() {
  static const std::vector<Home> one_home_each{
      {"sqlite3.h", "store/sqlite/"}, {"libpq-fe.h", "store/postgres/"}, {"boost/beast", "web/http/"},
      {"boost/asio", "web/http/"},    {"ctemplate/", "web/http/"},       {"curl/", "mail/"},
  };
  return one_home_each;
}

}  // namespace

Breaches missing_folders(const fs::path& root, const std::vector<std::string>& folders) {
  Breaches breaches;
  for (const auto& folder : folders) {
    const auto files = sources_under(root / "src" / folder);
    if (files.empty()) breaches.push_back(fmt::format("src/{}: the folder is missing or holds no source", folder));
  }
  return breaches;
}

Breaches forbidden_includes(const fs::path& root) {
  static const std::regex include{R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re"};
  Breaches breaches;
  for (const auto& file : sources_under(root / "src")) {
    const std::string path = shown(root / "src", file);
    const bool composition_root = path == "main.cpp";
    const std::string from = layer_of(path);
    if (!composition_root && !arrows().contains(from)) {
      breaches.push_back(fmt::format("src/{}: no such folder in the architecture", path));
      continue;
    }
    for (const auto& line : lines_of(file)) {
      std::smatch match;
      if (!std::regex_search(line.text, match, include)) continue;
      const std::string included = match[2];
      const auto breach = [&](const std::string& what) {
        breaches.push_back(fmt::format("src/{}:{}: {}", path, line.number, what));
      };
      if (included.find("..") != std::string::npos) breach(included + " climbs out of its folder");
      for (const auto& home : homes()) {
        if (included.starts_with(home.header) && !path.starts_with(home.folder)) {
          breach(fmt::format("{} belongs in src/{} alone", included, home.folder));
        }
      }
      if (composition_root || match[1] == "<") continue;
      const std::string to = layer_of(included);
      if (arrows().contains(to) && !arrows().at(from).contains(to)) {
        breach(fmt::format("{} must not see {} ({})", from, to, included));
      }
    }
  }
  return breaches;
}

Breaches council_names(const fs::path& root, const std::vector<std::string>& names) {
  Breaches breaches;
  for (const auto& file : sources_under(root / "src")) {
    if (is_test(file)) continue;
    for (const auto& line : lines_of(file)) {
      const std::string text = lower(line.text);
      for (const auto& name : names) {
        if (text.find(lower(name)) == std::string::npos) continue;
        breaches.push_back(fmt::format("{}:{}: names {}; a council's difference is data in frameworks/",
                                       shown(root, file), line.number, name));
      }
    }
  }
  return breaches;
}

Breaches machine_paths(const fs::path& root) {
  // Put together here so that this file does not breach its own rule.
  const std::vector<std::string> needles{std::string{".."} + "/shared", std::string{"/"} + "work/",
                                         std::string{"/"} + "home/", std::string{"/"} + "root/"};
  static const std::set<std::string> text_files{".cpp",  ".hpp",   ".sql",  ".yaml", ".yml", ".md",
                                                ".html", ".txt",   ".json", ".js",   ".mjs", ".scss",
                                                ".css",  ".cmake", ".csv",  ".sh",   ""};
  Breaches breaches;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{root}) {
    const std::string name = entry.path().filename().string();
    const bool hidden = name.starts_with(".") && name != ".ci";
    if (hidden || name.starts_with("build") || name == "data" || name == "node_modules") continue;
    if (entry.is_regular_file()) files.push_back(entry.path());
    if (entry.is_directory()) {
      const auto below = files_under(entry.path());
      files.insert(files.end(), below.begin(), below.end());
    }
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const std::string path = shown(root, file);
    if (path.find("node_modules/") != std::string::npos || file.filename() == "package-lock.json") continue;
    if (!text_files.contains(file.extension().string())) continue;
    for (const auto& line : lines_of(file)) {
      for (const auto& needle : needles) {
        const auto at = line.text.find(needle);
        // A URL's or a relative path's middle ("docs/home/") is no machine's folder.
        if (at == std::string::npos) continue;
        const char before = at == 0 ? ' ' : line.text[at - 1];
        if (needle.front() == '/' && (std::isalnum(static_cast<unsigned char>(before)) || before == '.')) continue;
        breaches.push_back(fmt::format("{}:{}: names {}, which a clone does not have", path, line.number, needle));
      }
    }
  }
  return breaches;
}

Breaches long_files(const fs::path& root, int most, const std::map<std::string, int>& longer) {
  Breaches breaches;
  for (const char* folder : {"src", "tests", "bench"}) {
    for (const auto& file : sources_under(root / folder)) {
      const std::string path = shown(root, file);
      const auto exception = longer.find(path);
      // A test file is a list: it may be half as long again.
      const int limit = exception != longer.end() ? exception->second : is_test(file) ? most * 3 / 2 : most;
      const auto lines = static_cast<int>(lines_of(file).size());
      if (lines > limit) {
        breaches.push_back(fmt::format("{}: {} lines, more than {}; split it by what it does", path, lines, limit));
      }
    }
  }
  for (const auto& [path, limit] : longer) {
    if (!fs::exists(root / path)) breaches.push_back(fmt::format("{}: is excepted from the length but gone", path));
  }
  return breaches;
}

Breaches names_given_twice(const fs::path& root) {
  static const std::regex opens{R"(namespace ([\w:]+) \{.*)"};
  static const std::regex defines{R"((?:struct|class|enum class) ([\w:]+)[^;]*\{.*)"};
  Breaches breaches;
  std::map<std::string, std::string> first;  // the name with its namespace → where
  for (const auto& file : sources_under(root / "src")) {
    if (file.extension() != ".hpp") continue;
    std::string space;
    for (const auto& line : lines_of(file)) {
      std::smatch match;
      if (std::regex_match(line.text, match, opens)) space = match[1];
      if (!std::regex_match(line.text, match, defines)) continue;
      const auto name = space + "::" + match[1].str();
      const auto where = fmt::format("{}:{}", shown(root, file), line.number);
      const auto [known, added] = first.emplace(name, where);
      if (!added) breaches.push_back(fmt::format("{}: {} is another type in {}", where, name, known->second));
    }
  }
  return breaches;
}

Breaches migration_gaps(const fs::path& root) {
  static const std::regex shape{R"((\d{4})_([a-z0-9_]+)(\.sqlite|\.postgres)?\.sql)"};
  Breaches breaches;
  std::map<int, std::map<std::string, std::string>> numbered;  // number → dialect ("" for both) → name
  for (const auto& file : files_under(root / "db" / "migrations")) {
    const std::string name = file.filename().string();
    std::smatch match;
    if (!std::regex_match(name, match, shape)) {
      breaches.push_back(fmt::format("{}: is not named NNNN_what.sql", shown(root, file)));
      continue;
    }
    auto& dialects = numbered[std::stoi(match[1])];
    if (dialects.contains(match[3])) {
      breaches.push_back(fmt::format("{}: its number is taken by {}", shown(root, file), dialects[match[3]]));
    }
    dialects[match[3]] = name;
  }
  if (numbered.empty()) breaches.push_back("db/migrations: holds no migration");
  int expected = 1;
  for (const auto& [number, dialects] : numbered) {
    for (; expected < number; ++expected) {
      breaches.push_back(fmt::format("db/migrations: {:04} is missing before {:04}", expected, number));
    }
    expected = number + 1;
    const bool twins = dialects.contains(".sqlite") && dialects.contains(".postgres");
    const bool either = dialects.contains(".sqlite") || dialects.contains(".postgres");
    if (either && !twins) {
      breaches.push_back(
          fmt::format("db/migrations/{}: the other dialect's file is missing", dialects.begin()->second));
    }
    if (either && dialects.contains("")) {
      breaches.push_back(fmt::format("db/migrations: {:04} is written both for one and for all dialects", number));
    }
  }
  return breaches;
}

namespace {

// A rule key is three or more lower-case words joined by dots, and is a string literal of its own.
const std::regex& rule_key() {
  static const std::regex shape{R"re("([a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*){2,})")re"};
  return shape;
}

}  // namespace

std::map<std::string, std::string> rule_keys_used(const fs::path& root) {
  std::map<std::string, std::string> used;
  for (const auto& file : sources_under(root / "src")) {
    const std::string path = shown(root, file);
    if (is_test(file) || path.starts_with("src/app/messages/")) continue;
    for (const auto& line : lines_of(file)) {
      if (line.text.find("#include") != std::string::npos) continue;
      const std::string text = without_comment(line.text);
      for (std::sregex_iterator at{text.begin(), text.end(), rule_key()}, end; at != end; ++at) {
        used.try_emplace((*at)[1], fmt::format("{}:{}", path, line.number));
      }
    }
  }
  return used;
}

std::map<std::string, int> rule_keys_in_catalogue(const fs::path& root) {
  std::map<std::string, int> given;
  for (const auto& file : sources_under(root / "src" / "app" / "messages")) {
    if (is_test(file)) continue;
    for (const auto& line : lines_of(file)) {
      const std::string text = without_comment(line.text);
      for (std::sregex_iterator at{text.begin(), text.end(), rule_key()}, end; at != end; ++at) ++given[(*at)[1]];
    }
  }
  return given;
}

Breaches catalogue_breaches(const fs::path& root) {
  static const std::regex beginning{R"re("([a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*\.)")re"};
  Breaches breaches;
  const auto used = rule_keys_used(root);
  const auto given = rule_keys_in_catalogue(root);
  for (const auto& file : sources_under(root / "src")) {
    if (is_test(file)) continue;
    for (const auto& line : lines_of(file)) {
      const std::string text = without_comment(line.text);
      for (std::sregex_iterator at{text.begin(), text.end(), beginning}, end; at != end; ++at) {
        const std::string key = (*at)[1];
        const auto next = given.lower_bound(key);
        if (next != given.end() && next->first.starts_with(key)) continue;
        breaches.push_back(fmt::format("{}:{}: no key of {}… has a sentence in src/app/messages", shown(root, file),
                                       line.number, key));
      }
    }
  }
  for (const auto& [key, place] : used) {
    if (!given.contains(key)) breaches.push_back(fmt::format("{}: {} has no sentence in src/app/messages", place, key));
  }
  for (const auto& [key, times] : given) {
    if (times > 1) breaches.push_back(fmt::format("src/app/messages: {} is given {} sentences", key, times));
  }
  return breaches;
}

}  // namespace plumbline::structure
