#include "web/cycle/dates.hpp"

#include <algorithm>

#include "domain/calendar/working_days.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::web {
namespace {

using Step = domain::CalendarStep;

// What a step of the calendar is called on the line of dates; nothing for those that stand in the calendar alone.
std::string_view step_name(domain::CalendarStep step) {
  switch (step) {
    case domain::CalendarStep::Draw:
      return "Draw and allocate";
    case domain::CalendarStep::Send:
      return "Send";
    case domain::CalendarStep::Return:
      return "Return";
    case domain::CalendarStep::Moderate:
      return "Moderate";
    case domain::CalendarStep::Meeting:
      return "Meet";
    case domain::CalendarStep::Report:
      return "Report";
    case domain::CalendarStep::QuarterlyReport:
      return "Quarterly report";
    case domain::CalendarStep::Notice:
    case domain::CalendarStep::Prepare:
    case domain::CalendarStep::Feedback:
    case domain::CalendarStep::HandOver:
    case domain::CalendarStep::Information:
      return {};
  }
  return {};
}

std::vector<std::pair<Step, base::Day>> days_of(const domain::Programme& programme, base::Period period,
                                                const std::optional<domain::Cycle>& cycle, base::Day today) {
  std::optional<base::Day> sent;
  if (cycle && cycle->sent_at) sent = base::london_day(*cycle->sent_at);
  // Until they are sent, days that are counted from sending can begin today at the earliest.
  const bool moves = !sent && domain::returns_after_sending(programme);
  if (moves) sent = std::max(today, domain::cycle_dates(programme, period).send_on);
  const auto planned = domain::cycle_dates(programme, period, sent);
  std::map<Step, base::Day> days{
      {Step::Send, cycle ? cycle->send_on.value_or(planned.send_on) : planned.send_on},
      {Step::Return, cycle && !moves ? cycle->return_by.value_or(planned.return_by) : planned.return_by},
      {Step::Report, cycle ? cycle->report_by.value_or(planned.report_by) : planned.report_by}};
  for (const auto& entry : domain::dated_entries(programme, period, sent)) days.emplace(entry.step, entry.on);
  days.emplace(Step::Draw, days.at(Step::Send));
  std::vector<std::pair<Step, base::Day>> in_order;
  for (const auto step :
       {Step::Draw, Step::Send, Step::Return, Step::Moderate, Step::Meeting, Step::Report, Step::QuarterlyReport})
    if (const auto found = days.find(step); found != days.end()) in_order.emplace_back(*found);
  std::ranges::stable_sort(in_order, {}, [](const auto& each) { return each.second; });
  return in_order;
}

}  // namespace

std::vector<DateStep> month_dates(const domain::Programme& programme, base::Period period,
                                  const std::optional<domain::Cycle>& cycle, const MonthStanding& standing,
                                  base::Day today) {
  using State = domain::CycleState;
  const auto state = cycle ? cycle->state : State::Planned;
  const auto is_done = [&](Step step, base::Day on) {
    if (step == Step::Draw) return state != State::Planned && state != State::Drawn;
    if (step == Step::Send) return state == State::Sent || state == State::Closed;
    if (step == Step::Return) return standing.all_back;
    if (step == Step::Moderate) return standing.all_back && standing.all_moderated;
    if (step == Step::Report || step == Step::QuarterlyReport) return state == State::Closed && on < today;
    return standing.all_back && on < today;
  };
  const auto days = days_of(programme, period, cycle, today);
  std::vector<DateStep> steps;
  bool now_shown = false;
  const auto add = [&](Step step, std::string when, bool done) {
    DateStep shown{std::string(step_name(step)), std::move(when), ""};
    if (const auto note = standing.notes.find(step); note != standing.notes.end()) shown.note = note->second;
    if (!now_shown && done) {
      shown.state = DateStep::State::Done;
    } else if (!now_shown) {
      shown.state = DateStep::State::Now;
      now_shown = true;
    }
    steps.push_back(std::move(shown));
  };
  const bool moderates_undated =
      standing.notes.contains(Step::Moderate) &&
      std::ranges::none_of(days, [](const auto& each) { return each.first == Step::Moderate; });
  for (const auto& [step, on] : days) {
    add(step, base::say_with_weekday(on), is_done(step, on));
    // The calendar gives moderation no day; it is begun all the same, and stands where it comes.
    if (step == Step::Return && moderates_undated) add(Step::Moderate, {}, is_done(Step::Moderate, on));
  }
  return steps;
}

std::string return_of_those_out(long long out, base::Day return_by, base::Day today) {
  const bool one = out == 1;
  const std::string begins =
      return_by < today ? (one ? "Its return " : "Their return ") : (one ? "It is " : "They are ");
  return begins + due_in_words(return_by, today, domain::working_days_between(today, return_by)) + ".";
}

}  // namespace plumbline::web
