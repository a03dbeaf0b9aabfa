// Examples of good practice collated from finished audits (AUDIT-13).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_example_routes(Router& router, Services& services);

}  // namespace plumbline::web
