// The lines that calendar programs read (RFC 5545): invitations to a conversation, and the month to subscribe to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"

namespace plumbline::app {

// RFC 5545, 3.3.11: text values escape backslash, semicolon, comma and line ends.
std::string ical_text(std::string_view text);
// A parameter value in quotes can hold neither quotes nor line ends (3.2).
std::string ical_parameter(std::string_view text);
std::string ical_stamp(base::Instant at);  // 20261201T090000Z
std::string ical_date(base::Day day);      // 20261201
// One content line, folded at 75 bytes and never inside a letter (3.1), with its CRLF.
void append_ical_line(std::string& out, std::string_view line);

// Something on a day of a calendar, or at a time of it.
struct CalendarEvent {
  std::string uid;  // the same for the same thing for ever, so that a program moves it and does not add it again
  std::string summary;
  std::string detail;
  std::string url;  // where to look; may be empty
  base::Day on;     // the whole day, where there is no `at`
  std::optional<base::Instant> at;
  int minutes = 60;  // where there is an `at`
};
// A calendar to read (METHOD:PUBLISH) with the name that programs show. Whole days take no time from anybody.
std::string published_calendar(std::string_view name, const std::vector<CalendarEvent>& events, base::Instant now);

}  // namespace plumbline::app
