// Disagreeing with a final grade and the independent look that settles it (MOD-4).
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_disagreement_routes(Router& router, Services& services);

}  // namespace plumbline::web
