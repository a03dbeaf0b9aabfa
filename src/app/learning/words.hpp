// What the use cases of learning share: limits on what is typed.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace plumbline::app {

inline constexpr std::size_t kLongestLine = 300;  // letters of a title, a place, a venue

// Refuses a text longer than kLongestText with learning.save.too_long, a line longer than kLongestLine with
// learning.save.line_too_long, and what is no text with learning.save.not_text.
base::Result<void> check_prose(std::string_view text, std::string field);
base::Result<void> check_line(std::string_view text, std::string field);

}  // namespace plumbline::app
