// Working days of England (CAL-1). The days of a council's own calendar are in domain/framework/programme_days.hpp.
#pragma once

#include <string>
#include <vector>

#include "base/day.hpp"

namespace plumbline::domain {

struct BankHoliday {
  base::Day day;
  std::string name;         // `Boxing Day`
  bool substitute = false;  // a weekday instead of the Saturday or Sunday on which the day itself fell
  friend bool operator==(const BankHoliday&, const BankHoliday&) = default;
};

// Easter Sunday by the anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter
// 8).
base::Day easter_sunday(std::chrono::year year);

// The bank holidays of England and Wales in one year, in order (Banking and Financial Dealings Act 1971). The regular
// ones are computed for any year; days moved or added by proclamation are known for 1995 to 2030 as far as they were
// announced.
std::vector<BankHoliday> bank_holidays(std::chrono::year year);

bool is_bank_holiday(base::Day day);
bool is_working_day(base::Day day);  // Monday to Friday and no bank holiday

// The count-th working day after `day`, or before it when `count` is negative; `day` itself when `count` is 0.
base::Day add_working_days(base::Day day, int count);
// How many working days lie after `from` up to and including `to`; negative when `to` is earlier. Where `to` is a
// working day, add_working_days(from, working_days_between(from, to)) == to.
int working_days_between(base::Day from, base::Day to);

base::Day first_working_day(base::Period period);
base::Day nth_working_day(base::Period period,
                          int count);  // from 1; runs on into the next month when the month has fewer
// The count-th working day before the month's last day, whether or not that last day is itself worked.
base::Day working_days_before_month_end(base::Period period, int count);

// The dates of one month's cycle (CAL-2).
struct CycleDates {
  base::Day send_on;
  base::Day return_by;
  base::Day report_by;
  friend bool operator==(const CycleDates&, const CycleDates&) = default;
};

}  // namespace plumbline::domain
