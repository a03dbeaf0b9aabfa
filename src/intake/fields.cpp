#include "intake/fields.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "base/text.hpp"

namespace plumbline::intake {
namespace {

using base::Day;
using base::equal_ignoring_case;
using base::trim;

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& known) {
  for (const auto one : known)
    if (equal_ignoring_case(text, one)) return true;
  return false;
}

}  // namespace

std::string_view cell_text(std::string_view cell) {
  const auto text = trim(cell);
  if (text == "#N/A" || text == "#N/A!" || text == "NULL" || text == "(blank)") return {};
  return text;
}

std::string tidy_text(std::string_view cell) {
  const auto text = cell_text(cell);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    const bool no_break = rest.starts_with(kNoBreakSpace);
    if (no_break || text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r') {
      if (no_break) ++i;
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (rest.starts_with("\xE2\x80\x99") || rest.starts_with("\xE2\x80\x98")) {  // ’ ‘
      out += '\'';
      i += 2;
    } else if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xEF\xBB\xBF")) {  // zero-width blanks
      i += 2;
    } else {
      out += text[i];
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string column_key(std::string_view name) {
  std::string key = base::lower(tidy_text(name));
  for (auto& c : key)
    if (c == '_' || c == '-') c = ' ';
  while (!key.empty() && std::string_view(" ?:.*)").find(key.back()) != std::string_view::npos) key.pop_back();
  return key;
}

std::optional<Day> day_of_serial(std::string_view text, bool from_1904) {
  double serial = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), serial);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || !(serial >= 1) || serial > 110'000)
    return std::nullopt;
  const int days = static_cast<int>(std::floor(serial));
  using std::chrono::sys_days;
  // Day 1 is 1 January 1900; from day 61 on the 29 February 1900 that Excel believes in is counted.
  const Day first = from_1904   ? Day{std::chrono::year{1904} / 1 / 1}
                    : days < 61 ? Day{std::chrono::year{1899} / 12 / 31}
                                : Day{std::chrono::year{1899} / 12 / 30};
  const Day day{sys_days{first} + std::chrono::days{days}};
  if (day.year() < std::chrono::year{1900} || day.year() > std::chrono::year{2200}) return std::nullopt;
  return day;
}

std::optional<Day> day_of_cell(std::string_view text, bool from_1904) {
  if (const auto day = base::parse_day(text)) return day;
  // `2026-12-01 00:00:00`, `2026-12-01T00:00:00Z`, `01/12/2026 00:00`: the day before the time.
  if (const auto gap = text.find_first_of(" T"); gap != std::string_view::npos && gap >= 8)
    return day_of_cell(text.substr(0, gap), from_1904);
  if (text.find_first_not_of("0123456789.") == std::string_view::npos && text.size() <= 12)
    if (const auto day = day_of_serial(text, from_1904)) return day;
  std::string slashed(text);
  for (auto& c : slashed)
    if (c == '.' || c == '-') c = '/';
  return base::parse_day(slashed);
}

std::optional<bool> yes_or_no(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kYes{"yes", "y", "true", "1", "b) yes"};
  static constexpr std::array<std::string_view, 5> kNo{"no", "n", "false", "0", "a) no"};
  const auto plain = without_letter(text);
  if (is_one_of(plain, kYes)) return true;
  if (is_one_of(plain, kNo)) return false;
  return std::nullopt;
}

bool lost_digits(std::string_view text) {
  const auto e = text.find("E+");
  return e != std::string_view::npos && e > 0 && text.find_first_not_of("0123456789.") == e && text.size() <= 24;
}

std::string_view without_letter(std::string_view text) {
  text = trim(text);
  if (text.size() > 2 && text[1] == ')' && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z')))
    return trim(text.substr(2));
  return text;
}

std::string gender_of(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kMale{"m", "male", "1", "1 - male"};
  static constexpr std::array<std::string_view, 4> kFemale{"f", "female", "2", "2 - female"};
  static constexpr std::array<std::string_view, 6> kNeither{"neither",       "non-binary",  "non binary",
                                                            "indeterminate", "transgender", "unable to classify"};
  static constexpr std::array<std::string_view, 17> kNotStated{"0",
                                                               "9",
                                                               "u",
                                                               "i",
                                                               "unknown",
                                                               "not known",
                                                               "not recorded",
                                                               "not stated",
                                                               "not specified",
                                                               "unspecified",
                                                               "withheld",
                                                               "unborn",
                                                               "not stated/recorded",
                                                               "not stated / recorded",
                                                               "not stated/recorded (or unborn)",
                                                               "not stated / recorded (or unborn)",
                                                               "unborn/unknown"};
  const auto plain = without_letter(cell_text(text));
  if (is_one_of(plain, kMale)) return "male";
  if (is_one_of(plain, kFemale)) return "female";
  if (is_one_of(plain, kNeither)) return "neither";
  if (is_one_of(plain, kNotStated)) return "";
  return std::string(plain);
}

std::string disability_of(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kNone{"none", "no disability", "0 - no", "not disabled"};
  static constexpr std::array<std::string_view, 12> kUnknown{"unknown",
                                                             "not known",
                                                             "not recorded",
                                                             "not stated",
                                                             "u",
                                                             "nobt",
                                                             "nobt - information not yet obtained",
                                                             "not obtained",
                                                             "refu",
                                                             "refused",
                                                             "n/a",
                                                             "not applicable"};
  const auto plain = without_letter(cell_text(text));
  if (plain.empty() || is_one_of(plain, kUnknown)) return "";
  if (is_one_of(plain, kNone)) return "no";
  if (const auto answer = yes_or_no(plain)) return *answer ? "yes" : "no";
  return "yes";  // councils write the kind of disability here
}

std::string shown(std::string_view value) {
  constexpr std::size_t kMost = 60;
  if (value.size() <= kMost) return std::string(value);
  std::size_t cut = kMost;
  while (cut > 0 && (static_cast<unsigned char>(value[cut]) & 0xC0U) == 0x80U) --cut;
  return std::string(value.substr(0, cut)) + "…";
}

}  // namespace plumbline::intake
