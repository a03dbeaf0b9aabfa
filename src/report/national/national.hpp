// The view across councils that share one database (peer audit, SEC-4): grades and returns by council for readers
// outside each service, with small numbers hidden so that none can be worked out. Only the operator's command line makes
// it; no page does, for no person belongs to all councils.
#pragma once

#include <string>
#include <vector>

#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/statistics/suppression.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/figures.hpp"

namespace plumbline::report {

struct NationalCouncil {
  std::string key;
  std::string name;
  GradeCounts grades;  // that count, of all programmes with a scale
  long long distributed = 0;
  long long returned = 0;
};

// Two tables with their totals as readers may see them: councils down; outstanding, good, requires improvement,
// inadequate (with critical) across; and returned, not returned across.
struct NationalReport {
  base::Period from;
  base::Period to;
  base::Instant made_at{};
  std::int64_t below = 5;  // the strictest of the councils' own limits
  std::vector<NationalCouncil> councils;
  domain::ShownTable grades;
  domain::ShownTable returns;
};

// Pure: hides what must be hidden. `below` of less than 5 counts as 5.
NationalReport national_report(std::vector<NationalCouncil> councils, base::Period from, base::Period to,
                               std::int64_t below, base::Instant made_at);
NationalCouncil national_council(const std::string& key, const std::string& name, const app::ReportCounts& counts,
                                 base::Period from, base::Period to);
// Hidden counts are null, and so is a share of one; `suppressed` says how many.
MadeReport made_of(const NationalReport& report);

}  // namespace plumbline::report
