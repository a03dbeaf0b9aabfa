#include "web/time_input.hpp"

#include <fmt/core.h>

#include <charconv>

#include "base/text.hpp"

namespace plumbline::web {

std::optional<int> minutes_of_day(std::string_view text) {
  auto words = base::lower(base::trim(text));
  int add = 0;
  bool half_day = false;
  if (words.ends_with("am") || words.ends_with("pm")) {
    add = words.ends_with("pm") ? 12 * 60 : 0;
    half_day = true;
    words = std::string(base::trim(words.substr(0, words.size() - 2)));
  }
  const auto split = words.find_first_of(":.");
  int hours = 0;
  int minutes = 0;
  const auto read = [](std::string_view digits, int& into) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return !digits.empty() && digits.size() <= 2 && error == std::errc{} && end == digits.data() + digits.size();
  };
  if (!read(std::string_view(words).substr(0, split), hours)) return std::nullopt;
  if (split != std::string::npos && !read(std::string_view(words).substr(split + 1), minutes)) return std::nullopt;
  if (split == std::string::npos && !half_day) return std::nullopt;
  if (minutes > 59 || hours < 0 || minutes < 0 || hours > (half_day ? 12 : 23)) return std::nullopt;
  if (half_day && hours == 12) hours = 0;
  return add + hours * 60 + minutes;
}

std::string say_minutes_of_day(int minutes) {
  const int hour = minutes / 60 % 24;
  return fmt::format("{}:{:02}{}", hour % 12 == 0 ? 12 : hour % 12, minutes % 60, hour < 12 ? "am" : "pm");
}

}  // namespace plumbline::web
