// The monthly report as files: the same numbers everywhere (REP-7).
#pragma once

#include <string>

#include "report/monthly/monthly.hpp"

namespace plumbline::report {

// The shape is a contract (formats.md, "Report JSON"): keys are added, never changed. Indented, one LF at the end.
std::string to_json(const MonthlyReport& report);
// One row a figure: section, period, area, measure, n, of, percent, low, high. A cell that a spreadsheet would run is
// guarded; UTF-8 with LF.
std::string to_csv(const MonthlyReport& report);

}  // namespace plumbline::report
