// A council's month as a calendar (CAL-7): when information is provided, validated and presented, and what each
// programme does when. Nothing in it tells of a child: titles are the framework's, and one's own audits stand by their
// reference.
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/calendar/icalendar.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {

// A calendar program reads from the month before this one to so many months ahead.
inline constexpr int kFeedMonthsBack = 1;
inline constexpr int kFeedMonthsAhead = 12;

struct CalendarLine {
  base::Day on;
  std::string uid;
  std::string title;
  std::string programme;  // its title; empty for the council's own month and for one's own lines
  std::string who;        // `The auditor, the QA lead`; may be empty
  std::string path;       // where to look on this site; may be empty
  std::optional<base::Instant> at;
  bool own = false;  // something of the reader's own: an audit to return, a conversation booked
};

// Every line whose day lies in these months, in order of days. A cycle that is open keeps the days it was opened with.
// Programmes that run as needed have lines where a cycle of theirs is open. Whoever runs or answers for audit in the
// whole council sees all lines; others those that name nobody, or name what they are; and everybody their own: audits
// to return and conversations booked as their auditor or the second of their pair.
std::vector<CalendarLine> calendar_lines(const domain::Framework& framework, const Actor& actor, base::Period from,
                                         base::Period to, Reader& reader);

// What calendar programs are given at the person's secret address; links begin with `site`.
std::string calendar_feed(const domain::Framework& framework, const Actor& actor, const std::string& site,
                          base::Instant now, Reader& reader);

// ---- the secret address ----

// Makes a new secret, in place of the one before: only its SHA-256 is kept, so it is seen this once. Anybody who is
// signed in as a user of the council may. Refusal: calendar.subscribe.no_user (the command line has none).
base::Result<std::string> make_calendar_secret(const Actor& actor, const base::Clock& clock, UnitOfWork& work);
// From then on the address answers nothing.
base::Result<void> withdraw_calendar_secret(const Actor& actor, const base::Clock& clock, UnitOfWork& work);
// Whose secret it is; nothing where it is nobody's or the user is disabled. That it was read is written down at most
// once an hour.
std::optional<UserId> read_calendar_secret(const std::string& council, const std::string& secret,
                                           const base::Clock& clock, Store& store);

}  // namespace plumbline::app
