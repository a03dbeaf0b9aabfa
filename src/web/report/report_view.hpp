// A report's parts on a web page.
#pragma once

#include <string_view>
#include <vector>

#include "report/page.hpp"
#include "web/components.hpp"
#include "web/http/templates.hpp"

namespace plumbline::web {

// Fills {{>SECTIONS}} of the view with the sections, each with its words, pictures and tables.
void add_report_section(View& view, std::string_view marker, const report::ReportSection& section);
// Fills {{>marker}} with paragraphs and lists; nothing where there are none.
void add_commentary(View& view, std::string_view marker, const std::vector<report::CommentaryBlock>& blocks);

Table report_table(const report::ReportTable& table);

}  // namespace plumbline::web
