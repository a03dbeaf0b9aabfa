// A cycle's allocation as its programme asks for it: one auditor a case, a pair, several who grade it apart, or one of
// each agency (ALLOC-5, ALLOC-8, AUDIT-15, SAMPLE-8).
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/allocation/allocation.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::domain {

struct MadePair {
  PersonId first;  // presents
  PersonId second;
  int cases = 0;  // of this cycle, with those they had
  friend bool operator==(const MadePair&, const MadePair&) = default;
};

// What one agency grades of the drawn contacts.
struct AgencyShare {
  std::string key;
  std::string title;
  int people = 0;  // who may be asked now
  int cases = 0;   // with those it had
  int least = 0;   // asked for in a cycle
  friend bool operator==(const AgencyShare&, const AgencyShare&) = default;
};

struct CycleAllocation : Allocation {
  std::vector<MadePair> pairs;        // those with a case, in the order in which chance made them
  std::vector<PersonId> alone;        // in no pair, as their number was odd
  std::vector<AgencyShare> agencies;  // in the framework's order
};

// What the cycle has already, which stays: audits that were sent, and cases placed by hand.
struct KeptAudits {
  std::vector<std::pair<PersonId, PersonId>> pairs;  // who audit together
  std::map<std::string, int> parts;                  // audits of each agency
};

// Pairs are made of all who can audit at all in the order of the ranking with the word `pairs`, two by two; as many of
// them as the cases need get up to `cases_per_pair` each, and only where some stay unplaced do further pairs join. With
// agencies, each gets `per_cycle` contacts first (those that fewest grade, by the ranking with the word `agencies`),
// then takes on whatever further contacts its people have room for; a contact is unplaced when no agency grades it.
CycleAllocation allocate(const AllocationRequest& request, const AuditorRules& rules, const KeptAudits& kept = {});

// Whether the person grades for that agency.
bool is_of_agency(const AgencyPart& agency, const Person& person);

// As many cases as the auditors of the request can take in all (`draw.size: per-auditor`): the quotas of those who can
// audit at all, by auditors_per_case; of pairs, pairs × cases_per_pair.
int cases_per_auditors(const AllocationRequest& request, const AuditorRules& rules);

}  // namespace plumbline::domain
