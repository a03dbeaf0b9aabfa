#include "app/demo/history.hpp"

#include <algorithm>

#include "app/demo/cycle_life.hpp"
#include "app/demo/learning_life.hpp"
#include "app/demo/nomination_life.hpp"
#include "app/demo/year.hpp"
#include "app/ports/record_ports.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app::demo {

using domain::JobRole;
using domain::PersonId;

void Chronicle::add(base::Instant at, const std::string& actor, std::string action, std::string kind, std::string id,
                    std::string after, std::string reason) {
  JournalEntry entry;
  entry.at = at;
  entry.actor = actor;
  entry.action = std::move(action);
  entry.subject_kind = std::move(kind);
  entry.subject_id = std::move(id);
  entry.after = std::move(after);
  entry.reason = std::move(reason);
  entries_.push_back(std::move(entry));
}

void Chronicle::write(Journal& journal) {
  std::stable_sort(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  for (const auto& entry : entries_) journal.append(entry);
  entries_.clear();
}

base::Period running_period(const domain::Programme& programme, base::Day today) {
  constexpr int kDaysOut = 4;
  const auto period = base::period_of(today);
  const auto dates = domain::cycle_dates(programme, period);
  const bool out = dates.send_on <= today && domain::working_days_between(dates.send_on, today) >= kDaysOut;
  return out ? period : period.plus_months(-1);
}

namespace {

// Programmes that are drawn when the need arises had it so many months ago.
constexpr std::array kNeedArose{8, 3};

struct Planned {
  const domain::Programme* programme;
  base::Period period;
  base::Day send_on;
  int month;
  bool running;
};

// Every cycle of the year in order of sending; of one day the shown programme's comes first.
std::vector<Planned> plan(const HistoryRequest& request, const domain::Framework& framework,
                          const domain::Programme& shown, base::Day today) {
  std::vector<Planned> planned;
  const auto add = [&](const domain::Programme& programme, base::Period last, int month) {
    const auto period = last.plus_months(month - request.finished_months);
    planned.push_back(
        {&programme, period, domain::cycle_dates(programme, period).send_on, month, month == request.finished_months});
  };
  for (const auto& programme : framework.programmes) {
    const bool is_shown = programme.key == shown.key;
    if (!is_shown && (!request.every_programme || programme.auditors.allocation.quotas.empty())) continue;
    const auto last = running_period(programme, today);
    for (int month = 0; month <= request.finished_months; ++month) {
      const auto period = last.plus_months(month - request.finished_months);
      const int ago = request.finished_months - month;
      const bool due = programme.cycle == domain::Rhythm::AsNeeded
                           ? std::find(kNeedArose.begin(), kNeedArose.end(), ago) != kNeedArose.end()
                           : domain::comes_round_in(programme.cycle, period);
      if (due || is_shown) add(programme, last, month);
    }
  }
  std::stable_sort(planned.begin(), planned.end(), [&](const Planned& a, const Planned& b) {
    if (a.send_on != b.send_on) return a.send_on < b.send_on;
    return (a.programme->key == shown.key) > (b.programme->key == shown.key);
  });
  return planned;
}

Cast cast_of(const Year& year) {
  const auto best = [&](const std::map<PersonId, int>& scores, JobRole role, const std::map<PersonId, int>* more) {
    const domain::Person* found = nullptr;
    int most = -1;
    for (const auto& one : year.council.people()) {
      if (one.role != role || one.is_away_on(year.today)) continue;
      int score = 0;
      if (const auto at = scores.find(one.person_id); at != scores.end()) score += at->second * 10;
      if (more)
        if (const auto at = more->find(one.person_id); at != more->end()) score += std::min(at->second, 5);
      if (score > most) most = score, found = &one;
    }
    return found ? found->person_id : PersonId{};
  };
  Cast cast;
  cast.team_manager = best(year.auditing, JobRole::TeamManager, &year.signing);
  cast.advanced_practitioner = best(year.auditing, JobRole::AdvancedPractitioner, nullptr);
  cast.senior_manager = best(year.auditing, JobRole::SeniorManager, nullptr);
  cast.social_worker = best(year.doing, JobRole::SocialWorker, nullptr);
  if (!year.request.every_programme) return cast;
  for (const auto& programme : year.framework.programmes)
    for (const auto& quota : programme.auditors.allocation.quotas)
      if (!cast.others.contains(quota.role) && !year.council.with_role(quota.role).empty())
        cast.others.emplace(quota.role, best(year.auditing, quota.role, nullptr));
  return cast;
}

}  // namespace

base::Result<HistoryCounts> write_history(const HistoryRequest& request, const Seed& seed, const DemoCouncil& council,
                                          const domain::Framework& framework, const domain::Programme& programme,
                                          UnitOfWork& work, Chronicle& chronicle, Cast& cast,
                                          base::Progress& progress) {
  Year year(request, seed, council, framework, programme, work, chronicle);
  const auto planned = plan(request, framework, programme, year.today);
  std::size_t done = 0;
  for (const auto& each : planned) {
    progress.at("A year of audits", done++, planned.size());
    CHECK(write_cycle(year, *each.programme, each.period, each.month, each.running));
  }
  if (request.every_programme) {
    CHECK(name_for_the_next_month(year));
    CHECK(write_learning(year));
  }
  cast = cast_of(year);
  return year.counts;
}

}  // namespace plumbline::app::demo
