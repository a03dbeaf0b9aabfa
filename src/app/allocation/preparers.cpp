#include "app/allocation/preparers.hpp"

#include "app/allocation/places.hpp"
#include "domain/allocation/allocation.hpp"
#include "domain/calendar/working_days.hpp"

namespace plumbline::app {

std::map<domain::ChildId, domain::PersonId> choose_preparers(const Month& month,
                                                             const std::vector<domain::ChildId>& children,
                                                             base::Day today, const MonthReads& reads) {
  const auto& rule = month.programme->auditors.preparation;
  if (rule.roles.empty() || children.empty()) return {};
  domain::AllocationRequest request;
  add_rules(request, month, today);
  request.until = prepare_by(*month.programme, month.cycle->period);
  request.key = drawn_certificate(month.cycle->id, reads.cycles).rank_key();
  request.rules = {};
  for (const auto role : rule.roles) request.rules.quotas.push_back({role, static_cast<int>(children.size()), 0});
  for (auto& person : reads.people.all())
    if (domain::quota_of(request.rules, person)) request.auditors.push_back({std::move(person), 0});
  const Places places(children, reads);
  for (const auto& child : children) request.cases.push_back(places.of(child));
  std::map<domain::ChildId, domain::PersonId> preparers;
  for (auto& placement : domain::allocate(request).placements)
    preparers.emplace(placement.child_id, std::move(placement.auditor));
  return preparers;
}

std::optional<base::Day> prepare_by(const domain::Programme& programme, base::Period period) {
  const int day = programme.auditors.preparation.by_working_day;
  if (day <= 0) return std::nullopt;
  return domain::nth_working_day(period, day);
}

}  // namespace plumbline::app
