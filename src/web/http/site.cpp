#include "web/http/site.hpp"

#include <typeinfo>

#include "base/result.hpp"
#include "web/http/log.hpp"
#include "web/http/sessions.hpp"

namespace plumbline::web {
namespace {

// What a person can do about it, in a sentence.
std::string_view advice(int status) {
  switch (status) {
    case 400:
      return "We could not understand what your browser sent. Go back and try again.";
    case 401:
      return "You need to sign in to do that.";
    case 403:
      return "You cannot see or change this. If you think you should be able to, ask your administrator.";
    case 404:
      return "There is no such page. Check the address, or start again from the home page.";
    case 405:
      return "That cannot be done at this address. Go back and try again.";
    case 408:
      return "It took too long to send. Check your connection and try again.";
    case 413:
      return "What you sent is too large. Shorten the text or choose a smaller file, then send it again.";
    case 414:
      return "The address is too long. Start again from the home page.";
    case 431:
      return "Your browser sent too much at once. Clear the cookies of this site and try again.";
    case 503:
      return "Too many people are asking at once. Wait a few seconds and try again.";
    case 507:
      return "There is no room left to keep the file. Tell your administrator.";
    default:
      return "Something went wrong on our side. Nothing you had saved is lost. Try again in a few minutes.";
  }
}

bool wants_page(const Request& request) {
  if (request.headers.has("x-csrf-token")) return false;
  const std::string_view accept = request.header("accept");
  return accept.find("text/html") != std::string_view::npos || accept.find("json") == std::string_view::npos;
}

}  // namespace

Response plain_failure(int status, const std::string& request_id) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>";
  page += reason_phrase(status);
  page += "</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head><body><h1>";
  page += reason_phrase(status);
  page += "</h1><p>";
  page += advice(status);
  page += "</p>";
  if (status >= 500 && !request_id.empty()) page += "<p>Reference: " + request_id + "</p>";
  page += "</body></html>\n";
  Response response = Response::html(std::move(page), status);
  if (status == 503) response.set("Retry-After", "2");
  return response;
}

Site::Site(Router router, Sessions* sessions, Log& log, SiteOptions options)
    : router_(std::move(router)), sessions_(sessions), log_(log), options_(std::move(options)) {}

Response Site::failure(const Request& request, int status) const {
  if (options_.error_page && wants_page(request)) {
    try {
      Response response = options_.error_page(request, status);
      if (!response.body().empty()) {
        if (status == 503) response.set("Retry-After", "2");
        return response;
      }
    } catch (const std::exception&) {
      log_.broken(request.id, "the page of a failure failed");
    }
  }
  return plain_failure(status, request.id);
}

// A bare status from a handler gets the page for it; other headers that it set stay.
Response Site::dressed(const Request& request, Response response) const {
  if (response.status() < 400 || !response.body().empty()) return response;
  Response page = failure(request, response.status());
  for (const auto& [name, value] : response.headers()) page.add(name, value);
  return page;
}

void Site::find_session(Request& request) const {
  if (!sessions_ || request.session) return;
  if (const std::string* token = request.cookies.find(kSessionCookie)) request.session = sessions_->find(*token);
}

std::optional<Response> Site::admit(Request& request, const Route& route) const {
  request.route = route.pattern;
  try {
    const bool checked = !is_safe(request.method) && route.options.csrf != Csrf::Exempt;
    if (checked && !is_own_origin(request, options_.security)) return failure(request, 403);
    find_session(request);
    if (route.options.access == Access::SignedIn && !request.session) {
      if (!wants_page(request)) return failure(request, 401);
      std::string path = options_.sign_in_path;
      if (is_safe(request.method) && is_local_path(request.target) && request.target != "/")
        path += "?next=" + url_encode(request.target);
      return Response::see_other(path);
    }
    return std::nullopt;
  } catch (const base::Broken& broken) {
    log_.broken(request.id, broken.what());
  } catch (const std::exception& exception) {
    log_.broken(request.id, typeid(exception).name());
  }
  return failure(request, 500);
}

Response Site::answer(Request& request, const Route& route) const {
  request.route = route.pattern;
  try {
    return dressed(request, run(request, route));
  } catch (const base::Broken& broken) {
    log_.broken(request.id, broken.what());
  } catch (const std::exception& exception) {
    // Other exceptions may quote what a person typed: the type alone is logged.
    log_.broken(request.id, typeid(exception).name());
  }
  return failure(request, 500);
}

Response Site::run(Request& request, const Route& route) const {
  if (route.options.run == Run::Worker) {
    if (!is_safe(request.method) && route.options.csrf == Csrf::Checked && request.session &&
        !has_csrf_token(request, request.session->csrf_token))
      return Response::forbidden();
    if (options_.before)
      if (auto response = options_.before(request)) return std::move(*response);
  }
  return route.handler(request);
}

Response Site::unmatched(Request& request, const std::string& allow) const {
  if (allow.empty()) {
    try {
      find_session(request);
      if (options_.before)
        if (auto response = options_.before(request)) return dressed(request, std::move(*response));
    } catch (const base::Broken& broken) {
      log_.broken(request.id, broken.what());
    } catch (const std::exception& exception) {
      log_.broken(request.id, typeid(exception).name());
    }
    return failure(request, 404);
  }
  Response response = request.method == Method::Options ? Response(204) : failure(request, 405);
  response.set("Allow", allow);
  return response;
}

Response Site::respond(Request request) const {
  if (request.target.empty()) request.target = request.path;
  if (const std::size_t mark = request.target.find('?'); mark != std::string::npos && request.query.empty())
    if (!parse_query(std::string_view(request.target).substr(mark + 1), options_.forms, request.query))
      return failure(request, 400);
  auto match = router_.match(request.method, request.path);
  if (!match.route) return unmatched(request, match.allow);
  request.params = std::move(match.params);
  if (match.route->options.run == Run::Worker)
    if (auto refused = admit(request, *match.route)) return std::move(*refused);
  return answer(request, *match.route);
}

}  // namespace plumbline::web
