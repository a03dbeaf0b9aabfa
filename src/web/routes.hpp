// Every page of the site in one list, and the way to a server of them.
#pragma once

#include "web/http/router.hpp"
#include "web/http/site.hpp"

namespace plumbline::web {

struct Services;

Router site_router(Services& services);
// How a request finds who is asking, and what a failure looks like.
SiteOptions site_options(Services& services);

}  // namespace plumbline::web
