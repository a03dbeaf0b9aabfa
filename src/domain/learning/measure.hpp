// Performance figures that a council enters or imports beside its audits (MEET-2): days to a visit, children with a
// health check. They are shown as given, with their unit and target; nothing is computed from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

// A number as people typed it, exact to thousandths: 87.5 stays 87.5.
struct Decimal {
  std::int64_t thousandths = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};
// `87`, `-3.25`, `7,445.5`; at most nine digits before the point and three behind it. Nothing when it is no such
// number.
std::optional<Decimal> parse_decimal(std::string_view text);
std::string to_string(Decimal number);  // `7445.5`, for files
std::string say(Decimal number);        // `7,445.5`, for people

inline constexpr std::size_t kLongestMeasure = 120;  // letters of a measure's name
inline constexpr std::size_t kLongestUnit = 20;

struct Measure {
  std::string measure;  // `Visits within timescale`
  base::Period period;
  std::string locality;  // empty: the whole council
  Decimal value;
  std::string unit;  // `%`, `days`, `children`; may be empty
  std::optional<Decimal> target;
  PersonId entered_by;
  base::Instant entered_at{};
  friend bool operator==(const Measure&, const Measure&) = default;
};
// With its unit: `87.5%`, `7,445 children`.
std::string say_with_unit(Decimal number, const std::string& unit);

}  // namespace plumbline::domain
