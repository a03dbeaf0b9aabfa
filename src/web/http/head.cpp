#include "web/http/head.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace plumbline::web {
namespace {

constexpr std::array<bool, 256> token_letters() {
  std::array<bool, 256> letters{};
  for (int c = '0'; c <= '9'; ++c) letters[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) letters[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) letters[static_cast<std::size_t>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) letters[static_cast<unsigned char>(c)] = true;
  return letters;
}
constexpr auto kTokenLetters = token_letters();

bool is_token(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return kTokenLetters[static_cast<unsigned char>(c)]; });
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~:[]").find(c) != std::string_view::npos;
  });
}

int request_line_problem(std::string_view line, const HeadLimits& limits, bool& old) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return line.size() > limits.target_bytes ? 414 : 400;
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!is_token(line.substr(0, first)) || first > 32) return 400;
  if (target.size() > limits.target_bytes) return 414;
  if (target.empty() || std::any_of(target.begin(), target.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f;
      }))
    return 400;
  if (version.size() != 8 || !version.starts_with("HTTP/") || version[6] != '.') return 400;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return 505;
  old = version == "HTTP/1.0";
  return 0;
}

}  // namespace

int head_problem(std::string_view head, const HeadLimits& limits) {
  if (head.size() > limits.header_bytes) return head.find("\r\n") > limits.target_bytes ? 414 : 431;
  bool old = false;
  std::size_t headers = 0;
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
  bool first = true;
  while (true) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return 400;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    for (const char c : line)
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return 400;
    if (first) {
      if (const int problem = request_line_problem(line, limits, old)) return problem;
      first = false;
      continue;
    }
    if (line.empty()) break;
    if (++headers > limits.headers) return 431;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return 400;
    const std::string_view name = line.substr(0, colon);
    if (name.size() != 4 && name.size() != 14 && name.size() != 17) continue;
    const std::string_view value = base::trim(line.substr(colon + 1));
    if (base::equal_ignoring_case(name, "host")) {
      if (++hosts > 1 || !is_host(value)) return 400;
    } else if (base::equal_ignoring_case(name, "content-length")) {
      const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
      if (++lengths > 1 || value.empty() || value.size() > 18 || !std::all_of(value.begin(), value.end(), is_digit))
        return 400;
    } else if (base::equal_ignoring_case(name, "transfer-encoding")) {
      if (++encodings > 1 || old) return 400;
      if (!base::equal_ignoring_case(value, "chunked")) return 501;
    }
  }
  if (!head.empty() || hosts != 1 || (lengths > 0 && encodings > 0)) return 400;
  return 0;
}

int partial_head_problem(std::string_view bytes, const HeadLimits& limits) {
  if (bytes.empty()) return 0;
  // A TLS handshake on the plain port, or noise: no need to wait for its end.
  if (!kTokenLetters[static_cast<unsigned char>(bytes[0])]) return 400;
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1))
    if (at == 0 || bytes[at - 1] != '\r') return 400;
  const std::size_t line = bytes.find("\r\n");
  if (line == std::string_view::npos && bytes.size() > limits.target_bytes + 64) return 414;
  if (bytes.size() >= limits.header_bytes) return line > limits.target_bytes + 64 ? 414 : 431;
  return 0;
}

}  // namespace plumbline::web
