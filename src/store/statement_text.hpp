// What both back ends do with the text of a statement.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace plumbline::store {

// For a failure's words: never a bound value, so nothing of a person.
inline std::string start_of(std::string_view sql) {
  const auto first = sql.find_first_not_of(" \n\t");
  if (first == std::string_view::npos) return {};
  return std::string(sql.substr(first, 80));
}

// Finds a prepared statement by its text without copying it.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace plumbline::store
