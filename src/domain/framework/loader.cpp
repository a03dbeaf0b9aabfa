#include "domain/framework/loader.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>
#include <tuple>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::domain {

namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr int kMaxDepth = 40;
constexpr int kMaxNodes = 50'000;
constexpr std::size_t kMaxProblems = 500;
constexpr double kLeastContrast = 4.5;  // WCAG 2.2, 1.4.3

using Node = YAML::Node;

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

template <class List>
std::vector<std::string> texts_of(const List& values) {
  std::vector<std::string> texts;
  for (const auto value : values) texts.emplace_back(to_string(value));
  return texts;
}

// Collects what is wrong in one file.
class Report {
 public:
  Report(std::string file, std::vector<Problem>& problems) : file_(std::move(file)), problems_(problems) {}

  void add(const YAML::Mark& mark, std::string key, std::string message) {
    if (problems_.size() >= kMaxProblems) return;
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
};

bool is_key(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, is_letter) && text.front() != '-' &&
         text.back() != '-';
}

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

std::vector<std::string> recipient_words() {
  auto words = texts_of(kRelations);
  for (const auto role : kJobRoles)
    if (role != JobRole::TeamManager) words.emplace_back(to_string(role));
  return words;
}

std::vector<Category> categories(Fields& fields, const std::string& name = "categories") {
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

GradeDefinition read_grade_definition(Fields& fields) {
  GradeDefinition definition;
  definition.grade =
      fields.word("grade", parse_grade, texts_of(kGrades), Presence::Required).value_or(Grade::NotApplicable);
  if (fields.is_written("grade", to_string(Grade::NotApplicable)))
    fields.problem("grade", "`na` is no grade. A section says `may_be_not_applicable: yes` instead.");
  definition.title = fields.text("title");
  if (definition.title.empty()) definition.title = say(definition.grade);
  definition.definition = fields.text("definition", Presence::Required);
  return definition;
}

std::vector<GradeDefinition> read_grade_definitions(Fields& fields, Presence presence) {
  auto all = fields.groups<GradeDefinition>("grades", read_grade_definition, presence);
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].grade == all[i - 1].grade)
      fields.problem("grades",
                     "The grade " + quoted(to_string(all[i].grade)) + " stands here twice. Keep one of them.");
    else if (all[i].grade < all[i - 1].grade)
      fields.problem("grades", "List the grades from best to worst: " + quoted(to_string(all[i].grade)) +
                                   " comes before " + quoted(to_string(all[i - 1].grade)) + ".");
  }
  return all;
}

Question read_question(Fields& fields) {
  Question question;
  question.key = fields.key("key");
  question.text = fields.text("text", Presence::Required);
  question.hint = fields.text("hint");
  question.kind = fields
                      .word("kind", parse_question_kind,
                            texts_of(std::array{QuestionKind::Prompt, QuestionKind::Compliance, QuestionKind::Text}))
                      .value_or(QuestionKind::Prompt);
  question.categories = categories(fields);
  question.not_applicable_when = fields.text("not_applicable_when");
  return question;
}

ToolSection read_section(Fields& fields) {
  ToolSection section;
  section.key = fields.key("key");
  section.title = fields.text("title", Presence::Required);
  section.judge = fields.text("judge", Presence::Required);
  section.good = fields.texts("good", Presence::Required);
  section.impact = fields.texts("impact");
  section.grades = read_grade_definitions(fields, Presence::Optional);
  section.questions = fields.keyed<Question>("questions", read_question);
  section.categories = categories(fields);
  section.may_be_not_applicable = fields.yes_no("may_be_not_applicable", false);
  section.not_applicable_when = fields.text("not_applicable_when");
  if (section.may_be_not_applicable && section.not_applicable_when.empty())
    fields.problem("may_be_not_applicable", "Say in `not_applicable_when` when the section does not apply.");
  return section;
}

