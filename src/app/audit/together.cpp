#include "app/audit/together.hpp"

#include <algorithm>

#include "app/allocation/preparers.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/write_down.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/person_there.hpp"
#include "base/text.hpp"

namespace plumbline::app {

using domain::CoAuditorKind;

std::optional<domain::PersonId> away_of_pair(const domain::Audit& audit, PersonReads& people, base::Day today) {
  const auto* second = audit.co_auditor(CoAuditorKind::Second);
  if (second == nullptr) return std::nullopt;
  const auto is_away = [&](const domain::PersonId& id) {
    const auto person = people.find(id);
    return person && person->is_away_on(today);
  };
  if (second->away || is_away(second->person)) return second->person;
  if (audit.auditor && is_away(*audit.auditor)) return audit.auditor;
  return std::nullopt;
}

void post_preparation(const AuditContext& context, base::Instant now, const domain::Person& preparer,
                      UnitOfWork& work) {
  auto by_then = context;
  by_then.audit.due_on = prepare_by(*context.programme, context.audit.period);
  post_letter(by_then, now, "audit-to-prepare", preparer, audit_path(context.audit), work,
              context.audit.auditor
                  ? "It goes to " + work.people().name_of(*context.audit.auditor) + " for the discussion."
                  : "");
}

base::Result<void> finish_preparation(const domain::AuditId& id, const Actor& actor, const base::Clock& clock,
                                      Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(id));
  CHECK(may_prepare(actor, found));
  TRY(const auto context, audit_context(id, frameworks, work));
  const auto& audit = context.audit;
  const auto contents = contents_of(id, work);
  const auto findings = domain::findings_of(audit, contents, *context.framework, *context.programme, *context.tool);
  for (const auto* section : domain::sections_asked(audit, *context.programme, *context.tool)) {
    if (!is_prepared_section(audit, *context.programme, section->key)) continue;
    // Actions are agreed in the discussion, which is still to come.
    const bool blocked = std::ranges::any_of(findings, [&](const domain::Finding& finding) {
      return finding.blocks && finding.section == section->key && finding.field != "actions";
    });
    const bool begun =
        std::ranges::find(contents.sections, section->key, &domain::AuditSection::section) != contents.sections.end();
    if (blocked || !begun)
      return base::rule_broken("audit.prepare.incomplete", section->key, {{"section", section->title}});
  }
  const auto now = clock.now();
  auto preparer = *audit.co_auditor(CoAuditorKind::Preparer);
  preparer.prepared_at = now;
  work.co_auditors().put(audit, preparer);
  write_down(work.journal(), actor, now, "audit-prepared", "audit", id.text(), {}, {},
             {{"preparer", preparer.person.text()}});
  if (audit.auditor)
    if (const auto person = work.people().find(*audit.auditor))
      post_letter(context, now, "audit-prepared", *person, audit_path(audit), work,
                  work.people().name_of(preparer.person) + " has prepared it.");
  return work.commit();
}

base::Result<void> write_note(const WriteNote& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_write_note(actor, found));
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  if (!is_prepared_section(context.audit, *context.programme, command.section))
    return base::invalid("audit.save.section_unknown", "section");
  if (base::trim(command.note).empty()) return base::invalid("audit.note.missing", "note");
  CHECK(check_text(command.note, "audit.save.too_long", "audit.save.not_text", "note"));
  // Pressed twice: the same words of the same person stand there already.
  const auto notes = work.co_auditors().notes(command.audit.text());
  const auto last =
      std::find_if(notes.rbegin(), notes.rend(), [&](const SharedNote& note) { return note.topic == command.section; });
  if (last != notes.rend() && last->by == actor.acting() && last->note == command.note) return {};
  const auto now = clock.now();
  work.co_auditors().add_note(command.audit.text(), {command.section, 0, actor.acting(), now, command.note});
  write_down(work.journal(), actor, now, "note-written", "audit", command.audit.text(), {}, {},
             {{"section", command.section}, {"note", hashed(command.note)}});
  return work.commit();
}

