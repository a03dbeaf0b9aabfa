#include "app/calendar/icalendar.hpp"

#include <algorithm>

namespace plumbline::app {

std::string ical_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

std::string ical_parameter(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '"' && c != '\r' && c != '\n') out += c;
  return out;
}

std::string ical_stamp(base::Instant at) {
  auto text = base::iso(at);  // 2026-12-01T09:00:00Z
  std::erase(text, '-');
  std::erase(text, ':');
  return text;
}

std::string ical_date(base::Day day) {
  auto text = base::iso(day);
  std::erase(text, '-');
  return text;
}

void append_ical_line(std::string& out, std::string_view line) {
  std::size_t room = 75;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = 74;
  }
  out.append(line).append("\r\n");
}

std::string published_calendar(std::string_view name, const std::vector<CalendarEvent>& events, base::Instant now) {
  std::string out;
  const auto line = [&](const std::string& text) { append_ical_line(out, text); };
  line("BEGIN:VCALENDAR");
  line("VERSION:2.0");
  line("PRODID:-//Plumbline//Calendar//EN");
  line("CALSCALE:GREGORIAN");
  line("METHOD:PUBLISH");
  // RFC 7986, and the older names that programs still read.
  line("NAME:" + ical_text(name));
  line("X-WR-CALNAME:" + ical_text(name));
  line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
  line("X-PUBLISHED-TTL:PT6H");
  for (const auto& event : events) {
    line("BEGIN:VEVENT");
    line("UID:" + ical_text(event.uid));
    line("DTSTAMP:" + ical_stamp(now));
    if (event.at) {
      line("DTSTART:" + ical_stamp(*event.at));
      line("DTEND:" + ical_stamp(*event.at + std::chrono::minutes{event.minutes}));
    } else {
      line("DTSTART;VALUE=DATE:" + ical_date(event.on));
      line("DTEND;VALUE=DATE:" + ical_date(base::add_days(event.on, 1)));
      line("TRANSP:TRANSPARENT");
    }
    line("SUMMARY:" + ical_text(event.summary));
    if (!event.detail.empty()) line("DESCRIPTION:" + ical_text(event.detail));
    if (!event.url.empty()) line("URL:" + event.url);
    line("END:VEVENT");
  }
  line("END:VCALENDAR");
  return out;
}

}  // namespace plumbline::app
