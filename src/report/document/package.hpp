// An Office file as what it is: named parts in a ZIP archive, held in memory.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace plumbline::report {

// Parts by name, in the order of their names but with [Content_Types].xml first, where Word expects it.
using Package = std::map<std::string, std::string>;

// Nothing when it is no ZIP archive, or one past `most` bytes in all its parts.
std::optional<Package> unpacked(const std::string& bytes, std::size_t most);
// The same parts give the same bytes. Throws Broken when memory is short.
std::string packed(const Package& parts);

}  // namespace plumbline::report
