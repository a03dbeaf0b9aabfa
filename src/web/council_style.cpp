#include "web/council_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace plumbline::web {

namespace {

// Goes into the address: raise it when the rules below change, or browsers keep the old ones.
constexpr std::string_view kPrefix = "colour-1-";
constexpr std::string_view kSuffix = ".css";
constexpr std::string_view kGovukBlue = "1d70b8";

using Rgb = std::array<int, 3>;

Rgb rgb(std::string_view hex) {
  const auto digit = [](char letter) { return letter <= '9' ? letter - '0' : letter - 'a' + 10; };
  Rgb out{};
  for (std::size_t at = 0; at < 3; ++at) out[at] = digit(hex[at * 2]) * 16 + digit(hex[at * 2 + 1]);
  return out;
}

// The colour mixed with white: GOV.UK's tints are such mixtures.
std::string tint(const Rgb& colour, int percent_white) {
  Rgb out{};
  for (std::size_t at = 0; at < 3; ++at)
    out[at] = (colour[at] * (100 - percent_white) + 255 * percent_white + 50) / 100;
  return fmt::format("#{:02x}{:02x}{:02x}", out[0], out[1], out[2]);
}

// Relative luminance, WCAG 2.2.
double luminance(const Rgb& colour) {
  const auto linear = [](int value) {
    const double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

}  // namespace

std::optional<std::string> parse_colour(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  if (text.size() != 6) return std::nullopt;
  std::string out;
  for (const char letter : text) {
    const char low = letter >= 'A' && letter <= 'F' ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (!((low >= '0' && low <= '9') || (low >= 'a' && low <= 'f'))) return std::nullopt;
    out += low;
  }
  return out;
}

double contrast(std::string_view a, std::string_view b) {
  const double one = luminance(rgb(a)), other = luminance(rgb(b));
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

std::string council_style_path(std::string_view colour) {
  return fmt::format("/assets/council/{}{}{}", kPrefix, parse_colour(colour).value_or(std::string(kGovukBlue)),
                     kSuffix);
}

std::optional<std::string> council_style(std::string_view file_name) {
  if (!file_name.starts_with(kPrefix) || !file_name.ends_with(kSuffix)) return std::nullopt;
  file_name.remove_prefix(kPrefix.size());
  file_name.remove_suffix(kSuffix.size());
  const auto colour = parse_colour(file_name);
  if (!colour || *colour != file_name) return std::nullopt;
  const Rgb brand = rgb(*colour);
  const bool white = contrast(*colour, "ffffff") >= contrast(*colour, "0b0c0c");
  return fmt::format(
      ":root{{--govuk-brand-colour:#{};--app-on-brand-colour:{};--govuk-template-background-colour:{};"
      "--govuk-surface-background-colour:{};--govuk-surface-border-colour:{}}}\n",
      *colour, white ? "#ffffff" : "#0b0c0c", tint(brand, 95), tint(brand, 95), tint(brand, 50));
}

}  // namespace plumbline::web
