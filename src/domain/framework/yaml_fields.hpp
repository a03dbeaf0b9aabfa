// Reads YAML mappings key by key and collects everything that is wrong with them. For the readers of this folder alone.
#pragma once

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "domain/framework/loader.hpp"

namespace plumbline::domain::yaml {

using Node = YAML::Node;

inline constexpr std::size_t kMostProblems = 500;

std::string quoted(std::string_view text);                  // `text`, cut at 60 letters
std::string one_of(const std::vector<std::string>& known);  // `a`, `b`
// "Did you mean `x`?" when that can be guessed; else "Write one of …".
std::string write_instead(std::string_view word, const std::vector<std::string>& known);

template <class List>
std::vector<std::string> texts_of(const List& values) {
  std::vector<std::string> texts;
  for (const auto value : values) texts.emplace_back(to_string(value));
  return texts;
}

// Collects what is wrong in one file, and which keys were asked for where somebody wants to know.
class Report {
 public:
  Report(std::string file, std::vector<Problem>& problems, KeyUses* uses = nullptr)
      : file_(std::move(file)), problems_(problems), uses_(uses) {}

  KeyUses* uses() { return uses_; }

  void add(const YAML::Mark& mark, std::string key, std::string message) {
    if (problems_.size() >= kMostProblems) return;
    const bool known = mark.line >= 0 && !mark.is_null();
    problems_.push_back(
        {file_, known ? mark.line + 1 : 0, known ? mark.column + 1 : 0, std::move(key), std::move(message)});
  }
  void add(const Node& node, std::string key, std::string message) {
    add(node.Mark(), std::move(key), std::move(message));
  }

 private:
  std::string file_;
  std::vector<Problem>& problems_;
  KeyUses* uses_;
};

bool is_key(std::string_view text);  // small letters, digits and hyphens

enum class Presence { Required, Optional };

// Reads a mapping key by key and knows afterwards which keys nobody asked for.
class Fields {
 public:
  Fields(Node node, std::string path, Report& report)
      : node_(std::move(node)), path_(std::move(path)), report_(report) {
    if (!node_.IsMap()) {
      report_.add(node_, path_, "This must be a group of `key: value` lines.");
      sound_ = false;
      return;
    }
    for (const auto& pair : node_) {
      if (!pair.first.IsScalar()) {
        report_.add(pair.first, path_, "A key must be plain text.");
        continue;
      }
      const auto name = pair.first.Scalar();
      if (!values_.emplace(name, std::pair{pair.first, pair.second}).second)
        report_.add(pair.first, at(name), "This key stands here twice. Keep one of them.");
    }
  }
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  // Every key that nobody asked for is a problem.
  ~Fields() {
    if (!sound_) return;
    for (const auto& [name, pair] : values_)
      if (std::ranges::find(asked_, name) == asked_.end())
        report_.add(pair.first, at(name),
                    "Nothing here is called " + quoted(name) + ". " + write_instead(name, asked_));
    if (auto* uses = report_.uses())
      for (const auto& name : asked_) uses->note(at(name), values_.contains(name));
  }

  std::string at(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }
  const std::string& path() const { return path_; }
  Report& report() { return report_; }
  bool has(const std::string& name) const { return values_.contains(name); }
  bool is_written(const std::string& name, std::string_view text) const {
    const auto found = values_.find(name);
    return found != values_.end() && found->second.second.IsScalar() && found->second.second.Scalar() == text;
  }

  // The value of a key, or nothing when it is absent (or left blank, which means the same).
  std::optional<Node> find(const std::string& name, Presence presence = Presence::Optional) {
    asked_.push_back(name);
    const auto found = values_.find(name);
    if (found != values_.end() && !found->second.second.IsNull()) return found->second.second;
    if (presence == Presence::Required && sound_) {
      if (found != values_.end())
        report_.add(found->second.first, at(name), "Nothing stands after " + quoted(name) + ". Fill it in.");
      else
        report_.add(node_, at(name), "Add " + quoted(name) + ": it is missing.");
    }
    return std::nullopt;
  }

