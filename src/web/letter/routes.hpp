// Letters that were sent, wait or were refused, and each as it would be.
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_letter_routes(Router& router, Services& services);

}  // namespace plumbline::web
