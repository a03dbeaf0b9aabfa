#include "app/follow_up/follow_ups.hpp"

#include <algorithm>

#include "app/action/actions.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/of_an_audit.hpp"
#include "app/audit/reaudit.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/follow_up_policies.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/register/person_there.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/action/transitions.hpp"
#include "domain/audit/transitions.hpp"

namespace plumbline::app {

namespace {

using domain::FollowUp;
using domain::FollowUpKind;
using domain::FollowUpState;

const std::vector<domain::Recipient>& manager_and_worker() {
  static const std::vector<domain::Recipient> kBoth{{domain::Relation::SupervisingManager, {}},
                                                    {domain::Relation::CaseWorker, {}}};
  return kBoth;
}

std::string follow_up_path(const FollowUp& follow_up) { return "/follow-ups/" + follow_up.id.text(); }

JournalFields fields_of(const FollowUp& follow_up) {
  JournalFields fields{{"audit", follow_up.audit.text()},
                       {"kind", std::string(to_string(follow_up.kind))},
                       {"state", std::string(to_string(follow_up.state))}};
  if (follow_up.due_on) fields.emplace_back("due_on", base::iso(*follow_up.due_on));
  if (follow_up.talked_on) fields.emplace_back("talked_on", base::iso(*follow_up.talked_on));
  if (!follow_up.agreed.empty()) fields.emplace_back("agreed", hashed(follow_up.agreed));
  if (!follow_up.checked_note.empty()) fields.emplace_back("checked_note", hashed(follow_up.checked_note));
  if (follow_up.reaudit) fields.emplace_back("reaudit", follow_up.reaudit->text());
  return fields;
}

void must(const base::Result<void>& outcome) {
  if (!outcome) throw base::Broken("a follow-up could not be kept: " + outcome.error().rule);
}

// `{due}` of a letter about a follow-up is the follow-up's day.
AuditContext about(AuditContext context, const FollowUp& follow_up) {
  context.audit.due_on = follow_up.due_on;
  return context;
}

void open(const AuditContext& context, FollowUp follow_up, const Actor& actor, base::Instant now, UnitOfWork& work) {
  follow_up.id = domain::FollowUpId{base::new_uuid(now)};
  const auto& audit = context.audit;
  if (follow_up.kind == FollowUpKind::Reaudit) plan_reaudit(context, follow_up, actor, now, work);
  work.follow_ups().add(follow_up);
  write_down(work.journal(), actor, now, "follow-up-opened", "follow-up", follow_up.id.text(), {}, {},
             fields_of(follow_up));
  if (follow_up.kind == FollowUpKind::Reaudit) return;
  const auto* trigger = domain::trigger_of(audit, *context.programme, follow_up.kind);
  const auto& told = trigger != nullptr && !trigger->tell.empty() ? trigger->tell : manager_and_worker();
  const auto with_its_day = about(context, follow_up);
  auto usual = usual_letter("follow-up-opened");
  if (!follow_up.due_on) usual.body = base::replace_all(std::move(usual.body), " by {due}", "");
  for (const auto& one : addressees(told, audit, work, base::london_day(now)))
    post_letter(with_its_day, now, "follow-up-opened", one.person, usual, follow_up_path(follow_up), work);
}

bool is_going_on(const FollowUp& follow_up) {
  return follow_up.state == FollowUpState::Open || follow_up.state == FollowUpState::Recorded;
}

void end_of_reaudit(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work) {
  auto follow_up = work.follow_ups().of_reaudit(context.audit.id);
  if (!follow_up || follow_up->state != FollowUpState::Open) return;
  const auto before = fields_of(*follow_up);
  follow_up->state = FollowUpState::Done;
  must(work.follow_ups().save(*follow_up));
  write_down(work.journal(), actor, now, "follow-up-done", "follow-up", follow_up->id.text(), {}, before,
             fields_of(*follow_up));
  const auto first = work.audits().find(follow_up->audit);
  if (!first) return;
  auto told = manager_and_worker();
  for (const auto& trigger : context.programme->triggers)
    if (std::ranges::find(trigger.grades, first->grade().value_or(domain::Grade::NotApplicable)) !=
        trigger.grades.end())
      told.insert(told.end(), trigger.tell.begin(), trigger.tell.end());
  for (const auto& one : addressees(told, context.audit, work, base::london_day(now)))
    post(work, now, "re-audit-final", one.person, "Re-audit " + context.audit.reference + " is finished",
         "The case of audit " + first->reference + " was looked at again. Read both beside each other.",
         audit_path(context.audit) + "/re-audit");
}

int count_actions(const domain::AuditId& audit, UnitOfWork& work) {
  const auto actions = work.actions().of(audit);
  return static_cast<int>(std::ranges::count_if(actions, [](const domain::Action& action) {
    return action.state != domain::ActionState::Proposed && action.state != domain::ActionState::Withdrawn;
  }));
}

bool escalate(FollowUp follow_up, const Actor& actor, base::Instant now, Frameworks& frameworks, UnitOfWork& work) {
  const auto context = audit_context(follow_up.audit, frameworks, work);
  if (!context) return false;
  const auto* trigger = domain::trigger_of(context->audit, *context->programme, follow_up.kind);
  const auto before = fields_of(follow_up);
  follow_up.escalated_at = now;
  std::vector<std::string> told;
  const auto today = base::london_day(now);
  auto people =
      trigger == nullptr ? std::vector<Addressee>{} : addressees(trigger->escalate_to, context->audit, work, today);
  // It goes up the line once: where nobody there is known, those who keep the standard hear of it.
  static const std::vector<domain::Recipient> kLead{{{}, domain::JobRole::QaLead}};
  if (people.empty()) people = addressees(kLead, context->audit, work, today);
  for (const auto& one : people) {
    told.push_back(one.person.person_id.text());
    post_letter(about(*context, follow_up), now, "follow-up-escalated", one.person, follow_up_path(follow_up), work);
  }
  must(work.follow_ups().save(follow_up));
  auto after = fields_of(follow_up);
  after.emplace_back("told", base::join(told, " "));
  write_down(work.journal(), actor, now, "follow-up-escalated", "follow-up", follow_up.id.text(), {}, before, after);
  return true;
}

}  // namespace

void set_off(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work) {
  if (context.audit.reaudit_of) end_of_reaudit(context, actor, now, work);
  const auto there = work.follow_ups().of(context.audit.id);
  for (auto& follow_up : domain::follow_ups_of(context.audit, *context.programme, now)) {
    const bool known = std::ranges::any_of(there, [&](const FollowUp& one) {
      return one.kind == follow_up.kind && one.state != FollowUpState::Withdrawn;
    });
    if (!known) open(context, std::move(follow_up), actor, now, work);
  }
}

base::Result<void> set_off_again(const AuditContext& context, const Actor& actor, base::Instant now, UnitOfWork& work) {
  for (auto& follow_up : work.follow_ups().of(context.audit.id)) {
    if (!is_going_on(follow_up)) continue;
    if (domain::trigger_of(context.audit, *context.programme, follow_up.kind) != nullptr) continue;
    if (follow_up.reaudit) {
      TRY(auto again, work.audits().find(*follow_up.reaudit));
      // Once it is with its auditor it is made to the end: a second look does no harm.
      if (again.state != domain::AuditState::Allocated) continue;
      TRY(const auto event, domain::withdraw(again, "grade-changed", actor.acting(), now));
      CHECK(work.audits().save(again));
      write_down(work.journal(), actor, now, domain::past_tense(event.verb), "audit", again.id.text(), event.reason,
                 {{"state", std::string(to_string(event.from))}}, {{"state", std::string(to_string(event.to))}});
    }
    const auto before = fields_of(follow_up);
    follow_up.state = FollowUpState::Withdrawn;
    CHECK(work.follow_ups().save(follow_up));
    write_down(work.journal(), actor, now, "follow-up-withdrawn", "follow-up", follow_up.id.text(), "grade-changed",
               before, fields_of(follow_up));
  }
  set_off(context, actor, now, work);
  return {};
}

base::Result<domain::Action> agree_action(const AgreeAction& command, const Actor& actor, const base::Clock& clock,
                                          Frameworks& frameworks, UnitOfWork& work) {
  TRY(const auto follow_up, work.follow_ups().find(command.follow_up));
  TRY(const auto context, audit_context(follow_up.audit, frameworks, work));
  const auto& audit = context.audit;
  CHECK(may_agree_action(actor, follow_up, audit));
  CHECK(check_action_text(command.text, "text"));
  CHECK(check_action_text(command.measure, "measure"));
  const auto now = clock.now();
  const domain::ActionWords words{"",
                                  command.text,
                                  command.measure,
                                  command.owner ? command.owner : audit.worker_id,
                                  command.due_on,
                                  command.priority};
  CHECK(domain::check_words(words, nullptr, clock.today()));
  if (base::trim(command.measure).empty()) return base::invalid("follow_up.record.measure_missing", "measure");
  if (words.owner != audit.worker_id && !person_there(*words.owner, work.people()))
    return base::invalid("action.put.owner_unknown", "owner");
  // Pressed twice: the same action is there already.
  for (const auto& there : work.actions().of(audit.id))
    if (there.state == domain::ActionState::Open && there.section.empty() && there.text == words.text &&
        there.measure == words.measure && there.owner == words.owner && there.due_on == words.due_on)
      return there;
  auto action = new_action(context, words, now, work);
  TRY(const auto event, domain::open(action, actor.acting(), now));
  work.actions().add(action);
  write_down(work.journal(), actor, now, "action-agreed", "action", action.id.text(), {}, {},
             {{"audit", audit.id.text()},
              {"text", hashed(action.text)},
              {"measure", hashed(action.measure)},
              {"owner", action.owner ? action.owner->text() : ""},
              {"due_on", base::iso(*action.due_on)},
              {"state", std::string(to_string(event.to))}});
  if (action.owner && !actor.is(action.owner))
    if (const auto owner = work.people().find(*action.owner))
      post_letter(context, now, "action-given", *owner, "/actions", work);
  CHECK(work.commit());
  return action;
}

base::Result<void> record_talk(const RecordTalk& command, const Actor& actor, const base::Clock& clock,
                               UnitOfWork& work) {
  TRY(auto found, with_audit(work.follow_ups().find(command.follow_up), work));
  auto& [follow_up, audit] = found;
  CHECK(may_record_talk(actor, follow_up, audit));
  CHECK(check_version(follow_up, command.version));
  CHECK(check_text(command.agreed, "follow_up.record.too_long", "follow_up.record.not_text", "agreed"));
  const auto before = fields_of(follow_up);
  const auto now = clock.now();
  CHECK(domain::record_talk(follow_up, {command.talked_on, command.agreed}, count_actions(audit.id, work),
                            actor.acting(), now));
  if (audit.worker_id)
    if (const auto worker = work.people().find(*audit.worker_id); worker && !actor.is(audit.worker_id))
      post(work, now, "talk-recorded", *worker, "What was agreed after audit " + audit.reference,
           "Your manager has recorded what you talked over in supervision. Read it, and say so if it is not as you "
           "remember it.",
           follow_up_path(follow_up));
  return keep(work.follow_ups(), follow_up, "follow-up", "talk-recorded", {}, before, fields_of, actor, now, work);
}

base::Result<void> note_check(const CheckTalk& command, const Actor& actor, base::Instant now, Frameworks& frameworks,
                              UnitOfWork& work) {
  TRY(auto follow_up, work.follow_ups().find(command.follow_up));
  TRY(const auto context, audit_context(follow_up.audit, frameworks, work));
  const auto& audit = context.audit;
  const auto person = actor.person ? work.people().find(*actor.person) : std::nullopt;
  CHECK(may_check_talk(actor, person, follow_up, audit, context.programme->meeting));
  CHECK(check_version(follow_up, command.version));
  CHECK(check_text(command.note, "follow_up.record.too_long", "follow_up.record.not_text", "note"));
  const auto before = fields_of(follow_up);
  CHECK(domain::check(follow_up, command.done, command.note, actor.acting(), now));
  if (!command.done) {
    // Not done is non-compliance: those who are told when nothing is recorded are told of this too (ACT-3).
    auto told = manager_and_worker();
    if (const auto* trigger = domain::trigger_of(audit, *context.programme, follow_up.kind))
      told.insert(told.end(), trigger->escalate_to.begin(), trigger->escalate_to.end());
    for (const auto& one : addressees(told, audit, work, base::london_day(now)))
      post(work, now, "talk-not-done", one.person, "The meeting asks for more after audit " + audit.reference,
           "The meeting looked at what was agreed and was not content. Read its note and what is still to be done.",
           follow_up_path(follow_up));
  }
  CHECK(work.follow_ups().save(follow_up));
  write_down(work.journal(), actor, now, command.done ? "talk-checked" : "talk-not-done", "follow-up",
             follow_up.id.text(), {}, before, fields_of(follow_up));
  return {};
}

base::Result<void> check_talk(const CheckTalk& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work) {
  CHECK(note_check(command, actor, clock.now(), frameworks, work));
  return work.commit();
}

int run_follow_ups(const Actor& actor, const base::Clock& clock, Frameworks& frameworks, Store& store) {
  const auto today = clock.today();
  {
    // Looked at without a transaction first: most minutes there is nothing, and the writer stays free.
    const auto reader = store.read(actor.council);
    if (reader->follow_ups().to_escalate(today).empty() && reader->follow_ups().reaudits_to_send(today).empty())
      return 0;
  }
  const auto work = store.begin(actor.council);
  const auto now = clock.now();
  int done = 0;
  for (const auto& follow_up : work->follow_ups().to_escalate(today))
    if (escalate(follow_up, actor, now, frameworks, *work)) ++done;
  for (const auto& follow_up : work->follow_ups().reaudits_to_send(today)) {
    const auto context = audit_context(*follow_up.reaudit, frameworks, *work);
    if (!context) continue;
    must(send_reaudit(*context, actor, now, *work));
    ++done;
  }
  if (done > 0 && !work->commit()) throw base::Broken("follow-ups could not be kept");
  return done;
}

}  // namespace plumbline::app
