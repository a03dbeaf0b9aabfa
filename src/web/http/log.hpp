// The log: one JSON object a line, fixed fields only. Never a path, a query, a body or any free text.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace plumbline::web {

struct RequestLine {
  std::string_view id;
  std::string_view method;
  std::string_view route;  // the pattern, such as /audits/{id}; empty when none matched
  int status = 0;
  double milliseconds = 0;  // from the complete header to the finished answer
  std::string_view council{};
  std::string_view user{};
};

class Log {
 public:
  virtual ~Log() = default;
  virtual void request(const RequestLine& line) = 0;
  // Broken machinery behind a request (`id`) or elsewhere (`id` empty); `what` as Broken promises: no bound values.
  virtual void broken(std::string_view id, std::string_view what) = 0;
  // Something worth knowing that is no request: "listening", "draining", "stopped".
  virtual void event(std::string_view name, long long value) = 0;
};

// Writes to a file descriptor (2: standard error), buffered, at the latest after a second; safe from many threads.
std::unique_ptr<Log> json_log(int descriptor);
std::unique_ptr<Log> no_log();

}  // namespace plumbline::web
