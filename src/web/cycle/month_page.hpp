// What the pages of a month share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/draw/month.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

// Longest of what may be typed on the pages of a month, in bytes.
inline constexpr std::size_t kLongestReason = 2000;
inline constexpr std::size_t kLongestSeed = 200;

struct MonthKey {
  std::string programme;
  base::Period period{};
};
// From the path /cycles/{programme}/{period}/…; nothing when it is no period.
std::optional<MonthKey> month_key(const Request& request);
std::string month_path(const MonthKey& key, std::string_view rest = {});
// What a part of a shared case is called: the agency, or `Auditor 2`; empty for none.
std::string part_title(const domain::Programme& programme, const std::string& part);
// The frame of a page below the month's own.
FramedPage month_page(Services& services, const Request& request, const MonthKey& key,
                      const domain::Programme& programme, const std::string& title);

}  // namespace plumbline::web
