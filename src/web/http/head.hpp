// What the bytes of a request's head must be before the parser sees them. Inside web/http.
#pragma once

#include <cstddef>
#include <string_view>

namespace plumbline::web {

struct HeadLimits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t target_bytes = 8 * 1024;
  std::size_t headers = 100;
};

// `head` runs from the request line to the empty line, both included. 0 when it may be parsed, else the status to
// refuse it with: 400 for what two readers could understand differently (bare CR or LF, control letters, folded or
// nameless headers, blanks before the colon, no or several Hosts, several or odd Content-Lengths, a Transfer-Encoding
// beside one or in HTTP/1.0), 414, 431, 501 for an encoding other than chunked, 505.
int head_problem(std::string_view head, const HeadLimits& limits);

// The same for a head that is not complete yet: what can be refused already.
int partial_head_problem(std::string_view bytes, const HeadLimits& limits);

}  // namespace plumbline::web
