// What pages that list rows share: which page of a list is asked for, and the rows of a summary list as they gather.
#pragma once

#include <string>
#include <vector>

#include "app/ports/page.hpp"
#include "web/components.hpp"
#include "web/http/request.hpp"

namespace plumbline::web {

// ?page=, ?sort= and ?order=down. A page that is no number is the first; a sort that the query does not know is its own
// default.
app::PageRequest asked_page(const Request& request);
// The same order, all rows: what an export gives.
app::PageRequest all_in_order(const Request& request);

// Adds a row to a summary list, unless there is nothing to say.
void add_row(std::vector<SummaryRow>& rows, std::string key, std::string value,
             SummaryRow::Look look = SummaryRow::Look::Plain);

}  // namespace plumbline::web
