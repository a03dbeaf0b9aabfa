// A child may be at risk: told at once to the people the framework names, acknowledged by a person, chased until then
// (AUDIT-9). Practice reviews take the same way, quietly, to other people.
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/concern.hpp"

namespace plumbline::app {

struct RaiseConcern {
  domain::ConcernId id;  // made by the page, so that a double click raises one concern; empty: made here
  domain::AuditId audit;
  domain::ConcernKind kind = domain::ConcernKind::Immediate;
  std::string what;  // concern.raise.what_missing
  std::string doing;
};
// Written with its notices and mails (outbox) in one transaction; the value says who is told. Never refused for a
// finished audit. Refusals: concern.raise.what_missing, .too_long.
base::Result<domain::Concern> raise_concern(const RaiseConcern& command, const Actor& actor, const base::Clock& clock,
                                            Frameworks& frameworks, UnitOfWork& work);

struct AcknowledgeConcern {
  domain::ConcernId concern;
  std::string response;  // what the person will do
};
base::Result<void> acknowledge_concern(const AcknowledgeConcern& command, const Actor& actor, const base::Clock& clock,
                                       UnitOfWork& work);

struct CloseConcern {
  domain::ConcernId concern;
  int version = 0;
  std::string outcome;  // concern.close.outcome_missing
};
base::Result<void> close_concern(const CloseConcern& command, const Actor& actor, const base::Clock& clock,
                                 UnitOfWork& work);

// Writes to the outbox whatever the framework's chase schedule has due by now for concerns nobody acknowledged; returns
// how many people are told. Safe to call as often as one likes.
base::Result<int> chase_concerns(const Actor& actor, const base::Clock& clock, Frameworks& frameworks,
                                 UnitOfWork& work);

}  // namespace plumbline::app