Tool read_tool(Fields& fields) {
  Tool tool;
  tool.key = fields.key("tool");
  tool.version = fields.number("version", 1, 9999, Presence::Required).value_or(1);
  tool.title = fields.text("title", Presence::Required);
  tool.purpose = fields.text("purpose", Presence::Required);
  tool.published = fields.yes_no("published", false);
  tool.judged = fields.yes_no("judged", true);
  tool.overall = fields.text("overall", tool.judged ? Presence::Required : Presence::Optional);
  fields.group("expected_minutes", [&](Fields& minutes) {
    tool.expected_minutes_from = minutes.number("from", 1, 6000, Presence::Required).value_or(0);
    tool.expected_minutes_to = minutes.number("to", 1, 6000, Presence::Required).value_or(0);
    if (tool.expected_minutes_to < tool.expected_minutes_from)
      minutes.problem("to", "`to` is less than `from`. Write the longer time here.");
  });
  tool.sections = fields.keyed<ToolSection>("sections", read_section, Presence::Required);
  if (!tool.judged)
    for (const auto& section : tool.sections)
      if (std::ranges::none_of(section.questions, [](const Question& q) { return q.kind == QuestionKind::Compliance; }))
        fields.problem("sections", "The section " + quoted(section.key) +
                                       " of a tool without judgements needs a question with `kind: compliance`.");
  return tool;
}

Scale read_scale(Fields& fields) {
  Scale scale;
  scale.key = fields.key("key");
  scale.title = fields.text("title", Presence::Required);
  scale.grades = read_grade_definitions(fields, Presence::Required);
  if (scale.grades.size() == 1) fields.problem("grades", "A scale needs at least two grades.");
  return scale;
}

KeyDocument read_key_document(Fields& fields) {
  KeyDocument document;
  document.key = fields.key("key");
  document.title = fields.text("title", Presence::Required);
  document.hint = fields.text("hint");
  document.categories = categories(fields);
  return document;
}

NotificationRule read_notification(Fields& fields) {
  NotificationRule rule;
  rule.concern = fields
                     .word("concern", parse_concern_kind,
                           texts_of(std::array{ConcernKind::Immediate, ConcernKind::Review}), Presence::Required)
                     .value_or(ConcernKind::Immediate);
  rule.title = fields.text("title", Presence::Required);
  rule.hint = fields.text("hint");
  rule.tell = recipients(fields, "tell");
  if (rule.tell.empty()) fields.problem("tell", "Name at least one who is told, such as `supervising-manager`.");
  rule.chase = fields.groups<ChaseStep>("chase", [](Fields& step) {
    ChaseStep chase;
    chase.after_minutes = step.number("after_minutes", 1, 60 * 24 * 60, Presence::Required).value_or(60);
    chase.tell = recipients(step, "tell");
    return chase;
  });
  for (std::size_t i = 1; i < rule.chase.size(); ++i)
    if (rule.chase[i].after_minutes <= rule.chase[i - 1].after_minutes)
      fields.problem("chase",
                     "Each step must come later than the one before: " + std::to_string(rule.chase[i].after_minutes) +
                         " minutes does not come after " + std::to_string(rule.chase[i - 1].after_minutes) + ".");
  if (rule.concern == ConcernKind::Immediate && rule.chase.empty())
    fields.problem("chase",
                   "An immediate concern must be chased until a person acknowledges it. Add a step such as "
                   "`- {after_minutes: 60, tell: [head-of-service]}`.");
  return rule;
}

WritingHelp read_writing_help(Fields& fields) {
  WritingHelp help;
  help.names = fields.yes_no("names", true);
  help.blame = fields.yes_no("blame", true);
  help.impact_begins_with_child = fields.yes_no("impact_begins_with_child", true);
  help.smart_actions = fields.yes_no("smart_actions", true);
  help.judgement_in_description = fields.yes_no("judgement_in_description", true);
  help.phrases = fields.groups<PhraseAdvice>("phrases", [](Fields& phrase) {
    return PhraseAdvice{phrase.text("phrase", Presence::Required), phrase.text("alternative", Presence::Required)};
  });
  return help;
}

