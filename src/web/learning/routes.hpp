// Meetings, thematic reviews, performance figures, the rolling plan and the year's programme.
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;
void add_learning_routes(Router& router, Services& services);  // all of these:
void add_meeting_routes(Router& router, Services& services);
void add_meeting_form_routes(Router& router, Services& services);
void add_measure_routes(Router& router, Services& services);
void add_pack_routes(Router& router, Services& services);
void add_review_routes(Router& router, Services& services);
void add_review_form_routes(Router& router, Services& services);
void add_theme_routes(Router& router, Services& services);
void add_theme_form_routes(Router& router, Services& services);
void add_programme_routes(Router& router, Services& services);

}  // namespace plumbline::web
