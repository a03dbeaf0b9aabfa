// Concerns: raised from any page of an audit, acknowledged by a person, closed with an outcome (AUDIT-9).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_concern_routes(Router& router, Services& services);

}  // namespace plumbline::web
