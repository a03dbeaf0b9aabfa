// Every report of the catalogue as a web page, a CSV and one file: /reports/NAME, .csv, .html. The other forms are in
// report_files.hpp, the API's in web/api.
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
// A report on one person's own work: for that person, and never published.
bool is_own_report(const report::ReportKind& kind);

void add_report_page_routes(Router& router, Services& services);

// Months that have something to report, latest first; programmes, localities and what else a report can be asked by.
struct ReportChoice {
  std::string_view name;     // of the report
  std::string_view purpose;  // what it tells, in a sentence
};
// The reports that person may open, in the order of the reports page. One's own (feedback, learning record) are no
// part.
std::vector<ReportChoice> reports_for(const app::Actor& actor);

}  // namespace plumbline::web
