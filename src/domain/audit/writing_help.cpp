#include "domain/audit/writing_help.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/audit/writing_words.hpp"

namespace plumbline::domain {

namespace {

constexpr std::size_t kMostBytes = 20'000;
constexpr std::size_t kMostAdvice = 50;
constexpr std::size_t kWordsThatWantAJudgement = 25;

struct Word {
  std::size_t from = 0;
  std::size_t to = 0;
  std::string lower;
  bool capital = false;  // begins with a capital and is not all capitals
  bool has_digit = false;
  bool begins_sentence = false;
};

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80; }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

// Words with their places. Letters, digits, and hyphens or apostrophes (also ’, three bytes) between letters.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool begins = true;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    // “ ” – … are three bytes each and begin with E2 80; within a word only ’ (E2 80 99) counts.
    const bool mark = c == 0xE2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x80;
    if (mark) {
      // What somebody said begins with a capital of its own: “ and ‘ end in 9C and 98.
      const auto third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0;
      if (third == 0x9C || third == 0x98) begins = true;
      i = std::min(i + 3, text.size());
      continue;
    }
    if (!is_letter(c) && !is_digit(c)) {
      if (c == '.' || c == '!' || c == '?' || c == '\n' || c == ':' || c == ';') begins = true;
      // Straight marks open where they stand before a letter and after none; so does a bracket.
      const bool before_letter = i + 1 < text.size() && is_letter(static_cast<unsigned char>(text[i + 1]));
      const bool after_blank = i == 0 || text[i - 1] == ' ' || text[i - 1] == '\n' || text[i - 1] == '(';
      if (before_letter && (c == '(' || ((c == '"' || c == '\'') && after_blank))) begins = true;
      ++i;
      continue;
    }
    Word word;
    word.from = i;
    std::size_t capitals = 0;
    while (i < text.size()) {
      const auto d = static_cast<unsigned char>(text[i]);
      const bool apostrophe = d == 0xE2 && i + 3 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x80 &&
                              static_cast<unsigned char>(text[i + 2]) == 0x99 &&
                              is_letter(static_cast<unsigned char>(text[i + 3]));
      if (apostrophe) {
        i += 3;
        continue;
      }
      if (d == 0xE2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x80) break;
      const bool inner =
          (d == '\'' || d == '-') && i > word.from && i + 1 < text.size() &&
          (is_letter(static_cast<unsigned char>(text[i + 1])) || is_digit(static_cast<unsigned char>(text[i + 1])));
      if (!is_letter(d) && !is_digit(d) && !inner) break;
      if (d >= 'A' && d <= 'Z') ++capitals;
      if (is_digit(d)) word.has_digit = true;
      ++i;
    }
    word.to = i;
    word.lower = base::lower(text.substr(word.from, word.to - word.from));
    const char first = text[word.from];
    word.capital = first >= 'A' && first <= 'Z' && capitals < std::max<std::size_t>(2, word.to - word.from);
    word.begins_sentence = begins;
    begins = false;
    words.push_back(std::move(word));
  }
  return words;
}

// The word without a possessive ending.
std::string stem(const std::string& word) {
  for (const std::string_view ending : {"'s", "’s", "'", "’"})
    if (word.size() > ending.size() && std::string_view(word).ends_with(ending))
      return word.substr(0, word.size() - ending.size());
  return word;
}

class Adviser {
 public:
  Adviser(std::string_view text, const WritingHelp& help)
      : text_(text), lower_(base::lower(text)), help_(help), words_(words_of(text)) {}

  void names();
  void blame();
  bool is_set_right(std::size_t from) const;
  bool is_about_child(std::size_t begin, std::size_t within) const;
  bool does_something() const;
  bool is_dated() const;
  bool is_counted() const;
  void phrases();
  void impact();
  void smart(const ActionContext& context);
  void judgement();

  std::vector<Advice> take() {
    std::ranges::stable_sort(advice_, {}, &Advice::from);
    if (advice_.size() > kMostAdvice) advice_.resize(kMostAdvice);
    return std::move(advice_);
  }

