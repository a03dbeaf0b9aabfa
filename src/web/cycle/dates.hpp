// A month as a line of dates, the same on its own page and on the home page.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "domain/draw/cycle.hpp"
#include "domain/framework/framework.hpp"
#include "web/components.hpp"

namespace plumbline::web {

// How far a month has come, beside the state of its cycle.
struct MonthStanding {
  bool all_back = false;                                // something was sent, and everything has come back
  bool all_moderated = false;                           // of what is back, nothing waits for a moderator
  std::map<domain::CalendarStep, std::string> notes{};  // said under a step
};
// The days of the month in order, as the open cycle keeps them, else as the framework plans them; the first that is not
// done is where we are now.
std::vector<DateStep> month_dates(const domain::Programme& programme, base::Period period,
                                  const std::optional<domain::Cycle>& cycle, const MonthStanding& standing,
                                  base::Day today);

// When those `out` come back: `It is due tomorrow, …`, `Their return was due on …`.
std::string return_of_those_out(long long out, base::Day return_by, base::Day today);

}  // namespace plumbline::web
