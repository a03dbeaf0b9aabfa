// How long something took, as people say it.
#pragma once

#include <chrono>
#include <string>

namespace plumbline::base {

// `1 hour 25 minutes`, `2 days 3 hours` (minutes no longer matter then), `less than a minute`; a negative one is as
// none.
std::string duration_in_words(std::chrono::seconds duration);

}  // namespace plumbline::base
