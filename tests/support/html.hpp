// Just enough of HTML to ask of a page what its reader needs: the tags with their attributes, and the text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline::tests {

struct Tag {
  std::string name;                               // lower case; closing tags begin with `/`
  std::map<std::string, std::string> attributes;  // names in lower case, values decoded
  std::string text;                               // decoded, up to the next tag
  const std::string* find(std::string_view attribute) const;
  std::string get(std::string_view attribute) const;
};

std::vector<Tag> tags_of(std::string_view html);
// The five named references and the numbered ones.
std::string decode_html(std::string_view text);
// All text between the first tag of that name and its end, blanks run together.
std::string text_in(const std::vector<Tag>& tags, std::string_view name);

// What is wrong with a page of ours, in sentences: one h1, a title that contains it, the language, labels for all
// controls, ids that are there and there once, nothing that the content security policy forbids, its size.
std::vector<std::string> flaws_of(std::string_view html);

}  // namespace plumbline::tests
