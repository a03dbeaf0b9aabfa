// Writing on reports, publishing them, and reading what was published.
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;

void add_writing_routes(Router& router, Services& services);      // /reports/NAME/write …, /reports/NAME/publish
void add_publication_routes(Router& router, Services& services);  // /publications …

}  // namespace plumbline::web
