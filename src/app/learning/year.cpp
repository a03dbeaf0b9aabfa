#include "app/learning/year.hpp"

#include <algorithm>
#include <map>

#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {

std::string_view to_string(Activity activity) {
  switch (activity) {
    case Activity::None:
      return "none";
    case Activity::Planned:
      return "planned";
    case Activity::NotHeld:
      return "not-held";
    case Activity::SettingUp:
      return "setting-up";
    case Activity::UnderWay:
      return "under-way";
    case Activity::Done:
      return "done";
  }
  return "";
}

std::string_view say(Activity activity) {
  switch (activity) {
    case Activity::None:
      return "–";
    case Activity::Planned:
      return "Planned";
    case Activity::NotHeld:
      return "Not held";
    case Activity::SettingUp:
      return "Being set up";
    case Activity::UnderWay:
      return "Under way";
    case Activity::Done:
      return "Done";
  }
  return "";
}

base::Period audit_year_of(base::Day day) {
  const auto period = base::period_of(day);
  return period.plus_months(-static_cast<int>((static_cast<unsigned>(period.month.month()) + 8) % 12));
}

namespace {

// What went out and came back, by cycle.
struct Sent {
  int sent = 0;
  int returned = 0;
};
using SentByCycle = std::map<domain::CycleId, Sent>;

SentByCycle sent_in_year(base::Period april, AuditReads& audits) {
  AuditFilter filter;
  filter.from = base::iso(april);
  filter.to = base::iso(april.plus_months(11));
  filter.distributed = true;
  filter.imported = false;
  Visibility all;
  all.everything = true;
  SentByCycle by_cycle;
  for (const auto& audit : audits.list(filter, {1, 0, "", false}, all).rows) {
    auto& cycle = by_cycle[audit.cycle];
    ++cycle.sent;
    cycle.returned += audit.submitted_at.has_value();
  }
  return by_cycle;
}

Activity of_cycle(const domain::Cycle& cycle, ActivityCell& cell, const SentByCycle& sent) {
  switch (cycle.state) {
    case domain::CycleState::Planned:
    case domain::CycleState::Drawn:
    case domain::CycleState::Allocated:
      return Activity::SettingUp;
    case domain::CycleState::Closed:
    case domain::CycleState::Sent:
      break;
  }
  if (const auto found = sent.find(cycle.id); found != sent.end()) {
    cell.sent = found->second.sent;
    cell.returned = found->second.returned;
  }
  return cycle.state == domain::CycleState::Closed || (cell.sent > 0 && cell.sent == cell.returned)
             ? Activity::Done
             : Activity::UnderWay;
}

}  // namespace

std::vector<YearRow> year_programme(const domain::Framework& framework, base::Period april, base::Day today,
                                    Reader& reader) {
  const auto cycles = reader.cycles().list();
  const auto reviews = reader.reviews().list();
  const auto agreements = reader.reviews().agreements();
  const auto sent = sent_in_year(april, reader.audits());
  const auto now = base::period_of(today);
  std::vector<YearRow> rows;
  for (const auto& programme : framework.programmes) {
    YearRow row;
    row.programme = programme.key;
    row.title = programme.title;
    row.rhythm = programme.cycle;
    for (int month = 0; month < 12; ++month) {
      const auto period = april.plus_months(month);
      auto& cell = row.months[static_cast<std::size_t>(month)];
      const auto is_it = [&](const auto& one) { return one.programme == programme.key && one.period == period; };
      const auto cycle = std::ranges::find_if(cycles, is_it);
      const auto review = std::ranges::find_if(reviews, is_it);
      const auto agreement = std::ranges::find_if(agreements, is_it);
      if (cycle != cycles.end())
        for (const auto& cohort : programme.draw.cohorts)
          if (cohort.key == cycle->cohort) cell.theme = cohort.title;
      if (agreement != agreements.end()) cell.theme = agreement->theme;
      if (review != reviews.end()) cell.theme = review->theme;
      if (cycle != cycles.end()) {
        cell.activity = of_cycle(*cycle, cell, sent);
      } else if (review != reviews.end() || agreement != agreements.end()) {
        cell.activity = Activity::Planned;
      } else if (programme.cycle != domain::Rhythm::AsNeeded && domain::comes_round_in(programme.cycle, period)) {
        cell.activity = period < now ? Activity::NotHeld : Activity::Planned;
        if (const auto* cohort = domain::cohort_of(programme, period)) cell.theme = cohort->title;
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace plumbline::app
