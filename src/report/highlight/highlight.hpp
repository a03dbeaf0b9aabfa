// The quarterly highlight report (REP-2): the monthly report's figures, and what a quarter shows beyond them: months by
// area against the target, the year's line, every section against the period before and against its own cohort's last
// round, strengths and learning. Movement is told from noise (REP-6). Pure but for make_highlight.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/statistics/control_chart.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/monthly.hpp"
#include "report/monthly/rows.hpp"
#include "report/page.hpp"
#include "report/plan/plan.hpp"

namespace plumbline::report {

// The last twelve months, of grades before moderation: moderation reaches a part of the audits only, so that the line
// would move with what happened to be picked.
struct GradeTrend {
  std::vector<base::Period> months;
  std::vector<Share> shares;  // good or better
  domain::ControlChart chart;
};

// One section in one period, beside the period before that has judgements of it, whatever its cohort.
struct SectionPeriod {
  base::Period period;
  std::vector<std::string> cohorts;
  SectionFigures figures;
  std::optional<base::Period> before_period;
  std::optional<SectionFigures> before;
  bool unlike_cohorts = false;  // the two periods are not of the same cohorts
};
struct SectionSeries {
  std::string section;
  std::string title;
  std::vector<SectionPeriod> periods;
};

// A cohort's rounds in the year before the first month asked for and since, oldest first.
struct CohortRound {
  base::Period period;
  std::vector<SectionFigures> sections;
};
struct CohortSeries {
  std::string cohort;
  std::string title;
  std::vector<CohortRound> rounds;
  // Keys of sections whose share of good or better really moved from the round before to the last; those that differ by
  // no more than chance are in neither.
  std::vector<std::string> improved;
  std::vector<std::string> declined;
};

struct CohortReturns {
  base::Period period;
  std::string cohort;
  Returns returns;
};

struct Theme {
  enum class Basis { Flagged, Outstanding, BelowGood };
  base::Period period;
  Basis basis = Basis::BelowGood;
  std::string section;
  std::string text;
  Share count;  // of the judgements of that section
  bool is_strength() const { return basis != Basis::BelowGood; }
};

struct HighlightReport {
  MonthlyReport base;  // of the same months
  std::vector<CohortReturns> returns;
  GradeTrend trend;
  std::vector<SectionSeries> sections;
  std::vector<CohortSeries> cohorts;
  std::vector<Theme> themes;                // by period; strengths first, then most frequent first
  std::vector<PlannedTheme> taken_forward;  // of this programme on the rolling plan
  // Where the targets lie against what the last twelve months' limits let come; nothing without target or audits.
  std::optional<domain::Assurance> returns_assurance;
  std::optional<domain::Assurance> grades_assurance;
  std::vector<const Figures*> months() const;  // those asked for
};

base::Period first_period_of_highlight(const MonthlyRequest& request);
HighlightReport highlight_report(const MonthlyRequest& request, const app::ReportCounts& counts,
                                 const domain::Framework& framework, const domain::Programme& programme,
                                 const std::string& council_key, base::Instant made_at);
// Refusals as make_monthly.
base::Result<HighlightReport> make_highlight(const MonthlyRequest& request, const app::Actor& actor,
                                             const base::Clock& clock, app::Reader& reader,
                                             const domain::Framework& framework);

std::string to_json(const HighlightReport& report);
std::vector<FigureRow> rows_of(const HighlightReport& report);
ReportPage page_of(const HighlightReport& report, FigureLinks links);

// Shared with the thematic report.
GradeTrend grade_trend(const CountsByPeriod& counts, base::Period last);
ReportPart trend_part(const GradeTrend& trend);

}  // namespace plumbline::report
