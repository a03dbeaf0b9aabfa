// Themes of the rolling plan as a report's JSON has them.
#pragma once

#include <vector>

#include "report/json_parts.hpp"
#include "report/plan/plan.hpp"

namespace plumbline::report {

// With `actions` each with its text, owner and day; else their numbers alone.
Json planned_json(const std::vector<PlannedTheme>& themes, bool actions);

}  // namespace plumbline::report
