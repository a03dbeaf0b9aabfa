// Practice of an earlier worker or team: noted with the audit, read and acknowledged by those it is fed back to, and
// shown to nobody else (AUDIT-12).
#include <algorithm>

#include "app/audit/earlier_practice.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/follow_up/routes.hpp"
#include "web/list_page.hpp"

namespace plumbline::web {
namespace {

using domain::PracticeKind;
using domain::PracticeNote;

std::string note_path(const PracticeNote& note, std::string_view rest = {}) {
  return "/earlier-practice/" + url_encode(note.id.text()) + std::string(rest);
}

std::string whose(const PracticeNote& note, const Services& services, const std::string& council) {
  if (!note.worker) return note.team;
  return services.actors.name_of(council, *note.worker) + (note.team.empty() ? "" : ", " + note.team);
}

// The earlier workers of the case first: they are who is meant most often.
std::vector<Option> workers(const domain::Audit& audit, app::Reader& reader, std::string_view chosen) {
  std::vector<Option> options{{"", "Nobody by name", "", chosen.empty(), false}};
  const auto add = [&](const domain::Person& person, std::string_view why) {
    const bool known =
        std::ranges::any_of(options, [&](const Option& one) { return one.value == person.person_id.text(); });
    if (known || person.person_id == audit.worker_id) return;
    options.push_back(
        {person.person_id.text(), person.name + ", " + std::string(why), "", chosen == person.person_id.text(), false});
  };
  for (const auto& tie : reader.cases().ties({audit.child_id}))
    if (!tie.supervised)
      if (const auto person = reader.people().find(tie.person)) add(*person, "worked this case");
  for (const auto& person : reader.people().all())
    if (!person.team.empty()) add(person, person.team);
  return options;
}

Response audit_notes(const Request& request, Services& services, const FormErrors& errors) {
  const auto& signed_in = who(request);
  const auto& actor = signed_in.actor;
  const auto reader = services.store.read(actor.council);
  const auto open =
      open_audit(services, signed_in, domain::AuditId{std::string(request.param("id"))}, *reader, Reading::Outline);
  if (!open) return refused_page(services, request, open.error());
  const auto& audit = open->audit;
  if (!open->programme->earlier_practice.asked)
    return refused_page(services, request,
                        base::Error{base::ErrorCode::NotFound, "earlier_practice.note.not_asked", "", {}});
  const bool writes = app::may_note_practice(actor, audit, open->programme->earlier_practice).has_value();
  std::vector<PracticeNote> notes;
  for (auto& note : reader->follow_ups().practice_of(audit.id))
    if (app::may_read(actor, note, audit)) notes.push_back(std::move(note));
  // Whether there are any is told to nobody else.
  if (!writes && notes.empty())
    return refused_page(services, request, base::Error{base::ErrorCode::NotFound, "access.row.not_found", "", {}});
  FramedPage page = audit_page(services, request, *open, "Earlier practice");
  page.errors(errors);
  View body = page.body("follow_up/practice.html");
  std::vector<std::string> besides;
  for (const auto& recipient : open->programme->earlier_practice.tell)
    if (recipient.role) besides.push_back(domain::say(recipient));
  body.set(
      "WHY",
      "Once the audit is finished each note goes to that worker and their manager, or to the manager of that team" +
          (besides.empty() ? std::string() : ", and to: " + base::join(besides, ", ")) + ". Nobody else reads it.");
  for (const auto& note : notes) {
    View part = body.add("NOTE");
    part.set("TITLE", std::string(domain::say(note.kind)) + ": " + whose(note, services, actor.council));
    part.set("TEXT", note.text);
    if (note.fed_back_at) {
      const auto read =
          std::ranges::count_if(note.told, [](const auto& one) { return one.acknowledged_at.has_value(); });
      part.show_with("FED_BACK", "WHEN",
                     "Fed back on " + base::say(base::london_day(*note.fed_back_at)) + " to " +
                         base::count_of(static_cast<long long>(note.told.size()), "person", "people") + ", read by " +
                         std::to_string(read) + ".");
    } else if (writes) {
      part.add("REMOVE").set("URL", audit_path(audit, "/earlier-practice/remove")).set("ID", note.id.text());
    }
  }
  if (writes) {
    View part = body.add("WRITE");
    part.set("URL", audit_path(audit, "/earlier-practice"));
    const auto kind = request.form.get("kind");
    add_radios(part, "KIND",
               {"kind",
                "What did you see?",
                {{"strength", "A strength", "", kind == "strength", false},
                 {"concern", "A concern", "", kind == "concern", false}},
                "",
                false,
                true,
                true},
               errors);
    add_select(part, "WORKER",
               {"worker", "Whose practice was it?", workers(audit, *reader, request.form.get("worker"))}, errors);
    Choice team{"team", "Or which team’s?", {{"", "No team", "", request.form.get("team").empty(), false}}};
    for (const auto& one : reader->people().teams())
      team.options.push_back({one.team, one.team, "", request.form.get("team") == one.team, false});
    add_select(part, "TEAM", team, errors);
    add_textarea(part, "TEXT",
                 {"text", "What did you see in their practice?", typed(request, "text"), "Identifiers, never names."},
                 errors);
  }
  return page.respond(errors.empty() ? 200 : status_of(errors.all().front()));
}

Response add_note(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  app::NotePractice command;
  command.audit = domain::AuditId{std::string(request.param("id"))};
  command.kind = domain::parse_practice_kind(request.form.get("kind"));
  if (const auto worker = request.form.get("worker"); !worker.empty())
    command.worker = domain::PersonId{std::string(worker)};
  command.team = std::string(request.form.get("team"));
  command.text = typed(request, "text");
  const auto noted = [&] {
    const auto work = services.store.begin(actor.council);
    return app::note_practice(command, actor, services.clock, services.frameworks, *work);
  }();
  if (noted)
    return flashed(Response::see_other("/audits/" + url_encode(command.audit.text()) + "/earlier-practice"),
                   {"The note is kept. It goes out when the audit is finished.", std::nullopt});
  if (noted.error().code != base::ErrorCode::Invalid) return refused_page(services, request, noted.error());
  FormErrors errors;
  if (!command.kind) errors.add({base::ErrorCode::Invalid, "earlier_practice.note.kind_missing", "kind", {}});
  if (!command.worker && command.team.empty())
    errors.add({base::ErrorCode::Invalid, "earlier_practice.note.who_missing", "worker", {}});
  if (base::trim(command.text).empty())
    errors.add({base::ErrorCode::Invalid, "earlier_practice.note.text_missing", "text", {}});
  if (errors.empty()) errors.add(noted.error());
  return audit_notes(request, services, errors);
}

Response remove_note(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const domain::AuditId audit{std::string(request.param("id"))};
  const auto removed = [&] {
    const auto work = services.store.begin(actor.council);
    return app::remove_practice_note({audit, domain::PracticeNoteId{std::string(request.form.get("note"))}}, actor,
                                     services.clock, services.frameworks, *work);
  }();
  const auto path = "/audits/" + url_encode(audit.text()) + "/earlier-practice";
  if (!removed && removed.error().rule == "access.row.not_found" && open_audit(services, who(request), audit))
    return Response::see_other(path);  // pressed twice: the first press has removed it
  if (!removed) return refused_page(services, request, removed.error());
  return flashed(Response::see_other(path), {"The note is removed.", std::nullopt});
}

// ---- for those it is fed back to ----

Response told_to_me(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  FramedPage page(services, request, "Feedback on earlier practice", NavItem::Actions);
  page.crumb("Home", "/").meta("What audits have seen in work that you, or somebody you manage, did earlier");
  View body = page.body("follow_up/told.html");
  const auto notes = actor.person ? services.store.read(actor.council)->follow_ups().practice_told(*actor.person)
                                  : std::vector<PracticeNote>{};
  if (notes.empty()) {
    add_empty(body, "EMPTY", "There is no feedback for you",
              "When an audit sees a strength or a concern in work that you did earlier, it shows here.");
    return page.respond();
  }
  Table table{"Feedback on earlier practice", {{"What"}, {"Whose"}, {"Told"}, {"Read"}}, {}, true, true};
  for (const auto& note : notes) {
    const auto own = std::ranges::find(note.told, *actor.person, &domain::PracticeReader::person);
    Cell read{own->acknowledged_at ? base::say(base::london_day(*own->acknowledged_at)) : "Not yet"};
    if (!own->acknowledged_at) read.tone = Tone::Waiting;
    table.rows.push_back(
        {{Cell{std::string(domain::say(note.kind)), note_path(note)}, Cell{whose(note, services, actor.council)},
          Cell{base::say(base::london_day(own->told_at))}, read}});
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

base::Result<PracticeNote> find_note(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  TRY(auto note, reader->follow_ups().find_practice(domain::PracticeNoteId{std::string(request.param("id"))}));
  TRY(const auto audit, reader->audits().find(note.audit));
  CHECK(app::may_read(actor, note, audit));
  return note;
}

Response show_note(const Request& request, Services& services) {
  const auto found = find_note(request, services);
  if (!found) return refused_page(services, request, found.error());
  const auto& note = *found;
  const auto& actor = who(request).actor;
  services.views.saw(actor, "practice-note", note.id.text());
  FramedPage page(services, request, "Feedback on earlier practice", NavItem::Actions);
  page.crumb("Home", "/");
  View body = page.body("follow_up/note.html");
  add_summary_list(body, "FACTS",
                   {fact("What was seen", std::string(domain::say(note.kind))),
                    fact("Whose practice", whose(note, services, actor.council)),
                    fact("In words", note.text, SummaryRow::Look::Typed),
                    fact("Noted", base::say(base::london_day(note.noted_at)))});
  if (actor.person) {
    const auto own = std::ranges::find(note.told, *actor.person, &domain::PracticeReader::person);
    if (own != note.told.end() && own->acknowledged_at)
      body.show_with("READ", "WHEN", base::say(base::london_day(*own->acknowledged_at)));
    else if (own != note.told.end())
      body.add("ACKNOWLEDGE").set("URL", note_path(note, "/acknowledge"));
  }
  return page.respond();
}

Response acknowledge(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const domain::PracticeNoteId id{std::string(request.param("id"))};
  const auto outcome = [&] {
    const auto work = services.store.begin(actor.council);
    return app::acknowledge_practice({id}, actor, services.clock, *work);
  }();
  if (!outcome) return refused_page(services, request, outcome.error());
  return flashed(Response::see_other("/earlier-practice"), {"Thank you. It is recorded that you have read it.", {}});
}

}  // namespace

void add_practice_routes(Router& router, Services& services) {
  router.get("/audits/{id:uuid}/earlier-practice",
             [&](const Request& request) { return audit_notes(request, services, {}); });
  router.post("/audits/{id:uuid}/earlier-practice",
              [&](const Request& request) { return add_note(request, services); });
  router.post("/audits/{id:uuid}/earlier-practice/remove",
              [&](const Request& request) { return remove_note(request, services); });
  router.get("/earlier-practice", [&](const Request& request) { return told_to_me(request, services); });
  router.get("/earlier-practice/{id:uuid}", [&](const Request& request) { return show_note(request, services); });
  router.post("/earlier-practice/{id:uuid}/acknowledge",
              [&](const Request& request) { return acknowledge(request, services); });
}

}  // namespace plumbline::web
