// What follows when an audit becomes final, by return without moderation or by a moderator's decision.
#pragma once

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// Opens the proposed actions and tells their owners, marks the case as audited (SAMPLE-5), tells the worker, the
// supervising manager and whoever the framework's triggers name, feeds back what was noted of earlier practice, opens
// what the grade sets off (follow_ups.hpp) and asks for the hand-over to the child's record. The audit itself is saved
// by the caller; nothing is committed.
base::Result<void> finish_audit(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work);

}  // namespace plumbline::app
