// The auditors linked to the areas of a synthetic council in a month (ALLOC-6).
#pragma once

#include <optional>
#include <vector>

#include "app/ports/co_auditor_ports.hpp"
#include "base/day.hpp"
#include "domain/allocation/allocation.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app::demo {

// One of the auditors from outside to each area, in turn; nothing where the programme links nobody.
void link_areas(const domain::CycleId& cycle, const domain::Framework& framework, const domain::Programme& programme,
                const std::vector<domain::Auditor>& auditors, base::Instant at, CoAuditorStore& co_auditors);

}  // namespace plumbline::app::demo
