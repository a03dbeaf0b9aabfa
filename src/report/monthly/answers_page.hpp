// What checklists found, as the monthly report shows it.
#pragma once

#include <string>
#include <vector>

#include "report/figure_cells.hpp"
#include "report/monthly/monthly.hpp"
#include "report/page.hpp"

namespace plumbline::report {

// Where something is amiss first, beside `columns` (the areas and the whole); every question on a page of its own.
// None where no checklist came back.
std::vector<ReportSection> answer_sections(const MonthlyReport& report, const FigureCells& cells,
                                           const std::vector<const Figures*>& columns);

}  // namespace plumbline::report
