// /letters: what was sent to whom, what waits, what was refused and why. /letters/preview: every letter as it would be.
#include <fmt/core.h>

#include <array>

#include "app/mail/letters_kept.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/cycle_policies.hpp"
#include "base/text.hpp"
#include "domain/framework/framework.hpp"
#include "web/components.hpp"
#include "web/letter/routes.hpp"
#include "web/lists.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

using app::LetterState;

constexpr std::array kStates{std::pair{LetterState::Waiting, std::string_view("waiting")},
                             std::pair{LetterState::Sent, std::string_view("sent")},
                             std::pair{LetterState::Refused, std::string_view("refused")}};
constexpr int kPageSize = 50;

std::string letter_path(const std::string& id) { return "/letters/" + url_encode(id); }

Cell stands(const app::OutboxMessage& message, base::Instant now) {
  Cell cell;
  switch (app::state_of(message)) {
    case LetterState::Sent:
      cell.text = "Sent";
      cell.tone = Tone::Done;
      cell.note = when_in_words(*message.sent_at, now);
      break;
    case LetterState::Refused:
      cell.text = "Refused";
      cell.tone = Tone::Urgent;
      cell.note = message.last_error;
      break;
    case LetterState::Waiting:
      cell.text = "Waits";
      cell.tone = Tone::Waiting;
      cell.note = message.attempts > 0
                      ? fmt::format("Tried {}, next {}. {}", base::count_of(message.attempts, "time", "times"),
                                    base::say(message.not_before), message.last_error)
                      : std::string();
      break;
  }
  return cell;
}

app::OutboxFilter filter_of(const Fields& query) {
  app::OutboxFilter filter;
  for (const auto& [state, word] : kStates)
    if (query.get("state") == word) filter.state = state;
  filter.to = std::string(base::trim(query.get("to"))).substr(0, 200);
  return filter;
}

std::string quiet_hours(const domain::Framework& framework) {
  if (!framework.quiet_hours || framework.quiet_hours->from == framework.quiet_hours->to)
    return "The framework sets no quiet hours.";
  return fmt::format("Between {}:00 and {}:00 nothing goes out but concerns: these are the framework’s quiet hours.",
                     framework.quiet_hours->from, framework.quiet_hours->to);
}

Response list_letters(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto allowed = app::may_view_letters(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  const auto reader = services.store.read(signed_in.actor.council);
  auto slice = asked_page(request);
  slice.size = kPageSize;
  const auto found = reader->outbox().list(filter_of(request.query), slice);
  services.views.saw(signed_in.actor, "letters", "list");
  FramedPage page(services, request, "Letters", NavItem::Register);
  page.crumb("Home", "/");
  page.action("Read every letter as it would be", "/letters/preview", ButtonLook::Quiet);
  View body = page.body("letter/list.html");
  body.set("QUIET", quiet_hours(*signed_in.framework));
  Filter state{Filter::Kind::Select,
               "state",
               "Where it stands",
               {{"waiting", "Waits"}, {"sent", "Sent"}, {"refused", "Refused"}}};
  Filter to{Filter::Kind::Text, "to", "To, a part of the address", {}};
  body.set("SHOWING", showing(found.page, found.size, found.total, "letter", "letters"));
  add_filter(body, "FILTER", "/letters", request.query, {state, to});
  if (found.rows.empty()) {
    add_empty(
        body, "TABLE", "No letter here",
        "Letters are written when audits are sent, conversations booked, actions given and return days come near.");
    return page.respond();
  }
  Table table{"Letters", {{"Letter"}, {"To"}, {"About"}, {"Written"}, {"Where it stands"}}, {}, true, true};
  const auto now = services.clock.now();
  for (const auto& message : found.rows) {
    Cell subject{message.subject};
    subject.url = letter_path(message.id);
    Row row;
    row.cells = {subject, Cell{message.to}, Cell{app::say_letter_kind(message.kind)},
                 Cell{when_in_words(message.created_at, now)}, stands(message, now)};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  add_pagination(body, "PAGES", found.page, found.size, found.total, QueryLink("/letters", request.query));
  return page.respond();
}

Response show_letter(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto allowed = app::may_view_letters(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto message = reader->outbox().find(std::string(request.param("letter")));
  if (!message) return Response::not_found();
  services.views.saw(signed_in.actor, "mail", message->id);
  FramedPage page(services, request, message->subject, NavItem::Register);
  page.crumb("Home", "/").crumb("Letters", "/letters").caption(app::say_letter_kind(message->kind));
  View body = page.body("letter/show.html");
  std::vector<SummaryRow> rows{{"To", message->to}, {"Written", base::say(message->created_at)}};
  switch (app::state_of(*message)) {
    case LetterState::Sent:
      rows.push_back({"Sent", base::say(*message->sent_at)});
      break;
    case LetterState::Refused:
      rows.push_back({"Refused", base::say(*message->refused_at)});
      rows.push_back({"The mail server said", message->last_error});
      break;
    case LetterState::Waiting:
      rows.push_back({"Goes out", "From " + base::say(message->not_before)});
      if (!message->last_error.empty()) rows.push_back({"The mail server said", message->last_error});
      break;
  }
  rows.push_back({"Letter", base::replace_all(message->body, "{public_url}", ""), SummaryRow::Look::Typed});
  if (!message->calendar.empty()) rows.push_back({"With it", "An invitation for the calendar"});
  add_summary_list(body, "FACTS", rows);
  if (app::state_of(*message) != LetterState::Sent) body.add("RETRY").set("URL", letter_path(message->id) + "/retry");
  return page.respond();
}

Response retry(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const std::string id(request.param("letter"));
  const auto work = services.store.begin(actor.council);
  if (const auto done = app::try_letter_again(id, actor, services.clock, *work); !done)
    return refused_page(services, request, done.error());
  if (services.mail_waits) services.mail_waits();
  return flashed(Response::see_other(letter_path(id)), {"It goes out again as soon as mail is sent.", std::nullopt});
}

Response preview(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto allowed = app::may_view_letters(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  FramedPage page(services, request, "Letters as they would be", NavItem::Register);
  page.crumb("Home", "/").crumb("Letters", "/letters");
  View body = page.body("letter/preview.html");
  body.set("QUIET", quiet_hours(*signed_in.framework));
  for (const auto& letter : app::preview_letters(*signed_in.framework, services.clock.today())) {
    View one = body.add("LETTER");
    one.set("TITLE", letter.title).set("KEY", letter.key);
    add_summary_list(one, "FACTS",
                     {{"To", letter.to},
                      {"Words", letter.own ? "The council’s own" : "The usual ones"},
                      {"Subject", letter.words.subject},
                      {"Letter", letter.words.body, SummaryRow::Look::Typed}});
  }
  return page.respond();
}

}  // namespace

void add_letter_routes(Router& router, Services& services) {
  router.get("/letters", [&](const Request& request) { return list_letters(request, services); });
  router.get("/letters/preview", [&](const Request& request) { return preview(request, services); });
  router.get("/letters/{letter}", [&](const Request& request) { return show_letter(request, services); });
  router.post("/letters/{letter}/retry", [&](const Request& request) { return retry(request, services); });
}

}  // namespace plumbline::web
