#include "base/duration.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace plumbline::base {

std::string duration_in_words(std::chrono::seconds duration) {
  const long long minutes = std::max<long long>(0, duration.count() / 60);
  if (minutes == 0) return "less than a minute";
  const auto days = minutes / (24 * 60);
  const auto hours = minutes / 60 % 24;
  std::vector<std::string> parts;
  if (days > 0) parts.push_back(count_of(days, "day", "days"));
  if (hours > 0) parts.push_back(count_of(hours, "hour", "hours"));
  if (days == 0 && minutes % 60 > 0) parts.push_back(count_of(minutes % 60, "minute", "minutes"));
  return join(parts, " ");
}

}  // namespace plumbline::base
