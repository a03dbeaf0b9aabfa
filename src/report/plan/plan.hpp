// The rolling action plan (ACT-5): themes with the numbers that show them, who does what about them by when, and
// whether later audits say that it helped. As a report of its own, and the part of it that a programme's reports take
// forward (REP-2). Numbers are counted from audits, never typed.
#pragma once

#include <string>
#include <vector>

#include "app/learning/themes.hpp"
#include "app/ports/unit_of_work.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {

struct PlannedTheme {
  domain::Theme theme;
  std::string place;  // `North`; `The whole council`
  std::vector<app::WeighedEvidence> evidence;
  std::vector<domain::ThemeAction> actions;
  std::vector<std::string> owners;  // beside actions, as people read them
  long long open = 0;               // with overdue
  long long overdue = 0;
  long long done = 0;
};

// Themes that were on the plan at some time in those months, as they stand on `today`: begun by their end, not closed
// before their beginning. With a programme those alone whose evidence is of it; with places those of that place and of
// all. Blanks and the ask's cohort set no condition.
std::vector<PlannedTheme> planned_themes(const ReportAsk& ask, base::Day today, app::Reader& reader,
                                         const domain::Framework& framework);

// What a report says of them, in one section; and as figures and JSON.
ReportSection taken_forward(const std::vector<PlannedTheme>& themes, FigureLinks links);
std::vector<FigureRow> rows_of(const std::vector<PlannedTheme>& themes);

// Refusals: access.page.forbidden, report.make.period_order, .too_long, .programme_unknown.
base::Result<MadeReport> make_action_plan(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                          app::Reader& reader, const domain::Framework& framework, FigureLinks links);

}  // namespace plumbline::report
