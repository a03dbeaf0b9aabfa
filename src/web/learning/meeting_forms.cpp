// What is written about a meeting: its day and place, invitations, the record, decisions and what came of them.
#include <algorithm>

#include "app/policies/follow_up_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/meeting_page.hpp"
#include "web/learning/routes.hpp"
#include "web/time_input.hpp"

namespace plumbline::web {
namespace {

// The meeting, for somebody who may change it.
base::Result<app::OpenMeeting> meeting_to_run(const Request& request, Services& services, app::Reader& reader) {
  TRY(auto open, open_meeting(request, services, reader));
  if (!may_run(request, open)) return base::forbidden("meeting.run.forbidden");
  return open;
}

app::MeetingKey key_of(const app::OpenMeeting& open) {
  return {open.meeting.programme, open.meeting.period, open.meeting.locality};
}

Response plan(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = meeting_to_run(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const bool posted = request.method == Method::Post;
  FormErrors errors;
  if (posted) {
    const auto day = read_date(request.form, "day");
    const auto time = Form(request).text("time");
    const auto minutes = minutes_of_day(time);
    if (!day) errors.add({base::ErrorCode::Invalid, "meeting.plan.day", "day"});
    if (!time.empty() && !minutes) errors.add({base::ErrorCode::Invalid, "meeting.plan.time", "time"});
    if (errors.empty()) {
      const auto work = services.store.begin(actor.council);
      const auto outcome = app::plan_meeting({key_of(*open), number_in(request, "version"), *day, minutes,
                                              Form(request).text("place"), Form(request).text("reason")},
                                             actor, services.clock, services.frameworks, *work);
      if (outcome)
        return flashed(
            Response::see_other(meeting_path(*open)),
            {open->meeting.calls > 0 ? "Saved. Send the invitations again, so that everybody knows." : "Saved.",
             std::nullopt});
      if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
      errors.add(outcome.error());
    }
  }
  FramedPage page = meeting_page(services, request, *open, "Day, time and place");
  page.errors(errors);
  View body = form_body(page,
                        {meeting_path(*open, "/plan"), meeting_path(*open), "Save",
                         version_shown(request, open->meeting.version, errors)},
                        errors);
  if (open->planned_on)
    body.show_with("LEAD", "TEXT",
                   "The calendar gives this meeting " + base::say_with_weekday(*open->planned_on) + ".");
  View day = add_field(body);
  add_date_input(day, "INPUT",
                 posted ? typed_date("day", "Day", request.form, "For example, 17 12 2026")
                        : date_input("day", "Day", open->meeting.on, "For example, 17 12 2026"),
                 errors);
  View time = add_field(body);
  TextInput at{"time", "Time",
               posted                    ? Form(request).typed("time")
               : open->meeting.starts_at ? say_minutes_of_day(*open->meeting.starts_at)
                                         : ""};
  at.hint = "For example, 10:30am";
  at.characters = 10;
  add_text_input(time, "INPUT", at, errors);
  View where = add_field(body);
  TextInput place{"place", "Where", posted ? Form(request).typed("place") : open->meeting.place};
  place.hint = "A room, or how to join by video";
  add_text_input(where, "INPUT", place, errors);
  View why = add_field(body);
  TextInput reason{"reason", "Why it is not on the calendar’s day",
                   posted ? Form(request).typed("reason") : open->meeting.moved_reason};
  reason.hint = "Only where you choose another day";
  add_text_input(why, "INPUT", reason, errors);
  return page.respond(status_with(errors));
}

Response call(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = meeting_to_run(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const bool posted = request.method == Method::Post;
  const auto chosen = Form(request).choices("people");
  const auto also = Form(request).text("also");
  FormErrors errors;
  if (posted) {
    app::CallMeeting command{key_of(*open), number_in(request, "version"), {}};
    for (const auto& id : chosen) command.people.emplace_back(id);
    if (!also.empty()) command.people.emplace_back(also);
    const auto work = services.store.begin(actor.council);
    const auto outcome = app::call_meeting(command, actor, services.clock, services.frameworks, *work);
    if (outcome) {
      if (services.mail_waits) services.mail_waits();
      return flashed(Response::see_other(meeting_path(*open)),
                     {base::count_of(*outcome, "invitation is", "invitations are") + " on the way.", std::nullopt});
    }
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(at_control(outcome.error(), {{"time", "people"}}));
  }
  FramedPage page = meeting_page(services, request, *open, "Invite people");
  page.errors(errors);
  View body = form_body(page,
                        {meeting_path(*open, "/call"), meeting_path(*open), "Send the invitations",
                         version_shown(request, open->meeting.version, errors)},
                        errors);
  body.show_with("LEAD", "TEXT",
                 "Each gets a letter with an entry for the calendar: " + base::say_with_weekday(open->meeting.on) +
                     (open->meeting.starts_at ? " at " + say_minutes_of_day(*open->meeting.starts_at) : "") + ".");
  Choice people{"people", "Who is invited?", {}, "", true, true, false};
  const auto add = [&](const domain::PersonId& id, const std::string& label) {
    for (const auto& known : people.options)
      if (known.value == id.text()) return;
    const bool on =
        posted ? std::ranges::find(chosen, id.text()) != chosen.end()
               : open->meeting.calls == 0 || std::ranges::find(open->meeting.people, id, &domain::Attendee::person) !=
                                                 open->meeting.people.end();
    people.options.push_back({id.text(), label, "", on, false});
  };
  for (const auto& person : open->expected)
    add(person.person_id, person.name + ", " + std::string(domain::say(person.role)));
  for (const auto& one : open->meeting.people) add(one.person, reader->people().name_of(one.person));
  if (people.options.empty()) {
    View none = add_field(body, "", "Nobody in the register of people has a job that takes part in this meeting.");
    add_inset(none, "INPUT", "Choose somebody below, or complete the list of people.");
  } else {
    View field = add_field(body);
    add_checkboxes(field, "INPUT", people, errors);
  }
  View more = add_field(body);
  Choice other{people.options.empty() ? "people" : "also", "Somebody else", people_options(*reader, also)};
  add_select(more, "INPUT", other, errors);
  return page.respond(status_with(errors));
}

// Follow-ups that this person may check here (ACT-3): never of the own work.
std::vector<app::FollowUpRow> to_check(const Request& request, const app::OpenMeeting& open, app::Reader& reader) {
  auto rows = open.follow_ups;
  std::erase_if(rows, [&](const app::FollowUpRow& row) {
    const auto audit = reader.audits().find(row.follow_up.audit);
    return !audit ||
           !app::may_check_talk(who(request).actor, open.self, row.follow_up, *audit, open.programme->meeting);
  });
  return rows;
}

// As sent, also of a follow-up that somebody else has checked meanwhile: who wrote about it is told so.
std::vector<app::CheckTalk> checks_in(const Request& request) {
  constexpr std::string_view kVersion = "version-";
  std::vector<app::CheckTalk> checks;
  for (const auto& [name, value] : request.form) {
    if (!name.starts_with(kVersion)) continue;
    const auto id = std::string(name.substr(kVersion.size()));
    const auto done = Form(request).text("done-" + id);
    if (done == "yes" || done == "no")
      checks.push_back({domain::FollowUpId{id}, number_in(request, name), done == "yes", typed(request, "note-" + id)});
  }
  return checks;
}

void add_checks(View& body, const Request& request, const std::vector<app::FollowUpRow>& rows,
                const FormErrors& errors) {
  bool first = true;
  for (const auto& row : rows) {
    const auto& one = row.follow_up;
    const auto& id = one.id.text();
    body.add("HIDDEN")
        .set("NAME", "version-" + id)
        .set("VALUE",
             request.method == Method::Post && !is_stale(errors) ? number_in(request, "version-" + id) : one.version);
    View field = add_field(body, std::exchange(first, false) ? "Follow-up of work below good" : "");
    const auto done = Form(request).text("done-" + id);
    Choice choice{"done-" + id, row.reference + ": is what was agreed done?", {}, "", false, true, false};
    choice.hint = one.state == domain::FollowUpState::Recorded && one.talked_on
                      ? "Manager and worker talked on " + base::say(*one.talked_on) + "."
                      : "The talk in supervision is not recorded yet.";
    if (one.state == domain::FollowUpState::Recorded)
      choice.options.push_back({"yes", "Yes, it is done", "", done == "yes", false});
    choice.options.push_back({"no", "No, more is needed", "The manager and those above are told", done == "no", false});
    choice.options.push_back({"", "Not looked at", "", done.empty(), false});
    add_radios(field, "INPUT", choice, errors);
    View words = add_field(body);
    TextArea note{"note-" + id, row.reference + ": what the meeting said", typed(request, "note-" + id)};
    note.rows = 2;
    add_textarea(words, "INPUT", note, errors);
  }
}

std::string note_field(const domain::MeetingNote& note, const domain::MeetingRule& rule) {
  if (note.kind == domain::NoteKind::Case) return "case-" + note.subject;
  const auto at = std::ranges::find(rule.agenda, note.subject);
  return "item-" + std::to_string(at - rule.agenda.begin());
}

const app::FollowUpRow* row_of(const std::vector<app::FollowUpRow>& rows, std::string_view follow_up) {
  const auto found = std::ranges::find_if(rows, [&](const auto& row) { return row.follow_up.id.text() == follow_up; });
  return found == rows.end() ? nullptr : &*found;
}

// What was typed of a follow-up that somebody else has checked meanwhile: it has no field any more.
void add_checked_meanwhile(View& body, const app::OpenMeeting& open, const std::vector<app::CheckTalk>& mine,
                           const std::vector<app::FollowUpRow>& to_check) {
  std::vector<Term> lost;
  for (const auto& check : mine) {
    const auto& id = check.follow_up.text();
    if (row_of(to_check, id) != nullptr || check.note.empty()) continue;
    const auto* row = row_of(open.checked, id);
    lost.push_back({row == nullptr ? std::string("A follow-up") : row->reference, check.note});
  }
  if (lost.empty()) return;
  View field = add_field(body);
  add_details(field, "INPUT", "What you wrote of a follow-up that somebody else has checked meanwhile", {}, lost);
}

// What another window saved, where it is not what was typed here.
void add_saved_meanwhile(View& body, const app::OpenMeeting& open, const std::vector<domain::MeetingNote>& mine,
                         const std::string& my_minutes) {
  std::vector<Term> theirs;
  for (const auto& note : mine) {
    const auto saved = open.meeting.note_of(note.kind, note.subject);
    if (saved == note.text || saved.empty()) continue;
    auto name = note.subject;
    for (const auto& audit : open.cases)
      if (note.kind == domain::NoteKind::Case && audit.id.text() == note.subject) name = audit.reference;
    theirs.push_back({name, saved});
  }
  if (open.meeting.minutes != my_minutes && !open.meeting.minutes.empty())
    theirs.push_back({"What else was said", open.meeting.minutes});
  if (theirs.empty()) return;
  View field = add_field(body);
  add_details(field, "INPUT", "What was saved meanwhile", {}, theirs);
}

Response record(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = meeting_to_run(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const auto& rule = open->programme->meeting;
  if (open->meeting.state == domain::MeetingState::Held && request.method != Method::Post)
    return Response::see_other(meeting_path(*open));
  const bool posted = request.method == Method::Post;
  // Those invited, and those expected who were never invited: they may come all the same.
  auto people = open->meeting.people;
  for (const auto& person : open->expected)
    if (std::ranges::find(people, person.person_id, &domain::Attendee::person) == people.end())
      people.push_back({person.person_id, domain::Attendance::Invited});
  std::vector<domain::MeetingNote> notes;
  for (const auto& audit : open->cases)
    notes.push_back(
        {domain::NoteKind::Case, audit.id.text(), open->meeting.note_of(domain::NoteKind::Case, audit.id.text())});
  for (const auto& item : rule.agenda)
    notes.push_back({domain::NoteKind::Item, item, open->meeting.note_of(domain::NoteKind::Item, item)});
  auto minutes = open->meeting.minutes;
  auto theme = open->meeting.next_theme;
  auto theme_title = open->meeting.next_theme_title;
  const auto follow_ups = to_check(request, *open, *reader);
  FormErrors errors;
  std::string also;
  if (posted) {
    app::RecordMeeting command{key_of(*open),
                               number_in(request, "version"),
                               {},
                               {},
                               typed(request, "minutes"),
                               Form(request).text("theme"),
                               Form(request).text("theme-title")};
    const auto present = Form(request).choices("present");
    const auto away = Form(request).choices("apologies");
    for (auto& one : people) {
      const bool known =
          std::ranges::find(open->meeting.people, one.person, &domain::Attendee::person) != open->meeting.people.end();
      one.attendance = std::ranges::find(present, one.person.text()) != present.end() ? domain::Attendance::Present
                       : std::ranges::find(away, one.person.text()) != away.end()     ? domain::Attendance::Apologies
                                                                                      : domain::Attendance::Invited;
      // Somebody who was neither invited nor said to have come or not has nothing to do with this meeting.
      if (known || one.attendance != domain::Attendance::Invited) command.people.push_back(one);
    }
    also = Form(request).text("also");
    if (!also.empty() &&
        std::ranges::find(command.people, domain::PersonId{also}, &domain::Attendee::person) == command.people.end())
      command.people.push_back({domain::PersonId{also}, domain::Attendance::Present});
    for (auto& note : notes) note.text = typed(request, note_field(note, rule));
    command.notes = notes;
    command.checks = checks_in(request);
    minutes = command.minutes;
    theme = command.next_theme;
    theme_title = command.next_theme_title;
    const auto work = services.store.begin(actor.council);
    const auto outcome = app::record_meeting(command, actor, services.clock, services.frameworks, *work);
    if (outcome)
      return flashed(Response::see_other(meeting_path(*open)), {"The record of the meeting is saved.", std::nullopt});
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    auto error = at_control(outcome.error(), {{"people", "also"}, {"item", "minutes"}});
    constexpr std::string_view kDone = "done-";
    if (error.field.starts_with(kDone) && row_of(follow_ups, error.field.substr(kDone.size())) == nullptr)
      error.field.clear();
    errors.add(std::move(error));
  }
  FramedPage page = meeting_page(services, request, *open, "Record the meeting");
  page.errors(errors);
  View body = form_body(page,
                        {meeting_path(*open, "/record"), meeting_path(*open), "Save the record",
                         version_shown(request, open->meeting.version, errors)},
                        errors);
  if (is_stale(errors)) add_saved_meanwhile(body, *open, notes, minutes);
  if (!errors.empty()) add_checked_meanwhile(body, *open, checks_in(request), follow_ups);
  Choice present{"present", "Who was there?", {}, "", true, true, false};
  Choice away{"apologies", "Who sent apologies?", {}, "", true, true, false};
  for (const auto& one : people) {
    const auto name = reader->people().name_of(one.person);
    present.options.push_back({one.person.text(), name, "", one.attendance == domain::Attendance::Present, false});
    away.options.push_back({one.person.text(), name, "", one.attendance == domain::Attendance::Apologies, false});
  }
  if (!people.empty()) {
    View there = add_field(body);
    add_checkboxes(there, "INPUT", present, errors);
  }
  View more = add_field(body);
  add_select(more, "INPUT", {"also", "Somebody else was there", people_options(*reader, also)}, errors);
  if (!people.empty()) {
    View absent = add_field(body);
    add_checkboxes(absent, "INPUT", away, errors);
  }
  bool first = true;
  for (const auto& note : notes) {
    if (note.kind != domain::NoteKind::Case) continue;
    View field = add_field(body, std::exchange(first, false) ? "The cases" : "");
    std::string label;
    for (const auto& audit : open->cases)
      if (audit.id.text() == note.subject)
        label = audit.reference + (audit.grade() ? ", " + base::lower(domain::say(*audit.grade())) : "");
    TextArea input{note_field(note, rule), label, note.text};
    input.hint = "Impact, needs, the worker’s strengths and development. Identifiers, never names.";
    input.rows = 3;
    add_textarea(field, "INPUT", input, errors);
  }
  first = true;
  for (const auto& note : notes) {
    if (note.kind != domain::NoteKind::Item) continue;
    View field = add_field(body, std::exchange(first, false) ? "The agenda" : "");
    TextArea input{note_field(note, rule), note.subject, note.text};
    input.rows = 3;
    add_textarea(field, "INPUT", input, errors);
  }
  add_checks(body, request, follow_ups, errors);
  View rest = add_field(body);
  TextArea other{"minutes", "What else was said", minutes};
  add_textarea(rest, "INPUT", other, errors);
  if (rule.sets_next_theme) {
    View field = add_field(body, "The next theme");
    if (!open->programme->draw.cohorts.empty()) {
      Choice choice{"theme", "Theme of the next month’s cases", {{"", "None of these", "", theme.empty(), false}}};
      for (const auto& cohort : open->programme->draw.cohorts)
        choice.options.push_back({cohort.key, cohort.title, "", cohort.key == theme, false});
      add_select(field, "INPUT", choice, errors);
    }
    View words = add_field(body);
    TextInput title{"theme-title", "Or a theme in your own words", theme_title};
    title.hint = "Where no group of cases stands for it";
    add_text_input(words, "INPUT", title, errors);
  }
  return page.respond(status_with(errors));
}

Response decide(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = meeting_to_run(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const bool posted = request.method == Method::Post;
  FormErrors errors;
  const auto owner = Form(request).text("owner");
  if (posted) {
    const auto work = services.store.begin(actor.council);
    const auto outcome = app::decide_at_meeting(
        {key_of(*open), typed(request, "decision"),
         owner.empty() ? std::nullopt : std::optional(domain::PersonId{owner}), read_date(request.form, "due")},
        actor, services.clock, services.frameworks, *work);
    if (outcome) {
      if (services.mail_waits) services.mail_waits();
      return flashed(Response::see_other(meeting_path(*open)),
                     {"The decision is saved. It comes back at the next meeting until it is done.", std::nullopt});
    }
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page = meeting_page(services, request, *open, "Add a decision");
  page.errors(errors);
  View body = form_body(page, {meeting_path(*open, "/decide"), meeting_path(*open), "Save the decision", 0});
  View what = add_field(body);
  TextArea text{"decision", "What was decided?", Form(request).typed("decision")};
  text.rows = 3;
  add_textarea(what, "INPUT", text, errors);
  View whom = add_field(body);
  add_select(whom, "INPUT", {"owner", "Who does it?", people_options(*reader, owner)}, errors);
  View due = add_field(body);
  add_date_input(due, "INPUT", typed_date("due", "By when?", request.form, "For example, 17 12 2026"), errors);
  return page.respond(status_with(errors));
}

// A decision with what came of it, for its owner and for who runs the meeting.
Response settle(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const domain::DecisionId id{std::string(request.param("id"))};
  const auto decision = reader->meetings().find_decision(id);
  if (!decision) return Response::not_found();
  const auto meeting = reader->meetings().find(decision->meeting);
  if (!meeting) return Response::not_found();
  const app::MeetingKey key{meeting->programme, meeting->period, meeting->locality};
  const auto open = app::open_meeting(key, actor, services.frameworks, *reader);
  const bool owns = actor.is(decision->owner);
  if (!open && !owns) return Response::not_found();
  const bool may = owns || (open && may_run(request, *open));
  FormErrors errors;
  if (request.method == Method::Post) {
    const auto work = services.store.begin(actor.council);
    const auto outcome =
        app::settle_decision({id, number_in(request, "version"), state_chosen(request), typed(request, "outcome")},
                             actor, services.clock, services.frameworks, *work);
    if (outcome) return flashed(Response::see_other(open ? app::meeting_path(key) : "/"), {"Saved.", std::nullopt});
    if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
    errors.add(outcome.error());
  }
  FramedPage page(services, request, "Decision", NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning");
  if (open) page.crumb(title_of(*open) + ", " + base::say(key.period), app::meeting_path(key));
  page.errors(errors);
  Facts facts;
  facts.add_typed("What was decided", decision->text)
      .add("Who does it", decision->owner ? reader->people().name_of(*decision->owner) : "")
      .add("By", decision->due_on ? base::say(*decision->due_on) : "");
  add_settled(facts, {decision->state, decision->outcome, decision->settled_at, decision->settled_by}, *reader);
  services.views.saw(actor, "decision", id.text());
  if (!may) {
    View body = page.body("learning/page.html");
    View block = add_block(body, "");
    add_summary_list(block, "PART", facts.rows());
    return page.respond();
  }
  View body = form_body(page,
                        {"/decisions/" + id.text(), open ? app::meeting_path(key) : "/", "Save",
                         version_shown(request, decision->version, errors)},
                        errors);
  add_summary_list(body, "FACTS", facts.rows());
  add_settling(body, request, errors);
  return page.respond(status_with(errors));
}

}  // namespace

void add_meeting_form_routes(Router& router, Services& services) {
  const std::string meeting = "/meetings/{programme}/{period:period}/{place}";
  for (const auto& [rest, handler] :
       {std::pair<const char*, FormHandler>{"/plan", plan}, {"/call", call}, {"/record", record}, {"/decide", decide}})
    add_form_route(router, services, meeting + rest, handler);
  add_form_route(router, services, "/decisions/{id:uuid}", settle);
}

}  // namespace plumbline::web
