// The queue of audits to moderate, and moderating one (MOD-1 to 3).
#pragma once

#include <string>

#include "base/result.hpp"
#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
// Under the reference of an audit in a list of those that wait: why it is for somebody else.
std::string not_for_you(const base::Error& refusal);
void add_moderation_routes(Router& router, Services& services);
void add_moderation_by_auditor_routes(Router& router, Services& services);  // called by add_moderation_routes

}  // namespace plumbline::web
