// The meetings that somebody may see, planned by the calendar or written down.
#pragma once

#include <string>
#include <vector>

#include "app/learning/meetings.hpp"

namespace plumbline::app {

struct ListedMeeting {
  MeetingKey key;
  std::string title;      // `Locality practice improvement meeting, East`
  std::string programme;  // its title
  base::Day on{};
  domain::MeetingState state = domain::MeetingState::Planned;
  std::string next_theme;  // as it was chosen, in words
  int decisions_open = 0;
};
// Of every programme that holds meetings, from the first period to the last, in order of days; those the actor may see.
std::vector<ListedMeeting> list_meetings(const Actor& actor, const domain::Framework& framework, base::Period from,
                                         base::Period to, Reader& reader);

}  // namespace plumbline::app
