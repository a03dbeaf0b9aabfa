// The pages that are the same for everyone: accessibility statement, privacy notice, cookies, help; and the council's
// style sheet. All but help are public.
#pragma once

namespace plumbline::web {

class Router;
struct Services;

// Adds GET /accessibility, /privacy, /cookies, /help and /assets/council/{name}. The services must outlive the router.
void add_static_pages(Router& router, Services& services);

}  // namespace plumbline::web
