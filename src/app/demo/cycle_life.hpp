// One cycle of a synthetic council: drawn, allocated and lived through by the domain's own rules.
#pragma once

#include "app/demo/year.hpp"

namespace plumbline::app::demo {

// `month` counts from the oldest of the year; practice gets slowly better. `running`: its audits are out now. Writes
// nothing where a programme beside the shown one has nobody to audit or no case to draw.
base::Result<void> write_cycle(Year& year, const domain::Programme& programme, base::Period period, int month,
                               bool running);

}  // namespace plumbline::app::demo
