// Actions: written with the audit, marked as done, signed off (ACT-1, ACT-2).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_action_routes(Router& router, Services& services);
void add_action_list_routes(Router& router, Services& services);

}  // namespace plumbline::web
