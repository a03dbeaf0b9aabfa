// Days, instants and months, read from and written to text. Everything timed asks a Clock, so that tests can freeze it.
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace plumbline::base {

using Day = std::chrono::year_month_day;   // a calendar day, no time zone
using Instant = std::chrono::sys_seconds;  // a moment, UTC, to the second

// A month such as 2026-12: what a cycle and a report speak of.
struct Period {
  std::chrono::year_month month{};
  Day first() const { return month / std::chrono::day{1}; }
  Day last() const { return Day{month / std::chrono::last}; }
  Period plus_months(int months) const { return Period{month + std::chrono::months{months}}; }
  friend std::strong_ordering operator<=>(const Period& a, const Period& b) { return a.month <=> b.month; }
  friend bool operator==(const Period&, const Period&) = default;
};

// ISO `2026-12-01` or UK `01/12/2026` (also `1/12/2026`); surrounding blanks allowed. Nothing when it is not a real day
// between 1900 and 2200.
std::optional<Day> parse_day(std::string_view text);
std::optional<Period> parse_period(std::string_view text);    // `2026-12`
std::optional<Instant> parse_instant(std::string_view text);  // `2026-12-01T09:00:00Z` or `…T09:00Z`

std::string iso(Day day);          // 2026-12-01
std::string iso(Period period);    // 2026-12
std::string iso(Instant instant);  // 2026-12-01T09:00:00Z

Day add_days(Day day, int days);
int days_between(Day from, Day to);  // to - from
// The same day N months on; the month's last day where it has no such day (31 August less 6 months is 28 February).
Day add_months(Day day, int months);
Period period_of(Day day);

// As people in England read them (Europe/London).
Day london_day(Instant instant);
Instant london_midnight(Day day);       // the instant at which that day begins in London
std::string say(Day day);               // 23 November 2026
std::string say_with_weekday(Day day);  // Monday 23 November 2026
std::string say(Period period);         // December 2026
std::string say_time(Instant instant);  // 6:42pm
std::string say(Instant instant);       // 23 November 2026 at 6:42pm

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  Day today() const { return london_day(now()); }
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// For tests and for the demo: stands still until it is moved.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }
  void advance(std::chrono::seconds by) { at_ += by; }

 private:
  Instant at_;
};

}  // namespace plumbline::base
