// Disagreements with a final grade and the independent look that settles them (MOD-4).
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "base/result.hpp"
#include "domain/moderation/disagreement.hpp"

namespace plumbline::app {

struct DisagreementFilter {
  std::optional<domain::DisagreementState> state;
  std::optional<domain::PersonId> decider;
  std::string programme;
  std::string from;  // periods of the audit
  std::string to;
};

// With what a list says of its audit.
struct DisagreementRow {
  domain::Disagreement disagreement;
  std::string reference;
  std::string team;
  std::optional<domain::Grade> overall;  // the auditor's own
};

class DisagreementReads {
 public:
  virtual ~DisagreementReads() = default;
  virtual base::Result<domain::Disagreement> find(const domain::DisagreementId& id) = 0;
  virtual std::optional<domain::Disagreement> of(const domain::AuditId& audit) = 0;
  // The latest first; in the actor's sight, raised by them or waiting for them.
  virtual Page<DisagreementRow> list(const DisagreementFilter& filter, const PageRequest& page,
                                     const Visibility& visible) = 0;
};
class DisagreementStore : public DisagreementReads {
 public:
  virtual base::Result<void> add(const domain::Disagreement& disagreement) = 0;  // disagreement.raise.already
  virtual base::Result<void> save(domain::Disagreement& disagreement) = 0;
};

}  // namespace plumbline::app
