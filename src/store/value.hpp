// What a statement is given: values bound to `$1`, `$2`, … and never put into its text.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"

namespace plumbline::store {

struct Blob {
  std::string_view bytes;
};

// One bound value. Text given as an lvalue is only looked at, so a Value must not outlive what it was made from; used
// where it is made, in the braces of a call, that is always so. Days, instants and periods are stored as ISO text. An
// empty Id and an empty optional are NULL.
class Value {
 public:
  using Held = std::variant<std::monostate, std::int64_t, bool, double, std::string_view, std::string, Blob>;

  Value(std::nullptr_t) {}
  Value(std::nullopt_t) {}
  template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) Value(T number)
      : held_(static_cast<std::int64_t>(number)) {}
  Value(std::same_as<bool> auto truth) : held_(truth) {}
  Value(double number) : held_(number) {}
  Value(const char* text) : held_(std::string_view(text)) {}
  Value(std::string_view text) : held_(text) {}
  Value(const std::string& text) : held_(std::string_view(text)) {}
  Value(std::string&& text) : held_(std::move(text)) {}
  Value(Blob blob) : held_(blob) {}
  Value(base::Day day) : held_(base::iso(day)) {}
  Value(base::Instant instant) : held_(base::iso(instant)) {}
  Value(base::Period period) : held_(base::iso(period)) {}
  template <class Tag>
  Value(const base::Id<Tag>& id) {
    if (!id.empty()) held_ = std::string_view(id.text());
  }
  template <class T>
  Value(const std::optional<T>& maybe) {
    if (maybe) held_ = Value(*maybe).take();
  }

  const Held& held() const { return held_; }
  bool is_null() const { return std::holds_alternative<std::monostate>(held_); }

 private:
  Held take() { return std::move(held_); }
  Held held_;
};

// The values of `$1`, `$2`, … in order. Holds no copy.
class Params {
 public:
  Params() = default;
  Params(std::initializer_list<Value> values) : values_(values.begin(), values.size()) {}
  Params(const std::vector<Value>& values) : values_(values) {}
  std::size_t size() const { return values_.size(); }
  const Value& operator[](std::size_t at) const { return values_[at]; }

 private:
  std::span<const Value> values_;
};

}  // namespace plumbline::store
