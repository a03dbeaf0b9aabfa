// A disagreement with a final grade and the independent look that settles it (MOD-4). One audit has one at most: the
// finding is final.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::domain {

using DisagreementId = base::Id<struct DisagreementTag>;

enum class DisagreementState { Raised, Upheld, Changed };  // upheld: the grade stands
std::string_view to_string(DisagreementState state);       // `raised`, `upheld`, `changed`
std::string_view say(DisagreementState state);
std::optional<DisagreementState> parse_disagreement_state(std::string_view text);

struct Disagreement {
  DisagreementId id;
  AuditId audit;
  DisagreementState state = DisagreementState::Raised;
  PersonId raised_by;
  base::Instant raised_at{};
  std::string reasons;
  std::optional<PersonId> decider;  // whose look it waits for; nothing where nobody could be named
  std::optional<Grade> from;        // the grade that is disagreed with
  std::optional<Grade> to;          // the grade that counts from now on; set once decided
  std::string finding;
  std::optional<PersonId> decided_by;
  std::optional<base::Instant> decided_at;
  int version = 0;
  friend bool operator==(const Disagreement&, const Disagreement&) = default;
};

// The last day on which one may disagree; nothing where there is no last day or the audit is not final.
std::optional<base::Day> last_day_to_disagree(const Audit& audit, const DisagreementRule& rule);
// Whether the audit's grade can be disagreed with on that day. Refusals: disagreement.raise.state (value `state`),
// .not_graded, .too_late (value `day`).
base::Result<void> may_be_disagreed_with(const Audit& audit, const DisagreementRule& rule, base::Day today);

// Settles it: the grade stands, or is another of the scale. The auditor's own grade stays in `audit.overall`, the one
// that counts goes into `moderated_overall`. Refusals: disagreement.decide.state, .outcome_missing, .grade_missing,
// .grade_same, .grade_unknown, .finding_missing. On a refusal nothing is changed.
struct DisagreementFinding {
  std::optional<bool> grade_stands;
  std::optional<Grade> to;
  std::string finding;
};
base::Result<void> settle(Disagreement& disagreement, Audit& audit, const DisagreementFinding& finding,
                          const Scale* scale, const PersonId& by, base::Instant at);

}  // namespace plumbline::domain
