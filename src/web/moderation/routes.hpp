// The queue of audits to moderate, and moderating one (MOD-1 to 3).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_moderation_routes(Router& router, Services& services);
void add_moderation_by_auditor_routes(Router& router, Services& services);  // called by add_moderation_routes

}  // namespace plumbline::web
