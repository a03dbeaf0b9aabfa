// Which auditor takes which case: a flow of least cost that places every case that can be placed, and words for what
// cannot (ALLOC-1 to ALLOC-4, ALLOC-7).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "domain/allocation/rules.hpp"
#include "domain/draw/certificate.hpp"
#include "domain/draw/ranking.hpp"
#include "domain/register/case.hpp"
#include "domain/register/person.hpp"

namespace plumbline::domain {

// Why a person may never have a case, the first that applies in this order.
enum class Never {
  NoQuota,         // the role takes no audit of this programme
  NotQualified,    // not a qualified social worker
  NotTrained,      // not trained in the tool by the day of allocation
  Away,            // see is_away
  WorksCase,       // is the child's worker
  SupervisesCase,  // supervises the case
  WorkedCase,      // worked or supervised it before
  OwnTeam,         // the role never audits its own team
  OwnLocality,     // the role never audits its own locality
  HandedBack       // handed this case back
};
inline constexpr std::array kNevers{Never::NoQuota,     Never::NotQualified,   Never::NotTrained, Never::Away,
                                    Never::WorksCase,   Never::SupervisesCase, Never::WorkedCase, Never::OwnTeam,
                                    Never::OwnLocality, Never::HandedBack};
std::string_view to_string(Never never);  // `own-team`
std::string_view say(Never never);        // `The case is in their own team`

struct Auditor {
  Person person;
  int already = 0;                 // audits of this cycle the person keeps, which count in the load
  std::optional<Person> second{};  // a pair: what is never for one of them is never for both (ALLOC-5)
  int most = 0;                    // of a pair, in place of the role's quota; 0: the role's
};

struct CaseToPlace {
  ChildId child_id;
  TeamName team;
  std::string locality;
  std::optional<PersonId> worker;
  std::optional<PersonId> supervisor;
  std::optional<PersonId> team_manager;  // whose own team it is, whatever team the manager is listed in
  std::vector<PersonId> earlier;         // who worked or supervised it before
  std::vector<PersonId> handed_back;     // auditors who gave it back
};

struct Pairing {  // an auditor who lately audited a team
  PersonId auditor;
  TeamName team;
  int times = 1;
};

struct AllocationRequest {
  RankKey key;                     // every tie is broken by the ranking with the word `allocation`
  base::Day on{};                  // the day audits are sent: who is trained is asked of this day
  std::optional<base::Day> until;  // the day they are due
  AllocationRules rules;
  std::vector<Auditor> auditors;
  std::vector<CaseToPlace> cases;
  std::vector<Pairing> pairings;
  int auditors_per_case = 1;  // more: so many different ones grade each case apart (ALLOC-8)
};

// Whether leave or sickness takes more than half of the working days from `on` up to `until`; without `until`, whether
// the person is away on the day itself.
bool is_away(const Person& person, base::Day on, std::optional<base::Day> until);

// Why the person may have no case at all in this request, whichever it is: NoQuota to Away.
std::optional<Never> never_at_all(const AllocationRequest& request, const Person& person);
// Nothing where the person (of a pair, either) may have the case. Says nothing of how many audits the person has.
std::optional<Never> never(const AllocationRequest& request, const Auditor& auditor, const CaseToPlace& to_place);
// What the person's role takes in a cycle; nothing for a role without a quota.
std::optional<RoleQuota> quota_of(const AllocationRules& rules, const Person& person);

// Cases that cannot all be placed because together they have too few auditors: the smallest statement of why (Hall,
// 1935).
struct Blockage {
  std::vector<ChildId> cases;      // that only `auditors` could take; ascending
  std::vector<PersonId> auditors;  // all of them full; ascending
  int free_audits = 0;             // what those auditors have room for in all
  int short_by = 0;                // cases - free_audits
  struct Count {
    Never never;
    int auditors;  // who may take none of these cases, by the reason that most of them have
  };
  std::vector<Count> ruled_out;  // the most frequent first
  bool pairs = false;            // `auditors` are the first of pairs
  int each = 1;                  // auditors that every case needs
  std::string agency{};          // whose auditors these are, as it is called; blank: the council's
};
// `4 cases can go to 2 auditors only, who have room for 2. Of the other 48 auditors 30 are away and 18 …`
std::string say(const Blockage& blockage);

struct Allocation {
  std::vector<Placement> placements;  // by child, ascending
  std::vector<Load> loads;            // of each auditor with a quota, ascending, with what they had already
  std::vector<ChildId> unplaced;      // ascending
  std::vector<Blockage> blockages;    // why; empty when all are placed
  std::vector<PersonId> under_least;  // auditors who get less than their role's least
};

// With several auditors a case it is unplaced when it has fewer, and its placements carry the parts `1`, `2`, …, in the
// ranking's order of the auditors.
//
// Of all allocations that keep the rules, the one that (1) places most cases, (2) leaves the fewest audits short of the
// roles' least, (3) has the evenest load (least sum of squares), (4) repeats the fewest pairings of auditor and team,
// and (5) comes first by the ranking. The same for the same request, in whatever order auditors and cases come.
Allocation allocate(const AllocationRequest& request);

}  // namespace plumbline::domain
