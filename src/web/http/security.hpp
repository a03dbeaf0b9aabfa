// What every response says and every unsafe request must show.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/http/request.hpp"

namespace plumbline::web {

struct SecurityOptions {
  // Set when a proxy in front ends TLS: sends HSTS, and only https origins are ours.
  bool behind_tls = false;
  // The site's own origins, such as "https://plumbline.example.gov.uk". Empty: the Host header's own.
  std::vector<std::string> origins{};
};

// The header lines (each with CRLF) that every response carries; Cache-Control is apart, since files may be kept.
std::string security_header_lines(const SecurityOptions& options);
inline constexpr std::string_view kNoStore = "no-store";

// True when the request can only have come from a page of ours: Sec-Fetch-Site, where sent, is same-origin, and Origin,
// where sent, is one of ours; one of the two must be there. For unsafe methods.
bool is_own_origin(const Request& request, const SecurityOptions& options);
// The field `csrf_token` or the header X-CSRF-Token equals the session's, compared in constant time.
bool has_csrf_token(const Request& request, std::string_view token);

}  // namespace plumbline::web
