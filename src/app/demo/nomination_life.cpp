#include "app/demo/nomination_life.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/demo/audit_life.hpp"
#include "app/draw/nominations.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app::demo {

namespace {

constexpr int kNamedEvery = 3;  // months, where managers may name cases and need not
constexpr int kNamedAhead = 6;

bool may_be_named(const domain::FrameRow& row, const domain::DrawRules& rules) {
  if (!row.is_open() || row.restricted) return false;
  if (!rules.categories.empty() &&
      std::find(rules.categories.begin(), rules.categories.end(), row.category) == rules.categories.end())
    return false;
  return rules.any_flag.empty() || row.has_any_flag(rules.any_flag);
}

}  // namespace

bool names_cases(const domain::Programme& programme, int month) {
  switch (programme.draw.nominated) {
    case domain::Nomination::No:
      return false;
    case domain::Nomination::May:
      return month % kNamedEvery == 1;
    case domain::Nomination::Only:
      return true;
  }
  return false;
}

std::vector<domain::ChildId> name_cases(Year& year, const domain::Programme& programme, base::Period period,
                                        const domain::Cohort* cohort, const domain::Frame& frame, base::Day day,
                                        int wanted) {
  auto random = year.seed.stream("nominations", programme.key + " " + iso(period));
  const auto rules = domain::draw_rules(programme, cohort);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < frame.size(); ++i)
    if (may_be_named(frame.row(i), rules)) rows.push_back(i);
  random.shuffle(rows);
  std::map<domain::PersonId, int> named_by;
  std::vector<domain::ChildId> named;
  for (const auto i : rows) {
    if (static_cast<int>(named.size()) >= wanted) break;
    const auto row = frame.row(i);
    const auto& manager = year.manager_of(year.team_of(std::string(row.team)));
    auto& count = named_by[manager];
    if (count >= kMostNominations) continue;
    domain::NominatedCase one;
    one.programme = programme.key;
    one.period = period;
    one.child_id = domain::ChildId(std::string(row.child_id));
    one.reason = random.pick(domain::kNominationReasons);
    one.nominated_by = manager;
    one.nominated_at = office_hour(random, domain::add_working_days(day, -random.between(1, 8)));
    if (!year.work.nominations().add(one)) continue;
    ++count;
    year.chronicle.add(
        one.nominated_at, manager.text(), "case-nominated", "case", one.child_id.text(),
        nlohmann::ordered_json{
            {"programme", one.programme}, {"period", base::iso(period)}, {"reason", domain::to_string(one.reason)}}
            .dump());
    named.push_back(std::move(one.child_id));
  }
  return named;
}

base::Result<void> name_for_the_next_month(Year& year) {
  for (const auto& programme : year.framework.programmes) {
    if (programme.draw.nominated == domain::Nomination::No) continue;
    auto period = running_period(programme, year.today).plus_months(1);
    while (!domain::comes_round_in(programme.cycle, period)) period = period.plus_months(1);
    TRY(const auto* frame, year.frame_on(year.today));
    name_cases(year, programme, period, year.cohort_for(programme, period), *frame, year.today, kNamedAhead);
  }
  return {};
}

}  // namespace plumbline::app::demo