base::Result<void> arrange_pair(const ArrangePair& command, const Actor& actor, const base::Clock& clock,
                                UnitOfWork& work) {
  TRY(auto audit, work.audits().find(command.audit));
  CHECK(may_arrange(actor, audit));
  const auto* found = audit.co_auditor(CoAuditorKind::Second);
  if (found == nullptr || !audit.auditor) return base::rule_broken("audit.arrange.no_second");
  if (command.version != audit.version) return base::stale("store.save.stale");
  auto second = *found;
  if (command.away && *command.away != second.person && *command.away != *audit.auditor)
    return base::invalid("audit.arrange.choose", "away");
  if (command.away && base::trim(command.reason).empty())
    return base::invalid("audit.reallocate.reason_missing", "reason");
  CHECK(check_text(command.reason, "audit.save.too_long", "audit.save.not_text", "reason"));
  // Both are there as before, or who is away was said already: nobody is written to twice.
  if (!command.away ? !second.away : second.away && *command.away == second.person) return {};
  const auto now = clock.now();
  const JournalFields before{{"auditor", audit.auditor->text()},
                             {"second", second.person.text()},
                             {"away", second.away ? second.person.text() : ""}};
  const bool presenter_away = command.away && *command.away == *audit.auditor;
  if (presenter_away) {
    const auto stays = second.person;
    second.person = *audit.auditor;
    work.audits().add_reallocation({audit.id, audit.auditor, stays, command.reason, actor.acting(), now});
    audit.auditor = stays;
    CHECK(work.audits().save(audit));
  }
  second.away = command.away.has_value();
  work.co_auditors().put(audit, second);
  write_down(work.journal(), actor, now, second.away ? "auditor-away" : "auditor-back", "audit", audit.id.text(),
             hashed(command.reason), before,
             {{"auditor", audit.auditor->text()},
              {"second", second.person.text()},
              {"away", second.away ? second.person.text() : ""}});
  if (second.away)
    if (const auto person = work.people().find(*audit.auditor))
      post(work, now, "auditor-away", *person, "You present audit " + audit.reference + " alone",
           "Your colleague of this pair is away. Complete the audit and present it by yourself.", audit_path(audit));
  return work.commit();
}

base::Result<void> change_preparer(const ChangePreparer& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_arrange(actor, found));
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  const auto* before = audit.co_auditor(CoAuditorKind::Preparer);
  if (before == nullptr) return base::rule_broken("audit.arrange.no_preparer");
  if (before->prepared_at) return base::rule_broken("audit.prepare.done");
  if (command.to && *command.to == before->person) return {};  // pressed twice
  if (base::trim(command.reason).empty()) return base::invalid("audit.reallocate.reason_missing", "reason");
  CHECK(check_text(command.reason, "audit.save.too_long", "audit.save.not_text", "reason"));
  const auto now = clock.now();
  const JournalFields was{{"preparer", before->person.text()}};
  if (!command.to) {
    work.co_auditors().remove(audit, CoAuditorKind::Preparer);
  } else {
    const auto person = person_there(*command.to, work.people());
    const auto& roles = context.programme->auditors.preparation.roles;
    if (!person || std::ranges::find(roles, person->role) == roles.end() || audit.worker_id == *command.to ||
        audit.supervisor_id == *command.to)
      return base::rule_broken("audit.arrange.not_preparer", "to",
                               {{"person", person ? person->name : command.to->text()}});
    work.co_auditors().put(audit, {CoAuditorKind::Preparer, *command.to, now, {}, false, false});
    post_preparation(context, now, *person, work);
  }
  write_down(work.journal(), actor, now, "preparer-changed", "audit", audit.id.text(), hashed(command.reason), was,
             {{"preparer", command.to ? command.to->text() : ""}});
  return work.commit();
}

}  // namespace plumbline::app
