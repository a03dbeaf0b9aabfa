// The moves of a concern (AUDIT-9), and whom the framework's chase schedule has told by when.
#pragma once

#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/concern.hpp"
#include "domain/audit/states.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::domain {

struct ConcernEvent {
  ConcernVerb verb = ConcernVerb::Acknowledge;
  ConcernState from = ConcernState::Raised;
  ConcernState to = ConcernState::Raised;
  PersonId by;
  base::Instant at{};
};

base::Result<ConcernState> may_move(const Concern& concern,
                                    ConcernVerb verb);  // concern.acknowledge.state, .close.state
// Refuses concern.acknowledge.own (nobody answers themselves) and .response_missing.
base::Result<ConcernEvent> acknowledge(Concern& concern, std::string response, const PersonId& by, base::Instant at);
// Refuses concern.close.outcome_missing.
base::Result<ConcernEvent> close(Concern& concern, std::string outcome, const PersonId& by, base::Instant at);

// The steps of the schedule that fall due in (since, now], for a concern that is still raised. After the last step it
// repeats at the last interval, for at most 30 days, each time to all who were named.
std::vector<ChaseStep> chases_due(const Concern& concern, const NotificationRule& rule, base::Instant since,
                                  base::Instant now);

}  // namespace plumbline::domain
