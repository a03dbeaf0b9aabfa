// The inspection pack (issue 4): every audit of a stretch with its grades before and after moderation, what became of
// its actions and the impact written down, as a page, one JSON, and a bundle of CSV and JSON.
#pragma once

#include <string>
#include <vector>

#include "app/ports/audit_ports.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/monthly.hpp"

namespace plumbline::report {

struct InspectedAudit {
  domain::Audit audit;
  long long actions = 0;  // agreed
  long long open = 0;
  long long overdue = 0;  // of the open ones
  long long done = 0;     // waiting for sign-off
  long long signed_off = 0;
  std::vector<std::pair<std::string, std::string>> impact;  // section title, text; in the order of the tool
};
struct InspectionReport {
  MonthlyReport monthly;  // the figures of the same stretch
  std::vector<InspectedAudit> audits;
  std::vector<app::ActionRow> actions;
};

// At most kMostInspected audits; ask for fewer months beyond that. Whoever may list single cases, of those in their
// sight and whose findings they may read. Refusals as make_monthly, report.make.too_many.
inline constexpr int kMostInspected = 2000;
base::Result<InspectionReport> make_inspection(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                               app::Reader& reader, const domain::Framework& framework);
std::string to_json(const InspectionReport& report, const domain::Framework& framework);
ReportPage page_of(const InspectionReport& report, FigureLinks links);
// `audits.csv`, `actions.csv`, `impact.csv`, `figures.csv`, `inspection.json` in one archive, all of them from the JSON
// and the CSV of the pack as it was made: of a published one no less than of today's.
std::string bundle_of(const MadeReport& made);

}  // namespace plumbline::report
