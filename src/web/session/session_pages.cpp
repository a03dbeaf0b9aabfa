#include "web/session/session_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/security/passwords.hpp"
#include "app/user/users.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/http/router.hpp"
#include "web/http/sessions.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

namespace {

// Where to go after signing in: back to the page asked for, when it is one of ours and not the way in or out again.
std::string safe_next(std::string_view next) {
  if (!is_local_path(next) || next.starts_with("/sign") || next.starts_with("/session/")) return "/";
  return std::string(next);
}

Response sign_in_form(Services& services, const Request& request, std::string_view next, std::string_view email,
                      const FormErrors& errors, int status) {
  FramedPage page(services, request, "Sign in");
  page.errors(errors);
  View body = page.body("session/sign_in.html");
  body.set("NEXT", safe_next(next)).show_if(request.query.has("ended"), "ENDED");
  TextInput address;
  address.name = "email";
  address.label = "Work email address";
  address.value = std::string(email);
  address.type = "email";
  address.autocomplete = "username";
  address.spellcheck = false;
  add_text_input(body, "EMAIL", address, errors);
  add_password_input(body, "PASSWORD", {"password", "Password"}, errors);
  return page.respond(status);
}

Response get_sign_in(const Request& request, Services& services) {
  if (request.session) return Response::see_other(safe_next(request.query.get("next")));
  return sign_in_form(services, request, request.query.get("next"), "", {}, 200);
}

Response post_sign_in(const Request& request, Services& services) {
  Form form(request);
  const std::string email = form.required("email", "sign_in.attempt.email_missing");
  // A password is taken as typed: blanks may be part of it.
  const std::string password(request.form.get("password"));
  if (password.empty()) form.refuse("password", "sign_in.attempt.password_missing");
  const std::string next(request.form.get("next"));
  if (!form.ok()) return sign_in_form(services, request, next, email, FormErrors(form.errors()), 422);

  auto outcome = app::sign_in({email, password, request.id}, services.clock, services.passwords, services.store);
  if (!outcome) {
    base::Error error = outcome.error();
    if (error.field.empty()) error.field = "email";
    FormErrors errors;
    errors.add(std::move(error));
    return sign_in_form(services, request, next, email, errors, 422);
  }
  Response response = Response::see_other(safe_next(next));
  services.actors.forget(outcome->council, outcome->user.text());
  services.sessions.sign_in(request, response, outcome->council, outcome->user.text());
  return response;
}

Response post_sign_out(const Request& request, Services& services) {
  Response response = Response::see_other("/signed-out");
  services.sessions.sign_out(request, response);
  if (request.session) {
    const auto& actor = who(request).actor;
    const auto work = services.store.begin(actor.council);
    if (const auto kept = app::sign_out(actor, services.clock, *work); !kept)
      throw base::Broken("the signing out could not be written to the journal");
  }
  return response;
}

Response get_signed_out(const Request& request, Services& services) {
  if (request.session) return Response::see_other("/");
  FramedPage page(services, request, "You have signed out");
  page.body("session/signed_out.html");
  return page.respond();
}

// Asking is enough: a request that has found its session has kept it awake.
Response post_extend(const Request& request, Services& services) {
  const auto left = request.signed_in().ends_at - services.clock.now();
  const auto seconds = std::min<long long>(left.count(), SessionLimits{}.idle.count());
  return Response::json(fmt::format(R"({{"seconds":{}}})", seconds));
}

}  // namespace

void add_session_pages(Router& router, Services& services) {
  router.get("/sign-in", [&services](const Request& request) { return get_sign_in(request, services); },
             {.access = Access::Public});
  router.post("/sign-in", [&services](const Request& request) { return post_sign_in(request, services); },
              {.access = Access::Public, .csrf = Csrf::OriginOnly});
  router.post("/sign-out", [&services](const Request& request) { return post_sign_out(request, services); },
              {.access = Access::Public});
  router.get("/signed-out", [&services](const Request& request) { return get_signed_out(request, services); },
             {.access = Access::Public});
  router.post("/session/extend", [&services](const Request& request) { return post_extend(request, services); });
}

}  // namespace plumbline::web
