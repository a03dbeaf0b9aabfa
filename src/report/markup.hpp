// Plain text into HTML and XML. Internal to the forms of a report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/page.hpp"

namespace plumbline::report {

// `& < > " '` as entities; letters that no XML may hold are left out.
std::string escaped(std::string_view text);
// `#1d5a8a`
bool is_colour(std::string_view text);
// Paragraphs and lists, each text escaped.
std::string commentary_html(const std::vector<CommentaryBlock>& blocks);

}  // namespace plumbline::report
