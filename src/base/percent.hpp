// Percent-encoding of addresses (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace plumbline::base {

// Letters, digits and -._~ stay; every other byte becomes %XX.
std::string percent_encoded(std::string_view text);
// 0 to 15, or -1 for what is no hexadecimal digit.
int hex_value(char digit);

}  // namespace plumbline::base
