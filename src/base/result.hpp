// Refusals as values: what a person can understand and mend is a Result; broken machinery throws (see Broken).
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace plumbline::base {

// How a refusal is answered: an HTTP status or an exit code, decided in one function each.
enum class ErrorCode { NotFound, Forbidden, Invalid, RuleBroken, Stale };

// A refusal. `rule` is a key `noun.verb.reason` that the message catalogue (app/messages) turns into a sentence;
// `field` is the name of the input it belongs to, empty when to none; `values` fill the sentence's {placeholders}.
// `values` never carry a child's free text.
struct Error {
  ErrorCode code = ErrorCode::Invalid;
  std::string rule;
  std::string field{};
  std::vector<std::pair<std::string, std::string>> values{};

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

inline tl::unexpected<Error> refuse(ErrorCode code, std::string rule, std::string field = {},
                                    std::vector<std::pair<std::string, std::string>> values = {}) {
  return tl::unexpected<Error>(Error{code, std::move(rule), std::move(field), std::move(values)});
}
inline tl::unexpected<Error> invalid(std::string rule, std::string field = {},
                                     std::vector<std::pair<std::string, std::string>> values = {}) {
  return refuse(ErrorCode::Invalid, std::move(rule), std::move(field), std::move(values));
}
inline tl::unexpected<Error> rule_broken(std::string rule, std::string field = {},
                                         std::vector<std::pair<std::string, std::string>> values = {}) {
  return refuse(ErrorCode::RuleBroken, std::move(rule), std::move(field), std::move(values));
}
inline tl::unexpected<Error> not_found(std::string rule) { return refuse(ErrorCode::NotFound, std::move(rule)); }
inline tl::unexpected<Error> forbidden(std::string rule) { return refuse(ErrorCode::Forbidden, std::move(rule)); }
inline tl::unexpected<Error> stale(std::string rule) { return refuse(ErrorCode::Stale, std::move(rule)); }

// Broken machinery: a lost database, a corrupt row. Caught once per request or command, logged, shown as a plain
// failure. `what()` never carries bound values or a child's free text.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace plumbline::base

#define PLUMBLINE_JOIN_(a, b) a##b
#define PLUMBLINE_JOIN(a, b) PLUMBLINE_JOIN_(a, b)
#define PLUMBLINE_TRY_(temporary, declaration, ...)                                              \
  auto temporary = (__VA_ARGS__);                                                                \
  if (!temporary) return tl::unexpected<::plumbline::base::Error>(std::move(temporary).error()); \
  declaration = std::move(*temporary)

// TRY(Audit audit, store.find(id)) declares `audit` or returns the refusal; CHECK(expression) only returns the refusal.
#define TRY(declaration, ...) PLUMBLINE_TRY_(PLUMBLINE_JOIN(try_outcome_, __LINE__), declaration, __VA_ARGS__)
#define CHECK(...)                                                                       \
  do {                                                                                   \
    if (auto check_outcome = (__VA_ARGS__); !check_outcome)                              \
      return tl::unexpected<::plumbline::base::Error>(std::move(check_outcome).error()); \
  } while (false)
