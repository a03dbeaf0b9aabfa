#pragma once
// The rules of the house that a compiler does not check: which folder may include which, where a library's header may
// appear, what must not be written in the sources. Reads files as text; knows nothing of C++ beyond #include lines,
// comments and string literals.
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace plumbline::structure {

// One breach, as a sentence that begins with "path:line: " or "path: " relative to the tree that was checked.
using Breaches = std::vector<std::string>;

// `folders` under src/ exist and hold at least one source file.
Breaches missing_folders(const std::filesystem::path& root, const std::vector<std::string>& folders);

// The arrows: domain → base; app → domain; report → app, domain; store, intake, web, cli → app, report, domain; all →
// base; web/http → app, base; only main.cpp sees all. No include climbs with "..". A library's header stays in its one
// folder.
Breaches forbidden_includes(const std::filesystem::path& root);

// A council's difference is data: none of `names` appears in src/ outside *_test.cpp, in any case of letters, not even
// in a comment.
Breaches council_names(const std::filesystem::path& root, const std::vector<std::string>& names);

// Paths that exist on one machine only, in any text file of the tree (build folders and node_modules left out).
Breaches machine_paths(const std::filesystem::path& root);

// Source files of more than `most` lines (tests: half as many again), save those named in `longer` with a limit of
// their own.
Breaches long_files(const std::filesystem::path& root, int most, const std::map<std::string, int>& longer);

// Two headers of src/ that give one type name in one namespace: the linker keeps one destructor of the two, and what is
// freed by the wrong one crashes far away (moderating an audit did).
Breaches names_given_twice(const std::filesystem::path& root);

// db/migrations/NNNN_what.sql from 0001 up without gap or double; a dialect's file (NNNN_what.sqlite.sql) has its twin.
Breaches migration_gaps(const std::filesystem::path& root);

// Error rule keys (`noun.verb.reason`) written as literals in src/ outside tests and the catalogue, each with the place
// where it was seen first.
std::map<std::string, std::string> rule_keys_used(const std::filesystem::path& root);

// Rule keys that src/app/messages/*.cpp gives a sentence, with how often each is given one.
std::map<std::string, int> rule_keys_in_catalogue(const std::filesystem::path& root);

// Keys used without a sentence, beginnings of keys (`"audit.save." + reason`) of which none has one, and keys given
// more than one.
Breaches catalogue_breaches(const std::filesystem::path& root);

}  // namespace plumbline::structure
