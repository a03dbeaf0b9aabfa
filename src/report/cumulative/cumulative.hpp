// Reports made of the monthly report's figures: the year so far summed up month by month (REP-1), a thematic programme's
// own report (REP-4), and the summaries that join the main monthly report (REP-3).
#pragma once

#include <string>
#include <vector>

#include "report/catalogue.hpp"
#include "report/highlight/highlight.hpp"
#include "report/monthly/monthly.hpp"

namespace plumbline::report {

// From April of the year of the last month asked for. Refusals as make_monthly.
base::Result<MadeReport> make_cumulative(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                         app::Reader& reader, const domain::Framework& framework, FigureLinks links);

// Of the programme asked for; where none is named, the framework's first that has a thematic report or review.
base::Result<MadeReport> make_thematic(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                       app::Reader& reader, const domain::Framework& framework, FigureLinks links);

// The monthly report of the main programme with the summary of each programme that joins it (early help, MASH). Asked
// for a programme by name, of that alone, unless it is the main one.
base::Result<MadeReport> make_main_monthly(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                           app::Reader& reader, const domain::Framework& framework, FigureLinks links);

}  // namespace plumbline::report
