// Concerns: raised from any page of an audit, acknowledged by a person, closed with an outcome (AUDIT-9).
#pragma once

#include <chrono>
#include <string>

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_concern_routes(Router& router, Services& services);
void add_concern_list_routes(Router& router, Services& services);  // called by add_concern_routes

// From the click to the acknowledgement: `25 minutes`, `3 hours 5 minutes`, `2 days 4 hours`; `less than a minute`.
std::string duration_in_words(std::chrono::seconds waited);

}  // namespace plumbline::web
