#include "app/draw/nominations.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/policies/cycle_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "base/text.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {
namespace {

const Visibility kAll{true, {}, {}, {}, {}};

bool is_drawn(const std::optional<domain::Cycle>& cycle) {
  return cycle && cycle->state != domain::CycleState::Planned;
}

bool is_open(const domain::Programme& programme, base::Period period, const std::optional<domain::Cycle>& cycle,
             base::Day today) {
  const auto now = base::period_of(today);
  return programme.draw.nominated != domain::Nomination::No && period >= now &&
         period <= now.plus_months(kNominateMonthsAhead) && !is_drawn(cycle);
}

void write_down(UnitOfWork& work, const Actor& actor, const base::Clock& clock, std::string action,
                const domain::NominatedCase& nominated) {
  const nlohmann::ordered_json after{{"programme", nominated.programme},
                                     {"period", base::iso(nominated.period)},
                                     {"reason", domain::to_string(nominated.reason)}};
  work.journal().append({clock.now(), actor.acting().text(), std::move(action), "case", nominated.child_id.text(), "",
                         "", after.dump(), actor.request_id});
}

bool fits(const domain::Case& one, const domain::Programme& programme) {
  const auto& categories = programme.draw.categories;
  return !one.restricted && (categories.empty() || std::ranges::find(categories, one.category) != categories.end());
}

}  // namespace

std::vector<OpenForNomination> open_for_nomination(const domain::Framework& framework, base::Day today,
                                                   CycleReads& cycles) {
  std::vector<OpenForNomination> open;
  const auto now = base::period_of(today);
  for (int ahead = 0; ahead <= kNominateMonthsAhead; ++ahead)
    for (const auto& programme : framework.programmes) {
      const auto period = now.plus_months(ahead);
      if (programme.draw.nominated == domain::Nomination::No) continue;
      if (!domain::comes_round_in(programme.cycle, period)) continue;
      if (is_drawn(cycles.find(programme.key, period))) continue;
      open.push_back({programme.key, programme.title, period});
    }
  return open;
}

base::Result<void> nominate_case(const NominateCase& command, const Actor& actor, const base::Clock& clock,
                                 Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_nominate(actor));
  TRY(const Month month, find_month(command.programme, command.period, frameworks, month_reads(work)));
  if (month.programme->draw.nominated == domain::Nomination::No) return base::rule_broken("nomination.add.not_asked");
  if (!is_open(*month.programme, command.period, month.cycle, clock.today()))
    return base::rule_broken("nomination.add.not_open");
  const domain::ChildId child{std::string(base::trim(command.child.text()))};
  if (child.empty()) return base::invalid("nomination.add.child_missing", "child");
  if (!command.reason) return base::invalid("nomination.add.reason_missing", "reason");
  const auto found = work.cases().find(child);
  // One answer for a child nobody knows and for somebody else's: it tells nothing about other areas.
  if (!found || found->closed_on || !may_nominate(actor, *found))
    return base::invalid("nomination.add.not_yours", "child");
  if (!fits(*found, *month.programme)) return base::invalid("nomination.add.kind", "child");
  domain::NominatedCase nominated{command.programme, command.period, child,
                                  *command.reason,   actor.acting(), clock.now()};
  const auto others = work.nominations().of_month(command.programme, command.period, kAll);
  if (std::ranges::count(others, nominated.nominated_by, &domain::NominatedCase::nominated_by) >= kMostNominations)
    return base::rule_broken("nomination.add.too_many", "child", {{"most", std::to_string(kMostNominations)}});
  if (!work.nominations().add(nominated)) return base::rule_broken("nomination.add.already", "child");
  write_down(work, actor, clock, "case-nominated", nominated);
  return work.commit();
}

base::Result<void> withdraw_nomination(const WithdrawNomination& command, const Actor& actor, const base::Clock& clock,
                                       Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_nominate(actor));
  TRY(const Month month, find_month(command.programme, command.period, frameworks, month_reads(work)));
  const auto nominated = work.nominations().find(command.programme, command.period, command.child);
  const bool runs = may_run_cycle(actor).has_value();
  if (!nominated || (!runs && nominated->nominated_by != actor.acting()))
    return base::not_found("nomination.withdraw.gone");
  if (is_drawn(month.cycle)) return base::rule_broken("nomination.add.not_open");
  work.nominations().remove(command.programme, command.period, command.child);
  write_down(work, actor, clock, "nomination-withdrawn", *nominated);
  return work.commit();
}

}  // namespace plumbline::app