FrameDraw read_draw(Fields& fields) {
  FrameDraw draw;
  draw.categories = categories(fields);
  draw.flags = fields.texts("flags");
  draw.cohorts = fields.keyed<Cohort>("cohorts", [](Fields& cohort) {
    Cohort value;
    value.key = cohort.key("key");
    value.title = cohort.text("title", Presence::Required);
    value.categories = categories(cohort);
    value.flags = cohort.texts("flags");
    cohort.for_each("months", [&](const Node& item, const std::string& path) {
      if (const auto month = cohort.number_of(item, path, 1, 12)) value.months.push_back(*month);
    });
    return value;
  });
  std::set<int> taken;
  for (const auto& cohort : draw.cohorts)
    for (const int month : cohort.months)
      if (!taken.insert(month).second)
        fields.problem("cohorts", "Month " + std::to_string(month) + " has two cohorts. A month has one.");
  draw.strata = fields.words("strata", parse_stratum,
                             texts_of(std::array{Stratum::Category, Stratum::Locality, Stratum::ServiceArea}));
  draw.size = fields.number_or("size", 1, 100'000, 0);
  draw.minimum = fields.number_or("minimum", 1, 100'000, 0);
  draw.annual_target = fields.number_or("annual_target", 1, 1'000'000, 0);
  if (draw.size != 0 && draw.minimum > draw.size)
    fields.problem("minimum", "The least, " + std::to_string(draw.minimum) + ", is more than `size`, " +
                                  std::to_string(draw.size) + ".");
  draw.one_per_worker = fields.yes_no("one_per_worker", false);
  draw.not_audited_within_months = fields.number("not_audited_within_months", 1, 120);
  draw.exemptions = fields.yes_no("exemptions", true);
  draw.exemption_approvers = roles(fields, "exemption_approvers");
  draw.nominated = fields.yes_no("nominated", false);
  return draw;
}

AuditorRules read_auditors(Fields& fields) {
  AuditorRules rules;
  auto& allocation = rules.allocation;
  allocation.quotas = fields.groups<RoleQuota>(
      "quotas",
      [](Fields& quota) {
        RoleQuota value;
        value.role =
            quota.word("role", parse_job_role, texts_of(kJobRoles), Presence::Required).value_or(JobRole::AuditTeam);
        value.most = quota.number("most", 1, 1000, Presence::Required).value_or(1);
        value.least = quota.number_or("least", 0, 1000, 0);
        if (value.least > value.most) quota.problem("least", "`least` is more than `most`.");
        return value;
      },
      Presence::Required);
  std::set<JobRole> seen;
  for (const auto& quota : allocation.quotas)
    if (!seen.insert(quota.role).second)
      fields.problem("quotas", "The role " + quoted(to_string(quota.role)) + " has two quotas. Keep one of them.");
  allocation.never_own_team = roles(fields, "never_own_team");
  allocation.never_own_locality = roles(fields, "never_own_locality");
  for (const auto& [name, list] : {std::pair{"never_own_team", &allocation.never_own_team},
                                   std::pair{"never_own_locality", &allocation.never_own_locality}})
    for (const auto role : *list)
      if (!seen.contains(role))
        fields.problem(name, "The role " + quoted(to_string(role)) + " audits nothing here: it has no quota.");
  allocation.qualified_only = fields.yes_no("qualified_only", false);
  allocation.trained_only = fields.yes_no("trained_only", false);
  allocation.avoid_repeat_pairings = fields.yes_no("avoid_repeat_pairings", true);
  rules.pairs = fields.yes_no("pairs", false);
  rules.cases_per_pair = fields.number_or("cases_per_pair", 1, 100, rules.pairs ? 1 : 0);
  if (rules.cases_per_pair != 0 && !rules.pairs) fields.problem("cases_per_pair", "Only with `pairs: yes`.");
  rules.auditors_per_case = fields.number_or("auditors_per_case", 1, 50, 1);
  rules.linked_by_area = fields.yes_no("linked_by_area", false);
  rules.agencies = fields.keyed<AgencyPart>("agencies", [](Fields& agency) {
    AgencyPart part;
    part.key = agency.key("key");
    part.title = agency.text("title", Presence::Required);
    part.per_cycle = agency.number_or("per_cycle", 1, 1000, 0);
    part.sections = agency.texts("sections");
    return part;
  });
  return rules;
}

Need need(Fields& fields, const std::string& name, Need otherwise) {
  return fields
      .word(name, parse_need, texts_of(std::array{Need::Required, Need::Questioned, Need::Optional, Need::Hidden}))
      .value_or(otherwise);
}

ModerationRule read_moderation(Fields& fields) {
  ModerationRule rule;
  const std::array kinds{ModerationKind::All, ModerationKind::Share, ModerationKind::Count, ModerationKind::None};
  rule.kind =
      fields.word("kind", parse_moderation_kind, texts_of(kinds), Presence::Required).value_or(ModerationKind::None);
  rule.percent = fields.number_or("percent", 1, 100, 0);
  rule.count = fields.number_or("count", 1, 100'000, 0);
  if (rule.kind == ModerationKind::Share && rule.percent == 0 && !fields.has("percent"))
    fields.problem("percent", "Add `percent`: the share of returned audits that is moderated.");
  if (rule.kind != ModerationKind::Share && rule.percent != 0)
    fields.problem("percent", "`percent` goes with `kind: share` only.");
  if (rule.kind == ModerationKind::Count && rule.count == 0 && !fields.has("count"))
    fields.problem("count", "Add `count`: how many returned audits are moderated each cycle.");
  if (rule.kind != ModerationKind::Count && rule.count != 0)
    fields.problem("count", "`count` goes with `kind: count` only.");
  rule.always = grades(fields, "always");
  rule.moderators = roles(fields, "moderators");
  if (rule.kind != ModerationKind::None && rule.moderators.empty())
    fields.problem("moderators", "Name the roles that moderate, such as `qa-lead`.");
  rule.may_change_grade = fields.yes_no("may_change_grade", true);
  rule.questions = fields.keyed<ModeratorQuestion>("questions", [](Fields& question) {
    static const std::vector<std::string> known{"narrative-supports", "helps-learning", "next-is-clear"};
    ModeratorQuestion value;
    value.key = question.key("key");
    if (!value.key.empty() && std::ranges::find(known, value.key) == known.end())
      question.problem("key", quoted(value.key) + " is not known here. " + write_instead(value.key, known));
    value.text = question.text("text", Presence::Required);
    return value;
  });
  return rule;
}

ActionRules read_actions(Fields& fields) {
  ActionRules rules;
  const std::array priorities{Priority::Low, Priority::Medium, Priority::High};
  rules.priorities = fields.groups<PriorityRule>("priorities", [&](Fields& priority) {
    PriorityRule value;
    value.priority =
        priority.word("priority", parse_priority, texts_of(priorities), Presence::Required).value_or(Priority::Medium);
    value.title = priority.text("title");
    if (value.title.empty()) value.title = say(value.priority);
    value.weight = priority.number_or("weight", 1, 100, 1);
    value.within_days = priority.number_or("within_days", 1, 730, 0);
    return value;
  });
  rules.sign_off = recipients(fields, "sign_off");
  if (rules.sign_off.empty()) fields.problem("sign_off", "Name who signs actions off, such as `supervising-manager`.");
  rules.may_change_after_moderation = fields.yes_no("may_change_after_moderation", true);
  fields.for_each("chase_days_overdue", [&](const Node& item, const std::string& path) {
    if (const auto days = fields.number_of(item, path, 1, 365)) rules.chase_days_overdue.push_back(*days);
  });
  rules.escalate_after_days = fields.number_or("escalate_after_days", 1, 365, 0);
  rules.escalate_to = recipients(fields, "escalate_to");
  if (rules.escalate_after_days != 0 && rules.escalate_to.empty())
    fields.problem("escalate_after_days", "Add `escalate_to`: who is told then.");
  return rules;
}

TriggerRule read_trigger(Fields& fields) {
  TriggerRule rule;
  const std::array effects{TriggerEffect::Tell, TriggerEffect::AgreeActions, TriggerEffect::Reaudit};
  rule.grades = grades(fields, "grades");
  if (rule.grades.empty()) fields.problem("grades", "Name the grades that set this off.");
  rule.effect =
      fields.word("effect", parse_trigger_effect, texts_of(effects), Presence::Required).value_or(TriggerEffect::Tell);
  rule.tell = recipients(fields, "tell");
  rule.after_months = fields.number_or("after_months", 1, 36, 0);
  rule.up_to_months = fields.number_or("up_to_months", 1, 36, rule.after_months);
  rule.by = fields.word("by", parse_job_role, texts_of(kJobRoles));
  if (rule.effect == TriggerEffect::Reaudit && rule.after_months == 0)
    fields.problem("after_months", "Add `after_months`: when the re-audit is due.");
  if (rule.up_to_months < rule.after_months) fields.problem("up_to_months", "This is less than `after_months`.");
  if (rule.effect == TriggerEffect::Tell && rule.tell.empty()) fields.problem("tell", "Name at least one who is told.");
  return rule;
}

CalendarEntry read_calendar_entry(Fields& fields) {
  CalendarEntry entry;
  entry.step = fields.word("step", parse_calendar_step, texts_of(kCalendarSteps), Presence::Required)
                   .value_or(CalendarStep::Information);
  entry.title = fields.text("title", Presence::Required);
  const std::array anchors{CalendarAnchor::MonthStart, CalendarAnchor::MonthEnd, CalendarAnchor::NextMonthStart,
                           CalendarAnchor::QuarterEnd, CalendarAnchor::Sent,     CalendarAnchor::Meeting};
  entry.anchor = fields.word("from", parse_calendar_anchor, texts_of(anchors), Presence::Required)
                     .value_or(CalendarAnchor::MonthStart);
  const bool counts_from_one =
      entry.anchor == CalendarAnchor::MonthStart || entry.anchor == CalendarAnchor::NextMonthStart;
  entry.working_days =
      fields.number("working_days", counts_from_one ? 1 : 0, 60, Presence::Required).value_or(counts_from_one ? 1 : 0);
  entry.who = recipients(fields, "who");
  return entry;
}

Programme read_programme(Fields& fields) {
  Programme programme;
  programme.key = fields.key("key");
  programme.title = fields.text("title", Presence::Required);
  programme.purpose = fields.text("purpose", Presence::Required);
  programme.published = fields.yes_no("published", false);
  programme.cycle =
      fields.word("cycle", parse_rhythm, texts_of(kRhythms), Presence::Required).value_or(Rhythm::Monthly);
  fields.group(
      "draw", [&](Fields& draw) { programme.draw = read_draw(draw); }, Presence::Required);
  fields.group(
      "auditors", [&](Fields& auditors) { programme.auditors = read_auditors(auditors); }, Presence::Required);
  programme.tools = fields.groups<ToolChoice>(
      "tools",
      [](Fields& choice) {
        return ToolChoice{choice.key("tool"), categories(choice)};
      },
      Presence::Required);
  programme.scale = fields.key("scale", Presence::Optional);
  fields.group("look_back", [&](Fields& look_back) {
    programme.look_back.months = look_back.number("months", 1, 240, Presence::Required).value_or(0);
    programme.look_back.up_to_months = look_back.number_or("up_to_months", 1, 240, programme.look_back.months);
    programme.look_back.note = look_back.text("note");
    if (programme.look_back.up_to_months < programme.look_back.months)
      look_back.problem("up_to_months", "This is less than `months`. Write the longer time here.");
  });
  programme.key_documents = fields.texts("key_documents");
  fields.group("parts", [&](Fields& parts) {
    const RequiredParts usual;
    programme.parts.judgement = need(parts, "judgement", usual.judgement);
    programme.parts.evidence = need(parts, "evidence", usual.evidence);
    programme.parts.impact = need(parts, "impact", usual.impact);
    programme.parts.actions = need(parts, "actions", usual.actions);
    programme.parts.overall = need(parts, "overall", usual.overall);
    programme.parts.documents = need(parts, "documents", usual.documents);
    programme.parts.many_shortcomings = parts.number_or("many_shortcomings", 1, 100, usual.many_shortcomings);
  });
  fields.group("conversation", [&](Fields& conversation) {
    auto& rule = programme.conversation;
    rule.required = conversation.yes_no("required", true);
    rule.guidance = conversation.text("guidance");
    rule.with = recipients(conversation, "with");
    rule.reasons_not_held = conversation.words("reasons_not_held", parse_not_held_reason, texts_of(kNotHeldReasons));
    if (rule.reasons_not_held.empty()) rule.reasons_not_held.assign(kNotHeldReasons.begin(), kNotHeldReasons.end());
    rule.avoid_friday_afternoon = conversation.yes_no("avoid_friday_afternoon", false);
  });
  fields.group("family", [&](Fields& family) {
    programme.family.percent = family.number("percent", 1, 100, Presence::Required).value_or(0);
    programme.family.written_reply = family.yes_no("written_reply", false);
    programme.family.questions = family.texts("questions");
  });
  fields.group("perspective", [&](Fields& perspective) {
    programme.perspective.asked = perspective.yes_no("asked", true);
    programme.perspective.questions = perspective.texts("questions", Presence::Required);
  });
  fields.group(
      "moderation", [&](Fields& moderation) { programme.moderation = read_moderation(moderation); },
      Presence::Required);
  fields.group(
      "actions", [&](Fields& actions) { programme.actions = read_actions(actions); }, Presence::Required);
  programme.triggers = fields.groups<TriggerRule>("triggers", read_trigger);
  programme.calendar = fields.groups<CalendarEntry>("calendar", read_calendar_entry);
  programme.reminders = fields.groups<ReminderRule>("reminders", [](Fields& reminder) {
    ReminderRule rule;
    rule.working_days_before = reminder.number("working_days_before", -60, 60, Presence::Required).value_or(0);
    rule.tell = recipients(reminder, "tell");
    if (rule.tell.empty()) reminder.problem("tell", "Name at least one who is reminded.");
    return rule;
  });
  programme.reports = fields.groups<ReportRoute>("reports", [](Fields& report) {
    ReportRoute route;
    route.report = report.key("report");
    route.title = report.text("title", Presence::Required);
    route.cycle = report.word("cycle", parse_rhythm, texts_of(kRhythms), Presence::Required).value_or(Rhythm::Monthly);
    route.by_locality = report.yes_no("by_locality", false);
    route.to = recipients(report, "to");
    return route;
  });
  fields.group("targets", [&](Fields& targets) {
    programme.targets.return_percent = targets.number("return_percent", 1, 100);
    programme.targets.participation_percent = targets.number("participation_percent", 1, 100);
    programme.targets.good_or_better_percent = targets.number("good_or_better_percent", 1, 100);
  });
  return programme;
}

// Contrast of a colour `#rrggbb` with white (WCAG 2.2, relative luminance); nothing when it is no such colour.
std::optional<double> contrast_with_white(std::string_view colour) {
  if (colour.size() != 7 || colour[0] != '#') return std::nullopt;
  double luminance = 0;
  const std::array weights{0.2126, 0.7152, 0.0722};
  for (std::size_t i = 0; i < 3; ++i) {
    int part = 0;
    const char* begin = colour.data() + 1 + 2 * i;
    const auto [end, error] = std::from_chars(begin, begin + 2, part, 16);
    if (error != std::errc{} || end != begin + 2) return std::nullopt;
    const double share = part / 255.0;
    luminance += weights[i] * (share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4));
  }
  return 1.05 / (luminance + 0.05);
}

Council read_council(Fields& fields) {
  Council council;
  council.name = fields.text("name", Presence::Required);
  council.reference = fields.text("reference", Presence::Required);
  const bool capitals = std::ranges::all_of(council.reference, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!council.reference.empty() && (!capitals || council.reference.size() < 2 || council.reference.size() > 5))
    fields.problem("reference", "Write 2 to 5 capital letters, such as `LAN`: references of audits begin with them.");
  council.colour = fields.text("colour", Presence::Required);
  if (!council.colour.empty()) {
    const auto contrast = contrast_with_white(council.colour);
    if (!contrast)
      fields.problem("colour", quoted(council.colour) + " is no colour. Write it as `\"#1d5a8a\"`, in quotes.");
    else if (*contrast < kLeastContrast)
      fields.problem("colour", "White text on " + quoted(council.colour) +
                                   " can't be read by everyone (contrast below 4.5 to 1). Take a darker colour.");
  }
  council.localities = fields.texts("localities");
  council.service_areas = fields.texts("service_areas");
  return council;
}

// What one file alone can't show: names that must stand elsewhere.
void check_programme(Fields& fields, const Programme& programme, const Framework& framework) {
  bool judged = false;
  for (const auto& choice : programme.tools)
    if (const auto* tool = framework.find_tool(choice.tool)) {
      judged = judged || tool->judged;
      for (const auto& agency : programme.auditors.agencies)
        for (const auto& section : agency.sections)
          if (tool->find_section(section) == nullptr)
            fields.problem("auditors", "The agency " + quoted(agency.key) + " grades " + quoted(section) +
                                           ", but the tool " + quoted(tool->key) + " has no such section.");
    }
  for (const auto category : kCategories) {
    const auto& wanted = programme.draw.categories;
    const bool drawn = std::ranges::find(wanted, category) != wanted.end();
    const bool served = std::ranges::any_of(programme.tools, [&](const ToolChoice& choice) {
      return choice.categories.empty() || std::ranges::find(choice.categories, category) != choice.categories.end();
    });
    if (drawn && !served)
      fields.problem("tools", "Cases in " + quoted(to_string(category)) +
                                  " are drawn but have no tool. Add the category to one of the tools.");
  }
  if (programme.draw.categories.empty() &&
      std::ranges::none_of(programme.tools, [](const ToolChoice& choice) { return choice.categories.empty(); }))
    fields.problem("tools", "Cases of every category are drawn, so one tool must stand without `categories`.");

  std::vector<std::string> scale_keys;
  for (const auto& scale : framework.scales) scale_keys.push_back(scale.key);
  const auto* scale = framework.find_scale(programme.scale);
  if (programme.scale.empty() && judged)
    fields.problem("scale",
                   "Add `scale`: the tools of this programme are judged. Scales here: " + one_of(scale_keys) + ".");
  if (!programme.scale.empty() && scale == nullptr)
    fields.problem("scale",
                   "There is no scale " + quoted(programme.scale) + ". " + write_instead(programme.scale, scale_keys));
  if (scale != nullptr) {
    const auto check_offered = [&](const std::string& name, const std::vector<Grade>& listed) {
      for (const auto grade : listed)
        if (!scale->offers(grade))
          fields.problem(
              name, "The scale " + quoted(scale->key) + " does not offer the grade " + quoted(to_string(grade)) + ".");
    };
    check_offered("moderation", programme.moderation.always);
    for (const auto& trigger : programme.triggers) check_offered("triggers", trigger.grades);
  }
  std::vector<std::string> document_keys;
  for (const auto& document : framework.key_documents) document_keys.push_back(document.key);
  for (const auto& document : programme.key_documents)
    if (framework.find_key_document(document) == nullptr)
      fields.problem("key_documents",
                     "There is no key document " + quoted(document) + ". " + write_instead(document, document_keys));
  if (std::ranges::find(programme.draw.strata, Stratum::Locality) != programme.draw.strata.end() &&
      framework.council.localities.empty())
    fields.problem("draw", "The sample is spread over localities, but `council.localities` names none.");
}

// The parsed document, unless the text itself is the problem. Limits come first: an alias costs nothing to parse but is
// read again wherever it is used, and may even contain itself.
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

void sort_by_place(std::vector<Problem>& problems, std::string_view first_file) {
  std::ranges::stable_sort(problems, {}, [&](const Problem& problem) {
    return std::tuple{problem.file != first_file, problem.file, problem.line, problem.column};
  });
}

Tool load_tool_from(std::string_view text, const std::string& file, std::vector<Problem>& problems) {
  Report report(file, problems);
  const auto root = parse(text, report);
  if (!root) return {};
  Tool tool;
  {
    Fields fields(*root, "", report);
    tool = read_tool(fields);
  }
  tool.digest = base::sha256_hex(canonical_text(text));
  return tool;
}

std::string folder_of(std::string_view file) {
  const auto slash = file.rfind('/');
  return slash == std::string_view::npos ? std::string{} : std::string(file.substr(0, slash + 1));
}

}  // namespace

std::string say(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) text += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
  text += ": ";
  if (!problem.key.empty()) text += problem.key + ": ";
  return text + problem.message;
}

