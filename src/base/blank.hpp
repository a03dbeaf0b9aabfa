// Whether somebody wrote anything.
#pragma once

#include <string_view>

#include "base/text.hpp"

namespace plumbline::base {

// Nothing but blanks, the no-break space among them.
inline bool blank(std::string_view text) { return trim(text).empty(); }

}  // namespace plumbline::base
