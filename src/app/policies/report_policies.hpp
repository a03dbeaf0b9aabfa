// Who reads reports (REP-5).
#pragma once

#include "app/actor.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// Every role that runs, keeps or answers for the audits. Not social workers (a report is no league table for them) nor
// partner agencies. Refusal: access.page.forbidden.
base::Result<void> may_read_reports(const Actor& actor);
// The report for readers outside the service, whose small numbers are hidden: partner agencies, and whoever may read
// reports at all, so that both see the same. Refusal: access.page.forbidden.
base::Result<void> may_read_partner_report(const Actor& actor);
// Whether a list of single cases would hold any row for the actor by place, not only by being tied to the case:
// leadership reads figures alone.
bool lists_cases(const Actor& actor);

}  // namespace plumbline::app
