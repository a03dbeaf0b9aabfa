#include "base/day.hpp"

#include <date/tz.h>
#include <fmt/core.h>

#include <array>
#include <charconv>

#include "base/text.hpp"

namespace plumbline::base {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.front() == '-' || text.front() == '+' || error != std::errc{} ||
      end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::optional<Day> real_day(std::optional<int> y, std::optional<int> m, std::optional<int> d) {
  if (!y || !m || !d || *y < 1900 || *y > 2200 || *m < 1 || *d < 1) return std::nullopt;
  const Day day{year{*y}, month{static_cast<unsigned>(*m)}, std::chrono::day{static_cast<unsigned>(*d)}};
  if (!day.ok()) return std::nullopt;
  return day;
}

const date::time_zone& london() {
  static const date::time_zone* const zone = date::locate_zone("Europe/London");
  return *zone;
}

date::local_seconds london_local(Instant instant) {
  return london().to_local(date::sys_seconds{instant.time_since_epoch()});
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  text = trim(text);
  if (text.size() == 10 && text[4] == '-' && text[7] == '-')
    return real_day(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)));
  const auto first = text.find('/');
  const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (second == std::string_view::npos || first > 2 || second - first > 3 || text.size() - second != 5)
    return std::nullopt;
  return real_day(number(text.substr(second + 1)), number(text.substr(first + 1, second - first - 1)),
                  number(text.substr(0, first)));
}

std::optional<Period> parse_period(std::string_view text) {
  text = trim(text);
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto day = real_day(number(text.substr(0, 4)), number(text.substr(5, 2)), 1);
  if (!day) return std::nullopt;
  return Period{day->year() / day->month()};
}

std::optional<Instant> parse_instant(std::string_view text) {
  text = trim(text);
  if ((text.size() != 20 && text.size() != 17) || text[10] != 'T' || text[13] != ':' || text.back() != 'Z')
    return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const auto h = number(text.substr(11, 2));
  const auto m = number(text.substr(14, 2));
  std::optional<int> s = 0;
  if (text.size() == 20) {
    if (text[16] != ':') return std::nullopt;
    s = number(text.substr(17, 2));
  }
  if (!day || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  return sys_days{*day} + hours{*h} + minutes{*m} + seconds{*s};
}

std::string iso(Day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string iso(Period period) {
  return fmt::format("{:04}-{:02}", static_cast<int>(period.month.year()), static_cast<unsigned>(period.month.month()));
}

std::string iso(Instant instant) {
  const auto day = floor<days>(instant);
  const hh_mm_ss time{instant - day};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", iso(Day{day}), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

Day add_days(Day day, int count) { return Day{sys_days{day} + days{count}}; }
int days_between(Day from, Day to) { return static_cast<int>((sys_days{to} - sys_days{from}).count()); }

Day add_months(Day day, int count) {
  const Day moved = day + months{count};
  return moved.ok() ? moved : Day{moved.year() / moved.month() / std::chrono::last};
}

Period period_of(Day day) { return Period{day.year() / day.month()}; }

Day london_day(Instant instant) {
  const date::year_month_day day{date::floor<date::days>(london_local(instant))};
  return Day{year{static_cast<int>(day.year())}, month{static_cast<unsigned>(day.month())},
             std::chrono::day{static_cast<unsigned>(day.day())}};
}

Instant london_midnight(Day day) {
  const date::local_days local{date::days{sys_days{day}.time_since_epoch().count()}};
  const auto system = london().to_sys(local, date::choose::earliest);
  return Instant{seconds{system.time_since_epoch().count()}};
}

std::string say(Day day) {
  return fmt::format("{} {} {}", static_cast<unsigned>(day.day()), kMonths.at(static_cast<unsigned>(day.month()) - 1),
                     static_cast<int>(day.year()));
}

std::string say_with_weekday(Day day) {
  return fmt::format("{} {}", kWeekdays.at(weekday{sys_days{day}}.c_encoding()), say(day));
}

std::string say(Period period) {
  return fmt::format("{} {}", kMonths.at(static_cast<unsigned>(period.month.month()) - 1),
                     static_cast<int>(period.month.year()));
}

std::string say_time(Instant instant) {
  const auto local = london_local(instant);
  const auto time = date::make_time(local - date::floor<date::days>(local));
  const auto hour = time.hours().count();
  return fmt::format("{}:{:02}{}", hour % 12 == 0 ? 12 : hour % 12, time.minutes().count(), hour < 12 ? "am" : "pm");
}

std::string say(Instant instant) { return fmt::format("{} at {}", say(london_day(instant)), say_time(instant)); }

Instant SystemClock::now() const { return floor<seconds>(system_clock::now()); }

}  // namespace plumbline::base
