// The days of a council's calendar: each line of it (CalendarEntry) resolved for a month (CAL-2, CAL-3, CAL-4, CAL-7).
// A cycle keeps the days it was opened with; whatever is asked before that, or has no place in a cycle, is asked here.
//
//  - month-start, next-month-start: that working day of the month, or of the month after;
//  - month-end: so many working days before the month's last day; 0 is its last working day;
//  - quarter-end: quarters end in March, June, September and December. A report counts its working days forward from
//  the
//    quarter's last day, since it is about the quarter; every other step counts them back from it;
//  - sent: so many working days after the audits were sent, or are planned to be;
//  - before-meeting: so many working days before the programme's meeting. Ten of them are two weeks, or more where
//  there
//    is a holiday.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::domain {

// The months in which a programme of this rhythm has its cycle, 1 to 12: monthly all; quarterly those in which a
// quarter ends (3, 6, 9, 12); twice yearly 3 and 9, the ends of the financial half-years; yearly 3. As needed: none is
// set, any may be chosen.
std::vector<int> months_of(Rhythm rhythm);
bool comes_round_in(Rhythm rhythm, base::Period period);  // true for every month where it is as needed
base::Period quarter_end_of(base::Period period);         // the month in which the quarter of `period` ends

// The day of one line of the council's own month, which knows neither sending nor meeting; nothing for those two.
std::optional<base::Day> day_of(const CalendarEntry& entry, base::Period period);
// The day of one of the programme's lines. `sent`: when the audits really went out, once they have.
base::Day day_of(const CalendarEntry& entry, const Programme& programme, base::Period period,
                 std::optional<base::Day> sent = std::nullopt);
// The first line with this step; nothing where the programme has none.
std::optional<base::Day> day_of(CalendarStep step, const Programme& programme, base::Period period,
                                std::optional<base::Day> sent = std::nullopt);

// What every cycle has. Without a line of its own a programme sends on the first working day (ten working days before
// its meeting where that is earlier), has its audits back five working days before the month's end (before the meeting
// where that is earlier; ten working days after sending where it is made as needed and has no meeting), and reports by
// working day 5 of the month after.
CycleDates cycle_dates(const Programme& programme, base::Period period, std::optional<base::Day> sent = std::nullopt);
// Whether the return day moves with the day of sending (`from: sent`, or made as needed), so that an audit sent later
// is due later.
bool returns_after_sending(const Programme& programme);
// The programme's meeting of that month; nothing where it holds none.
std::optional<base::Day> meeting_on(const Programme& programme, base::Period period);

// A line of somebody's calendar with its day.
struct DatedEntry {
  base::Day on;
  std::string programme;  // key; empty for the council's own month
  base::Period period;    // of the cycle it belongs to
  CalendarStep step = CalendarStep::Information;
  std::string title;
  std::vector<Recipient> who;
  friend bool operator==(const DatedEntry&, const DatedEntry&) = default;
};
// Every line of the programme for its cycle of that month, in order of days. Lines counted from the quarter's end stand
// in the month in which a quarter ends alone.
std::vector<DatedEntry> dated_entries(const Programme& programme, base::Period period,
                                      std::optional<base::Day> sent = std::nullopt);
// The same of the council's own month.
std::vector<DatedEntry> dated_entries(const Framework& framework, base::Period period);

}  // namespace plumbline::domain
