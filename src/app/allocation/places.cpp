#include "app/allocation/places.hpp"

#include <algorithm>

#include "app/ports/record_ports.hpp"

namespace plumbline::app {

Places::Places(const std::vector<domain::ChildId>& children, const MonthReads& reads) : reads_(reads) {
  for (const auto& team : reads.people.teams()) {
    if (team.manager_id) manager_of_[team.team] = *team.manager_id;
  }
  for (const auto& tie : reads.cases.ties(children)) ties_[tie.child_id].push_back(tie.person);
}

domain::CaseToPlace Places::of(const domain::ChildId& child) const {
  domain::CaseToPlace out;
  out.child_id = child;
  if (const auto row = reads_.cases.find(child)) {
    out.team = row->team;
    out.locality = row->locality;
    out.worker = row->worker_id;
    out.supervisor = row->supervisor_id;
  }
  if (const auto manager = manager_of_.find(out.team); manager != manager_of_.end()) out.team_manager = manager->second;
  if (const auto ties = ties_.find(child); ties != ties_.end()) out.earlier = ties->second;
  return out;
}

bool holds_its_case(domain::AuditState state) {
  switch (state) {
    case domain::AuditState::Allocated:
    case domain::AuditState::Sent:
    case domain::AuditState::InProgress:
    case domain::AuditState::Submitted:
    case domain::AuditState::Returned:
    case domain::AuditState::Final:
      return true;
    case domain::AuditState::HandedBack:  // waits to be reallocated, and then counts for the next auditor
    case domain::AuditState::Withdrawn:
      return false;
  }
  return false;
}

bool is_shared(const domain::AuditorRules& rules) {
  return rules.pairs || rules.auditors_per_case > 1 || !rules.agencies.empty();
}

void add_rules(domain::AllocationRequest& request, const Month& month, base::Day today) {
  request.rules = month.programme->auditors.allocation;
  request.on = std::max(today, month.cycle->send_on.value_or(today));
  request.until = month.cycle->return_by;
}

std::string_view never_rule(domain::Never never) {
  switch (never) {
    case domain::Never::NoQuota:
      return "allocation.never.no_quota";
    case domain::Never::NotQualified:
      return "allocation.never.not_qualified";
    case domain::Never::NotTrained:
      return "allocation.never.not_trained";
    case domain::Never::Away:
      return "allocation.never.away";
    case domain::Never::WorksCase:
      return "allocation.never.works_case";
    case domain::Never::SupervisesCase:
      return "allocation.never.supervises_case";
    case domain::Never::WorkedCase:
      return "allocation.never.worked_case";
    case domain::Never::OwnTeam:
      return "allocation.never.own_team";
    case domain::Never::OwnLocality:
      return "allocation.never.own_locality";
    case domain::Never::HandedBack:
      return "allocation.never.handed_back";
  }
  return "";
}

void write_cycle_event(UnitOfWork& work, const Actor& actor, const base::Clock& clock, std::string action,
                       const domain::CycleId& cycle, std::string reason, const nlohmann::ordered_json& after) {
  work.journal().append({clock.now(), actor.acting().text(), std::move(action), "cycle", cycle.text(),
                         std::move(reason), "", after.dump(), actor.request_id});
}

}  // namespace plumbline::app
