// Giving the month's cases to auditors, moving one to another, and sending them out (ALLOC-1 to 5, 7 and 8, AUDIT-14,
// AUDIT-15, CAL-2). A case may go to one auditor, to a pair, to several who grade it apart, or to one of each agency,
// as the programme says.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/actor.hpp"
#include "app/draw/month.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/allocation/several.hpp"

namespace plumbline::app {

// What an allocation of the month now would rest on: auditors with a quota and what they have of it, and the cases of
// the sample that have no audit under way.
domain::AllocationRequest allocation_request(const Month& month, base::Day today, const MonthReads& reads);
// Who audits together in this cycle already, and what each agency has.
domain::KeptAudits kept_audits(const Month& month, const MonthReads& reads);
// As many cases as can be given out in a month with these days (`draw.size: per-auditor`).
int cases_for_the_auditors(const Month& month, base::Day send_on, base::Day return_by, const MonthReads& reads);
// Whether a case that is not sent has everybody its programme asks for; `planned` is the cycle's.
bool is_placed(const Month& month, const domain::SampledCase& sampled, const std::vector<PlannedAudit>& planned);

struct AllocateCycle {
  std::string programme;
  base::Period period;
};
// Places every case of the sample that is not sent yet, anew. What can't be placed stays without an auditor, with the
// reason in the answer. Refusals: cycle.run.forbidden, cycle.find.…, allocation.make.nothing (no case waits),
// .no_auditors (value `roles`).
base::Result<domain::CycleAllocation> allocate_cycle(const AllocateCycle& command, const Actor& actor,
                                                     const base::Clock& clock, Frameworks& frameworks,
                                                     UnitOfWork& work);

// Whether `person` may be given the audit or case of that child in the month, by the never-rules alone. Refusals:
// allocation.never.… (one for each reason), allocation.move.unknown, .other_agency where `part` is an agency's and the
// person of another.
base::Result<void> may_be_given(const Month& month, const domain::ChildId& child, const domain::PersonId& person,
                                base::Day today, const MonthReads& reads, std::string_view part = {});

// Gives a case that is not sent yet to a named auditor, by hand. Once sent, see reallocate_audit; of a contact that
// agencies grade, one that has no part in it yet can still join (send_cycle sends it).
struct PlaceCase {
  std::string programme;
  base::Period period;
  domain::ChildId child;
  domain::PersonId to;
  std::string reason;                        // asked for where the case had an auditor
  std::optional<domain::PersonId> second{};  // asked for where the programme audits in pairs
  std::string part{};                        // asked for where several audit the case apart
};
// Refusals: those of may_be_given, cycle.run.forbidden, cycle.find.…, allocation.move.not_sampled, .sent, .same,
// .reason_missing, .second_missing, .twice, .part_unknown.
base::Result<void> place_case(const PlaceCase& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work);

struct SendCycle {
  std::string programme;
  base::Period period;
  bool leave_unplaced = false;  // send the others all the same
};
// Makes an audit of each placed case that has none (one for each who grades it apart), sends it, and writes to its
// auditor and the second; where the audit team prepares it, it is first with one of them, evenly, and the auditor hears
// of that. Doing it again sends what came since (replacements, agencies that join). Gives the number sent. Refusals:
// cycle.run.forbidden, cycle.find.…, cycle.send.unplaced (value `cases`), cycle.send.nothing, cycle.send.no_tool (value
// `category`).
base::Result<int> send_cycle(const SendCycle& command, const Actor& actor, const base::Clock& clock,
                             Frameworks& frameworks, UnitOfWork& work);

// ---- for the month's page ----

struct AuditorLoad {
  domain::Person person;
  int audits = 0;  // of this cycle, by now
  int most = 1;
  bool away = false;
  std::vector<domain::ChildId> cases;
  std::vector<std::pair<domain::Never, int>>
      nevers;  // of the sample's cases, by reason; in the order of domain::kNevers
};
struct CasePlacing {
  domain::SampledCase sampled;
  domain::TeamName team;
  std::vector<PlannedAudit> shared;         // who has it, where it is more than one: planned, or of the audits
  bool placed = false;                      // nobody is missing
  std::optional<domain::PersonId> auditor;  // of the audit once it is sent
  std::vector<domain::PersonId> may;        // auditors who may have it, whatever their load
  std::vector<std::pair<domain::PersonId, domain::Never>> nevers;
};
struct AllocationPicture {
  std::vector<AuditorLoad> auditors;          // by name
  std::vector<CasePlacing> cases;             // by rank, without the exempted
  std::vector<std::string> blockages;         // sentences: why the cases without an auditor can't all be placed
  std::vector<domain::AgencyShare> agencies;  // where agencies grade
};
// Refusals: cycle.view.forbidden, cycle.find.….
base::Result<AllocationPicture> picture_allocation(const std::string& programme, base::Period period,
                                                   const Actor& actor, const base::Clock& clock, Frameworks& frameworks,
                                                   Reader& reader);

}  // namespace plumbline::app
