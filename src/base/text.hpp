// Small text tools that say nothing of the domain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumbline::base {

// Without the blanks around it. ASCII blanks and U+00A0 (no-break space), which spreadsheets put into names.
std::string_view trim(std::string_view text);
std::string lower(std::string_view text);  // ASCII letters only
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::vector<std::string> split(std::string_view text, char separator);  // "a;;b" → "a", "", "b"; "" → ""
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

bool is_valid_utf8(std::string_view text);  // refuses overlong forms, surrogates and NUL
// "1 audit", "2 audits": the number with thousands separated by commas.
std::string count_of(long long count, std::string_view one, std::string_view many);
std::string with_commas(long long count);  // 7,445
// A share of integer counts as a whole percentage, rounded half up: "59%"; "–" when there is nothing to share.
std::string percent_of(long long n, long long of);
std::string share_of(long long n, long long of);  // "59% (29 of 49)", "– (0 of 0)"

}  // namespace plumbline::base
