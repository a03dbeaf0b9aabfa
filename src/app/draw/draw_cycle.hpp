// The month's draw: a dry run first, then the draw itself, again with a reason, and exemptions with their replacements.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/actor.hpp"
#include "app/draw/month.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/draw/draw.hpp"

namespace plumbline::app {

struct DrawCycle {
  std::string programme;
  base::Period period;
  std::optional<int> size;  // else the programme's, which may be what its auditors can take
  std::string cohort;       // a key, or kNoCohort; empty: the month's by the framework's own schedule, if any
  std::string seed;         // a public number; empty: from the system's randomness
  std::string reason;       // asked for from the second draw on
  std::vector<domain::ChildId> nominated;  // SAMPLE-7; empty: those that managers named for the month
  std::string issue{};  // a theme flag of the register, for a cohort that narrows nothing by itself (SAMPLE-3)
};
inline constexpr std::string_view kNoCohort = "none";  // the programme's whole frame

// Whether a cohort says which cases only with an issue: it has no flags, and no categories but the programme's own.
bool needs_issue(const domain::Cohort& cohort, const domain::Programme& programme);
// The theme flags of open cases that may be drawn, with how many cases bear each; by name.
std::vector<std::pair<std::string, int>> theme_flags(CaseReads& cases);

// Quotas and shortfalls of what the draw would do now; never which cases. Refusals: cycle.run.forbidden,
// cycle.find.programme, draw.make.size_missing, .no_auditors (nobody can take a case), .size, .cohort, .issue_missing,
// .issue, .nominated_missing, .none_eligible; .not_agreed and .over_agreed where the programme is drawn only as agreed
// (CAL-5), which also fills in size and cohort.
base::Result<domain::DryRun> preview_draw(const DrawCycle& command, const Actor& actor, const base::Clock& clock,
                                          Frameworks& frameworks, Reader& reader);

// Opens the cycle where it is not open yet, freezes the register, writes its digest down, takes the seed, draws, keeps
// the certificate and the sample with its family share. Refusals: those of the preview, draw.make.reason_missing (drawn
// before), .sent.
base::Result<domain::Certificate> draw_cycle(const DrawCycle& command, const Actor& actor, const base::Clock& clock,
                                             Frameworks& frameworks, UnitOfWork& work);

struct ExemptSampledCase {
  std::string programme;
  base::Period period;
  domain::ChildId child;
  std::string reason;
  std::optional<domain::PersonId> approved_by;
};
// Takes a case out of the sample and draws its replacement. An audit of it that is out is withdrawn; the replacement
// waits to be allocated and sent. Refusals: cycle.run.forbidden, cycle.find.…, draw.exempt.not_allowed (the programme
// knows no exemptions), .not_drawn, .reason_missing, .approver_missing, .approver_unknown, .approver_role (value
// `roles`), audit.withdraw.state.
base::Result<domain::Exemption> exempt_case(const ExemptSampledCase& command, const Actor& actor,
                                            const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