  void problem(const std::string& name, std::string message) {
    const auto found = values_.find(name);
    report_.add(found == values_.end() ? node_ : found->second.second, at(name), std::move(message));
  }

  // The same of something deeper, at its own line. Each step is a key of a group or, in a list, an item's `key`, its
  // text or its number from 1; what isn't written is said of the nearest thing that is.
  void problem_at(const std::vector<std::string>& steps, std::string message);

  std::string text(const std::string& name, Presence presence = Presence::Optional) {
    const auto value = find(name, presence);
    if (!value) return {};
    return text_of(*value, at(name));
  }

  std::string text_of(const Node& value, const std::string& path) {
    if (!value.IsScalar()) {
      report_.add(value, path, "Write a text here, not a list or a group.");
      return {};
    }
    const std::string text(base::trim(value.Scalar()));
    if (text.empty()) report_.add(value, path, "Write a text here: it is blank.");
    return text;
  }

  std::string key(const std::string& name, Presence presence = Presence::Required) {
    auto text = this->text(name, presence);
    if (!text.empty() && !is_key(text))
      problem(name, quoted(text) + " can't be a key. Use small letters, digits and hyphens, such as `tier2-cin-cp`.");
    return text;
  }

  bool yes_no(const std::string& name, bool otherwise) {
    const auto value = find(name);
    if (!value) return otherwise;
    const auto text = value->IsScalar() ? base::lower(value->Scalar()) : std::string{};
    if (text == "yes" || text == "true") return true;
    if (text == "no" || text == "false") return false;
    report_.add(*value, at(name), "Write `yes` or `no`.");
    return otherwise;
  }

  std::optional<int> number(const std::string& name, int least, int most, Presence presence = Presence::Optional) {
    const auto value = find(name, presence);
    if (!value) return std::nullopt;
    return number_of(*value, at(name), least, most);
  }

  std::optional<int> number_of(const Node& value, const std::string& path, int least, int most) {
    const std::string text(value.IsScalar() ? base::trim(value.Scalar()) : std::string_view{});
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
      report_.add(value, path,
                  "Write a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
      return std::nullopt;
    }
    if (number < least || number > most) {
      report_.add(value, path,
                  std::to_string(number) + " is out of range. Write a whole number from " + std::to_string(least) +
                      " to " + std::to_string(most) + ".");
      return std::nullopt;
    }
    return number;
  }
  int number_or(const std::string& name, int least, int most, int otherwise) {
    return number(name, least, most).value_or(otherwise);
  }

  // One word of a known set. `parse` turns it into the value, `known` are the words.
  template <class Parse>
  auto word(const std::string& name, Parse parse, const std::vector<std::string>& known,
            Presence presence = Presence::Optional) -> decltype(parse(std::string_view{})) {
    const auto value = find(name, presence);
    if (!value) return std::nullopt;
    return word_of(*value, at(name), parse, known);
  }

  template <class Parse>
  auto word_of(const Node& value, const std::string& path, Parse parse, const std::vector<std::string>& known)
      -> decltype(parse(std::string_view{})) {
    if (!value.IsScalar()) {
      report_.add(value, path, "Write one word here, not a list or a group.");
      return std::nullopt;
    }
    auto parsed = parse(std::string_view(value.Scalar()));
    if (auto* uses = report_.uses()) uses->note_word(path, known, value.Scalar());
    if (!parsed)
      report_.add(value, path, quoted(value.Scalar()) + " is not known here. " + write_instead(value.Scalar(), known));
    return parsed;
  }

