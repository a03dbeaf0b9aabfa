// What readers outside the service are told of a programme (REP-5): partner agencies see counts, none of them small,
// and nothing from which a small one could be worked out, neither in one report nor by taking one report from another.
//
// For the second reason there is one grain alone: a whole quarter that has ended, the whole council by its own areas. A
// month, a cohort or one area by itself would be the difference of two reports. Within a report every table is of the
// same returned audits, hidden under its own total, and left out whole where its total is not to be seen in the first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/statistics/suppression.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/figures.hpp"

namespace plumbline::report {

using Shown = std::optional<std::int64_t>;  // nothing: hidden

// One line of counts that add up to its total.
struct PartnerLine {
  std::string key;   // of the area, section or figure; `all` for the whole
  std::string name;  // as people read it
  std::vector<Shown> counts;
  Shown total;
};
struct PartnerTable {
  std::string key;                  // `grades`
  std::vector<std::string> keys;    // of the columns, as the CSV's measures
  std::vector<std::string> titles;  // of the columns
  std::vector<PartnerLine> lines;
};

struct PartnerReport {
  std::string council;
  std::string council_key;
  std::string programme_title;
  ReportAsk ask;
  base::Instant made_at{};
  std::int64_t below = 5;
  bool any = false;         // audits were sent out at all
  bool too_few = false;     // so few came back that even their number is hidden: no other table is there
  PartnerTable grades;      // by area, the whole last: good or better, below good, not graded
  PartnerTable not_yet;     // by area, the whole last: sent and not returned
  PartnerTable sections;    // good or better, below good, no judgement
  PartnerTable moderation;  // one line
  PartnerTable workers;     // one line: took part, and each reason why not
  PartnerTable actions;     // one line
  Shown good_before;        // of the quarter before, as its own report shows them
  Shown returned_before;
  std::size_t hidden() const;
};

// Of so many counts of a line the sum, where what is shown gives it.
Shown sum_shown(const PartnerLine& line, const std::vector<std::size_t>& columns);

// Pure. `before` is the quarter before; `by_area` beside the whole, in the order of the framework.
PartnerReport partner_report(const Figures& now, const std::vector<Figures>& by_area, const Figures& before,
                             const std::vector<Figures>& before_by_area, std::int64_t below);

// Refusals: access.page.forbidden, report.make.quarter, .quarter_running, .partner_filter, .programme_unknown.
base::Result<MadeReport> make_partner(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                      app::Reader& reader, const domain::Framework& framework, FigureLinks links);

// The last quarter of the calendar that has ended by that day; its first month.
base::Period last_ended_quarter(base::Day today);

}  // namespace plumbline::report
