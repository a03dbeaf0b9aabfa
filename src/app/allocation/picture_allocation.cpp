#include <algorithm>
#include <map>

#include "app/allocation/allocate_cycle.hpp"
#include "app/allocation/places.hpp"
#include "app/policies/cycle_policies.hpp"

namespace plumbline::app {
namespace {

std::vector<AuditorLoad> loads_of(const domain::AllocationRequest& request) {
  std::vector<AuditorLoad> loads;
  for (const auto& auditor : request.auditors) {
    AuditorLoad load;
    load.person = auditor.person;
    load.most = domain::quota_of(request.rules, auditor.person)->most;
    load.away = domain::is_away(auditor.person, request.on, request.until);
    loads.push_back(std::move(load));
  }
  std::sort(loads.begin(), loads.end(), [](const auto& a, const auto& b) {
    return std::tie(a.person.name, a.person.person_id) < std::tie(b.person.name, b.person.person_id);
  });
  return loads;
}

// Who has the case by now, by its audits, else by the plan.
void fill_auditors(CasePlacing& placing, const std::vector<const domain::Audit*>& audits,
                   const std::vector<PlannedAudit>& planned, domain::CaseToPlace& to_place) {
  placing.auditor = placing.sampled.auditor;
  for (const auto& one : planned)
    if (one.child == placing.sampled.child_id) placing.shared.push_back(one);
  if (audits.empty()) return;
  placing.auditor.reset();
  placing.placed = true;  // what is planned beside them is an agency's that joins
  for (const auto* audit : audits) {
    if (audit->state == domain::AuditState::HandedBack) {
      if (audit->auditor) to_place.handed_back.push_back(*audit->auditor);
      placing.placed = false;
      continue;
    }
    if (!audit->auditor) {
      placing.placed = false;
      continue;
    }
    if (!placing.auditor) placing.auditor = audit->auditor;
    const auto* second = audit->co_auditor(domain::CoAuditorKind::Second);
    if (second == nullptr && audit->part.empty()) continue;
    placing.shared.push_back({audit->child_id, audit->part, *audit->auditor,
                              second == nullptr ? std::nullopt : std::optional(second->person)});
  }
}

std::vector<domain::AgencyShare> shares_of(const AllocationPicture& picture, const domain::AllocationRequest& request,
                                           const std::vector<domain::AgencyPart>& agencies) {
  std::vector<domain::AgencyShare> shares;
  for (const auto& agency : agencies) {
    domain::AgencyShare share{agency.key, agency.title, 0, 0, agency.per_cycle};
    for (const auto& auditor : request.auditors)
      if (domain::is_of_agency(agency, auditor.person) && !domain::never_at_all(request, auditor.person))
        ++share.people;
    for (const auto& placing : picture.cases)
      for (const auto& one : placing.shared) share.cases += one.part == agency.key;
    shares.push_back(std::move(share));
  }
  return shares;
}

}  // namespace

base::Result<AllocationPicture> picture_allocation(const std::string& programme, base::Period period,
                                                   const Actor& actor, const base::Clock& clock, Frameworks& frameworks,
                                                   Reader& reader) {
  CHECK(may_view_cycle(actor));
  const auto reads = month_reads(reader);
  TRY(const Month month, find_drawn_month(programme, period, frameworks, reads));
  const auto request = allocation_request(month, clock.today(), reads);
  AllocationPicture picture;
  const auto audits = reads.audits.of_cycle(month.cycle->id);
  std::map<domain::ChildId, std::vector<const domain::Audit*>> audits_of;
  for (const auto& audit : audits)
    if (audit.state != domain::AuditState::Withdrawn) audits_of[audit.child_id].push_back(&audit);
  std::vector<domain::ChildId> children;
  for (auto& sampled : reads.cycles.sample(month.cycle->id)) {
    if (sampled.exempt) continue;
    children.push_back(sampled.child_id);
    CasePlacing placing;
    placing.sampled = std::move(sampled);
    picture.cases.push_back(std::move(placing));
  }
  picture.auditors = loads_of(request);
  const auto planned = reads.co_auditors.planned(month.cycle->id);
  const Places places(children, reads);
  bool all_placed = true;
  for (auto& placing : picture.cases) {
    auto to_place = places.of(placing.sampled.child_id);
    placing.team = to_place.team;
    placing.placed = is_placed(month, placing.sampled, planned);
    fill_auditors(placing, audits_of[placing.sampled.child_id], planned, to_place);
    all_placed = all_placed && placing.placed;
    const auto has = [&](const domain::PersonId& id) {
      if (placing.shared.empty()) return placing.auditor == id;
      return std::ranges::any_of(placing.shared,
                                 [&](const auto& one) { return one.auditor == id || one.second == id; });
    };
    for (auto& load : picture.auditors) {
      const auto& id = load.person.person_id;
      if (has(id)) {
        ++load.audits;
        load.cases.push_back(placing.sampled.child_id);
      }
      const auto reason = domain::never(request, {load.person, 0}, to_place);
      if (!reason) {
        placing.may.push_back(id);
        continue;
      }
      placing.nevers.emplace_back(id, *reason);
      const auto counted =
          std::find_if(load.nevers.begin(), load.nevers.end(), [&](const auto& each) { return each.first == *reason; });
      if (counted == load.nevers.end())
        load.nevers.emplace_back(*reason, 1);
      else
        ++counted->second;
    }
  }
  for (auto& load : picture.auditors) std::sort(load.nevers.begin(), load.nevers.end());
  const auto& rules = month.programme->auditors;
  picture.agencies = shares_of(picture, request, rules.agencies);
  const bool agency_short =
      std::ranges::any_of(picture.agencies, [](const auto& one) { return one.cases < one.least; });
  const bool allocated = month.cycle->state != domain::CycleState::Drawn;
  if ((!all_placed || (agency_short && allocated)) && !request.cases.empty()) {
    for (const auto& blockage : domain::allocate(request, rules, kept_audits(month, reads)).blockages)
      picture.blockages.push_back(domain::say(blockage));
  }
  return picture;
}

}  // namespace plumbline::app