  // A list of such words, each once.
  template <class Parse>
  auto words(const std::string& name, Parse parse, const std::vector<std::string>& known)
      -> std::vector<typename decltype(parse(std::string_view{}))::value_type> {
    std::vector<typename decltype(parse(std::string_view{}))::value_type> all;
    for_each(name, [&](const Node& item, const std::string& path) {
      if (const auto parsed = word_of(item, path, parse, known)) {
        if (std::ranges::find(all, *parsed) != all.end())
          report_.add(item, path, quoted(item.Scalar()) + " stands in this list twice. Keep one of them.");
        else
          all.push_back(*parsed);
      }
    });
    return all;
  }

  std::vector<std::string> texts(const std::string& name, Presence presence = Presence::Optional) {
    std::vector<std::string> all;
    for_each(
        name,
        [&](const Node& item, const std::string& path) {
          auto text = text_of(item, path);
          if (text.empty()) return;
          if (std::ranges::find(all, text) != all.end())
            report_.add(item, path, "This stands in the list twice. Keep one of them.");
          else
            all.push_back(std::move(text));
        },
        presence);
    return all;
  }

  // Each item of a list, with its path. A single value is no list, and is said so.
  void for_each(const std::string& name, const std::function<void(const Node&, const std::string&)>& read,
                Presence presence = Presence::Optional) {
    const auto value = find(name, presence);
    if (!value) return;
    if (!value->IsSequence()) {
      report_.add(*value, at(name), "Write a list here: `[one, two]`, or a line beginning with `- ` for each.");
      return;
    }
    if (value->size() == 0 && presence == Presence::Required)
      report_.add(*value, at(name), "This list is empty. Add at least one entry.");
    int index = 0;
    for (const auto& item : *value) read(item, at(name) + "[" + std::to_string(++index) + "]");
  }

  // Each item of a list of groups that have a `key`; a key that comes twice is a problem.
  template <class Item>
  std::vector<Item> keyed(const std::string& name, const std::function<Item(Fields&)>& read,
                          Presence presence = Presence::Optional) {
    std::vector<Item> all;
    std::set<std::string> seen;
    for_each(
        name,
        [&](const Node& item, const std::string& path) {
          // People find an entry by its key sooner than by its number.
          std::string named = path;
          if (item.IsMap())
            if (const auto own = item["key"]; own && own.IsScalar()) named = at(name) + "[" + own.Scalar() + "]";
          Fields fields(item, named, report_);
          auto value = read(fields);
          if (!value.key.empty() && !seen.insert(value.key).second)
            fields.problem("key", "The key " + quoted(value.key) + " is used twice in " + quoted(name) +
                                      ". Give each entry its own.");
          all.push_back(std::move(value));
        },
        presence);
    return all;
  }

  // Each item of a list of groups without a key.
  template <class Item>
  std::vector<Item> groups(const std::string& name, const std::function<Item(Fields&)>& read,
                           Presence presence = Presence::Optional) {
    std::vector<Item> all;
    for_each(
        name,
        [&](const Node& item, const std::string& path) {
          Fields fields(item, path, report_);
          all.push_back(read(fields));
        },
        presence);
    return all;
  }

  // A group inside this one; `read` isn't called when it is absent.
  bool group(const std::string& name, const std::function<void(Fields&)>& read,
             Presence presence = Presence::Optional) {
    const auto value = find(name, presence);
    if (!value) return false;
    Fields fields(*value, at(name), report_);
    read(fields);
    return true;
  }

 private:
  Node node_;
  std::string path_;
  Report& report_;
  std::map<std::string, std::pair<Node, Node>> values_;
  std::vector<std::string> asked_;
  bool sound_ = true;
};

// Lists of words that many definitions have.
std::vector<Category> categories(Fields& fields, const std::string& name = "categories");
std::vector<JobRole> roles(Fields& fields, const std::string& name);
std::vector<Recipient> recipients(Fields& fields, const std::string& name);
std::vector<Grade> grades(Fields& fields, const std::string& name);

// The parsed document, unless the text itself is the problem (too large, not UTF-8, not YAML, too deep, too many nodes
// once aliases are expanded).
std::optional<Node> parse(std::string_view text, Report& report);

}  // namespace plumbline::domain::yaml
