#include "report/markup.hpp"

#include <algorithm>

namespace plumbline::report {

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\n' || letter == '\t') out += letter;
    }
  }
  return out;
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

std::string commentary_html(const std::vector<CommentaryBlock>& blocks) {
  std::string out;
  bool in_list = false;
  for (const auto& block : blocks) {
    const bool item = block.kind == CommentaryBlock::Kind::Item;
    if (item != in_list) out += item ? "<ul>\n" : "</ul>\n";
    in_list = item;
    out += (item ? "<li>" : "<p>") + escaped(block.text) + (item ? "</li>\n" : "</p>\n");
  }
  if (in_list) out += "</ul>\n";
  return out.empty() ? out : "<div class=\"commentary\">\n" + out + "</div>\n";
}

}  // namespace plumbline::report
