// What happens to a request between the wire and its handler: route, origin, session, CSRF token, handler, page of a
// failure. Without sockets, so that tests walk every route in process.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "web/http/body.hpp"
#include "web/http/request.hpp"
#include "web/http/response.hpp"
#include "web/http/router.hpp"
#include "web/http/security.hpp"

namespace plumbline::web {

class Log;
class Sessions;

struct SiteOptions {
  SecurityOptions security{};
  FormLimits forms{};
  std::string sign_in_path = "/sign-in";  // a GET without a session goes there with ?next=…
  // Runs before every handler on a worker, signed in or not: sets request.actor, or answers itself.
  std::function<std::optional<Response>(Request&)> before{};
  // The page for 401, 403, 404, 405, 413, 500 and such, in the site's look; a plain page when not set or when it
  // throws. Also used for every response of a handler that has such a status and no body.
  std::function<Response(const Request&, int status)> error_page{};
};

// Safe from many threads once made.
class Site {
 public:
  // `sessions` may be null: then nobody is ever signed in.
  Site(Router router, Sessions* sessions, Log& log, SiteOptions options = {});

  const Router& router() const { return router_; }
  const SiteOptions& options() const { return options_; }
  Log& log() const { return log_; }

  // The whole way in process. The request has method, path, headers, cookies and form set; `query` is read from
  // `target` when that is set and `query` is empty.
  Response respond(Request request) const;

  // The same in the server's steps. admit: origin and session, before the body is read; an answer means refused.
  std::optional<Response> admit(Request& request, const Route& route) const;
  // CSRF token and handler; every exception becomes a logged 500.
  Response answer(Request& request, const Route& route) const;
  // 404, or 405 with Allow (204 for OPTIONS), of a path that matched no route.
  Response unmatched(Request& request, const std::string& allow) const;
  Response failure(const Request& request, int status) const;

 private:
  Response run(Request& request, const Route& route) const;
  Response dressed(const Request& request, Response response) const;
  void find_session(Request& request) const;

  Router router_;
  Sessions* sessions_;
  Log& log_;
  SiteOptions options_;
};

// The page of a failure where nothing better can be made.
Response plain_failure(int status, const std::string& request_id);

}  // namespace plumbline::web