 private:
  void add(std::string rule, std::size_t from, std::size_t to, std::string message, std::string alternative = {}) {
    advice_.push_back({std::move(rule), from, to, std::move(message), std::move(alternative)});
  }
  std::string quote(std::size_t from, std::size_t to) const {
    return "“" + std::string(text_.substr(from, to - from)) + "”";
  }
  bool is_taken(std::size_t from, std::size_t to) const {
    return std::ranges::any_of(advice_, [&](const Advice& one) { return one.from < to && from < one.to; });
  }
  // Calls `found` with each place where the phrase stands as whole words.
  template <class Found>
  void each(std::string_view phrase, Found found) const {
    for (auto at = lower_.find(phrase); at != std::string::npos; at = lower_.find(phrase, at + 1)) {
      const bool begins = at == 0 || !is_letter(static_cast<unsigned char>(lower_[at - 1]));
      const auto end = at + phrase.size();
      const bool ends = end >= lower_.size() || !is_letter(static_cast<unsigned char>(lower_[end]));
      if (begins && ends) found(at, end);
    }
  }
  bool has(std::string_view phrase) const {
    bool seen = false;
    each(phrase, [&](std::size_t, std::size_t) { seen = true; });
    return seen;
  }
  bool has_word(bool (*known)(std::string_view)) const {
    return std::ranges::any_of(words_, [&](const Word& word) { return known(word.lower); });
  }

  std::string_view text_;
  std::string lower_;
  const WritingHelp& help_;
  std::vector<Word> words_;
  std::vector<Advice> advice_;
};

void Adviser::names() {
  static constexpr std::array kTitles{"mr", "mrs", "ms", "miss", "dr"};
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const auto& word = words_[i];
    if (!word.capital || word.has_digit) continue;
    const auto plain = stem(word.lower);
    const bool titled = i > 0 && std::ranges::find(kTitles, words_[i - 1].lower) != kTitles.end();
    const bool known = words::is_known_capital(plain) || words::is_known_capital(word.lower);
    const bool first_name = words::is_first_name(plain);
    // At the beginning of a sentence every word has a capital: only names that are nothing else count there.
    const bool inside = !word.begins_sentence && !known;
    if (!titled && !first_name && !inside) continue;
    std::size_t last = i;
    while (last + 1 < words_.size() && words_[last + 1].capital && !words_[last + 1].begins_sentence &&
           !words::is_known_capital(stem(words_[last + 1].lower)) && text_[words_[last + 1].from - 1] == ' ')
      ++last;
    const auto from = titled ? words_[i - 1].from : word.from;
    add("name", from, words_[last].to,
        quote(from, words_[last].to) +
            " looks like a name or a place. Only identifiers may stand here, so that nobody is known by what is "
            "written.",
        "say who they are to the child, such as “the mother”, “the class teacher”, “the older brother”");
    i = last;
  }
}

// Whether the child is among the first words from there, before anybody or anything else. "Child protection plan" and
// "the child's plan" are not about the child.
bool Adviser::is_about_child(std::size_t begin, std::size_t within) const {
  static constexpr std::array kPronouns{"he", "she", "they", "his", "her", "their", "both"};
  static constexpr std::array kOurs{"protection", "services",   "service",   "social",      "plan",       "worker",
                                    "file",       "record",     "records",   "case",        "assessment", "review",
                                    "reviews",    "chronology", "reviewing", "supervision", "conference"};
  static constexpr std::array kOthers{"worker", "worker's", "worker’s", "plan",
                                      "mother", "father",   "manager",  "parents"};
  for (std::size_t i = begin; i < std::min(words_.size(), begin + within); ++i) {
    const auto& word = words_[i];
    if (words::is_child_word(word.lower)) {
      const auto next = i + 1 < words_.size() ? words_[i + 1].lower : std::string{};
      return std::ranges::find(kOurs, next) == kOurs.end();
    }
    if (word.has_digit && is_letter(static_cast<unsigned char>(text_[word.from]))) return true;
    if (i == begin && word.lower != "both" && std::ranges::find(kPronouns, word.lower) != kPronouns.end()) return true;
    if (std::ranges::find(kOthers, word.lower) != kOthers.end()) return false;
  }
  return false;
}

// A verb for what somebody will do. Many are nouns as well ("the plan", "contact"): those count at the beginning, after
// "to", "will", "and" and the like; and so does "to be shared".
bool Adviser::does_something() const {
  static constexpr std::array kBeforeVerb{"to", "will", "and", "then", "or", "should", "must", "shall", "please"};
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const auto& word = words_[i];
    const auto& before = i > 0 ? words_[i - 1].lower : std::string{};
    if (before == "be" && i > 1 && words_[i - 2].lower == "to" && words::is_done_participle(word.lower)) return true;
    if (!words::is_doing_verb(word.lower)) continue;
    if (!words::is_noun_too(word.lower)) return true;
    if (i == 0 || word.begins_sentence || std::ranges::find(kBeforeVerb, before) != kBeforeVerb.end()) return true;
    if (text_.substr(words_[i - 1].to, word.from - words_[i - 1].to).find(',') != std::string_view::npos) return true;
  }
  return false;
}

