#include "support/html.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "base/text.hpp"

namespace plumbline::tests {

namespace {

constexpr std::size_t kMostBytes = 100'000;

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

void append_utf8(std::string& out, unsigned long code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xe0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_blank(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

const std::string* Tag::find(std::string_view attribute) const {
  const auto found = attributes.find(std::string(attribute));
  return found == attributes.end() ? nullptr : &found->second;
}

std::string Tag::get(std::string_view attribute) const {
  const auto* found = find(attribute);
  return found ? *found : std::string();
}

std::string decode_html(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
    if (end == std::string_view::npos || end - at > 10) {
      out += text[at];
      continue;
    }
    const auto name = text.substr(at + 1, end - at - 1);
    if (name == "amp")
      out += '&';
    else if (name == "lt")
      out += '<';
    else if (name == "gt")
      out += '>';
    else if (name == "quot")
      out += '"';
    else if (name == "apos")
      out += '\'';
    else if (name.starts_with("#x"))
      append_utf8(out, std::stoul(std::string(name.substr(2)), nullptr, 16));
    else if (name.starts_with("#"))
      append_utf8(out, std::stoul(std::string(name.substr(1))));
    else {
      out += text[at];
      continue;
    }
    at = end;
  }
  return out;
}

std::vector<Tag> tags_of(std::string_view html) {
  std::vector<Tag> tags;
  std::size_t at = 0;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    if (html.substr(at).starts_with("<!--")) {
      at = html.find("-->", at);
      continue;
    }
    const char next = at + 1 < html.size() ? html[at + 1] : ' ';
    if (next != '/' && next != '!' && std::isalpha(static_cast<unsigned char>(next)) == 0) {
      ++at;
      continue;
    }
    Tag tag;
    std::size_t in = at + 1;
    while (in < html.size() && !is_blank(html[in]) && html[in] != '>' && (html[in] != '/' || in == at + 1))
      tag.name += static_cast<char>(std::tolower(static_cast<unsigned char>(html[in++])));
    while (in < html.size() && html[in] != '>') {
      if (is_blank(html[in]) || html[in] == '/') {
        ++in;
        continue;
      }
      std::string name, value;
      while (in < html.size() && !is_blank(html[in]) && html[in] != '=' && html[in] != '>')
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(html[in++])));
      if (in < html.size() && html[in] == '=') {
        ++in;
        if (in < html.size() && (html[in] == '"' || html[in] == '\'')) {
          const auto end = html.find(html[in], in + 1);
          value = html.substr(in + 1, end - in - 1);
          in = end == std::string_view::npos ? html.size() : end + 1;
        } else {
          while (in < html.size() && !is_blank(html[in]) && html[in] != '>') value += html[in++];
        }
      }
      tag.attributes[name] = decode_html(value);
    }
    at = std::min(in + 1, html.size());
    tag.text = decode_html(html.substr(at, html.find('<', at) - at));
    tags.push_back(std::move(tag));
  }
  return tags;
}

std::string text_in(const std::vector<Tag>& tags, std::string_view name) {
  std::string out;
  bool inside = false;
  for (const auto& tag : tags) {
    if (tag.name == name) inside = true;
    if (inside && tag.name == "/" + std::string(name)) break;
    if (inside) out += tag.text + (tag.name == "br" ? " " : "");
  }
  return one_line(out);
}

std::vector<std::string> flaws_of(std::string_view html) {
  std::vector<std::string> flaws;
  const auto tags = tags_of(html);
  const auto count = [&](std::string_view name) {
    return std::count_if(tags.begin(), tags.end(), [&](const Tag& tag) { return tag.name == name; });
  };
  if (!html.starts_with("<!DOCTYPE html>")) flaws.emplace_back("does not begin with its doctype");
  if (html.size() >= kMostBytes) flaws.push_back("is " + std::to_string(html.size()) + " bytes long");
  for (const char* marker : {"{{", "}}"})
    if (html.find(marker) != std::string_view::npos) flaws.push_back(std::string("has ") + marker + " in it");
  if (count("h1") != 1) {
    flaws.push_back("has " + std::to_string(count("h1")) + " h1");
  } else {
    const auto heading = text_in(tags, "h1");
    const auto title = text_in(tags, "title");
    if (heading.empty()) flaws.emplace_back("has an empty h1");
    if (title.find(heading) == std::string::npos)
      flaws.push_back("is titled “" + title + "” but headed “" + heading + "”");
  }
  if (count("main") != 1) flaws.emplace_back("has no main part of its own");

  std::set<std::string> ids;
  std::set<std::string> labelled;
  for (const auto& tag : tags) {
    if (const auto* id = tag.find("id"))
      if (id->empty() || id->find(' ') != std::string::npos || !ids.insert(*id).second)
        flaws.push_back("has the id “" + *id + "” twice, or it is none");
    if (tag.name == "label") labelled.insert(tag.get("for"));
    if (tag.name == "html" && tag.get("lang") != "en") flaws.emplace_back("does not say its language");
  }
  std::string method;
  bool has_token = true;
  for (const auto& tag : tags) {
    const auto& type = tag.get("type");
    if (tag.name == "input" || tag.name == "select" || tag.name == "textarea") {
      const bool unseen = type == "hidden" || type == "submit" || type == "button";
      if (!unseen && !labelled.contains(tag.get("id")) && !tag.find("aria-label") && !tag.find("aria-labelledby"))
        flaws.push_back("has a control without a label: " + tag.get("name"));
      if (tag.get("name") == "csrf_token" && !tag.get("value").empty()) has_token = true;
    }
    if (tag.name == "label" && !ids.contains(tag.get("for")))
      flaws.push_back("has a label for nothing: " + tag.get("for"));
    for (const char* attribute : {"aria-describedby", "aria-labelledby", "aria-controls"})
      for (const auto& id : base::split(tag.get(attribute), ' '))
        if (!id.empty() && !ids.contains(std::string(id)))
          flaws.push_back(std::string(attribute) + " names an id that is not there: " + std::string(id));
    if (tag.name == "a")
      if (const auto& to = tag.get("href"); to.size() > 1 && to.starts_with("#") && !ids.contains(to.substr(1)))
        flaws.push_back("leads to an id that is not there: " + to);
    if (tag.name == "form") method = tag.get("method"), has_token = method != "post" || tag.get("action") == "/sign-in";
    if (tag.name == "/form" && !has_token) flaws.emplace_back("has a form without its token");
    if (tag.name == "/form") has_token = true;
    if (tag.name == "script" && !tag.find("src")) flaws.emplace_back("has a script inside");
    if (tag.name == "style" || tag.find("style")) flaws.push_back("has a style inside, at " + tag.name);
    if (tag.name == "img" && !tag.find("alt")) flaws.emplace_back("has a picture without words for it");
    for (const auto& [name, value] : tag.attributes) {
      if (name.starts_with("on")) flaws.push_back("has a handler inside: " + name);
      if ((name == "href" || name == "src" || name == "action") && base::lower(value).starts_with("javascript:"))
        flaws.push_back("leads into a script: " + name);
    }
  }
  return flaws;
}

}  // namespace plumbline::tests
