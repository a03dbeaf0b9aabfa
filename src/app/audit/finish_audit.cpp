#include "app/audit/finish_audit.hpp"

#include <algorithm>
#include <set>

#include "app/audit/earlier_practice.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/write_down.hpp"
#include "app/follow_up/follow_ups.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "domain/action/transitions.hpp"

namespace plumbline::app {

base::Result<void> finish_audit(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work) {
  const auto& audit = context.audit;
  const auto today = base::london_day(now);
  std::set<domain::PersonId> owners;
  for (auto& action : work.actions().of(audit.id)) {
    if (action.state != domain::ActionState::Proposed) continue;
    TRY(const auto event, domain::open(action, actor.acting(), now));
    CHECK(work.actions().save(action));
    write_down(work.journal(), actor, now, domain::past_tense(event.verb), "action", action.id.text(), {},
               {{"state", std::string(to_string(event.from))}}, {{"state", std::string(to_string(event.to))}});
    if (action.owner) owners.insert(*action.owner);
  }
  for (const auto& owner : owners)
    if (const auto person = work.people().find(owner))
      post_letter(context, now, "action-given", *person, "/actions", work);
  work.cases().mark_audited(audit.child_id, today);

  static const std::vector<domain::Recipient> kTold{{domain::Relation::CaseWorker, {}},
                                                    {domain::Relation::SupervisingManager, {}}};
  for (const auto& one : addressees(kTold, audit, work, today))
    post_letter(context, now, "audit-finished", one.person, audit_path(audit), work);
  // Minutes and actions go back to whoever prepared the discussion (AUDIT-14).
  if (const auto* preparer = audit.co_auditor(domain::CoAuditorKind::Preparer))
    if (const auto person = work.people().find(preparer->person); person && !person->has_left())
      post_letter(context, now, "discussion-finished", *person, audit_path(audit), work);
  feed_back_practice(context, actor, now, work);
  set_off(context, actor, now, work);
  if (!context.programme->case_note.text.empty())
    for (const auto& one : addressees(context.programme->case_note.given_to, audit, work, today))
      post_letter(context, now, "hand-over-asked", one.person, audit_path(audit) + "/hand-over", work);
  for (const auto& trigger : context.programme->triggers) {
    // What is followed up writes letters of its own.
    const bool tells = trigger.effect == domain::TriggerEffect::Tell ||
                       (trigger.effect == domain::TriggerEffect::AgreeActions && !trigger.record_in_supervision);
    if (!tells) continue;
    const auto grade = audit.grade();
    if (!grade || std::ranges::find(trigger.grades, *grade) == trigger.grades.end()) continue;
    for (const auto& one : addressees(trigger.tell, audit, work, today))
      post_letter(context, now, "grade-alert", one.person, audit_path(audit), work);
  }
  return {};
}

}  // namespace plumbline::app
