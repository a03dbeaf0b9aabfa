// GET /calendar: the month with everything that happens in it. POST /calendar/address: a secret address for calendar
// programs, seen once. GET /calendar/{council}/{secret}: what such a program reads, without signing in.
#include <fmt/core.h>

#include <algorithm>

#include "app/calendar/month_calendar.hpp"
#include "app/ports/token_ports.hpp"
#include "base/text.hpp"
#include "web/calendar/routes.hpp"
#include "web/components.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

// How far the page goes, from this month.
constexpr int kMonthsBack = 24;
constexpr int kMonthsAhead = 24;
constexpr std::string_view kFileEnding = ".ics";

std::string month_url(base::Period period) { return "/calendar?month=" + base::iso(period); }

// Where this site is reached: as the form's own page says, else as the request does.
std::string site_of(const Request& request) {
  if (const auto* origin = request.headers.find("origin"); origin != nullptr && origin->starts_with("http"))
    return *origin;
  return "https://" + std::string(request.header("host"));
}

Table table_of(const std::vector<app::CalendarLine>& lines, base::Period period, base::Day today) {
  Table table{"What happens in " + base::say(period), {{"Day"}, {"What"}, {"Programme"}, {"Who"}}, {}, true, true};
  for (const auto& line : lines) {
    Cell day{base::say_with_weekday(line.on)};
    day.keep_together = true;
    if (line.at) day.note = base::say_time(*line.at);
    if (line.on == today) day.note = day.note.empty() ? "Today" : "Today, " + day.note;
    Cell what{line.title};
    what.url = line.path;
    Row row;
    row.cells = {day, what, Cell{line.programme.empty() ? (line.own ? "Yours" : "Council") : line.programme},
                 Cell{line.who.empty() ? (line.own ? "You" : "Everybody") : line.who}};
    table.rows.push_back(std::move(row));
  }
  return table;
}

Response calendar_page(const Request& request, Services& services, const std::string& new_address) {
  const auto& signed_in = who(request);
  const auto now = base::period_of(services.clock.today());
  auto period = base::parse_period(request.query.get("month")).value_or(now);
  period = std::clamp(period, now.plus_months(-kMonthsBack), now.plus_months(kMonthsAhead));
  const auto reader = services.store.read(signed_in.actor.council);
  FramedPage page(services, request, "Calendar of " + base::say(period), NavItem::Month);
  page.crumb("Home", "/");
  View body = page.body("calendar/calendar.html");
  if (!new_address.empty()) body.add("NEW").set("ADDRESS", new_address);
  const auto link = [&](std::string_view marker, base::Period to) {
    body.add(marker).set("URL", month_url(to)).set("TEXT", base::say(to));
  };
  if (period > now.plus_months(-kMonthsBack)) link("BEFORE", period.plus_months(-1));
  if (period > now.plus_months(1) || period < now.plus_months(-1)) link("NOW", now);
  if (period < now.plus_months(kMonthsAhead)) link("AFTER", period.plus_months(1));
  const auto lines = app::calendar_lines(*signed_in.framework, signed_in.actor, period, period, *reader);
  if (lines.empty())
    add_empty(body, "TABLE", "Nothing is planned for " + base::say(period),
              "The council’s framework says what happens in a month; nothing of it concerns you in this one.");
  else
    add_table(body, "TABLE", table_of(lines, period, services.clock.today()));
  const auto feed = reader->tokens().calendar_feed_of(signed_in.actor.user);
  body.set("ADDRESS_BUTTON", feed ? "Make a new secret address" : "Make a secret address");
  if (feed) {
    View has = body.add("HAS");
    has.set("MADE", base::say(feed->made_at));
    has.set("READ", feed->last_read_at ? "A calendar program last read it on " + base::say(*feed->last_read_at) + "."
                                       : "No calendar program has read it yet.");
  }
  return page.respond();
}

Response make_address(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  const auto secret = app::make_calendar_secret(actor, services.clock, *work);
  if (!secret) return refused_page(services, request, secret.error());
  // Shown in the answer itself: neither an address nor a cookie carries the secret.
  return calendar_page(
      request, services,
      fmt::format("{}/calendar/{}/{}{}", site_of(request), url_encode(actor.council), *secret, kFileEnding));
}

Response withdraw_address(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  if (const auto done = app::withdraw_calendar_secret(actor, services.clock, *work); !done)
    return refused_page(services, request, done.error());
  return flashed(Response::see_other("/calendar"), {"The secret address answers nothing any more.", std::nullopt});
}

Response read_feed(const Request& request, Services& services) {
  const std::string council(request.param("council"));
  auto secret = std::string(request.param("secret"));
  // A council's key and nothing else reaches the store.
  const bool is_key =
      std::ranges::all_of(council, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (!is_key || !secret.ends_with(kFileEnding)) return Response::not_found();
  secret.resize(secret.size() - kFileEnding.size());
  const auto user = app::read_calendar_secret(council, secret, services.clock, services.store);
  if (!user) return Response::not_found();
  const auto reading = services.actors.find(council, user->text());
  if (!reading) return Response::not_found();
  const auto reader = services.store.read(council);
  const auto calendar =
      app::calendar_feed(*reading->framework, reading->actor, site_of(request), services.clock.now(), *reader);
  Response response = Response::text(calendar);
  response.set("Content-Type", "text/calendar; charset=utf-8");
  response.set("Content-Disposition", "inline; filename=\"audit-calendar.ics\"");
  return response;
}

}  // namespace

void add_calendar_routes(Router& router, Services& services) {
  router.get("/calendar", [&](const Request& request) { return calendar_page(request, services, {}); });
  router.post("/calendar/address", [&](const Request& request) { return make_address(request, services); });
  router.post("/calendar/address/withdraw",
              [&](const Request& request) { return withdraw_address(request, services); });
  router.get("/calendar/{council}/{secret}", [&](const Request& request) { return read_feed(request, services); },
             {.access = Access::Public});
}

}  // namespace plumbline::web
