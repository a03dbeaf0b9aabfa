#include "web/pages/static_pages.hpp"

#include "web/council_style.hpp"
#include "web/http/router.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

namespace {

Response page_of(Services& services, const Request& request, const char* title, const char* file) {
  FramedPage page(services, request, title);
  page.crumb("Home", "/");
  page.body(file);
  return page.respond();
}

Response get_council_style(const Request& request) {
  const auto style = council_style(request.param("name"));
  if (!style) return Response::not_found();
  Response response = Response::text(*style);
  response.set("Content-Type", "text/css; charset=utf-8");
  response.set("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

}  // namespace

void add_static_pages(Router& router, Services& services) {
  const auto add = [&](const char* path, const char* title, const char* file, Access access) {
    router.get(path,
               [&services, title, file](const Request& request) { return page_of(services, request, title, file); },
               {.access = access});
  };
  add("/accessibility", "Accessibility statement", "pages/accessibility.html", Access::Public);
  add("/privacy", "Privacy notice", "pages/privacy.html", Access::Public);
  add("/cookies", "Cookies", "pages/cookies.html", Access::Public);
  add("/help", "Help", "pages/help.html", Access::SignedIn);
  router.get("/assets/council/{name}", get_council_style,
             {.access = Access::Public, .run = Run::Inline, .logged = Logged::No});
}

}  // namespace plumbline::web
