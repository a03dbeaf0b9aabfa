// Disagreeing with a final grade, and the independent look that settles it (MOD-4).
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/moderation/disagreement.hpp"

namespace plumbline::app {

struct RaiseDisagreement {
  domain::AuditId audit;
  std::string reasons;
};
// Names who looks: somebody independent of a deciding role who is not away, the one with the fewest open disagreements
// first, then by id; where there is nobody, the QA lead is told that somebody has to be found. Refusals: those of
// may_disagree, disagreement.raise.already, .reasons_missing, .too_long, .not_text.
base::Result<domain::Disagreement> raise_disagreement(const RaiseDisagreement& command, const Actor& actor,
                                                      const base::Clock& clock, Frameworks& frameworks,
                                                      UnitOfWork& work);

struct TakeOverDisagreement {
  domain::DisagreementId disagreement;
  int version = 0;
  std::string reason;  // disagreement.take_over.reason_missing
};
base::Result<void> take_over_disagreement(const TakeOverDisagreement& command, const Actor& actor,
                                          const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);

struct DecideDisagreement {
  domain::DisagreementId disagreement;
  int version = 0;
  std::optional<bool> grade_stands;
  std::optional<domain::Grade> to;
  std::string finding;
};
// Final. A changed grade counts from now on, the auditor's own is kept; what the grade sets off follows it. Everyone
// concerned is told. Refusals: those of may_decide and domain::settle, .too_long, .not_text, Stale.
base::Result<void> decide_disagreement(const DecideDisagreement& command, const Actor& actor, const base::Clock& clock,
                                       Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
