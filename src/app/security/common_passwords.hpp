// The words that people choose most when they are asked for a password.
#pragma once

#include <string_view>

namespace plumbline::app {

// Letters a-z only, lower case.
bool is_common_word(std::string_view word);

}  // namespace plumbline::app
