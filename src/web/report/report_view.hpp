// A report's parts on a web page.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "report/page.hpp"
#include "web/components.hpp"
#include "web/http/templates.hpp"

namespace plumbline::web {

// Fills {{>marker}} of the view with the section: its words, pictures and tables.
void add_report_section(View& view, std::string_view marker, const report::ReportSection& section);
// What a report says, on the page whose template has PARTS, LEAD, COMMENTARY, FIGURES and SECTION: the overview, or the
// long part named `part`, which stands on a page of its own so that each loads at once. `link` gives the address of a
// part by its id; of the overview by none.
void add_report_parts(View& body, const report::ReportPage& told, std::string_view part,
                      const std::function<std::string(const std::string& part)>& link);
// Fills {{>marker}} with paragraphs and lists; nothing where there are none.
void add_commentary(View& view, std::string_view marker, const std::vector<report::CommentaryBlock>& blocks);

}  // namespace plumbline::web
