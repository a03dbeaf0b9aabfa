// What every page of a meeting begins with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/learning/meetings.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

// `/meetings/{programme}/{period:period}/{place}`: the place is `all` or a locality.
std::optional<app::MeetingKey> meeting_key(const Request& request);
// The meeting as the actor may see it.
base::Result<app::OpenMeeting> open_meeting(const Request& request, Services& services, app::Reader& reader);
bool may_run(const Request& request, const app::OpenMeeting& open);
std::string title_of(const app::OpenMeeting& open);  // `Quality assurance meeting`, with its locality
std::string meeting_path(const app::OpenMeeting& open, std::string_view rest = {});
// The frame of a page below the meeting's own.
FramedPage meeting_page(Services& services, const Request& request, const app::OpenMeeting& open,
                        const std::string& title);
// A chosen theme in words; empty where none was chosen.
std::string theme_in_words(const app::OpenMeeting& open);

}  // namespace plumbline::web
