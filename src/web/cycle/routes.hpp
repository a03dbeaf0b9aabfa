// A programme's month: its calendar, the draw after a dry run, exemptions, allocation, sending (SAMPLE-1 to 10, ALLOC-1
// to 7, CAL-2).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_cycle_routes(Router& router, Services& services);
void add_draw_routes(Router& router, Services& services);
void add_nomination_routes(Router& router, Services& services);
void add_agreement_routes(Router& router, Services& services);
void add_allocation_routes(Router& router, Services& services);
void add_link_routes(Router& router, Services& services);

}  // namespace plumbline::web
