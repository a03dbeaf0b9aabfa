#include "web/http/security.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::web {

std::string security_header_lines(const SecurityOptions& options) {
  std::string lines =
      "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "Referrer-Policy: same-origin\r\n"
      "Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\n"
      "X-Frame-Options: DENY\r\n";
  if (options.behind_tls) lines += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
  return lines;
}

bool is_own_origin(const Request& request, const SecurityOptions& options) {
  const std::string* site = request.headers.find("sec-fetch-site");
  if (site && *site != "same-origin") return false;
  const std::string* origin = request.headers.find("origin");
  if (!origin) return site != nullptr;
  if (request.headers.count("origin") != 1) return false;
  if (!options.origins.empty())
    return std::any_of(options.origins.begin(), options.origins.end(),
                       [&](const std::string& own) { return base::equal_ignoring_case(own, *origin); });
  const std::string_view host = request.header("host");
  if (base::equal_ignoring_case(*origin, "https://" + std::string(host))) return true;
  return !options.behind_tls && base::equal_ignoring_case(*origin, "http://" + std::string(host));
}

bool has_csrf_token(const Request& request, std::string_view token) {
  if (token.empty() || request.form.count("csrf_token") > 1) return false;
  const std::string* sent = request.form.find("csrf_token");
  if (!sent) sent = request.headers.find("x-csrf-token");
  return sent && base::equal_in_constant_time(*sent, token);
}

}  // namespace plumbline::web
