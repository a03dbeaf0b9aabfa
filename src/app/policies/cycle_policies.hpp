// Who may run the month: draw, exempt, allocate and send, and who may look on.
#pragma once

#include "app/actor.hpp"
#include "base/result.hpp"
#include "domain/register/case.hpp"

namespace plumbline::app {

// Opening, drawing, allocating, sending: the QA administrator and the QA lead of the whole council. Refusal:
// cycle.run.forbidden.
base::Result<void> may_run_cycle(const Actor& actor);
// Dates, quotas, loads and certificates, with the identifiers of all sampled children: also whoever answers for the
// whole council's practice. Refusal: cycle.view.forbidden.
base::Result<void> may_view_cycle(const Actor& actor);
// Naming cases for a theme (SAMPLE-7): managers and heads of service, and whoever runs the month. The second: this
// case, which they run by team, locality, service area or supervision. Refusal: nomination.add.forbidden.
base::Result<void> may_nominate(const Actor& actor);
bool may_nominate(const Actor& actor, const domain::Case& one);
// Letters sent, waiting and refused, of the whole council, without what they say of a child: there is nothing of that
// in them. Refusal: mail.view.forbidden.
base::Result<void> may_view_letters(const Actor& actor);

}  // namespace plumbline::app
