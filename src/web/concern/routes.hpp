// Concerns: raised from any page of an audit, acknowledged by a person, closed with an outcome (AUDIT-9).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_concern_routes(Router& router, Services& services);
void add_concern_list_routes(Router& router, Services& services);  // called by add_concern_routes

}  // namespace plumbline::web
