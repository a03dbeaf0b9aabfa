// The monthly report in words, pictures and tables.
#pragma once

#include "report/monthly/monthly.hpp"
#include "report/page.hpp"

namespace plumbline::report {

// Leadership sees figures and no single case: for them nothing leads further.
enum class FigureLinks { Shown, Hidden };

// What the whole of the report is called: the council, or the one area asked for.
std::string say_whole(const MonthlyReport& report);
std::string say_area(const Figures& figures, const MonthlyReport& report);
// What stands side by side: the areas, and the whole last. One area is the whole, which then stands alone.
std::vector<const Figures*> areas_and_whole(const MonthlyReport& report, const std::vector<Figures>& areas,
                                            const Figures& whole);

ReportPage page_of(const MonthlyReport& report, FigureLinks links = FigureLinks::Hidden);

}  // namespace plumbline::report
