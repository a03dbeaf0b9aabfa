// Who may run the month: draw, exempt, allocate and send, and who may look on.
#pragma once

#include "app/actor.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// Opening, drawing, allocating, sending: the QA administrator and the QA lead of the whole council. Refusal:
// cycle.run.forbidden.
base::Result<void> may_run_cycle(const Actor& actor);
// Dates, quotas, loads and certificates, with the identifiers of all sampled children: also whoever answers for the
// whole council's practice. Refusal: cycle.view.forbidden.
base::Result<void> may_view_cycle(const Actor& actor);

}  // namespace plumbline::app
