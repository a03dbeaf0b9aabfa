// What a page says of why a thing was changed (app/audit/reasons.hpp).
#pragma once

#include <string>
#include <vector>

#include "app/ports/unit_of_work.hpp"
#include "web/components.hpp"

namespace plumbline::web {

// A row for each: what was done, on which day, by whom, and why as typed.
std::vector<SummaryRow> reason_rows(const std::string& subject, app::Reader& reader);

}  // namespace plumbline::web
