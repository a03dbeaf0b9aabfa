// The council's colour as a style sheet of a few lines. A strict content security policy allows no inline style, so the
// page links /assets/council/colour-<version>-<colour>.css; the address names the colour, so that it may be kept for
// ever.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plumbline::web {

// `#1d5a8a` or `1d5a8a`, any case, as six lower-case hex digits; nothing when it is no such colour.
std::optional<std::string> parse_colour(std::string_view text);

// The address of the style sheet of a colour from a framework; a colour that is none gives GOV.UK's blue.
std::string council_style_path(std::string_view colour);

// The style sheet of the last part of such an address (`colour-1-1d5a8a.css`): sets GOV.UK Frontend's custom
// properties for brand, surfaces and borders, and the colour of text on the brand colour, white or black, whichever has
// the higher contrast (WCAG 2.2, 1.4.3). Nothing for any other name.
std::optional<std::string> council_style(std::string_view file_name);

// WCAG's contrast ratio (1 to 21) of two colours of six hex digits.
double contrast(std::string_view a, std::string_view b);

}  // namespace plumbline::web
