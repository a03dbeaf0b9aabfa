#include "web/api/api.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "app/messages/messages.hpp"
#include "app/token/tokens.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"

namespace plumbline::web {
namespace {

using Json = nlohmann::ordered_json;

// Requests of the running minute, for each token or person. One node's own: with several nodes the limit is each one's.
class Pace {
 public:
  // Seconds to wait; 0 when the request may go on.
  int wait(const std::string& whose, base::Instant now) {
    const std::scoped_lock lock(mutex_);
    if (counts_.size() > 10'000) counts_.clear();
    auto& [began, count] = counts_[whose];
    if (now - began >= std::chrono::minutes(1) || now < began) began = now, count = 0;
    if (count >= kApiRequestsAMinute) return static_cast<int>((began + std::chrono::minutes(1) - now).count());
    ++count;
    return 0;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::pair<base::Instant, int>> counts_;
};

Response refused(const base::Error& error, int status) {
  const Json body{{"error", {{"rule", error.rule}, {"message", app::sentence(error)}}}};
  auto response = Response::json(body.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", status);
  if (status == 401) response.set("WWW-Authenticate", "Bearer realm=\"Plumbline\"");
  return response;
}

// The same bytes under the same tag, so that a program that asks every hour moves nothing when nothing changed.
Response tagged(const Request& request, ApiAnswer answer) {
  const auto tag =
      "\"" + base::sha256_hex(answer.identity.empty() ? answer.body : answer.identity).substr(0, 32) + "\"";
  const auto known = request.header("if-none-match");
  const bool same = known == "*" || known.find(tag) != std::string_view::npos;
  Response response(same ? 304 : 200);
  response.set("ETag", tag).set("Cache-Control", "private, no-cache").set("Vary", "Authorization, Cookie");
  if (same) return response;
  response.set("Content-Type", answer.content_type);
  response.set_body(std::move(answer.body));
  return response;
}

std::string bearer(const Request& request) {
  const auto header = request.header("authorization");
  constexpr std::string_view kBearer = "bearer ";
  if (header.size() <= kBearer.size() || base::lower(header.substr(0, kBearer.size())) != kBearer) return "";
  return std::string(base::trim(header.substr(kBearer.size())));
}

struct Caller {
  std::shared_ptr<const SignedIn> who;
  std::optional<app::Token> token;
};

// By token, else by the session of a person who is signed in.
base::Result<Caller> caller_of(const Request& request, Services& services) {
  Caller caller;
  if (const auto secret = bearer(request); !secret.empty()) {
    const auto council = app::council_of_token(secret);
    if (council.empty()) return base::forbidden("token.use.unknown");
    const auto reader = services.store.read(council);
    TRY(caller.token, app::find_token(secret, services.clock.now(), *reader));
    const auto found = services.actors.find(council, caller.token->user.text());
    if (!found) return base::forbidden("token.use.unknown");
    auto who = std::make_shared<SignedIn>(*found);
    who->actor.request_id = request.id;
    caller.who = std::move(who);
    return caller;
  }
  if (!request.header("authorization").empty()) return base::forbidden("token.use.unknown");
  if (!request.session || !request.actor) return base::forbidden("token.use.none");
  caller.who = std::static_pointer_cast<const SignedIn>(request.actor);
  return caller;
}

void note_use(const app::Token& token, const ApiEndpoint& endpoint, const Caller& caller, Services& services) {
  // To the minute, so that reading writes no more than once in one.
  const auto now = std::chrono::floor<std::chrono::minutes>(services.clock.now());
  if (!token.last_used_at || *token.last_used_at < now) {
    const auto work = services.store.begin(caller.who->actor.council);
    work->tokens().used(token.id, now);
    if (!work->commit()) throw base::Broken("the use of a token could not be kept");
  }
  services.views.saw(caller.who->actor, "api-" + endpoint.id, token.id.text());
}

Response serve(const ApiEndpoint& endpoint, const Request& request, Services& services, Pace& pace) {
  const auto caller = caller_of(request, services);
  if (!caller) return refused(caller.error(), 401);
  const auto whose = caller->token ? "token " + caller->token->id.text()
                                   : "user " + caller->who->actor.council + " " + caller->who->actor.user.text();
  if (const int seconds = pace.wait(whose, services.clock.now()); seconds > 0) {
    auto response = refused({base::ErrorCode::RuleBroken,
                             "token.use.too_often",
                             "",
                             {{"most", std::to_string(kApiRequestsAMinute)}, {"seconds", std::to_string(seconds)}}},
                            429);
    return response.set("Retry-After", std::to_string(seconds));
  }
  if (caller->token) {
    if (endpoint.scope && !caller->token->may(*endpoint.scope))
      return refused(
          {base::ErrorCode::Forbidden, "token.use.scope", "", {{"what", std::string(to_string(*endpoint.scope))}}},
          403);
    note_use(*caller->token, endpoint, *caller, services);
  }
  const auto reader = services.store.read(caller->who->actor.council);
  auto answer = endpoint.answer({request, services, *caller->who, *reader});
  if (!answer) return refused(answer.error(), status_of(answer.error()));
  return tagged(request, std::move(*answer));
}

Json error_response(const char* description) {
  return {{"description", description},
          {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Refusal"}}}}}}}};
}

}  // namespace

const std::vector<ApiEndpoint>& api_endpoints() {
  static const std::vector<ApiEndpoint> kEndpoints = [] {
    auto all = list_endpoints();
    for (auto& one : report_endpoints()) all.push_back(std::move(one));
    return all;
  }();
  return kEndpoints;
}

base::Result<ApiPage> asked_api_page(const Request& request) {
  const Form form(request.query);
  ApiPage page;
  if (form.has("size")) {
    const auto size = form.whole_number("size");
    if (!size || *size < 1 || *size > kApiMostRowsAPage)
      return base::invalid("token.use.size", "size", {{"most", std::to_string(kApiMostRowsAPage)}});
    page.size = static_cast<int>(*size);
  }
  if (form.has("page")) {
    const auto number = form.whole_number("page");
    if (!number || *number < 1 || *number > 1'000'000) return base::invalid("token.use.page", "page");
    page.page = static_cast<int>(*number);
  }
  return page;
}

ApiAnswer page_answer(const Request& request, Json rows, long long total, const ApiPage& page) {
  const bool beyond = static_cast<long long>(page.page - 1) * page.size >= total && total >= 0;
  if (beyond) rows = Json::array();  // the store answers with its last page; past the end there is nothing
  Json next = nullptr;
  if (static_cast<long long>(page.page) * page.size < total)
    next = QueryLink(request.path, request.query).with("page", std::to_string(page.page + 1)).url();
  const Json body{
      {"data", std::move(rows)}, {"page", page.page}, {"size", page.size}, {"total", total}, {"next", std::move(next)}};
  return {body.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"};
}

std::vector<ApiParameter> page_parameters() {
  return {{"page", false, "From 1.", {{"type", "integer"}, {"minimum", 1}, {"default", 1}}},
          {"size",
           false,
           "Rows a page.",
           {{"type", "integer"}, {"minimum", 1}, {"maximum", kApiMostRowsAPage}, {"default", kApiRowsAPage}}}};
}

Json page_schema(Json row) {
  return {
      {"type", "object"},
      {"required", {"data", "page", "size", "total", "next"}},
      {"properties",
       {{"data", {{"type", "array"}, {"items", std::move(row)}}},
        {"page", {{"type", "integer"}}},
        {"size", {{"type", "integer"}}},
        {"total", {{"type", "integer"}, {"description", "Rows on all pages."}}},
        {"next", {{"type", {"string", "null"}}, {"description", "The address of the next page; null on the last."}}}}}};
}

std::string openapi_document() {
  Json paths = Json::object();
  for (const auto& endpoint : api_endpoints()) {
    Json parameters = Json::array();
    for (const auto& parameter : endpoint.parameters)
      parameters.push_back({{"name", parameter.name},
                            {"in", parameter.in_path ? "path" : "query"},
                            {"required", parameter.in_path},
                            {"description", parameter.description},
                            {"schema", parameter.schema}});
    parameters.push_back({{"$ref", "#/components/parameters/IfNoneMatch"}});
    Json operation{
        {"operationId", endpoint.id},
        {"summary", endpoint.summary},
        {"description", endpoint.scope ? "A token needs the scope `" + std::string(to_string(*endpoint.scope)) +
                                             "`. It reads what its maker may see."
                                       : std::string("Any token.")},
        {"parameters", std::move(parameters)}};
    Json content = Json::object();
    content[endpoint.content_type] = {{"schema", endpoint.schema}};
    operation["responses"] = {
        {"200",
         {{"description", "The answer."},
          {"headers", {{"ETag", {{"schema", {{"type", "string"}}}, {"description", "Changes when the answer does."}}}}},
          {"content", std::move(content)}}},
        {"304", {{"description", "Nothing changed since the ETag that was sent."}}},
        {"401", error_response("No token, or one that does not work.")},
        {"403", error_response("Not within the token's scope, or not for its maker.")},
        {"404", error_response("Not there, or not for its maker to see.")},
        {"422", error_response("A value that is not understood; the message says which.")},
        {"429", error_response("Too many requests; Retry-After says how long to wait.")}};
    paths[endpoint.path] = {{"get", std::move(operation)}};
  }
  const Json document{
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Plumbline"},
        {"version", "1"},
        {"summary", "Audits, actions and reports of children's services, to read."},
        {"description", "Reading only. Children are identifiers; no free text of a case is given. At most " +
                            std::to_string(kApiRequestsAMinute) + " requests a minute for each token, " +
                            std::to_string(kApiMostRowsAPage) + " rows a page."},
        {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
      {"servers", {{{"url", "/"}, {"description", "This installation."}}}},
      {"security", {{{"token", Json::array()}}}},
      {"paths", std::move(paths)},
      {"components",
       {{"securitySchemes",
         {{"token", {{"type", "http"}, {"scheme", "bearer"}, {"description", "Made on the page “API tokens”."}}}}},
        {"parameters",
         {{"IfNoneMatch",
           {{"name", "If-None-Match"},
            {"in", "header"},
            {"required", false},
            {"description", "The ETag of the answer one has."},
            {"schema", {{"type", "string"}}}}}}},
        {"schemas",
         {{"Refusal",
           {{"type", "object"},
            {"required", {"error"}},
            {"properties",
             {{"error",
               {{"type", "object"},
                {"required", {"rule", "message"}},
                {"properties", {{"rule", {{"type", "string"}}}, {"message", {{"type", "string"}}}}}}}}}}}}}}}};
  return document.dump(2) + "\n";
}

void add_api_routes(Router& router, Services& services) {
  const auto pace = std::make_shared<Pace>();
  // Public to the router: the endpoint asks for a token or a session itself, and answers in JSON.
  for (const auto& endpoint : api_endpoints())
    router.get(
        endpoint.route,
        [&services, &endpoint, pace](const Request& request) { return serve(endpoint, request, services, *pace); },
        {.access = Access::Public});
  router.get("/api/v1/openapi.json", [](const Request& request) { return tagged(request, {openapi_document()}); },
             {.access = Access::Public});
}

}  // namespace plumbline::web
