#include "app/allocation/allocate_cycle.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "app/allocation/places.hpp"
#include "app/audit/write_down.hpp"
#include "app/policies/cycle_policies.hpp"
#include "base/text.hpp"
#include "domain/register/job_words.hpp"

namespace plumbline::app {
namespace {

using Json = nlohmann::ordered_json;

// Pairings of auditor and team are avoided for as long.
constexpr int kPairingMonths = 12;

Json as_json(const domain::Placement& placement) {
  Json item{{"child_id", placement.child_id.text()}, {"auditor", placement.auditor.text()}};
  if (placement.second) item["second"] = placement.second->text();
  if (!placement.part.empty()) item["part"] = placement.part;
  return item;
}

// A case that several audit has all of them, or at least an agency that grades it.
bool is_complete(const domain::AuditorRules& rules, const std::vector<PlannedAudit>& plan) {
  if (rules.pairs) return !plan.empty() && plan.front().second.has_value();
  if (!rules.agencies.empty()) return !plan.empty();
  return static_cast<int>(plan.size()) >= rules.auditors_per_case;
}

}  // namespace

bool is_placed(const Month& month, const domain::SampledCase& sampled, const std::vector<PlannedAudit>& planned) {
  const auto& rules = month.programme->auditors;
  if (!is_shared(rules)) return sampled.auditor.has_value();
  std::vector<PlannedAudit> own;
  for (const auto& one : planned)
    if (one.child == sampled.child_id) own.push_back(one);
  return is_complete(rules, own);
}

domain::AllocationRequest allocation_request(const Month& month, base::Day today, const MonthReads& reads) {
  domain::AllocationRequest request;
  add_rules(request, month, today);
  request.key = drawn_certificate(month.cycle->id, reads.cycles).rank_key();

  std::map<domain::PersonId, int> already;
  std::set<domain::ChildId> held;
  for (const auto& audit : reads.audits.of_cycle(month.cycle->id)) {
    // A handed back audit keeps its case too: it goes to its next auditor by hand, with its history.
    if (audit.state != domain::AuditState::Withdrawn) held.insert(audit.child_id);
    if (!audit.auditor || !holds_its_case(audit.state)) continue;
    ++already[*audit.auditor];
    if (const auto* second = audit.co_auditor(domain::CoAuditorKind::Second)) ++already[second->person];
  }
  for (auto& person : reads.people.all()) {
    if (!domain::quota_of(request.rules, person)) continue;
    const auto has = already.find(person.person_id);
    request.auditors.push_back({std::move(person), has == already.end() ? 0 : has->second});
  }
  std::vector<domain::ChildId> children;
  for (const auto& sampled : reads.cycles.sample(month.cycle->id)) {
    if (!sampled.exempt && !held.contains(sampled.child_id)) children.push_back(sampled.child_id);
  }
  const Places places(children, reads);
  for (const auto& child : children) request.cases.push_back(places.of(child));
  for (const auto& past : reads.cycles.pairings_since(month.cycle->period.plus_months(-kPairingMonths))) {
    request.pairings.push_back({past.auditor, past.team, past.times});
  }
  return request;
}

domain::KeptAudits kept_audits(const Month& month, const MonthReads& reads) {
  domain::KeptAudits kept;
  for (const auto& audit : reads.audits.of_cycle(month.cycle->id)) {
    if (!audit.auditor || !holds_its_case(audit.state)) continue;
    if (!audit.part.empty()) ++kept.parts[audit.part];
    if (const auto* second = audit.co_auditor(domain::CoAuditorKind::Second); second != nullptr && !second->away)
      kept.pairs.emplace_back(*audit.auditor, second->person);
  }
  return kept;
}

int cases_for_the_auditors(const Month& month, base::Day send_on, base::Day return_by, const MonthReads& reads) {
  domain::AllocationRequest request;
  request.rules = month.programme->auditors.allocation;
  request.on = send_on;
  request.until = return_by;
  request.key.programme = month.programme->key;
  for (auto& person : reads.people.all())
    if (domain::quota_of(request.rules, person)) request.auditors.push_back({std::move(person), 0});
  return domain::cases_per_auditors(request, month.programme->auditors);
}

base::Result<domain::CycleAllocation> allocate_cycle(const AllocateCycle& command, const Actor& actor,
                                                     const base::Clock& clock, Frameworks& frameworks,
                                                     UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  const auto request = allocation_request(month, clock.today(), reads);
  if (request.cases.empty()) return base::rule_broken("allocation.make.nothing");
  if (request.auditors.empty()) {
    std::vector<domain::JobRole> roles;
    for (const auto& quota : request.rules.quotas) roles.push_back(quota.role);
    return base::rule_broken("allocation.make.no_auditors", "", {{"roles", domain::jobs_in_words(roles, ", ")}});
  }
  const auto& rules = month.programme->auditors;
  auto allocation = domain::allocate(request, rules, kept_audits(month, reads));

  std::map<domain::ChildId, std::vector<PlannedAudit>> plans;
  Json placements = Json::array();
  for (const auto& placement : allocation.placements) {
    plans[placement.child_id].push_back({placement.child_id, placement.part, placement.auditor, placement.second});
    placements.push_back(as_json(placement));
  }
  std::set<domain::ChildId> waiting;
  for (const auto& to_place : request.cases) waiting.insert(to_place.child_id);
  for (auto& sampled : work.cycles().sample(month.cycle->id)) {
    if (!waiting.contains(sampled.child_id) || sampled.exempt) continue;
    const auto& plan = plans[sampled.child_id];
    sampled.auditor = plan.empty() ? std::nullopt : std::optional(plan.front().auditor);
    work.cycles().save_sampled(sampled);
    if (is_shared(rules)) work.co_auditors().plan(month.cycle->id, sampled.child_id, plan, clock.now());
  }
  if (month.cycle->state == domain::CycleState::Drawn) month.cycle->state = domain::CycleState::Allocated;
  CHECK(work.cycles().save(*month.cycle));
  Json blockages = Json::array();
  for (const auto& blockage : allocation.blockages) blockages.push_back(domain::say(blockage));
  write_cycle_event(work, actor, clock, "cycle-allocated", month.cycle->id, "",
                    {{"placements", placements}, {"unplaced", allocation.unplaced.size()}, {"why", blockages}});
  CHECK(work.commit());
  return allocation;
}

namespace {

const domain::AgencyPart* agency_of(const Month& month, std::string_view part) {
  for (const auto& agency : month.programme->auditors.agencies)
    if (agency.key == part) return &agency;
  return nullptr;
}

}  // namespace

base::Result<void> may_be_given(const Month& month, const domain::ChildId& child, const domain::PersonId& person,
                                base::Day today, const MonthReads& reads, std::string_view part) {
  auto found = reads.people.find(person);
  if (!found) return base::invalid("allocation.move.unknown", "to", {{"person", person.text()}});
  domain::AllocationRequest request;
  add_rules(request, month, today);
  auto to_place = Places({child}, reads).of(child);
  for (const auto& audit : reads.audits.of_cycle(month.cycle->id)) {
    if (audit.child_id != child) continue;
    // The case as it stood when it was drawn counts too: the register may have moved on, or may hold it no more.
    if (audit.worker_id) to_place.earlier.push_back(*audit.worker_id);
    if (audit.supervisor_id) to_place.earlier.push_back(*audit.supervisor_id);
    if (to_place.team.empty()) to_place.team = audit.team;
    if (to_place.locality.empty()) to_place.locality = audit.locality;
    if (audit.state == domain::AuditState::HandedBack && audit.auditor) to_place.handed_back.push_back(*audit.auditor);
  }
  const domain::Auditor auditor{std::move(*found), 0};
  if (const auto* agency = agency_of(month, part);
      agency != nullptr && !domain::is_of_agency(*agency, auditor.person)) {
    return base::rule_broken("allocation.move.other_agency", "to",
                             {{"person", auditor.person.name}, {"agency", agency->title}});
  }
  if (const auto reason = domain::never(request, auditor, to_place)) {
    return base::rule_broken(std::string(never_rule(*reason)), "to", {{"person", auditor.person.name}});
  }
  return {};
}

namespace {

// The plan of a shared case with one of its audits given to somebody else.
base::Result<std::vector<PlannedAudit>> changed_plan(const PlaceCase& command, const domain::AuditorRules& rules,
                                                     std::vector<PlannedAudit> plan) {
  if (rules.pairs) {
    if (!command.second) return base::invalid("allocation.move.second_missing", "second");
    if (*command.second == command.to) return base::invalid("allocation.move.twice", "second");
    if (!plan.empty() && plan.front().auditor == command.to && plan.front().second == command.second)
      return base::invalid("allocation.move.same", "to");
    return std::vector<PlannedAudit>{{command.child, "", command.to, command.second}};
  }
  const auto is_part = [&](const std::string& part) {
    if (!rules.agencies.empty())
      return std::ranges::find(rules.agencies, part, &domain::AgencyPart::key) != rules.agencies.end();
    for (int number = 1; number <= rules.auditors_per_case; ++number)
      if (std::to_string(number) == part) return true;
    return false;
  };
  if (!is_part(command.part)) return base::invalid("allocation.move.part_unknown", "part");
  for (const auto& one : plan) {
    if (one.auditor != command.to) continue;
    return one.part == command.part ? base::invalid("allocation.move.same", "to")
                                    : base::invalid("allocation.move.twice", "to");
  }
  std::erase_if(plan, [&](const PlannedAudit& one) { return one.part == command.part; });
  plan.push_back({command.child, command.part, command.to, {}});
  return plan;
}

}  // namespace

base::Result<void> place_case(const PlaceCase& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work) {
  CHECK(may_run_cycle(actor));
  const auto reads = month_reads(work);
  TRY(Month month, find_drawn_month(command.programme, command.period, frameworks, reads));
  auto sample = work.cycles().sample(month.cycle->id);
  const auto sampled = std::find_if(sample.begin(), sample.end(),
                                    [&](const auto& each) { return each.child_id == command.child && !each.exempt; });
  if (sampled == sample.end()) return base::rule_broken("allocation.move.not_sampled", "child_id");
  const auto& rules = month.programme->auditors;
  bool joins = false;
  for (const auto& audit : work.audits().of_cycle(month.cycle->id)) {
    if (audit.child_id != command.child || audit.state == domain::AuditState::Withdrawn) continue;
    // An agency that has no audit of a contact can join those that have.
    if (rules.agencies.empty() || audit.part == command.part)
      return base::rule_broken("allocation.move.sent", "child_id", {{"reference", audit.reference}});
    if (audit.auditor == command.to) return base::invalid("allocation.move.twice", "to");
    joins = true;
  }
  auto planned = work.co_auditors().planned(month.cycle->id);
  std::vector<PlannedAudit> plan;
  for (const auto& one : planned)
    if (one.child == command.child) plan.push_back(one);
  auto before = sampled->auditor;
  if (is_shared(rules)) {
    if (!rules.pairs) {
      const auto had = std::ranges::find(plan, command.part, &PlannedAudit::part);
      before = had == plan.end() ? std::nullopt : std::optional(had->auditor);
    }
    TRY(plan, changed_plan(command, rules, std::move(plan)));
  } else if (sampled->auditor == command.to) {
    return base::invalid("allocation.move.same", "to");
  }
  if (before && base::trim(command.reason).empty()) return base::invalid("allocation.move.reason_missing", "reason");
  CHECK(may_be_given(month, command.child, command.to, clock.today(), reads, command.part));
  if (command.second) CHECK(may_be_given(month, command.child, *command.second, clock.today(), reads));
  if (!joins) sampled->auditor = is_shared(rules) ? plan.front().auditor : command.to;
  work.cycles().save_sampled(*sampled);
  if (is_shared(rules)) {
    work.co_auditors().plan(month.cycle->id, command.child, plan, clock.now());
    planned = work.co_auditors().planned(month.cycle->id);
  }
  const bool all = std::all_of(sample.begin(), sample.end(),
                               [&](const auto& each) { return each.exempt || is_placed(month, each, planned); });
  if (all && month.cycle->state == domain::CycleState::Drawn) month.cycle->state = domain::CycleState::Allocated;
  CHECK(work.cycles().save(*month.cycle));
  Json after{{"child_id", command.child.text()},
             {"from", before ? Json(before->text()) : Json(nullptr)},
             {"to", command.to.text()}};
  if (command.second) after["second"] = command.second->text();
  if (!command.part.empty()) after["part"] = command.part;
  write_cycle_event(work, actor, clock, "case-placed", month.cycle->id, hashed(command.reason), after);
  return work.commit();
}

}  // namespace plumbline::app
