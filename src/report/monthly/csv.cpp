#include "report/figure_cells.hpp"
#include "report/monthly/render.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {

std::string to_csv(const MonthlyReport& report) { return csv_of(rows_of(report)); }

}  // namespace plumbline::report
