#include <array>
#include <charconv>
#include <cmath>

#include "domain/framework/letter_keys.hpp"
#include "domain/framework/readers.hpp"

namespace plumbline::domain::yaml {

namespace {

constexpr double kLeastContrast = 4.5;  // WCAG 2.2, 1.4.3
constexpr std::size_t kLongestMarking = 60;

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

}  // namespace

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
  if (auto marking = fields.text("marking"); !marking.empty()) {
    if (marking.size() > kLongestMarking || marking.find('\n') != std::string::npos)
      fields.problem("marking", "It stands at the head and foot of every page. Write it on one line, in at most " +
                                    std::to_string(kLongestMarking) + " letters.");
    council.marking = marking == "none" ? std::string() : std::move(marking);
  }
  return council;
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
  for (std::size_t i = 0; i < help.phrases.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!help.phrases[i].phrase.empty() && help.phrases[i].phrase == help.phrases[j].phrase)
        fields.problem_at({"phrases", std::to_string(i + 1), "phrase"},
                          "This phrase stands here twice. Keep one of them.");
  return help;
}

Letter read_letter(Fields& fields) {
  static const std::vector<std::string> keys(kLetterKeys.begin(), kLetterKeys.end());
  static const std::vector<std::string> known{"reference", "programme", "period", "due", "person"};
  Letter letter;
  letter.key = fields.key("key");
  if (!letter.key.empty() && std::ranges::find(keys, letter.key) == keys.end())
    fields.problem("key", "There is no letter " + quoted(letter.key) + ". " + write_instead(letter.key, keys));
  letter.subject = fields.text("subject", Presence::Required);
  letter.body = fields.text("body", Presence::Required);
  check_placeholders(fields, "subject", letter.subject, known);
  check_placeholders(fields, "body", letter.body, known);
  return letter;
}

QuietHours read_quiet_hours(Fields& fields) {
  QuietHours hours;
  hours.from = fields.number("from", 0, 23, Presence::Required).value_or(0);
  hours.to = fields.number("to", 0, 23, Presence::Required).value_or(0);
  if (hours.from == hours.to && fields.has("from") && fields.has("to"))
    fields.problem("to", "This is the hour at which they begin. Leave `quiet_hours` out where there are none.");
  return hours;
}

ActionPlanRule read_action_plan(Fields& fields) {
  ActionPlanRule rule;
  rule.links = fields.texts("links", Presence::Required);
  rule.watched_by = recipients(fields, "watched_by");
  return rule;
}

void check_placeholders(Fields& fields, const std::string& name, std::string_view text,
                        const std::vector<std::string>& known) {
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) {
      fields.problem(name, "A `{` here has no `}` after it.");
      return;
    }
    const std::string word(text.substr(open + 1, close - open - 1));
    if (std::ranges::find(known, word) == known.end())
      fields.problem(name, "Nothing is filled in for " + quoted("{" + word + "}") + ". " + write_instead(word, known));
  }
}

}  // namespace plumbline::domain::yaml