std::string canonical_text(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  while (out.ends_with('\n')) out.pop_back();
  return out + '\n';
}

LoadedTool load_tool(std::string_view text, std::string_view file) {
  LoadedTool loaded;
  loaded.tool = load_tool_from(text, std::string(file), loaded.problems);
  sort_by_place(loaded.problems, file);
  return loaded;
}

LoadedFramework load_framework(const FrameworkFiles& files, std::string_view file) {
  LoadedFramework loaded;
  Report report(std::string(file), loaded.problems);
  const auto own = files.find(file);
  if (own == files.end()) {
    report.add(YAML::Mark::null_mark(), "", "There is no such file.");
    return loaded;
  }
  const auto root = parse(own->second, report);
  if (!root) return loaded;

  auto& framework = loaded.framework;
  std::string hashed = canonical_text(own->second);
  {
    Fields fields(*root, "", report);
    framework.key = fields.key("framework");
    framework.version = fields.number("version", 1, 9999, Presence::Required).value_or(1);
    framework.title = fields.text("title", Presence::Required);
    framework.published = fields.yes_no("published", false);
    fields.group(
        "council", [&](Fields& council) { framework.council = read_council(council); }, Presence::Required);
    framework.scales = fields.keyed<Scale>("scales", read_scale);
    framework.key_documents = fields.keyed<KeyDocument>("key_documents", read_key_document);
    framework.notifications = fields.groups<NotificationRule>("notifications", read_notification, Presence::Required);
    if (fields.has("notifications") && framework.find_notification(ConcernKind::Immediate) == nullptr)
      fields.problem("notifications",
                     "Say who is told of an immediate concern: add an entry with `concern: immediate`.");
    for (const auto kind : {ConcernKind::Immediate, ConcernKind::Review})
      if (std::ranges::count(framework.notifications, kind, &NotificationRule::concern) > 1)
        fields.problem("notifications", "There are two entries for " + quoted(to_string(kind)) + ". Keep one of them.");
    fields.group("writing_help", [&](Fields& help) { framework.writing_help = read_writing_help(help); });

    std::vector<std::string> tool_files;
    const auto prefix = folder_of(file) + "tools/";
    for (const auto& [name, text] : files)
      if (name.starts_with(prefix) && name.ends_with(".yaml"))
        tool_files.push_back(name.substr(prefix.size(), name.size() - prefix.size() - 5));
    // Programmes are read twice over: their own text first, then, once every tool is known, what they refer to.
    framework.programmes = fields.keyed<Programme>(
        "programmes",
        [&](Fields& programme_fields) {
          auto programme = read_programme(programme_fields);
          for (const auto& choice : programme.tools) {
            if (!is_key(choice.tool) || framework.find_tool(choice.tool) != nullptr) continue;
            const auto found = files.find(prefix + choice.tool + ".yaml");
            if (found == files.end()) {
              programme_fields.problem("tools", "There is no tool " + quoted(choice.tool) + " (no file tools/" +
                                                    choice.tool + ".yaml). " + write_instead(choice.tool, tool_files));
              continue;
            }
            auto tool = load_tool_from(found->second, found->first, loaded.problems);
            if (!tool.key.empty() && tool.key != choice.tool) {
              Report(found->first, loaded.problems)
                  .add(YAML::Mark::null_mark(), "tool",
                       "The file is named after " + quoted(choice.tool) + " but says `tool: " + tool.key +
                           "`. Make the two agree.");
              tool.key = choice.tool;
            }
            if (tool.key.empty()) tool.key = choice.tool;  // its own problem is said already
            framework.tools.push_back(std::move(tool));
          }
          check_programme(programme_fields, programme, framework);
          return programme;
        },
        Presence::Required);
  }
  std::ranges::sort(framework.tools, {}, &Tool::key);
  for (const auto& tool : framework.tools)
    if (const auto found = files.find(folder_of(file) + "tools/" + tool.key + ".yaml"); found != files.end())
      hashed += "--- tools/" + tool.key + ".yaml\n" + canonical_text(found->second);
  framework.digest = base::sha256_hex(hashed);
  sort_by_place(loaded.problems, file);
  return loaded;
}

std::vector<std::string> shipped_framework_keys() {
  std::vector<std::string> keys;
  for (const auto& [name, text] : shipped_framework_files())
    if (name.find('/') == std::string::npos && name.ends_with(".yaml")) keys.push_back(name.substr(0, name.size() - 5));
  return keys;
}

}  // namespace plumbline::domain
