// Which handler answers which path.
//
//   Router router;
//   router.get("/audits/{id}/sections/{section}", [&](const Request& r) { return get_section(r, services); });
//   router.post("/register/import", handler, {.body_bytes = kUploadBytes});
//   router.get("/sign-in", handler, {.access = Access::Public});
//
// Patterns: literal parts, `{name}` (any one part), `{name:int}` (digits), `{name:period}` (2026-12), `{name:uuid}`,
// and
// `{name...}` (all the rest, last only). A literal part wins over a named one. Trailing slashes matter. Every GET
// answers HEAD as well. A known path with another method is 405 with Allow.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "web/http/request.hpp"
#include "web/http/response.hpp"

namespace plumbline::web {

using Handler = std::function<Response(const Request&)>;

enum class Access { SignedIn, Public };
// What an unsafe method must show. Checked: it comes from a page of ours and, wherever there is a session, carries its
// csrf_token (field `csrf_token` or header X-CSRF-Token). OriginOnly: a page of ours; for the sign-in form, which a
// double click sends again with the session that the first has made. Exempt: nothing; only for routes with a credential
// of their own, never a cookie.
enum class Csrf { Checked, OriginOnly, Exempt };
// Inline runs on the I/O thread: only for answers out of memory in microseconds. It sees no session and no form.
enum class Run { Worker, Inline };
enum class Logged { Yes, No };

inline constexpr std::uint64_t kUploadBytes = 200ull * 1024 * 1024;

struct RouteOptions {
  Access access = Access::SignedIn;
  std::uint64_t body_bytes =
      0;  // 0: the server's default (1 MiB). More makes it an upload route: who may not is told first
  Csrf csrf = Csrf::Checked;
  Run run = Run::Worker;
  Logged logged = Logged::Yes;
};

struct Route {
  std::string pattern;
  Handler handler;
  RouteOptions options;
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Throws std::invalid_argument when the pattern is malformed or already there.
  void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
  void get(std::string_view pattern, Handler handler, RouteOptions options = {});
  void post(std::string_view pattern, Handler handler, RouteOptions options = {});

  struct Match {
    const Route* route = nullptr;  // null: see `allow`
    std::string allow;  // when the path is known but not with this method: "GET, HEAD, POST"; else empty: 404
    Fields params;
  };
  Match match(Method method, std::string_view path) const;

  struct Listed {
    Method method;
    const Route* route;
  };
  std::vector<Listed> routes() const;  // for the tests that walk every route

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace plumbline::web
