// What a final grade sets off: talks in supervision, re-audits beside their first, feedback on earlier practice, the
// hand-over to the child's record (ACT-3, ACT-4, ACT-6, AUDIT-12).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_follow_up_routes(Router& router, Services& services);

// One file each; called by add_follow_up_routes.
void add_practice_routes(Router& router, Services& services);
void add_hand_over_routes(Router& router, Services& services);
void add_reaudit_routes(Router& router, Services& services);

}  // namespace plumbline::web
