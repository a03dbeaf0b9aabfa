// The reports in the browser: /reports, /reports/monthly with its CSV and JSON, and the exempted cases behind a figure.
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;

void add_report_pages(Router& router, Services& services);

}  // namespace plumbline::web
