// Signing in with a local account, signing out, and staying signed in (SEC-1).
#pragma once

namespace plumbline::app {
class Passwords;
}

namespace plumbline::web {

class Router;
struct Services;

// Adds GET and POST /sign-in, POST /sign-out, GET /signed-out and POST /session/extend. All of them outlive the router.
void add_session_pages(Router& router, Services& services, app::Passwords& passwords);

}  // namespace plumbline::web
