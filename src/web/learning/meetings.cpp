// GET /meetings and /meetings/{programme}/{period}/{place}: what is coming, the agenda, what was said and decided.
#include <fmt/core.h>

#include <algorithm>

#include "app/learning/meeting_list.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/meeting_page.hpp"
#include "web/learning/routes.hpp"
#include "web/learning/theme_page.hpp"
#include "web/reasons.hpp"
#include "web/time_input.hpp"

namespace plumbline::web {

std::optional<app::MeetingKey> meeting_key(const Request& request) {
  const auto period = base::parse_period(request.param("period"));
  if (!period) return std::nullopt;
  const auto place = request.param("place");
  return app::MeetingKey{std::string(request.param("programme")), *period,
                         place == "all" ? std::string() : std::string(place)};
}

base::Result<app::OpenMeeting> open_meeting(const Request& request, Services& services, app::Reader& reader) {
  const auto key = meeting_key(request);
  if (!key) return base::not_found("access.row.not_found");
  return app::open_meeting(*key, who(request).actor, services.frameworks, reader);
}

bool may_run(const Request& request, const app::OpenMeeting& open) {
  return app::may_run_meeting(who(request).actor, open.programme->meeting, open.meeting,
                              open.self ? &*open.self : nullptr)
      .has_value();
}

std::string title_of(const app::OpenMeeting& open) {
  return open.programme->meeting.title + (open.meeting.locality.empty() ? "" : ", " + open.meeting.locality);
}

std::string meeting_path(const app::OpenMeeting& open, std::string_view rest) {
  return app::meeting_path({open.meeting.programme, open.meeting.period, open.meeting.locality}) + std::string(rest);
}

FramedPage meeting_page(Services& services, const Request& request, const app::OpenMeeting& open,
                        const std::string& title) {
  FramedPage page(services, request, title, NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Meetings", "/meetings");
  page.crumb(title_of(open) + ", " + base::say(open.meeting.period), meeting_path(open));
  return page;
}

std::string theme_in_words(const app::OpenMeeting& open) {
  if (!open.meeting.next_theme_title.empty()) return open.meeting.next_theme_title;
  for (const auto& cohort : open.programme->draw.cohorts)
    if (cohort.key == open.meeting.next_theme) return cohort.title;
  return open.meeting.next_theme;
}

namespace {

constexpr int kRecentDays = 92;

Tone tone_of(domain::MeetingState state) {
  switch (state) {
    case domain::MeetingState::Planned:
      return Tone::NotStarted;
    case domain::MeetingState::Called:
      return Tone::Going;
    case domain::MeetingState::Held:
      return Tone::Done;
  }
  return Tone::Plain;
}

Table meetings_table(const std::vector<const app::ListedMeeting*>& meetings, const char* caption) {
  Table table{
      caption, {{"Day"}, {"Meeting"}, {"About"}, {"Where it stands"}, {"Decisions open", "", true}}, {}, true, true};
  for (const auto* one : meetings) {
    Cell day{base::say_with_weekday(one->on)};
    Cell meeting{one->title, app::meeting_path(one->key)};
    meeting.what = "of " + base::say(one->key.period);
    Cell state{std::string(domain::say(one->state))};
    state.tone = tone_of(one->state);
    if (!one->next_theme.empty()) state.note = "Next theme: " + one->next_theme;
    Row row;
    row.cells = {day, meeting, Cell{one->programme + ", " + base::say(one->key.period)}, state,
                 Cell{one->decisions_open == 0 ? "–" : std::to_string(one->decisions_open)}};
    table.rows.push_back(std::move(row));
  }
  return table;
}

Response list_meetings(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto today = services.clock.today();
  const auto month = base::period_of(today);
  const auto all =
      app::list_meetings(signed_in.actor, *signed_in.framework, month.plus_months(-12), month.plus_months(2), *reader);
  FramedPage page(services, request, "Meetings", NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning");
  View body = page.body("learning/page.html");
  // Of those held, the last three months and whatever has a decision open; the rest of the year on its own page.
  const bool whole_year = Form(request.query).text("held") == "year";
  const auto recent = base::add_days(today, -kRecentDays);
  bool left_out = false;
  std::vector<const app::ListedMeeting*> coming, held;
  for (const auto& one : all) {
    const bool open = one.state != domain::MeetingState::Held;
    // A day that went by without minutes is still to be dealt with.
    if (open &&
        (one.on >= today || one.state == domain::MeetingState::Called || base::days_between(one.on, today) <= 45))
      coming.push_back(&one);
    else if (!open && !whole_year && one.on < recent && one.decisions_open == 0)
      left_out = true;
    else if (!open)
      held.insert(held.begin(), &one);
  }
  if (coming.empty() && held.empty()) {
    add_empty(body, "EMPTY", "No meetings for you",
              "Meetings show here when the council’s framework holds them and you are one of those who take part.",
              Link{"Home", "/"});
    return page.respond();
  }
  if (!coming.empty()) {
    View block = add_block(body, "Coming, or still without minutes");
    add_table(block, "PART", meetings_table(coming, "Meetings to come"));
  }
  if (!held.empty()) {
    View block = add_block(body, "Held");
    add_table(block, "PART", meetings_table(held, "Meetings held"));
    if (left_out) add_links(block, {{"All meetings held in the last year", "/meetings?held=year"}});
  }
  return page.respond();
}

// A decision in a table: what, who, by when, what came of it.
Table decisions_table(const std::vector<domain::Decision>& decisions, const char* caption, app::Reader& reader,
                      base::Day today) {
  Table table{caption, {{"Decision"}, {"Who"}, {"By"}, {"Where it stands"}}, {}, true, true};
  for (const auto& one : decisions) {
    Cell what{one.text, "/decisions/" + one.id.text()};
    Cell due{one.due_on ? base::say(*one.due_on) : "–"};
    due.late = one.is_overdue_on(today);
    if (due.late) due.note = "Overdue";
    Cell state{std::string(domain::say(one.state))};
    state.tone = one.state == domain::TaskState::Open ? Tone::Going : Tone::Done;
    state.note = one.outcome;
    Row row;
    row.cells = {what, Cell{one.owner ? reader.people().name_of(*one.owner) : "–"}, due, state};
    table.rows.push_back(std::move(row));
  }
  return table;
}

void add_agenda(View& body, const app::OpenMeeting& open) {
  View block = add_block(body, "Agenda", "agenda");
  using Kind = domain::AgendaPoint::Kind;
  View points = block.add("POINTS");
  for (const auto& point : open.agenda.points) {
    View one = points.add("POINT");
    one.set("TEXT", point.title);
    std::string note;
    switch (point.kind) {
      case Kind::Decisions:
        note = point.count == 0 ? "Nothing is open"
                                : base::count_of(static_cast<long long>(point.count), "decision", "decisions");
        break;
      case Kind::Cases:
        note = base::count_of(static_cast<long long>(point.count), "case", "cases");
        if (point.minutes > 0)
          note += fmt::format(", about {} minutes each, {} together", open.programme->meeting.minutes_per_case,
                              point.minutes < 60 ? std::to_string(point.minutes) + " minutes"
                              : point.minutes % 60 == 0
                                  ? base::count_of(point.minutes / 60, "hour", "hours")
                                  : fmt::format("{} h {} min", point.minutes / 60, point.minutes % 60));
        break;
      case Kind::FollowUps:
        note =
            point.count == 0 ? "Nothing is open" : base::count_of(static_cast<long long>(point.count), "case", "cases");
        break;
      case Kind::Item:
        break;
      case Kind::NextTheme:
        note = theme_in_words(open);
        break;
    }
    one.show_with("NOTE", "WORDS", note);
  }
}

// What was agreed in supervision after a grade below good: what is to be checked, and what the meeting said (ACT-3).
void add_follow_ups(View& body, const app::OpenMeeting& open, const app::Actor& actor, app::Reader& reader,
                    base::Day today, bool to_check) {
  if (open.follow_ups.empty() && open.checked.empty()) return;
  View block = add_block(body, "Follow-up of work below good", "follow-ups");
  Table waiting{"Follow-up to check", {{"Audit"}, {"Team"}, {"What"}, {"Due"}, {"Where it stands"}}, {}, true, true};
  if (to_check) waiting.columns.push_back({"Check", "", false, true});
  const auto first_cell = [&](const app::FollowUpRow& one, const std::optional<domain::Audit>& audit) {
    Cell reference{one.reference};
    if (audit && app::may_view(actor, *audit)) reference.url = "/follow-ups/" + one.follow_up.id.text();
    reference.keep_together = true;
    return reference;
  };
  const auto audit_of = [&](const app::FollowUpRow& one) {
    auto found = reader.audits().find(one.follow_up.audit);
    return found ? std::optional(std::move(*found)) : std::nullopt;
  };
  for (const auto& one : open.follow_ups) {
    const auto audit = audit_of(one);
    Cell due{one.follow_up.due_on ? base::say(*one.follow_up.due_on) : "–"};
    due.late = one.follow_up.is_overdue_on(today);
    Row row;
    row.cells = {first_cell(one, audit), Cell{one.team.empty() ? "–" : one.team},
                 Cell{std::string(domain::say(one.follow_up.kind))}, due,
                 Cell{std::string(domain::say(one.follow_up.state))}};
    if (to_check) {
      Cell check{};
      if (audit && app::may_check_talk(actor, open.self, one.follow_up, *audit, open.programme->meeting)) {
        check.text = "Check";
        check.what = "what was agreed after " + one.reference;
        const auto& meeting = open.meeting;
        check.url = "/follow-ups/" + one.follow_up.id.text() + "?period=" + base::iso(meeting.period) +
                    "&place=" + (meeting.locality.empty() ? "all" : url_encode(meeting.locality)) + "#check";
      }
      row.cells.push_back(std::move(check));
    }
    waiting.rows.push_back(std::move(row));
  }
  if (!waiting.rows.empty()) add_table(block, "PART", waiting);
  Table checked{"Follow-up that was checked", {{"Audit"}, {"Team"}, {"Found"}, {"What was said"}}, {}, true, true};
  for (const auto& one : open.checked) {
    const bool done = one.follow_up.state == domain::FollowUpState::Done;
    Cell found{done ? "It is done" : "More is needed"};
    found.tone = done ? Tone::Done : Tone::Going;
    if (one.follow_up.checked_by && one.follow_up.checked_at)
      found.note = reader.people().name_of(*one.follow_up.checked_by) + ", " +
                   base::say(base::london_day(*one.follow_up.checked_at));
    const auto& note = one.follow_up.checked_note;
    Row row;
    row.cells = {first_cell(one, audit_of(one)), Cell{one.team.empty() ? "–" : one.team}, found,
                 Cell{note.empty() ? "–" : note}};
    checked.rows.push_back(std::move(row));
  }
  if (!checked.rows.empty()) add_table(block, "PART", checked);
}

void add_cases(View& body, const app::OpenMeeting& open, const app::Actor& actor, app::Reader& reader) {
  if (open.cases.empty()) return;
  View block = add_block(body, "Cases", "cases");
  Table table{"Cases", {{"Audit"}, {"Judgement"}, {"Audited by"}, {"What was said"}}, {}, true, true};
  for (const auto& audit : open.cases) {
    Cell reference{audit.reference};
    reference.keep_together = true;
    if (app::may_view(actor, audit)) reference.url = "/audits/" + audit.id.text();
    Cell grade{};
    if (audit.submitted_at && audit.grade()) grade.grade = audit.grade();
    if (!grade.grade) grade.text = std::string(domain::say(audit.state));
    const auto note = open.meeting.note_of(domain::NoteKind::Case, audit.id.text());
    Row row;
    std::string by = audit.auditor ? reader.people().name_of(*audit.auditor) : "–";
    if (const auto* second = audit.co_auditor(domain::CoAuditorKind::Second); second != nullptr && !second->away)
      by += " and " + reader.people().name_of(second->person);
    row.cells = {reference, grade, Cell{std::move(by)}, Cell{note.empty() ? "–" : note}};
    table.rows.push_back(std::move(row));
  }
  add_table(block, "PART", table);
}

void add_minutes(View& body, const app::OpenMeeting& open, app::Reader& reader) {
  Facts facts;
  for (const auto& item : open.programme->meeting.agenda)
    facts.add_typed(item, open.meeting.note_of(domain::NoteKind::Item, item));
  facts.add_typed("Minutes", open.meeting.minutes).add_typed("The next theme", theme_in_words(open));
  auto rows = facts.rows();
  for (auto& why : reason_rows(open.meeting.id.text(), reader)) rows.push_back(std::move(why));
  if (rows.empty()) return;
  View block = add_block(body, "What was said");
  add_summary_list(block, "PART", rows);
}

void add_people(View& body, const app::OpenMeeting& open, app::Reader& reader) {
  if (open.meeting.people.empty()) return;
  View block = add_block(body, "People");
  Table table{"People", {{"Name"}, {"Job"}, {"Attendance"}}, {}, true, true};
  for (const auto& one : open.meeting.people) {
    const auto person = reader.people().find(one.person);
    Row row;
    row.cells = {Cell{person ? person->name : one.person.text()},
                 Cell{person ? std::string(domain::say(person->role)) : "–"},
                 Cell{std::string(domain::say(one.attendance))}};
    table.rows.push_back(std::move(row));
  }
  add_table(block, "PART", table);
}

// What of this meeting is on the rolling plan, and the way to put more there (ACT-5).
void add_themes(View& body, const app::OpenMeeting& open, const Request& request, app::Reader& reader) {
  if (open.meeting.id.empty() || open.framework->action_plan.links.empty() || !may_view_plan(request, reader)) return;
  app::ThemeFilter filter;
  filter.origin_id = open.meeting.id.text();
  const auto themes = reader.themes().list(filter);
  const bool edits = app::may_edit_themes(who(request).actor).has_value();
  if (themes.empty() && !edits) return;
  View block = add_block(body, "On the rolling action plan", "themes");
  if (themes.empty()) add_sentence(block, "No theme of this meeting is on the plan.");
  std::vector<Link> links;
  for (const auto& theme : themes) links.push_back({theme.title, app::theme_path(theme.id)});
  if (edits)
    links.push_back(
        {"Put a theme on the plan", QueryLink("/themes/new", {}).with("meeting", open.meeting.id.text()).url()});
  add_links(block, links);
}

std::string when_of(const app::OpenMeeting& open) {
  auto text = base::say_with_weekday(open.meeting.on);
  if (open.meeting.starts_at) text += " at " + say_minutes_of_day(*open.meeting.starts_at);
  if (!open.meeting.place.empty()) text += ", " + open.meeting.place;
  return text;
}

Response meeting_shown(const Request& request, Services& services, const app::OpenMeeting& open, app::Reader& reader,
                       const FormErrors& errors) {
  const auto& actor = who(request).actor;
  const auto today = services.clock.today();
  const bool runs = may_run(request, open);
  const bool held = open.meeting.state == domain::MeetingState::Held;
  FramedPage page(services, request, title_of(open), NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Meetings", "/meetings");
  page.caption(open.programme->title + ", " + base::say(open.meeting.period)).meta(when_of(open)).errors(errors);
  if (runs && !held) page.action("Record the meeting", meeting_path(open, "/record"));
  if (open.programme->meeting.by_locality) page.action("Open the pack", meeting_path(open, "/pack"), ButtonLook::Quiet);
  page.action("Minutes to print", meeting_path(open, "/minutes"), ButtonLook::Quiet);
  View body = page.body("learning/page.html");
  NextStep next{std::string(domain::say(open.meeting.state)), "", std::nullopt, NextStep::Look::Quiet};
  if (held) {
    next.when = "The minutes were closed " + when_in_words(*open.meeting.closed_at, services.clock.now()) + " by " +
                reader.people().name_of(*open.meeting.closed_by) + ".";
  } else if (runs && open.meeting.calls == 0) {
    next.title = "Nobody is invited yet";
    next.when = open.meeting.starts_at ? "Invitations go out with an entry for calendars."
                                       : "Say when and where it is, then send the invitations.";
    next.button = open.meeting.starts_at ? Link{"Send the invitations", meeting_path(open, "/call")}
                                         : Link{"Say when and where", meeting_path(open, "/plan")};
    next.look = NextStep::Look::Main;
  } else if (open.meeting.calls > 0) {
    next.when =
        base::count_of(static_cast<long long>(open.meeting.people.size()), "person is", "people are") + " invited.";
  }
  if (!open.meeting.moved_reason.empty() && open.planned_on)
    next.when += (next.when.empty() ? "" : " ") +
                 ("It is not on the calendar’s day, " + base::say(*open.planned_on) + ": " + open.meeting.moved_reason);
  add_next(body, "NEXT", next);
  add_agenda(body, open);
  if (!open.follow_up.empty()) {
    View block = add_block(body, "What the last meeting decided", "follow-up");
    add_table(block, "PART", decisions_table(open.follow_up, "Decisions of earlier meetings", reader, today));
  }
  add_follow_ups(body, open, actor, reader, today, !held);
  add_cases(body, open, actor, reader);
  add_minutes(body, open, reader);
  {
    View block = add_block(body, "Decisions", "decisions");
    if (open.decisions.empty())
      add_sentence(block, "Nothing has been decided at this meeting yet.");
    else
      add_table(block, "PART", decisions_table(open.decisions, "Decisions of this meeting", reader, today));
    if (runs && !held) add_links(block, {{"Add a decision", meeting_path(open, "/decide")}});
  }
  add_themes(body, open, request, reader);
  add_people(body, open, reader);
  if (runs) {
    View block = add_block(body, held ? "Change the minutes" : "When it is over");
    if (!held) {
      add_links(block, {{"Change the day, time or place", meeting_path(open, "/plan")},
                        {open.meeting.calls == 0 ? "Send invitations" : "Send invitations again",
                         meeting_path(open, "/call")}});
      add_sentence(
          block,
          "Closed minutes stand as they are. Where the month’s audits are all back, the month is closed with them.");
      add_small_form(block, {meeting_path(open, "/close"), open.meeting.version, "Close the minutes", "", true});
    } else {
      View form = add_small_form(
          block, {meeting_path(open, "/reopen"), open.meeting.version, "Open the minutes again", "", true});
      add_text_input(form, "INPUT",
                     {"reopen-reason", "Why are they opened again?", std::string(request.form.get("reopen-reason"))},
                     errors);
    }
  }
  return page.respond(status_with(errors));
}

Response show_meeting(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = open_meeting(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  if (!open->meeting.id.empty()) services.views.saw(actor, "meeting", open->meeting.id.text());
  return meeting_shown(request, services, *open, *reader, {});
}

// The minutes as one clean page: nothing to press, made to be printed.
Response show_minutes(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = open_meeting(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  if (!open->meeting.id.empty()) services.views.saw(actor, "meeting", open->meeting.id.text());
  const auto today = services.clock.today();
  FramedPage page = meeting_page(services, request, *open, "Minutes");
  page.caption(title_of(*open) + ", " + open->programme->title + ", " + base::say(open->meeting.period));
  page.meta(when_of(*open));
  View body = page.body("learning/page.html");
  if (open->meeting.state != domain::MeetingState::Held)
    add_warning(body, "WARNING", "These minutes are a draft until they are closed.");
  add_agenda(body, *open);
  add_people(body, *open, *reader);
  if (!open->follow_up.empty()) {
    View block = add_block(body, "What the last meeting decided");
    add_table(block, "PART", decisions_table(open->follow_up, "Decisions of earlier meetings", *reader, today));
  }
  add_follow_ups(body, *open, actor, *reader, today, false);
  add_cases(body, *open, actor, *reader);
  add_minutes(body, *open, *reader);
  View block = add_block(body, "Decisions");
  if (open->decisions.empty())
    add_sentence(block, "Nothing was decided.");
  else
    add_table(block, "PART", decisions_table(open->decisions, "Decisions of this meeting", *reader, today));
  return page.respond();
}

template <class Command>
Response run(const Request& request, Services& services, const Command& command,
             base::Result<void> (*use_case)(const Command&, const app::Actor&, const base::Clock&, app::Frameworks&,
                                            app::UnitOfWork&),
             bool closes, const char* said) {
  const auto& actor = who(request).actor;
  const auto outcome =
      use_case(command, actor, services.clock, services.frameworks, *services.store.begin(actor.council));
  if (auto answer = answer_to(request, services, outcome, app::meeting_path(command.key), said))
    return std::move(*answer);
  const auto reader = services.store.read(actor.council);
  const auto open = open_meeting(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  // Pressed twice: the first press has done it.
  if (outcome.error().code == base::ErrorCode::Stale && command.version + 1 == open->meeting.version &&
      (open->meeting.state == domain::MeetingState::Held) == closes &&
      (closes || !Form(request).text("reopen-reason").empty()))
    return Response::see_other(app::meeting_path(command.key));
  auto error = outcome.error();
  if (error.field != "reopen-reason") error.field.clear();  // what it speaks of stands on the other pages
  return meeting_shown(request, services, *open, *reader, FormErrors({error}));
}

Response close_meeting(const Request& request, Services& services) {
  const auto key = meeting_key(request);
  if (!key) return Response::not_found();
  return run<app::CloseMeeting>(request, services, {*key, number_in(request, "version")}, app::close_meeting, true,
                                "The minutes are closed.");
}

Response reopen_meeting(const Request& request, Services& services) {
  const auto key = meeting_key(request);
  if (!key) return Response::not_found();
  return run<app::ReopenMeeting>(request, services,
                                 {*key, number_in(request, "version"), Form(request).text("reopen-reason")},
                                 app::reopen_meeting, false, "The minutes are open again.");
}

}  // namespace

void add_meeting_routes(Router& router, Services& services) {
  router.get("/meetings", [&](const Request& request) { return list_meetings(request, services); });
  const std::string meeting = "/meetings/{programme}/{period:period}/{place}";
  router.get(meeting, [&](const Request& request) { return show_meeting(request, services); });
  router.get(meeting + "/minutes", [&](const Request& request) { return show_minutes(request, services); });
  router.post(meeting + "/close", [&](const Request& request) { return close_meeting(request, services); });
  router.post(meeting + "/reopen", [&](const Request& request) { return reopen_meeting(request, services); });
  add_meeting_form_routes(router, services);
}

}  // namespace plumbline::web
