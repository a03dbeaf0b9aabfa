// The council's month as a page and as a calendar to subscribe to (CAL-7).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_calendar_routes(Router& router, Services& services);

}  // namespace plumbline::web
