#include "app/action/actions.hpp"

#include "app/audit/letters.hpp"
#include "app/audit/of_an_audit.hpp"
#include "app/audit/reasons.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/register/person_there.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {

namespace {

JournalFields fields_of(const domain::Action& action) {
  return {{"section", action.section},
          {"text", hashed(action.text)},
          {"measure", hashed(action.measure)},
          {"owner", action.owner ? action.owner->text() : ""},
          {"due_on", action.due_on ? base::iso(*action.due_on) : ""},
          {"priority", std::string(to_string(action.priority))},
          {"state", std::string(to_string(action.state))}};
}

base::Result<void> check_texts(std::string_view text, std::string field) {
  return check_text(text, "action.put.too_long", "action.put.not_text", std::move(field));
}

}  // namespace

base::Result<void> check_action_text(std::string_view text, std::string field) {
  if (text.size() > kLongestAction) return base::invalid("action.put.action_too_long", std::move(field));
  return check_texts(text, std::move(field));
}

domain::Action new_action(const AuditContext& context, const domain::ActionWords& words, base::Instant now,
                          UnitOfWork& work) {
  const auto& audit = context.audit;
  domain::Action action;
  action.id = domain::ActionId{base::new_uuid(now)};
  action.audit = audit.id;
  domain::put_words(action, words);
  const auto signers = addressees(context.programme->actions.sign_off, audit, work, base::london_day(now));
  action.sign_off_by = signers.empty() ? audit.supervisor_id : signers.front().person.person_id;
  action.created_at = now;
  return action;
}

namespace {

base::Result<std::pair<domain::Action, domain::Audit>> find_action(const domain::ActionId& id, UnitOfWork& work) {
  return with_audit(work.actions().find(id), work);
}

base::Result<void> keep(domain::Action& action, const JournalFields& before, const domain::ActionEvent& event,
                        const std::string& reason, const Actor& actor, UnitOfWork& work) {
  const auto what = domain::past_tense(event.verb);
  auto mark = keep_reason(action.id.text(), what, reason, actor, event.at, work.co_auditors());
  return keep(work.actions(), action, "action", what, std::move(mark), before, fields_of, actor, event.at, work);
}

// What a change took away, in words; empty where it took nothing.
std::string what_it_said(const domain::Action& before, const domain::Action& after, PersonReads& people) {
  std::vector<std::string> said;
  if (before.text != after.text) said.push_back(before.text);
  if (before.measure != after.measure && !before.measure.empty())
    said.push_back("One would know by: " + before.measure);
  if (before.owner != after.owner && before.owner) said.push_back("It was for " + people.name_of(*before.owner) + ".");
  if (before.due_on != after.due_on && before.due_on) said.push_back("It was due " + base::say(*before.due_on) + ".");
  if (before.priority != after.priority)
    said.push_back("Its priority was " + base::lower(domain::say(before.priority)) + ".");
  return base::join(said, "\n");
}

void tell(const std::optional<domain::PersonId>& to, const Actor& actor, base::Instant now, std::string_view kind,
          std::string subject, std::string body, UnitOfWork& work) {
  if (!to || actor.is(to)) return;
  if (const auto person = work.people().find(*to))
    post(work, now, kind, *person, std::move(subject), std::move(body), "/actions");
}

}  // namespace

base::Result<domain::Action> put_action(const PutAction& command, const Actor& actor, const base::Clock& clock,
                                        Frameworks& frameworks, UnitOfWork& work) {
  const auto now = clock.now();
  const auto today = clock.today();
  domain::Action action;
  if (command.action) {
    TRY(action, work.actions().find(*command.action));
    if (action.audit != command.audit) return base::not_found("access.row.not_found");
  }
  TRY(auto found, work.audits().find(command.audit));
  if (command.action) {
    CHECK(may_revise(actor, action, found));
    CHECK(check_version(action, command.version));
  } else {
    CHECK(may_edit(actor, found));
  }
  TRY(const auto context, audit_context(command.audit, frameworks, work));
  const auto& audit = context.audit;
  if (command.action && !may_still_change(action, *context.programme)) return base::rule_broken("action.put.fixed");
  if (!command.section.empty()) {
    const auto* section = context.tool->find_section(command.section);
    if (section == nullptr || !applies_to(*section, audit.category))
      return base::invalid("action.put.section_unknown", "section");
  }
  CHECK(check_action_text(command.text, "text"));
  CHECK(check_action_text(command.measure, "measure"));
  CHECK(check_texts(command.reason, "reason"));
  const domain::ActionWords words{command.section, command.text,
                                  command.measure, command.owner ? command.owner : audit.worker_id,
                                  command.due_on,  command.priority};
  // The case's own worker may be known to the register only; anybody else has to be a person we can reach.
  if (words.owner && words.owner != audit.worker_id && words.owner != action.owner &&
      !person_there(*words.owner, work.people()))
    return base::invalid("action.put.owner_unknown", "owner");

  if (!command.action) {
    CHECK(domain::check_words(words, nullptr, today));
    action = new_action(context, words, now, work);
    work.actions().add(action);
    write_down(work.journal(), actor, now, "action-proposed", "action", action.id.text(), {}, {}, fields_of(action));
    CHECK(work.commit());
    return action;
  }
  const auto before = action;
  TRY(const auto event, domain::revise(action, words, command.reason, actor.acting(), now, today));
  if (action.state == domain::ActionState::Open) {
    tell(action.owner, actor, now, "action-revised", "An action from audit " + audit.reference + " was changed",
         "Read what it says now, by when it is due, and why it was changed.", work);
    if (before.owner != action.owner)
      tell(before.owner, actor, now, "action-revised",
           "An action from audit " + audit.reference + " went to somebody else", "There is nothing more for you to do.",
           work);
  }
  // A proposed action is a draft; what was agreed and is changed stands beside it (ACT-1).
  if (action.state != domain::ActionState::Proposed)
    keep_reason(action.id.text(), kSaidBefore, what_it_said(before, action, work.people()), actor, now,
                work.co_auditors());
  CHECK(keep(action, fields_of(before), event, command.reason, actor, work));
  return action;
}

