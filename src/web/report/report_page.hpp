// Every report of the catalogue as a web page, a CSV, one file and JSON: /reports/NAME, .csv, .html, /api/v1/reports/NAME.
#pragma once

#include "report/catalogue.hpp"
#include "web/http/router.hpp"
#include "web/page.hpp"

namespace plumbline::web {

struct Services;

void add_report_page_routes(Router& router, Services& services);

// Months that have something to report, latest first; programmes, localities and what else a report can be asked by.
struct ReportChoice {
  std::string_view name;     // of the report
  std::string_view purpose;  // what it tells, in a sentence
};
// The reports that person may open, in the order of the reports page. One's own (feedback, learning record) are no part.
std::vector<ReportChoice> reports_for(const app::Actor& actor);

}  // namespace plumbline::web
