// The monthly summary (REP-1): one month, or a stretch of them, and the year so far, by area and for the whole council,
// with checks that its totals reconcile and the audits behind each figure (REP-5). Made of counts by pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/policies/report_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/report_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "report/monthly/answers.hpp"
#include "report/monthly/figures.hpp"

namespace plumbline::report {

struct MonthlyRequest {
  std::string programme;  // empty: the framework's first that is drawn every month
  base::Period from;
  base::Period to;
  std::string cohort;
  std::string locality;
  std::string service_area;
  app::AreaBy by = app::AreaBy::Locality;
};

// Done against the year's target. The reporting year runs from April to March.
struct TargetProgress {
  int annual = 0;      // 0: the programme has none
  int months = 0;      // of the year, to the report's last month
  long long done = 0;  // returned in the year so far
  Share progress() const { return {done, annual}; }
  long long expected() const { return annual * static_cast<long long>(months) / 12; }
  friend bool operator==(const TargetProgress&, const TargetProgress&) = default;
};

// left and right should be equal. Where they are not, `audits` names the references that make the difference, as far as
// the reader may see them, and `why` says it in words.
struct Check {
  std::string check;  // `returned = graded`
  std::string why;
  long long left = 0;
  long long right = 0;
  std::vector<std::string> audits;
  std::vector<app::AuditFilter> behind;  // the lists that make the difference up, one after another
  long long difference() const { return left - right; }
  bool holds() const { return left == right; }
};

struct MonthlyReport {
  std::string council;  // its name
  std::string council_key;
  std::string framework;
  std::string programme;
  std::string programme_title;
  MonthlyRequest request;
  base::Period year_from;
  base::Instant made_at{};
  std::optional<domain::Scale> scale;  // of the programme, where it has one
  domain::ReportTargets targets;
  std::vector<domain::PriorityRule> priorities;  // of actions, with their weights
  TargetProgress target;
  Figures now;  // request.from to request.to, the whole council
  std::vector<Figures> now_by_area;
  std::optional<Figures> before;        // the same number of months before; what `now` moved from
  std::vector<Figures> before_by_area;  // beside now_by_area
  std::vector<Figures> months;          // every month of the year so far, or of the request where it began earlier
  std::vector<Figures> months_by_area;  // every month of the request by area
  Figures year;                         // the year so far
  std::vector<Figures> year_by_area;
  // What is not asked of anybody is no gap of theirs: a checklist has no grade, and not every programme a conversation.
  bool judged = true;
  bool talks = true;
  long long checklists = 0;                                   // of the audits returned in `now`
  std::vector<QuestionFigures> answers;                       // of those; every question of the programme's checklists
  std::vector<std::vector<QuestionFigures>> answers_by_area;  // beside now_by_area
  std::vector<Check> checks;                                  // of `now`
};

base::Period reporting_year_of(base::Period period);  // its April
// The first period the counts must reach back to.
base::Period first_period_needed(const MonthlyRequest& request);

// The report without the names of audits: checks carry what they list in `behind`. Pure.
MonthlyReport monthly_report(const MonthlyRequest& request, const app::ReportCounts& counts,
                             const domain::Framework& framework, const domain::Programme& programme,
                             const std::string& council_key, base::Instant made_at);
// Puts in what the programme's checklists found in the months asked for, where it has any.
void add_answers(MonthlyReport& report, const app::ReportFilter& filter, const domain::Framework& framework,
                 const domain::Programme& programme, app::Reader& reader);

// What every report asks first. A council without localities is divided by its service areas. Without a key: the
// framework's first programme that is drawn every month. Refusals as make_monthly.
app::AreaBy areas_by(app::AreaBy asked, const domain::Framework& framework);
base::Result<const domain::Programme*> programme_asked(const std::string& key, const domain::Framework& framework);
base::Result<void> check_months(base::Period from, base::Period to);
// The audits that a report of that filter counts, for their list.
app::AuditFilter audits_of(const app::ReportFilter& filter);
// Fills in the audits that explain the checks which do not hold, as far as the actor may see them.
void name_audits(std::vector<Check>& checks, const app::ReportFilter& filter, const app::Actor& actor,
                 app::Reader& reader);

using app::may_read_reports;

// The report for that actor. Refuses access.page.forbidden, report.make.programme_unknown, report.make.period_order,
// report.make.too_long (more than 36 months).
base::Result<MonthlyReport> make_monthly(const MonthlyRequest& request, const app::Actor& actor,
                                         const base::Clock& clock, app::Reader& reader,
                                         const domain::Framework& framework);

}  // namespace plumbline::report
