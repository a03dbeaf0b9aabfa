// The monthly report in words, pictures and tables.
#pragma once

#include "report/monthly/monthly.hpp"
#include "report/page.hpp"

namespace plumbline::report {

// Leadership sees figures and no single case: for them nothing leads further.
enum class FigureLinks { Shown, Hidden };

ReportPage page_of(const MonthlyReport& report, FigureLinks links = FigureLinks::Hidden);

}  // namespace plumbline::report
