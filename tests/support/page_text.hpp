// What a report's HTML says, as text that a person can read in a golden file: no stylesheet, no drawing, a table's row
// a line. A chart is its title and description, once, whatever sizes it is drawn in.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace plumbline::test {

inline std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    bool found = false;
    for (const auto& [entity, letter] :
         {std::pair<std::string_view, char>{"&amp;", '&'}, std::pair<std::string_view, char>{"&lt;", '<'},
          std::pair<std::string_view, char>{"&gt;", '>'}, std::pair<std::string_view, char>{"&quot;", '"'},
          std::pair<std::string_view, char>{"&#39;", '\''}})
      if (text.substr(at).starts_with(entity)) {
        out += letter;
        at += entity.size();
        found = true;
        break;
      }
    if (!found) out += text[at++];
  }
  return out;
}

inline std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const auto from = text.find(open);
  if (from == std::string_view::npos) return {};
  const auto begin = text.find('>', from) + 1;
  return text.substr(begin, text.find(close, begin) - begin);
}

inline std::string page_text(std::string_view html) {
  std::string out;
  std::string last_chart;
  const auto line = [&] {
    while (out.ends_with(' ')) out.pop_back();
    if (!out.empty() && !out.ends_with('\n')) out += '\n';
  };
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] != '<') {
      const auto end = std::min(html.find('<', at), html.size());
      const auto text = html.substr(at, end - at);
      if (text.find_first_not_of(" \n") != std::string_view::npos) out += decoded(text);
      at = end;
      continue;
    }
    const auto end = html.find('>', at);
    const auto tag = html.substr(at + 1, end - at - 1);
    const auto name = tag.substr(0, tag.find_first_of(" \n"));
    at = end + 1;
    if (name == "style") {
      at = html.find("</style>", at);
    } else if (name == "svg") {
      const auto close = html.find("</svg>", at);
      const auto drawing = html.substr(at, close - at);
      const auto said = "[chart] " + decoded(between(drawing, "<title", "</title>")) + " / " +
                        decoded(between(drawing, "<desc", "</desc>"));
      line();
      if (said != last_chart) out += said + "\n";
      last_chart = said;
      at = close;
    } else if (name == "h1" || name == "h2" || name == "caption") {
      line();
      out += name == "h1" ? "# " : name == "h2" ? "\n## " : "";
    } else if (name == "p" || name == "li" || name == "tr" || name == "title") {
      line();
      if (name == "li") out += "- ";
    } else if (name == "th" || name == "td") {
      if (!out.empty() && !out.ends_with('\n')) out += " | ";
    } else if (name == "small" || name == "/b") {
      out += name == "small" ? " (" : " ";
    } else if (name == "/small") {
      out += ")";
    } else if (name == "/p" || name == "/li" || name == "/tr" || name == "/h1" || name == "/h2" || name == "/caption" ||
               name == "/title") {
      line();
    }
  }
  line();
  return out;
}

// JSON that a difference of can be read: a line for each entry of a list, however deep the entry is. What is told by
// area is left to the page.
inline std::string json_lines(const std::string& text) {
  const auto json = nlohmann::ordered_json::parse(text);
  std::string out;
  for (const auto& [key, value] : json.items()) {
    if (key.ends_with("_by_area")) continue;
    if (!value.is_array() || value.empty() || !value.front().is_object()) {
      out += key + ": " + value.dump() + "\n";
      continue;
    }
    out += key + ":\n";
    for (const auto& entry : value) out += "  " + entry.dump() + "\n";
  }
  return out;
}

}  // namespace plumbline::test
