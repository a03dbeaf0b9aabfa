#include "app/audit/earlier_practice.hpp"

#include <algorithm>

#include "app/audit/letters.hpp"
#include "app/audit/of_an_audit.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

JournalFields fields_of(const domain::PracticeNote& note) {
  JournalFields fields{{"audit", note.audit.text()},
                       {"kind", std::string(to_string(note.kind))},
                       {"worker", note.worker ? note.worker->text() : ""},
                       {"team", note.team},
                       {"text", hashed(note.text)}};
  std::vector<std::string> told;
  for (const auto& reader : note.told) told.push_back(reader.person.text());
  if (!told.empty()) fields.emplace_back("told", base::join(told, " "));
  return fields;
}

std::optional<domain::PersonId> manager_of(const domain::TeamName& name, PersonReads& people) {
  const auto teams = people.teams();
  const auto team = std::ranges::find(teams, name, &domain::Team::team);
  return team == teams.end() ? std::nullopt : team->manager_id;
}

// The earlier worker and their manager, or the manager of the team where no worker is known; then whoever else the
// framework names by job. Relations to the case's present people are not meant: they are not whose practice it was.
std::vector<domain::Person> readers_of(const domain::PracticeNote& note, const AuditContext& context, base::Day today,
                                       UnitOfWork& work) {
  std::vector<domain::Person> found;
  const auto add = [&](const std::optional<domain::PersonId>& id) {
    if (!id) return;
    const auto person = work.people().find(*id);
    if (person && std::ranges::find(found, *id, &domain::Person::person_id) == found.end()) found.push_back(*person);
  };
  if (note.worker) {
    add(note.worker);
    if (const auto worker = work.people().find(*note.worker)) {
      const auto of_team = manager_of(note.team.empty() ? worker->team : note.team, work.people());
      add(worker->manager_id ? worker->manager_id : of_team);
    }
  } else {
    add(manager_of(note.team, work.people()));
  }
  std::vector<domain::Recipient> by_job;
  for (const auto& recipient : context.programme->earlier_practice.tell)
    if (recipient.role) by_job.push_back(recipient);
  for (const auto& one : addressees(by_job, context.audit, work, today)) add(one.person.person_id);
  return found;
}

}  // namespace

base::Result<domain::PracticeNote> note_practice(const NotePractice& command, const Actor& actor,
                                                 const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work) {
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  CHECK(may_note_practice(actor, audit, context.programme->earlier_practice));
  if (!command.kind) return base::invalid("earlier_practice.note.kind_missing", "kind");
  if (!command.worker && base::trim(command.team).empty())
    return base::invalid("earlier_practice.note.who_missing", "worker");
  if (command.worker && command.worker == audit.worker_id)
    return base::invalid("earlier_practice.note.who_present", "worker");
  if (command.worker && !work.people().find(*command.worker))
    return base::invalid("earlier_practice.note.who_unknown", "worker");
  if (!command.team.empty()) {
    const auto teams = work.people().teams();
    if (std::ranges::find(teams, command.team, &domain::Team::team) == teams.end())
      return base::invalid("earlier_practice.note.who_unknown", "team");
  }
  if (base::trim(command.text).empty()) return base::invalid("earlier_practice.note.text_missing", "text");
  CHECK(check_text(command.text, "earlier_practice.note.too_long", "earlier_practice.note.not_text", "text"));
  // Pressed twice: the same note is there already.
  for (const auto& there : work.follow_ups().practice_of(audit.id))
    if (there.kind == *command.kind && there.worker == command.worker && there.team == command.team &&
        there.text == command.text)
      return there;
  const auto now = clock.now();
  domain::PracticeNote note;
  note.id = domain::PracticeNoteId{base::new_uuid(now)};
  note.audit = audit.id;
  note.kind = *command.kind;
  note.worker = command.worker;
  note.team = command.team;
  note.text = command.text;
  note.noted_by = actor.acting();
  note.noted_at = now;
  work.follow_ups().add_practice(note);
  write_down(work.journal(), actor, now, "practice-noted", "practice-note", note.id.text(), {}, {}, fields_of(note));
  CHECK(work.commit());
  return note;
}

base::Result<void> remove_practice_note(const RemovePracticeNote& command, const Actor& actor, const base::Clock& clock,
                                        Frameworks& frameworks, UnitOfWork& work) {
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  CHECK(may_note_practice(actor, context.audit, context.programme->earlier_practice));
  TRY(const auto note, work.follow_ups().find_practice(command.note));
  if (note.audit != command.audit) return base::not_found("access.row.not_found");
  if (note.fed_back_at) return base::rule_broken("earlier_practice.note.fed_back");
  work.follow_ups().remove_practice(note.id);
  write_down(work.journal(), actor, clock.now(), "practice-note-removed", "practice-note", note.id.text(), {},
             fields_of(note), {});
  return work.commit();
}

void feed_back_practice(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work) {
  for (auto& note : work.follow_ups().practice_of(context.audit.id)) {
    if (note.fed_back_at) continue;
    const auto before = fields_of(note);
    note.fed_back_at = now;
    for (const auto& person : readers_of(note, context, base::london_day(now), work)) {
      note.told.push_back({person.person_id, now, {}});
      post(work, now, "practice-fed-back", person, "Feedback from audit " + context.audit.reference,
           "An audit has looked at work that you or somebody you manage did earlier. Read what was seen, and say that "
           "you have read it.",
           "/earlier-practice/" + note.id.text());
    }
    if (const auto saved = work.follow_ups().save_practice(note); !saved)
      throw base::Broken("a note of earlier practice could not be kept: " + saved.error().rule);
    write_down(work.journal(), actor, now, "practice-fed-back", "practice-note", note.id.text(), {}, before,
               fields_of(note));
  }
}

base::Result<void> acknowledge_practice(const AcknowledgePractice& command, const Actor& actor,
                                        const base::Clock& clock, UnitOfWork& work) {
  TRY(auto note, work.follow_ups().find_practice(command.note));
  CHECK(may_acknowledge(actor, note));
  const auto own = std::ranges::find(note.told, *actor.person, &domain::PracticeReader::person);
  if (own->acknowledged_at) return {};
  own->acknowledged_at = clock.now();
  CHECK(work.follow_ups().save_practice(note));
  write_down(work.journal(), actor, clock.now(), "practice-acknowledged", "practice-note", note.id.text(), {}, {}, {});
  return work.commit();
}

}  // namespace plumbline::app