bool is_month(const std::string& word) {
  static constexpr std::array kMonths{"january", "february", "march",     "april",   "may",      "june",
                                      "july",    "august",   "september", "october", "november", "december"};
  return std::ranges::find(kMonths, word) != kMonths.end();
}

// A day or a time by which. "May" and "march" are months with their capital alone.
bool Adviser::is_dated() const {
  static constexpr std::array kDays{"monday",   "tuesday", "wednesday", "thursday", "friday",
                                    "saturday", "sunday",  "tomorrow",  "today"};
  static constexpr std::array kTimes{"within", "next week", "next month", "this week", "this month", "by the end of"};
  for (const auto& word : words_)
    if ((is_month(word.lower) && word.capital) || std::ranges::find(kDays, word.lower) != kDays.end()) return true;
  for (std::size_t at = text_.find('/'); at != std::string_view::npos; at = text_.find('/', at + 1))
    if (at > 0 && at + 1 < text_.size() && is_digit(static_cast<unsigned char>(text_[at - 1])) &&
        is_digit(static_cast<unsigned char>(text_[at + 1])))
      return true;
  return std::ranges::any_of(kTimes, [&](std::string_view time) { return has(time); });
}

// A number of something, in figures or in words; the figures of a date are none.
bool Adviser::is_counted() const {
  static constexpr std::array kNumbers{"two",   "three", "four", "five",   "six",    "seven",
                                       "eight", "nine",  "ten",  "eleven", "twelve", "every"};
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const auto& word = words_[i];
    if (std::ranges::find(kNumbers, word.lower) != kNumbers.end()) return true;
    if (!word.has_digit) continue;
    const bool before_month = i + 1 < words_.size() && is_month(words_[i + 1].lower);
    const bool after_month = i > 0 && (is_month(words_[i - 1].lower) || words_[i - 1].has_digit);
    const bool in_date =
        (word.to < text_.size() && text_[word.to] == '/') || (word.from > 0 && text_[word.from - 1] == '/');
    if (!before_month && !after_month && !in_date) return true;
  }
  return false;
}

// "Careful not to blame", "felt ignored": it is denied, or is how somebody felt.
bool Adviser::is_set_right(std::size_t from) const {
  static constexpr std::array kBefore{"not", "never", "felt", "feel", "feels", "feeling"};
  const auto next = std::ranges::find_if(words_, [&](const Word& word) { return word.from >= from; });
  if (next == words_.begin()) return false;
  return std::ranges::find(kBefore, std::prev(next)->lower) != kBefore.end();
}

void Adviser::blame() {
  for (const auto& phrase : words::blaming())
    each(phrase.phrase, [&](std::size_t from, std::size_t to) {
      if (is_taken(from, to) || is_set_right(from)) return;
      add("blame", from, to,
          quote(from, to) + " judges a person rather than telling what happened. The reader may stop listening.",
          std::string(phrase.alternative));
    });
}

void Adviser::phrases() {
  for (const auto& phrase : help_.phrases)
    each(base::lower(phrase.phrase), [&](std::size_t from, std::size_t to) {
      add("phrase", from, to, "This council asks for other words than " + quote(from, to) + ".", phrase.alternative);
    });
}

void Adviser::impact() {
  if (words_.empty()) return;
  static constexpr std::array kOpenings{"as a result",
                                        "because of this",
                                        "because of that",
                                        "this means that",
                                        "this means",
                                        "therefore",
                                        "consequently",
                                        "since then",
                                        "for",
                                        "now",
                                        "today",
                                        "so",
                                        "at present",
                                        "currently"};
  // A clause before the main one: what counts is who the main one is about. Where no comma parts them, a little further
  // into the text.
  static constexpr std::array kClauses{
      "since", "without", "had", "because", "when",     "if",    "after",  "before", "in",      "with", "following",
      "by",    "due",     "at",  "while",   "although", "until", "during", "once",   "through", "as",   "despite"};
  constexpr std::size_t kLongestClause = 14;
  std::size_t begin = 0;
  for (const std::string_view opening : kOpenings) {
    if (!std::string_view(lower_).substr(words_[0].from).starts_with(opening)) continue;
    const auto end = words_[0].from + opening.size();
    if (end < lower_.size() && is_letter(static_cast<unsigned char>(lower_[end]))) continue;
    while (begin < words_.size() && words_[begin].from < end) ++begin;
    break;
  }
  if (is_about_child(begin, 4)) return;
  const auto& first = words_[0].lower;
  if (std::ranges::find(kClauses, first) != kClauses.end()) {
    for (std::size_t i = 0; i + 1 < words_.size() && i < kLongestClause; ++i)
      if (text_.substr(words_[i].to, words_[i + 1].from - words_[i].to).find(',') != std::string_view::npos) {
        if (is_about_child(i + 1, 4)) return;
        break;
      }
    if (is_about_child(1, 7)) return;
  }
  if (first == "it" && is_about_child(1, 6)) return;  // "It is not known whether the child …"
  const auto end = words_[std::min<std::size_t>(words_.size(), 4) - 1].to;
  add("impact-child", words_[0].from, end,
      "The impact does not begin with the child. Begin with them and what is different for them; then what may follow.",
      "“The child …”, then what they can do, feel or count on now");
}

