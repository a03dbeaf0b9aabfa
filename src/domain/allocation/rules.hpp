// What a programme asks of an allocation (ALLOC-1 to ALLOC-4): plain data from the council's framework.
#pragma once

#include <optional>
#include <vector>

#include "domain/register/person.hpp"

namespace plumbline::domain {

// How many audits of this programme one person of a role takes in a cycle (ALLOC-1).
struct RoleQuota {
  JobRole role = JobRole::TeamManager;
  int most = 1;
  int least = 0;  // each should get this many where the cases and the never-rules allow it

  friend bool operator==(const RoleQuota&, const RoleQuota&) = default;
};

// Nobody ever audits a case that they work, supervise, worked or supervised: that needs no rule here.
struct AllocationRules {
  std::vector<RoleQuota> quotas;            // a role that is not named takes none
  std::vector<JobRole> never_own_team;      // these roles never audit a case of their own team
  std::vector<JobRole> never_own_locality;  // these roles never audit a case of their own locality
  bool qualified_only = false;              // ALLOC-3: qualified social workers alone
  bool trained_only = false;                // trained in the tool by the day of allocation
  bool avoid_repeat_pairings = true;        // prefer an auditor who has not lately audited that team

  friend bool operator==(const AllocationRules&, const AllocationRules&) = default;
};

}  // namespace plumbline::domain
