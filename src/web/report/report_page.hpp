// Every report of the catalogue as a web page and a CSV: /reports/NAME, .csv. The other forms are in report_files.hpp,
// the API's in web/api.
#pragma once

#include "report/catalogue.hpp"
#include "web/http/router.hpp"
#include "web/page.hpp"

namespace plumbline::web {

struct Services;
struct SignedIn;

// What the address asks for; where it names no month, the latest that has something to report. Refuses
// report.make.period.
base::Result<report::ReportAsk> asked_report(const Fields& query, const report::ReportKind& kind, app::Reader& reader,
                                             const base::Clock& clock);
// The report that the address asks for, for that person; refuses as the report does.
base::Result<report::MadeReport> made_report(const SignedIn& who, const Fields& query, const report::ReportKind& kind,
                                             app::Reader& reader, const base::Clock& clock, report::FigureLinks links);
// The same report's JSON by the shortest way (report::report_json), with the same refusals.
base::Result<std::string> made_report_json(const SignedIn& who, const Fields& query, const report::ReportKind& kind,
                                           app::Reader& reader, const base::Clock& clock);
// A report on one person's own work: for that person, and never published.
bool is_own_report(const report::ReportKind& kind);

void add_report_page_routes(Router& router, Services& services);

// The reports that person may open, in the order of the reports page. One's own (feedback, learning record) are no
// part.
std::vector<const report::ReportKind*> reports_for(const app::Actor& actor, const domain::Framework& framework);

// Writes to the journal that somebody looked at the report, in whatever form (SEC-2).
void saw_report(Services& services, const app::Actor& actor, const report::ReportKind& kind, const Fields& query);

}  // namespace plumbline::web
