// What the use cases of learning share: limits on what is typed, and letters in the council's own words.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "app/audit/council_letter.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app {

inline constexpr std::size_t kLongestLine = 300;  // letters of a title, a place, a venue

// Refuses a text longer than kLongestText with learning.save.too_long, a line longer than kLongestLine with
// learning.save.line_too_long, and what is no text with learning.save.not_text.
base::Result<void> check_prose(std::string_view text, std::string field);
base::Result<void> check_line(std::string_view text, std::string field);

// The council's letter of that key, or the usual words, with `{programme}` and the like filled in.
LetterWords filled_letter(const domain::Framework& framework, std::string_view key, LetterWords usual,
                          std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace plumbline::app
