// The QA lead's words in a report: read as paragraphs and lists, and set into every form of it.
#pragma once

#include <string>
#include <vector>

#include "app/ports/publication_ports.hpp"
#include "report/catalogue.hpp"

namespace plumbline::report {

// Blank lines part paragraphs; a line that begins with `- `, `* ` or `• ` is a list's. Nothing else means anything.
std::vector<CommentaryBlock> blocks_of(const std::string& text);

// Puts the texts beside their parts on the page, into the JSON (`commentary`) and behind the figures of the CSV (rows
// with the measure `commentary` and a column `text`). Texts of parts that the report has no more stand with the whole.
void add_commentary(MadeReport& made, const std::vector<app::Commentary>& texts);

}  // namespace plumbline::report
