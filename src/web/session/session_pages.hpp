// Signing in with a local account, signing out, and staying signed in (SEC-1).
#pragma once

namespace plumbline::web {

class Router;
struct Services;

// Adds GET and POST /sign-in, POST /sign-out, GET /signed-out and POST /session/extend. The services must outlive the
// router.
void add_session_pages(Router& router, Services& services);

}  // namespace plumbline::web
