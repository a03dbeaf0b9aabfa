// The worker's own view of a case that is audited: its form, its drafts, and how the auditors read it (AUDIT-7).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_perspective_routes(Router& router, Services& services);

}  // namespace plumbline::web
