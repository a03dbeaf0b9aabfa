// Reads a framework and its tools from YAML text, and says everything that is wrong with them
// (docs/framework-format.md).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/framework/framework.hpp"

namespace plumbline::domain {

// One thing wrong in a definition, for the person who edits it.
struct Problem {
  std::string file;     // as given by the caller
  int line = 0;         // from 1; 0 when the file as a whole is meant
  int column = 0;       // from 1
  std::string key;      // the path of the key: `programmes[tier2].draw.size`
  std::string message;  // what is wrong and what to write instead, as one or two sentences
  friend bool operator==(const Problem&, const Problem&) = default;
};
std::string say(const Problem& problem);  // `borsetshire.yaml:12:3: programmes[tier2].cycle: …`

// A framework's texts by file name: `borsetshire.yaml` and `tools/<key>.yaml` for the tools. Nothing else is read.
using FrameworkFiles = std::map<std::string, std::string, std::less<>>;

struct LoadedFramework {
  Framework framework;            // whole only when there are no problems
  std::vector<Problem> problems;  // in the order of files and lines; empty when the framework is sound
  bool sound() const { return problems.empty(); }
};

// Reads the framework in `file` of `files` with the tools it names (`tools/<key>.yaml` beside it). Never throws on any
// input. Limits: 1 MiB a file, 40 levels deep, 50,000 nodes counted with aliases expanded; past one is a problem.
LoadedFramework load_framework(const FrameworkFiles& files, std::string_view file);

// What the format has and what a definition makes of it: keys as `programmes[].draw.size`, and the words that a key
// takes. A group that isn't written is asked for, what would stand in it is not. For the tests and for whoever
// documents the format.
struct KeyUses {
  std::set<std::string> asked;
  std::set<std::string> written;
  std::map<std::string, std::set<std::string>> words_known;
  std::map<std::string, std::set<std::string>> words_written;

  void note(std::string_view path, bool is_written);
  void note_word(std::string_view path, const std::vector<std::string>& known, const std::string& word);
};
// Of the framework itself, and of the tools that it names.
struct FormatUses {
  KeyUses framework;
  KeyUses tools;
};
FormatUses uses_of(const FrameworkFiles& files, std::string_view file);

// Reads one tool by itself, as `framework check` does with a file of frameworks/tools.
struct LoadedTool {
  Tool tool;
  std::vector<Problem> problems;
};
LoadedTool load_tool(std::string_view text, std::string_view file);

// What is wrong with that file of `files`, be it a framework or a tool (`tool:` stands in it). For the editor of
// either.
std::vector<Problem> check_definition(const FrameworkFiles& files, std::string_view file);

// The text as it is hashed: without a byte-order mark, line ends as LF, exactly one LF at the end.
std::string canonical_text(std::string_view text);

// The files that were built into the program from frameworks/: `borsetshire.yaml`, `tools/tier2-cin-cp.yaml`, …
const FrameworkFiles& shipped_framework_files();
// The keys of the shipped frameworks, sorted.
std::vector<std::string> shipped_framework_keys();

}  // namespace plumbline::domain
