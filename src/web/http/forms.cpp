#include "web/http/forms.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace plumbline::web {

std::string Form::typed(std::string_view name) const {
  std::string value(fields_.get(name));
  // Browsers send CRLF for each line end of a text area (HTML, form submission).
  if (value.find('\r') == std::string::npos) return value;
  return base::replace_all(base::replace_all(std::move(value), "\r\n", "\n"), "\r", "\n");
}

std::string Form::text(std::string_view name) const { return std::string(base::trim(typed(name))); }

std::vector<std::string> Form::choices(std::string_view name) const {
  std::vector<std::string> chosen;
  for (const auto value : fields_.all(name))
    if (const auto trimmed = base::trim(value); !trimmed.empty()) chosen.emplace_back(trimmed);
  return chosen;
}

std::optional<long long> Form::whole_number(std::string_view name) const {
  const std::string value = text(name);
  long long number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) return std::nullopt;
  return number;
}

std::string Form::required(std::string_view name, std::string_view rule) {
  std::string value = text(name);
  if (value.empty()) refuse(name, rule);
  return value;
}

std::optional<long long> Form::required_number(std::string_view name, std::string_view rule) {
  const auto number = whole_number(name);
  if (!number) refuse(name, rule);
  return number;
}

std::string Form::at_most(std::string_view name, std::size_t letters, std::string_view rule) {
  std::string value = text(name);
  const auto count =
      std::count_if(value.begin(), value.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  if (static_cast<std::size_t>(count) > letters)
    errors_.push_back(
        {base::ErrorCode::Invalid, std::string(rule), std::string(name), {{"most", std::to_string(letters)}}});
  return value;
}

void Form::refuse(std::string_view name, std::string_view rule) {
  errors_.push_back({base::ErrorCode::Invalid, std::string(rule), std::string(name), {}});
}

}  // namespace plumbline::web
