// The monthly report as one row a figure: what its CSV writes, and where each figure leads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/monthly/monthly.hpp"

namespace plumbline::report {

struct FigureRow {
  std::string section;  // `returns`, `grades`, `section:risk` …
  std::string period;   // `2026-11`, or `2026-04/2026-11`
  std::string area;     // `all`, a locality or service area, `not-recorded`
  std::string measure;  // `returned`, `good-or-better`, `good>requires-improvement` …
  long long n = 0;
  std::optional<long long> of;  // where the figure is a share
  std::string link;             // the list behind it, as a path with its query; empty where there is none
};

std::string period_key(base::Period from, base::Period to);
std::string period_key(const Figures& figures);
std::string area_key(const Figures& figures);

// Every figure of one stretch and area, in the order of the report.
std::vector<FigureRow> rows_of(const Figures& figures, const MonthlyReport& report);
// The whole report: the stretch asked for, each of its months where there are several, the year so far; each for the
// whole council and by area; then the target and the checks.
std::vector<FigureRow> rows_of(const MonthlyReport& report);

// What checklists found in that stretch and area: `answers:<tool>/<section>`, with `<question>:yes` and the like.
std::string answers_section(const QuestionFigures& question);
std::vector<FigureRow> rows_of(const std::vector<QuestionFigures>& questions, const Figures& figures);

// The lists behind figures, as paths of the web application. Values are percent-encoded; nothing of a case but periods,
// places and coded words is ever in them.
std::string audits_link(const app::AuditFilter& filter);
app::AuditFilter audits_of(const Figures& figures, const MonthlyReport& report);  // programme, months, cohort and place
std::string actions_link(const Figures& figures, const MonthlyReport& report, std::string_view state, bool overdue);
std::string exemptions_link(const Figures& figures, const MonthlyReport& report);

}  // namespace plumbline::report
