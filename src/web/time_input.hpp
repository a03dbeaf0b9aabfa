// Times of day as people type and read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plumbline::web {

// `14:30`, `2:30pm`, `2pm`, `9.15am`: minutes after midnight.
std::optional<int> minutes_of_day(std::string_view text);
std::string say_minutes_of_day(int minutes);  // `2:30pm`

}  // namespace plumbline::web
