// When a month's cycle is sent, returned and reported: the council's own numbers (CAL-2), plain data from its
// framework.
#pragma once

namespace plumbline::domain {

struct CalendarRule {
  int send_on_working_day = 1;                   // audits go out on this working day of the month, from 1
  int return_working_days_before_month_end = 5;  // and come back this many working days before the month's last day
  int report_by_working_day = 5;                 // the report is due by this working day of the month after

  friend bool operator==(const CalendarRule&, const CalendarRule&) = default;
};

}  // namespace plumbline::domain