void Adviser::smart(const ActionContext& context) {
  if (words_.empty()) return;
  static constexpr std::array kVagueTimes{
      "asap",        "as soon as possible", "ongoing",       "in due course", "when possible",
      "if possible", "where possible",      "in the future", "going forward", "regularly"};
  static constexpr std::array kOwners{"social worker", "team manager", "manager",           "practitioner",
                                      "worker",        "adviser",      "reviewing officer", "supervisor"};
  static constexpr std::array kMeasures{"so that",  "evidenced by", "until",       "shown by",
                                        "measured", "at least",     "we will know"};

  const bool doing = does_something();
  bool vague_verb = false;
  for (const auto& word : words_)
    if (!doing && words::is_vague_verb(word.lower)) {
      vague_verb = true;
      add("smart-verb", word.from, word.to,
          quote(word.from, word.to) + " does not say what will be done. Nobody could tell whether it happened.",
          "a verb for what somebody will do, such as “write”, “meet”, “visit”, “send”");
      break;
    }
  if (!doing && !vague_verb)
    add("smart-verb", words_[0].from, words_[0].from, "This does not say what will be done.",
        "begin with a verb, such as “write”, “meet”, “visit”, “send”");
  for (const std::string_view vague : kVagueTimes)
    each(vague, [&](std::size_t from, std::size_t to) {
      add("smart-date", from, to, quote(from, to) + " is no date, so it can’t be late.",
          "a day, such as “by 12 January”");
    });
  if (!context.has_owner && std::ranges::none_of(kOwners, [&](std::string_view owner) { return has(owner); }))
    add("smart-owner", 0, 0, "This does not say who will do it.", "name one person who has agreed to it");
  if (!context.has_date && !is_dated())
    add("smart-date", 0, 0, "This does not say by when.", "a day, such as “by 12 January”");
  if (!context.has_measure && !is_counted() &&
      std::ranges::none_of(kMeasures, [&](std::string_view sign) { return has(sign); }))
    add("smart-measure", 0, 0, "This does not say how one will know that it is done and has helped.",
        "“so that …”, or what will be seen when it is done");
}

void Adviser::judgement() {
  if (words_.size() < kWordsThatWantAJudgement || has_word(words::is_judging)) return;
  add("judgement", 0, 0,
      "This tells what happened and not what you make of it. Say how good it was for the child, and why.",
      "“This was … because …”");
}

}  // namespace

std::string_view to_string(TextKind kind) {
  switch (kind) {
    case TextKind::Evidence:
      return "evidence";
    case TextKind::Impact:
      return "impact";
    case TextKind::Action:
      return "action";
    case TextKind::Overall:
      return "overall";
    case TextKind::Conversation:
      return "conversation";
    case TextKind::Concern:
      return "concern";
  }
  return "";
}

std::optional<TextKind> parse_text_kind(std::string_view text) {
  for (const auto kind : {TextKind::Evidence, TextKind::Impact, TextKind::Action, TextKind::Overall,
                          TextKind::Conversation, TextKind::Concern})
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

std::vector<Advice> advise(std::string_view text, TextKind kind, const WritingHelp& help,
                           const ActionContext& context) {
  if (text.size() > kMostBytes) {
    auto end = kMostBytes;  // never inside a letter: what is quoted must be text
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  if (base::trim(text).empty()) return {};
  Adviser adviser(text, help);
  if (help.smart_actions && kind == TextKind::Action) adviser.smart(context);
  if (help.impact_begins_with_child && kind == TextKind::Impact) adviser.impact();
  if (help.judgement_in_description && kind == TextKind::Evidence) adviser.judgement();
  if (help.names) adviser.names();
  adviser.phrases();
  // In a concern what matters is speed: nobody is corrected on tone there.
  if (help.blame && kind != TextKind::Concern) adviser.blame();
  return adviser.take();
}

}  // namespace plumbline::domain
