#include "domain/framework/yaml_fields.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::domain::yaml {

namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr int kMaxDepth = 40;
constexpr int kMaxNodes = 50'000;

// Letters that one must add, drop or change to get from one word to the other (Levenshtein 1966).
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// The known word that was probably meant, or nothing when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > 60) return {};
  std::string best;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto& candidate : known) {
    const auto edits = edits_between(base::lower(word), candidate);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

std::vector<std::string> recipient_words() {
  auto words = texts_of(kRelations);
  for (const auto role : kJobRoles)
    if (role != JobRole::TeamManager) words.emplace_back(to_string(role));
  return words;
}

}  // namespace

std::string quoted(std::string_view text) { return "`" + std::string(text.substr(0, 60)) + "`"; }

std::string one_of(const std::vector<std::string>& known) {
  std::vector<std::string> marked;
  for (const auto& word : known) marked.push_back(quoted(word));
  return base::join(marked, ", ");
}

// What was meant, when that can be guessed; else every choice.
std::string write_instead(std::string_view word, const std::vector<std::string>& known) {
  if (const auto meant = nearest(word, known); !meant.empty()) return "Did you mean " + quoted(meant) + "?";
  return "Write one of " + one_of(known) + ".";
}

bool is_key(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, is_letter) && text.front() != '-' &&
         text.back() != '-';
}

void Fields::problem_at(const std::vector<std::string>& steps, std::string message) {
  std::string place = path_;
  Node node = node_;
  for (const auto& step : steps) {
    std::optional<Node> next;
    std::string label;
    if (node.IsMap()) {
      for (const auto& pair : node)
        if (pair.first.IsScalar() && pair.first.Scalar() == step) next.emplace(pair.second);
      label = place.empty() ? step : "." + step;
    } else if (node.IsSequence()) {
      int index = 0;
      for (const auto& item : node) {
        const auto number = std::to_string(++index);
        const auto key = item.IsMap() ? Node(static_cast<const Node&>(item)["key"]) : Node(YAML::NodeType::Undefined);
        const bool keyed = key.IsDefined() && key.IsScalar();
        if (next || !((keyed && key.Scalar() == step) || (item.IsScalar() && item.Scalar() == step) || number == step))
          continue;
        next.emplace(item);
        label = "[" + (keyed ? key.Scalar() : number) + "]";
      }
    }
    if (!next) {
      if (node.IsMap()) place += label;  // a key that should be written
      break;
    }
    node.reset(*next);
    place += label;
  }
  report_.add(node, place, std::move(message));
}

std::vector<Category> categories(Fields& fields, const std::string& name) {
  return fields.words(name, parse_category, texts_of(kCategories));
}
std::vector<JobRole> roles(Fields& fields, const std::string& name) {
  return fields.words(name, parse_job_role, texts_of(kJobRoles));
}
std::vector<Recipient> recipients(Fields& fields, const std::string& name) {
  return fields.words(name, parse_recipient, recipient_words());
}
std::vector<Grade> grades(Fields& fields, const std::string& name) {
  return fields.words(name, parse_grade, texts_of(kGrades));
}

// What escapes in double quotes can bring into a text though the file itself is clean: no page, letter or database
// column takes a NUL, and no reader sees the others.
bool is_unprintable(char letter) {
  return (static_cast<unsigned char>(letter) < 0x20 && letter != '\n' && letter != '\t') || letter == 0x7f;
}

// Limits come first: an alias costs nothing to parse but is read again wherever it is used, and may even contain
// itself.
std::optional<Node> parse(std::string_view text, Report& report) {
  if (text.size() > kMaxBytes) {
    report.add(YAML::Mark::null_mark(), "",
               "The file is larger than 1 MiB. A definition has no need of that: split it.");
    return std::nullopt;
  }
  if (!base::is_valid_utf8(text)) {
    report.add(YAML::Mark::null_mark(), "", "The file is not UTF-8 text. Save it as UTF-8.");
    return std::nullopt;
  }
  Node root;
  try {
    root = YAML::Load(canonical_text(text));
  } catch (const YAML::Exception& error) {
    report.add(error.mark, "",
               "This is not YAML: " + error.msg +
                   ". Look at this line and the one before: blanks at the beginning must line up, and "
                   "a text with one of : # ? [ ] { } , & * ! % @ in it is safest in quotes.");
    return std::nullopt;
  }
  int nodes = 0;
  const auto walk = [&](const auto& self, const Node& node, int depth) -> bool {
    if (depth > kMaxDepth) {
      report.add(node, "", "This is nested more than 40 levels deep.");
      return false;
    }
    if (++nodes > kMaxNodes) {
      report.add(node, "", "The file has more than 50,000 entries, counting what anchors (`*name`) repeat.");
      return false;
    }
    if (node.IsMap()) {
      for (const auto& pair : node)
        if (!self(self, pair.first, depth + 1) || !self(self, pair.second, depth + 1)) return false;
    } else if (node.IsSequence()) {
      for (const auto& item : node)
        if (!self(self, item, depth + 1)) return false;
    } else if (node.IsScalar() && std::ranges::any_of(node.Scalar(), is_unprintable)) {
      report.add(node, "", "This text has a letter that nobody can see, written as `\\0` or the like. Take it out.");
      return false;
    }
    return true;
  };
  if (!walk(walk, root, 0)) return std::nullopt;
  if (!root.IsMap()) {
    report.add(YAML::Mark::null_mark(), "",
               "The file must be a group of `key: value` lines, not blank and not a list.");
    return std::nullopt;
  }
  return root;
}

}  // namespace plumbline::domain::yaml

namespace plumbline::domain {

namespace {

// `programmes[tier2].draw.cohorts[2].key` is `programmes[].draw.cohorts[].key`.
std::string without_items(std::string_view path) {
  std::string plain;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) plain += c;
    if (c == '[') inside = true;
  }
  return plain;
}

}  // namespace

void KeyUses::note(std::string_view path, bool is_written) {
  const auto plain = without_items(path);
  asked.insert(plain);
  if (is_written) written.insert(plain);
}

void KeyUses::note_word(std::string_view path, const std::vector<std::string>& known, const std::string& word) {
  const auto plain = without_items(path);
  for (const auto& each : known) words_known[plain].insert(each);
  words_written[plain].insert(word);
}

}  // namespace plumbline::domain
