// A report as one file that opens anywhere: no script, nothing fetched, prints on A4.
#pragma once

#include <string>

#include "report/page.hpp"

namespace plumbline::report {

// Every text is escaped. `colour` is the council's, `#1d5a8a`; anything else is left out. Links of cells are not
// written: they lead into the web application. `marking` is the protective marking, over all else; may be empty.
std::string standalone_html(const ReportPage& page, const std::string& colour, const std::string& marking = {});

}  // namespace plumbline::report
