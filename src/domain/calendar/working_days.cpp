#include "domain/calendar/working_days.hpp"

#include <algorithm>
#include <array>

namespace plumbline::domain {
namespace {

using namespace std::chrono;

// What royal proclamations changed: a regular day moved (`from` is where the rule puts it), or an extra day.
struct Moved {
  year_month_day from;
  year_month_day to;
};
constexpr std::array kMoved{
    Moved{1995y / May / 1, 1995y / May / 8},    // fifty years after VE Day
    Moved{2002y / May / 27, 2002y / June / 4},  // Golden Jubilee
    Moved{2012y / May / 28, 2012y / June / 4},  // Diamond Jubilee
    Moved{2020y / May / 4, 2020y / May / 8},    // seventy-five years after VE Day
    Moved{2022y / May / 30, 2022y / June / 2},  // Platinum Jubilee
};
struct Extra {
  year_month_day day;
  const char* name;
};
constexpr std::array kExtra{
    Extra{1999y / December / 31, "Millennium Eve"},
    Extra{2002y / June / 3, "Golden Jubilee of Queen Elizabeth II"},
    Extra{2011y / April / 29, "Wedding of Prince William and Catherine Middleton"},
    Extra{2012y / June / 5, "Diamond Jubilee of Queen Elizabeth II"},
    Extra{2022y / June / 3, "Platinum Jubilee of Queen Elizabeth II"},
    Extra{2022y / September / 19, "State Funeral of Queen Elizabeth II"},
    Extra{2023y / May / 8, "Coronation of King Charles III"},
};

base::Day moved(base::Day day) {
  for (const auto& move : kMoved) {
    if (move.from == day) return move.to;
  }
  return day;
}

bool is_weekend(base::Day day) {
  const weekday on{sys_days{day}};
  return on == Saturday || on == Sunday;
}

base::Day on(sys_days day) { return base::Day{day}; }

}  // namespace

base::Day easter_sunday(year in) {
  const int y = static_cast<int>(in);
  const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4;
  const int f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int sum = h + l - 7 * m + 114;
  return in / static_cast<unsigned>(sum / 31) / static_cast<unsigned>(sum % 31 + 1);
}

std::vector<BankHoliday> bank_holidays(year in) {
  std::vector<BankHoliday> days;
  const sys_days new_year{in / January / 1};
  const weekday new_year_on{new_year};
  const int wait = new_year_on == Saturday ? 2 : new_year_on == Sunday ? 1 : 0;
  days.push_back({on(new_year + std::chrono::days{wait}), "New Year’s Day", wait != 0});

  const sys_days easter{easter_sunday(in)};
  days.push_back({on(easter - std::chrono::days{2}), "Good Friday"});
  days.push_back({on(easter + std::chrono::days{1}), "Easter Monday"});
  days.push_back({moved(on(sys_days{in / May / Monday[1]})), "Early May bank holiday"});
  days.push_back({moved(on(sys_days{in / May / Monday[last]})), "Spring bank holiday"});
  days.push_back({on(sys_days{in / August / Monday[last]}), "Summer bank holiday"});

  const sys_days christmas{in / December / 25};
  const weekday christmas_on{christmas};
  const bool christmas_free = christmas_on == Saturday || christmas_on == Sunday;
  const bool boxing_free = christmas_on == Friday || christmas_on == Saturday;
  // Both substitutes are 27 and 28 December, or the one that is needed: 27 for a Sunday Christmas, 28 for a Saturday
  // Boxing Day.
  days.push_back({on(christmas + std::chrono::days{christmas_free ? 2 : 0}), "Christmas Day", christmas_free});
  days.push_back({on(christmas + std::chrono::days{boxing_free ? 3 : 1}), "Boxing Day", boxing_free});

  for (const auto& extra : kExtra) {
    if (extra.day.year() == in) days.push_back({extra.day, extra.name});
  }
  std::sort(days.begin(), days.end(), [](const auto& x, const auto& y) { return x.day < y.day; });
  return days;
}

bool is_bank_holiday(base::Day day) {
  const auto days = bank_holidays(day.year());
  return std::any_of(days.begin(), days.end(), [&](const auto& holiday) { return holiday.day == day; });
}

bool is_working_day(base::Day day) { return !is_weekend(day) && !is_bank_holiday(day); }

base::Day add_working_days(base::Day day, int count) {
  const int step = count < 0 ? -1 : 1;
  for (int left = count; left != 0;) {
    day = base::add_days(day, step);
    if (is_working_day(day)) left -= step;
  }
  return day;
}

int working_days_between(base::Day from, base::Day to) {
  if (to < from) return -working_days_between(to, from);
  int count = 0;
  while (from < to) {
    from = base::add_days(from, 1);
    if (is_working_day(from)) ++count;
  }
  return count;
}

base::Day first_working_day(base::Period period) { return nth_working_day(period, 1); }

base::Day nth_working_day(base::Period period, int count) {
  return add_working_days(base::add_days(period.first(), -1), std::max(count, 1));
}

base::Day working_days_before_month_end(base::Period period, int count) {
  return add_working_days(period.last(), -count);
}

}  // namespace plumbline::domain
