// What the pages of the rolling plan share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/learning/themes.hpp"
#include "web/components.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

std::string theme_path(const domain::Theme& theme, std::string_view rest = {});
base::Result<void> may_view_plan(const Request& request, app::Reader& reader);
// The frame of a page below the plan, or below one theme of it.
FramedPage plan_page(Services& services, const Request& request, const std::string& title);
FramedPage theme_page(Services& services, const Request& request, const domain::Theme& theme, const std::string& title);
// The months that audits may be of, latest first, for a select; `blank` is the label of no month, if there is one.
std::vector<Option> month_options(base::Day today, std::string_view chosen, std::string_view blank = {});
std::vector<Option> name_options(const std::vector<std::string>& names, std::string_view chosen,
                                 std::string_view blank);
std::string span_of(base::Period from, base::Period to);  // `April 2026`, `April to June 2026`
std::string place_of(const domain::Theme& theme);         // `East`, `the whole council`

}  // namespace plumbline::web
