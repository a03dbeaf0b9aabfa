// The day's reminders: of audits not returned (CAL-6: the framework's `reminders`) and of actions overdue (ACT-2:
// `chase_days_overdue`, `escalate_after_days`), in the council's words where it has its own, and what did not come back
// to senior leadership (non_return.hpp). Each is made once: its id follows from the audit or action, its due
// day, the rule and the person, so a second run, or a run on another node, adds nothing.
#pragma once

#include <vector>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// A rule whose day was missed, because nothing ran, is still followed so many calendar days later; of several such
// rules the latest alone.
inline constexpr int kCatchUpDays = 5;
// Whoever has booked no conversation by then, where one is required, is asked to (AUDIT-6).
inline constexpr int kBookWithinWorkingDays = 3;

// What is due on that day and not in the outbox yet, in order of audits, then of actions. Changes nothing.
std::vector<OutboxMessage> reminders_due(base::Day on, base::Instant now, Frameworks& frameworks, Reader& reader);

// Puts them into the outbox; the value is how many. One line in the journal where there were any.
int write_reminders(const Actor& actor, base::Day on, const base::Clock& clock, Frameworks& frameworks, Store& store);

}  // namespace plumbline::app
