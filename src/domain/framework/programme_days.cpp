#include "domain/framework/programme_days.hpp"

#include <algorithm>

namespace plumbline::domain {
namespace {

constexpr int kUsualSendDay = 1;
constexpr int kUsualDaysBeforeMeeting = 10;
constexpr int kUsualReturnDays = 5;
constexpr int kUsualReturnDaysAsNeeded = 10;
constexpr int kUsualReportDay = 5;

int month_of(base::Period period) { return static_cast<int>(static_cast<unsigned>(period.month.month())); }

bool is_a_report(CalendarStep step) { return step == CalendarStep::Report || step == CalendarStep::QuarterlyReport; }

const CalendarEntry* entry_for(const Programme& programme, CalendarStep step) {
  const auto found = std::ranges::find(programme.calendar, step, &CalendarEntry::step);
  return found == programme.calendar.end() ? nullptr : &*found;
}

bool stands_in(const CalendarEntry& entry, base::Period period) {
  return entry.anchor != CalendarAnchor::QuarterEnd || quarter_end_of(period) == period;
}

// So many working days before the last day of a month; with 0 its last working day.
base::Day before_end(base::Day last, int count) {
  return count == 0 ? add_working_days(base::add_days(last, 1), -1) : add_working_days(last, -count);
}

base::Day usual_send_day(const Programme& programme, base::Period period) {
  const auto first = nth_working_day(period, kUsualSendDay);
  // A meeting counted from sending says nothing about when to send.
  for (const auto& entry : programme.calendar)
    if (entry.step == CalendarStep::Meeting)
      if (const auto meeting = day_of(entry, period))
        return std::min(first, add_working_days(*meeting, -kUsualDaysBeforeMeeting));
  return first;
}

// Audits that are made when somebody asks for them have no month whose end they could be counted from.
bool is_asked_for(const Programme& programme) {
  return programme.cycle == Rhythm::AsNeeded && entry_for(programme, CalendarStep::Return) == nullptr &&
         entry_for(programme, CalendarStep::Meeting) == nullptr;
}

void in_order(std::vector<DatedEntry>& entries) {
  std::ranges::stable_sort(entries, {}, [](const DatedEntry& entry) { return entry.on; });
}

}  // namespace

std::vector<int> months_of(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::AsNeeded:
      return {};
    case Rhythm::Monthly:
      return {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    case Rhythm::Quarterly:
      return {3, 6, 9, 12};
    case Rhythm::TwiceYearly:
      return {3, 9};
    case Rhythm::Yearly:
      return {3};
  }
  return {};
}

bool comes_round_in(Rhythm rhythm, base::Period period) {
  const auto months = months_of(rhythm);
  return months.empty() || std::ranges::find(months, month_of(period)) != months.end();
}

base::Period quarter_end_of(base::Period period) { return period.plus_months((12 - month_of(period)) % 3); }

std::optional<base::Day> day_of(const CalendarEntry& entry, base::Period period) {
  switch (entry.anchor) {
    case CalendarAnchor::MonthStart:
      return nth_working_day(period, entry.working_days);
    case CalendarAnchor::NextMonthStart:
      return nth_working_day(period.plus_months(1), entry.working_days);
    case CalendarAnchor::MonthEnd:
      return before_end(period.last(), entry.working_days);
    case CalendarAnchor::QuarterEnd: {
      const auto last = quarter_end_of(period).last();
      return is_a_report(entry.step) && entry.working_days > 0 ? add_working_days(last, entry.working_days)
                                                               : before_end(last, entry.working_days);
    }
    case CalendarAnchor::Sent:
    case CalendarAnchor::Meeting:
      return std::nullopt;
  }
  return std::nullopt;
}

base::Day day_of(const CalendarEntry& entry, const Programme& programme, base::Period period,
                 std::optional<base::Day> sent) {
  if (entry.anchor == CalendarAnchor::Sent) {
    // A framework in which sending and meeting are counted from one another is refused when it is read.
    const auto* send = entry_for(programme, CalendarStep::Send);
    const bool planned = send != nullptr && send->anchor != CalendarAnchor::Sent;
    const auto from = sent ? *sent : planned ? day_of(*send, programme, period) : usual_send_day(programme, period);
    return add_working_days(from, entry.working_days);
  }
  if (entry.anchor == CalendarAnchor::Meeting) {
    const auto meeting = meeting_on(programme, period);
    return add_working_days(meeting.value_or(period.last()), -entry.working_days);
  }
  return *day_of(entry, period);
}

std::optional<base::Day> day_of(CalendarStep step, const Programme& programme, base::Period period,
                                std::optional<base::Day> sent) {
  const auto* entry = entry_for(programme, step);
  if (entry == nullptr) return std::nullopt;
  return day_of(*entry, programme, period, sent);
}

std::optional<base::Day> meeting_on(const Programme& programme, base::Period period) {
  for (const auto& entry : programme.calendar)
    if (entry.step == CalendarStep::Meeting && entry.anchor != CalendarAnchor::Meeting)
      return day_of(entry, programme, period);
  return std::nullopt;
}

CycleDates cycle_dates(const Programme& programme, base::Period period, std::optional<base::Day> sent) {
  CycleDates dates;
  dates.send_on = day_of(CalendarStep::Send, programme, period).value_or(usual_send_day(programme, period));
  if (const auto back = day_of(CalendarStep::Return, programme, period, sent)) {
    dates.return_by = *back;
  } else if (is_asked_for(programme)) {
    dates.return_by = add_working_days(sent.value_or(dates.send_on), kUsualReturnDaysAsNeeded);
  } else {
    dates.return_by = working_days_before_month_end(period, kUsualReturnDays);
    if (const auto meeting = meeting_on(programme, period))
      dates.return_by = std::min(dates.return_by, add_working_days(*meeting, -1));
  }
  // A programme that reports by the quarter alone is not also expected to report by the month.
  auto report = day_of(CalendarStep::Report, programme, period, sent);
  if (!report && comes_round_in(Rhythm::Quarterly, period) && programme.cycle != Rhythm::Monthly)
    report = day_of(CalendarStep::QuarterlyReport, programme, period, sent);
  dates.report_by = report.value_or(nth_working_day(period.plus_months(1), kUsualReportDay));
  return dates;
}

bool returns_after_sending(const Programme& programme) {
  const auto* entry = entry_for(programme, CalendarStep::Return);
  return entry != nullptr ? entry->anchor == CalendarAnchor::Sent : is_asked_for(programme);
}

std::vector<DatedEntry> dated_entries(const Programme& programme, base::Period period, std::optional<base::Day> sent) {
  std::vector<DatedEntry> entries;
  for (const auto& entry : programme.calendar)
    if (stands_in(entry, period))
      entries.push_back(
          {day_of(entry, programme, period, sent), programme.key, period, entry.step, entry.title, entry.who});
  in_order(entries);
  return entries;
}

std::vector<DatedEntry> dated_entries(const Framework& framework, base::Period period) {
  std::vector<DatedEntry> entries;
  for (const auto& entry : framework.calendar) {
    if (!stands_in(entry, period)) continue;
    if (const auto on = day_of(entry, period)) entries.push_back({*on, "", period, entry.step, entry.title, entry.who});
  }
  in_order(entries);
  return entries;
}

}  // namespace plumbline::domain
