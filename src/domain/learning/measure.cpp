#include "domain/learning/measure.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::optional<Decimal> parse_decimal(std::string_view text) {
  text = base::trim(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto rest = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || rest.size() > 3 || (point != std::string_view::npos && rest.empty())) return std::nullopt;
  std::int64_t value = 0;
  int digits = 0;
  const auto comma = whole.find(',');
  for (std::size_t at = 0; at < whole.size(); ++at) {
    if (whole[at] == ',') {
      // Thousands are parted by three, from the right, and each of them or none.
      if (at == 0 || comma > 3 || (whole.size() - at) % 4 != 0) return std::nullopt;
      continue;
    }
    if (comma != std::string_view::npos && (whole.size() - at) % 4 == 0) return std::nullopt;
    if (whole[at] < '0' || whole[at] > '9' || ++digits > 9) return std::nullopt;
    value = value * 10 + (whole[at] - '0');
  }
  for (std::size_t at = 0; at < 3; ++at) {
    const char digit = at < rest.size() ? rest[at] : '0';
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return Decimal{negative ? -value : value};
}

namespace {

std::string written(Decimal number, bool commas) {
  const auto size = number.thousandths < 0 ? -number.thousandths : number.thousandths;
  std::string text = number.thousandths < 0 ? "-" : "";
  text += commas ? base::with_commas(size / 1000) : std::to_string(size / 1000);
  if (auto rest = size % 1000; rest != 0) {
    auto digits = std::to_string(1000 + rest).substr(1);
    while (digits.ends_with('0')) digits.pop_back();
    text += "." + digits;
  }
  return text;
}

}  // namespace

std::string to_string(Decimal number) { return written(number, false); }
std::string say(Decimal number) { return written(number, true); }

std::string say_with_unit(Decimal number, const std::string& unit) {
  if (unit.empty()) return say(number);
  return say(number) + (unit == "%" ? "" : " ") + unit;
}

}  // namespace plumbline::domain
