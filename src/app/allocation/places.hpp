// What the steps of a cycle share; internal to app/draw and app/allocation.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/draw/month.hpp"
#include "domain/allocation/several.hpp"

namespace plumbline::app {

// The cases' places and people, from the register as it is now: that is who works them.
class Places {
 public:
  Places(const std::vector<domain::ChildId>& children, const MonthReads& reads);
  domain::CaseToPlace of(const domain::ChildId& child) const;

 private:
  const MonthReads& reads_;
  std::map<domain::TeamName, domain::PersonId> manager_of_;
  std::map<domain::ChildId, std::vector<domain::PersonId>> ties_;
};

// Under way or done: the case needs no auditor any more, and the audit counts in the auditor's load.
bool holds_its_case(domain::AuditState state);
// More than one person audits a case of this programme: who does stands in app::PlannedAudit until it is sent.
bool is_shared(const domain::AuditorRules& rules);
// The rules and days of the request, without people and cases.
void add_rules(domain::AllocationRequest& request, const Month& month, base::Day today);
// The rule key of a never-rule: `allocation.never.own_team`.
std::string_view never_rule(domain::Never never);

// A line of the journal about the cycle. `reason` as a code or hashed, never as somebody typed it.
void write_cycle_event(UnitOfWork& work, const Actor& actor, const base::Clock& clock, std::string action,
                       const domain::CycleId& cycle, std::string reason, const nlohmann::ordered_json& after);

}  // namespace plumbline::app
