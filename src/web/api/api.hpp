// The read API of /api/v1: every endpoint is one entry of api_endpoints(), from which the routes, the checks of scope
// and the OpenAPI document are made, so that none says what another does not.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/token_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/result.hpp"
#include "web/http/request.hpp"
#include "web/http/router.hpp"
#include "web/services.hpp"

namespace plumbline::web {

inline constexpr int kApiRequestsAMinute = 120;  // of one token or one person; more are answered 429
inline constexpr int kApiRowsAPage = 100;        // unless asked otherwise
inline constexpr int kApiMostRowsAPage = 500;

struct ApiCall {
  const Request& request;
  Services& services;
  const SignedIn& who;
  app::Reader& reader;
};

struct ApiAnswer {
  std::string body;
  std::string content_type = "application/json";
  // What the ETag is of, where the body also tells the time it was made; empty: the body.
  std::string identity{};
};

struct ApiParameter {
  std::string name;
  bool in_path = false;
  std::string description;
  nlohmann::ordered_json schema;
};

struct ApiEndpoint {
  std::string route;  // of the router: /api/v1/audits/{reference}
  std::string path;   // of the OpenAPI document
  std::string id;     // `listAudits`
  std::string summary;
  std::optional<app::TokenScope> scope;  // nothing: any token
  std::vector<ApiParameter> parameters;
  std::string content_type = "application/json";
  nlohmann::ordered_json schema;  // of the answer
  std::function<base::Result<ApiAnswer>(const ApiCall&)> answer;
};

const std::vector<ApiEndpoint>& api_endpoints();
std::vector<ApiEndpoint> list_endpoints();    // audits and actions
std::vector<ApiEndpoint> report_endpoints();  // reports and publications
// OpenAPI 3.1, as /api/v1/openapi.json gives it.
std::string openapi_document();

// Rows with their page and where the next one is; refuses token.use.size and token.use.page.
struct ApiPage {
  int page = 1;
  int size = kApiRowsAPage;
};
base::Result<ApiPage> asked_api_page(const Request& request);
ApiAnswer page_answer(const Request& request, nlohmann::ordered_json rows, long long total, const ApiPage& page);
std::vector<ApiParameter> page_parameters();
nlohmann::ordered_json page_schema(nlohmann::ordered_json row);

void add_api_routes(Router& router, Services& services);
void add_token_routes(Router& router, Services& services);  // /tokens, /connect

}  // namespace plumbline::web
