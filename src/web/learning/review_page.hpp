// What the pages of a thematic review share.
#pragma once

#include <string>

#include "app/learning/reviews.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

// The review that the address names, as the actor may see it.
base::Result<app::OpenReview> review_of(const Request& request, Services& services, app::Reader& reader);
// The frame of a page below the review's own.
FramedPage review_page(Services& services, const Request& request, const app::OpenReview& open,
                       const std::string& title);
std::string days_of(const domain::Review& review);  // `1 December 2026 to 2 December 2026`

}  // namespace plumbline::web
