// A report as the page that is printed to PDF: one column of A4 with running header, protective marking and page
// numbers. Every table has a caption and scoped headers and every chart is a figure with its words, so that the PDF's
// structure has them too.
#pragma once

#include <string>

#include "report/page.hpp"

namespace plumbline::report {

struct PrintLook {
  std::string colour;   // the council's, `#1d5a8a`; anything else is left out
  std::string marking;  // `OFFICIAL-SENSITIVE`, at the head and foot of every page; may be empty
  std::string running;  // at the head of every page: the council and what this is
};

// The page fetches nothing and runs nothing: its own policy forbids all but its style. Every text is escaped; links of
// cells are not written.
std::string print_html(const ReportPage& page, const PrintLook& look);

}  // namespace plumbline::report