base::Result<void> remove_action(const RemoveAction& command, const Actor& actor, const base::Clock& clock,
                                 UnitOfWork& work) {
  TRY(const auto found, find_action(command.action, work));
  const auto& [action, audit] = found;
  CHECK(may_remove(actor, action, audit));
  work.actions().remove(command.action);
  write_down(work.journal(), actor, clock.now(), domain::past_tense(domain::ActionVerb::Remove), "action",
             command.action.text(), {}, fields_of(action), {});
  return work.commit();
}

base::Result<void> mark_action_done(const MarkActionDone& command, const Actor& actor, const base::Clock& clock,
                                    UnitOfWork& work) {
  TRY(auto found, find_action(command.action, work));
  auto& [action, audit] = found;
  // Pressed twice: the first press has said so.
  const bool said = action.state == domain::ActionState::Done && action.done_evidence == command.evidence;
  if (said && actor.is(action.owner)) return {};
  CHECK(may_mark_done(actor, action, audit));
  CHECK(check_version(action, command.version));
  CHECK(check_texts(command.evidence, "evidence"));
  const auto before = fields_of(action);
  const auto now = clock.now();
  TRY(const auto event, domain::mark_done(action, command.evidence, actor.acting(), now));
  tell(action.sign_off_by, actor, now, "action-done",
       "An action from audit " + audit.reference + " waits for your sign-off",
       "Its owner says that it is done and where that can be seen.", work);
  return keep(action, before, event, {}, actor, work);
}

base::Result<void> sign_off_action(const SignOffAction& command, const Actor& actor, const base::Clock& clock,
                                   UnitOfWork& work) {
  TRY(auto found, find_action(command.action, work));
  auto& [action, audit] = found;
  // Pressed twice: the first press has signed it off.
  const bool signed_off = command.agreed && action.state == domain::ActionState::SignedOff;
  if (signed_off && action.signed_off_by == actor.acting() && action.sign_off_note == command.note) return {};
  CHECK(may_sign_off(actor, action, audit));
  CHECK(check_version(action, command.version));
  CHECK(check_texts(command.note, "note"));
  const auto before = fields_of(action);
  const auto now = clock.now();
  if (!command.agreed) {
    TRY(const auto event, domain::reopen(action, command.note, actor.acting(), now));
    tell(action.owner, actor, now, "action-reopened", "An action from audit " + audit.reference + " is open again",
         "Read what is still to be done.", work);
    return keep(action, before, event, command.note, actor, work);
  }
  TRY(const auto event, domain::sign_off(action, command.note, actor.acting(), now));
  return keep(action, before, event, {}, actor, work);
}

base::Result<void> withdraw_action(const WithdrawAction& command, const Actor& actor, const base::Clock& clock,
                                   UnitOfWork& work) {
  TRY(auto found, find_action(command.action, work));
  auto& [action, audit] = found;
  CHECK(may_withdraw(actor, action, audit));
  CHECK(check_version(action, command.version));
  CHECK(check_texts(command.reason, "reason"));
  const auto before = fields_of(action);
  const auto now = clock.now();
  TRY(const auto event, domain::withdraw(action, command.reason, actor.acting(), now));
  tell(action.owner, actor, now, "action-withdrawn", "An action from audit " + audit.reference + " was withdrawn",
       "There is nothing more for you to do.", work);
  return keep(action, before, event, command.reason, actor, work);
}

}  // namespace plumbline::app
