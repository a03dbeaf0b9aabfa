// The home page: what the signed-in person does next, by the roles they hold, most pressing first.
#pragma once

namespace plumbline::web {

class Router;
struct Services;

void add_home_page(Router& router, Services& services);  // GET /

}  // namespace plumbline::web
