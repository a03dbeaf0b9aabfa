#include "app/policies/audit_policies.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/action/transitions.hpp"
#include "domain/audit/concern_transitions.hpp"
#include "domain/audit/transitions.hpp"

namespace plumbline::app {

namespace {

using domain::Parties;
using domain::Party;

bool is_writer(const Actor& actor, const domain::Audit& audit) {
  return actor.person && audit.is_audited_by(*actor.person);
}

bool is_co_auditor(const Actor& actor, const domain::Audit& audit, domain::CoAuditorKind kind) {
  const auto* one = audit.co_auditor(kind);
  return one != nullptr && actor.is(one->person);
}

// The auditor linked to the case's area; a locality and a service area may each have one.
bool is_linked(const Actor& actor, const domain::Audit& audit, bool to_moderate) {
  return std::ranges::any_of(audit.beside, [&](const domain::CoAuditor& one) {
    return one.kind == domain::CoAuditorKind::Linked && actor.is(one.person) && (one.moderates || !to_moderate);
  });
}

// Whoever made the audit or answers for its case judges neither the grade nor the auditor.
bool is_tied(const Actor& actor, const domain::Audit& audit) {
  return is_writer(actor, audit) || is_co_auditor(actor, audit, domain::CoAuditorKind::Preparer) ||
         actor.is(audit.worker_id) || actor.is(audit.supervisor_id);
}

bool grades_the_same_case(const Actor& actor, const domain::Audit& audit) {
  return actor.person && domain::is_joint_part(audit.part) &&
         std::ranges::any_of(audit.others,
                             [&](const domain::OtherPart& other) { return other.auditor == *actor.person; });
}

struct Subject {
  const domain::Audit& audit;
  Place place;
  const domain::Action* action = nullptr;
  const domain::Concern* concern = nullptr;
};

bool is_party(const Actor& actor, Party party, const Subject& subject) {
  const auto& place = subject.place;
  switch (party) {
    case Party::System:
      return false;
    case Party::Viewer:
      return true;  // asked before any verb
    case Party::Auditor:
      return is_writer(actor, subject.audit) && (actor.has(Role::Auditor) || actor.has(Role::Partner));
    case Party::CaseWorker:
      return actor.is(place.worker);
    case Party::SupervisingManager:
      return actor.is(place.supervisor) || holds_area(actor, Role::TeamManager, place) ||
             (subject.action != nullptr && actor.is(subject.action->sign_off_by));
    case Party::ActionOwner:
      return subject.action != nullptr && actor.is(subject.action->owner);
    case Party::Told:
      return subject.concern != nullptr && actor.person &&
             std::ranges::any_of(subject.concern->told,
                                 [&](const domain::ConcernNotice& notice) { return notice.person == *actor.person; });
    case Party::Moderator:
      return holds_area(actor, Role::Moderator, place) || is_linked(actor, subject.audit, true);
    case Party::QaAdministrator:
      return holds_area(actor, Role::QaAdministrator, place);
    case Party::QaLead:
      return holds_area(actor, Role::QaLead, place);
    case Party::HeadOfService:
      return holds_area(actor, Role::HeadOfService, place);
    case Party::PrincipalSocialWorker:
      return holds_area(actor, Role::PrincipalSocialWorker, place);
  }
  return false;
}

bool is_any(const Actor& actor, Parties parties, const Subject& subject) {
  return std::ranges::any_of(domain::kParties,
                             [&](Party party) { return parties.contains(party) && is_party(actor, party, subject); });
}

bool can_see(const Actor& actor, const domain::Audit& audit) {
  if (actor.person && audit.is_kept_from(*actor.person)) return false;
  const auto visible = visibility_of(actor);
  const auto lists = [](const std::vector<std::string>& list, const std::string& value) {
    return !value.empty() && std::ranges::find(list, value) != list.end();
  };
  return visible.everything || lists(visible.localities, audit.locality) ||
         lists(visible.service_areas, audit.service_area) || lists(visible.teams, audit.team) ||
         is_tied(actor, audit) || is_linked(actor, audit, false) || grades_the_same_case(actor, audit);
}

// Seen at all; one of the parties at all; allowed by the state; one of the parties in this state.
base::Result<void> may(const Actor& actor, const domain::Audit& audit, domain::AuditVerb verb, const char* forbidden) {
  if (!can_see(actor, audit)) return base::not_found("access.row.not_found");
  // What an old tracker says is changed there and imported again.
  if (audit.imported) return base::forbidden("audit.change.imported");
  const Subject subject{audit, place_of(audit)};
  if (!is_any(actor, domain::who_may(verb), subject)) return base::forbidden(forbidden);
  CHECK(domain::may_move(audit, verb));
  if (!is_any(actor, domain::who_may(audit.state, verb), subject)) return base::forbidden(forbidden);
  return {};
}

base::Result<void> may(const Actor& actor, const domain::Action& action, const domain::Audit& audit,
                       domain::ActionVerb verb, const char* forbidden) {
  CHECK(may_view(actor, action, audit));
  const Subject subject{audit, place_of(audit), &action};
  if (!is_any(actor, domain::who_may(verb), subject)) return base::forbidden(forbidden);
  CHECK(domain::may_move(action, verb));
  if (!is_any(actor, domain::who_may(action.state, verb), subject)) return base::forbidden(forbidden);
  return {};
}

base::Result<void> may(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit,
                       domain::ConcernVerb verb, const char* forbidden) {
  CHECK(may_view(actor, concern, audit));
  const Subject subject{audit, place_of(audit), nullptr, &concern};
  if (!is_any(actor, domain::who_may(verb), subject)) return base::forbidden(forbidden);
  CHECK(domain::may_move(concern, verb));
  if (!is_any(actor, domain::who_may(concern.state, verb), subject)) return base::forbidden(forbidden);
  return {};
}

}  // namespace

Place place_of(const domain::Audit& audit) {
  return {audit.locality, audit.service_area, audit.team, audit.worker_id, audit.supervisor_id, audit.auditor};
}

base::Result<void> may_view(const Actor& actor, const domain::Audit& audit) {
  if (can_see(actor, audit)) return {};
  return base::not_found("access.row.not_found");
}

base::Result<void> may_read_findings(const Actor& actor, const domain::Audit& audit) {
  CHECK(may_view(actor, audit));
  if (audit.state == domain::AuditState::Final) return {};
  const auto place = place_of(audit);
  if (is_party(actor, Party::Auditor, {audit, place}) || is_linked(actor, audit, false) ||
      is_co_auditor(actor, audit, domain::CoAuditorKind::Preparer))
    return {};
  // Who graded the same case compares once all are returned; before that may_view has said no.
  if (grades_the_same_case(actor, audit)) return {};
  for (const auto role : kRoles)
    if (reads_drafts(role) && holds_area(actor, role, place)) return {};
  return base::forbidden("audit.read.unfinished");
}

base::Result<void> may_view(const Actor& actor, const domain::Action& action, const domain::Audit& audit) {
  // Until its audit is finished an action is a proposal in a draft.
  if (action.state == domain::ActionState::Proposed && !may_read_findings(actor, audit))
    return base::not_found("access.row.not_found");
  if (can_see(actor, audit) || actor.is(action.owner) || actor.is(action.sign_off_by)) return {};
  return base::not_found("access.row.not_found");
}

base::Result<void> may_view(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit) {
  const bool told = is_party(actor, Party::Told, {audit, place_of(audit), nullptr, &concern});
  if (can_see(actor, audit) || told || actor.acting() == concern.raised_by) return {};
  return base::not_found("access.row.not_found");
}

base::Result<void> may_edit(const Actor& actor, const domain::Audit& audit) {
  const auto verb = audit.state == domain::AuditState::Sent ? domain::AuditVerb::Begin : domain::AuditVerb::Save;
  CHECK(may(actor, audit, verb, "audit.save.forbidden"));
  if (audit.is_being_prepared()) return base::rule_broken("audit.save.being_prepared");
  return {};
}

base::Result<void> may_prepare(const Actor& actor, const domain::Audit& audit) {
  if (!can_see(actor, audit)) return base::not_found("access.row.not_found");
  if (!is_co_auditor(actor, audit, domain::CoAuditorKind::Preparer)) return base::forbidden("audit.prepare.forbidden");
  if (audit.state != domain::AuditState::Sent && audit.state != domain::AuditState::InProgress)
    return base::rule_broken("audit.prepare.state");
  if (!audit.is_being_prepared()) return base::rule_broken("audit.prepare.done");
  return {};
}

base::Result<void> may_edit_section(const Actor& actor, const domain::Audit& audit, const domain::Programme& programme,
                                    std::string_view section) {
  if (!is_prepared_section(audit, programme, section)) {
    // The preparer keeps to the prepared part, also where the same person may edit other audits.
    return may_edit(actor, audit);
  }
  if (is_co_auditor(actor, audit, domain::CoAuditorKind::Preparer)) return may_prepare(actor, audit);
  CHECK(may_edit(actor, audit));
  return base::rule_broken("audit.save.prepared_section");
}

base::Result<void> may_edit_documents(const Actor& actor, const domain::Audit& audit) {
  if (is_co_auditor(actor, audit, domain::CoAuditorKind::Preparer)) return may_prepare(actor, audit);
  return may_edit(actor, audit);
}

base::Result<void> may_write_note(const Actor& actor, const domain::Audit& audit) {
  CHECK(may_view(actor, audit));
  const bool part_of_it = is_writer(actor, audit) || is_co_auditor(actor, audit, domain::CoAuditorKind::Preparer);
  if (audit.co_auditor(domain::CoAuditorKind::Preparer) == nullptr || !part_of_it)
    return base::forbidden("audit.note.forbidden");
  if (audit.state != domain::AuditState::Sent && audit.state != domain::AuditState::InProgress &&
      audit.state != domain::AuditState::Returned)
    return base::rule_broken("audit.note.state");
  return {};
}

base::Result<void> may_arrange(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::Reallocate, "audit.arrange.forbidden");
}

base::Result<void> may_compare(const Actor& actor, const domain::Audit& audit) {
  if (!can_see(actor, audit) && !grades_the_same_case(actor, audit)) return base::not_found("access.row.not_found");
  if (audit.part.empty()) return base::rule_broken("audit.compare.alone");
  if (domain::is_joint_part(audit.part))
    return audit.all_parts_returned() ? base::Result<void>{} : base::rule_broken("audit.compare.not_all_returned");
  const Subject subject{audit, place_of(audit)};
  for (const auto party : {Party::QaLead, Party::QaAdministrator, Party::Moderator, Party::HeadOfService})
    if (is_party(actor, party, subject)) return {};
  return base::forbidden("audit.compare.forbidden");
}

base::Result<void> may_note_comparison(const Actor& actor, const domain::Audit& audit) {
  CHECK(may_compare(actor, audit));
  const Subject subject{audit, place_of(audit)};
  const bool graded = is_writer(actor, audit) || grades_the_same_case(actor, audit);
  if (graded || is_party(actor, Party::QaLead, subject)) return {};
  return base::forbidden("audit.compare.note_forbidden");
}

bool is_prepared_section(const domain::Audit& audit, const domain::Programme& programme, std::string_view section) {
  return audit.co_auditor(domain::CoAuditorKind::Preparer) != nullptr &&
         std::ranges::find(programme.auditors.preparation.sections, section) !=
             programme.auditors.preparation.sections.end();
}

base::Result<void> may_submit(const Actor& actor, const domain::Audit& audit) {
  CHECK(may(actor, audit, domain::AuditVerb::Submit, "audit.submit.forbidden"));
  if (audit.is_being_prepared()) return base::rule_broken("audit.submit.being_prepared");
  return {};
}

base::Result<void> may_hand_back(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::HandBack, "audit.hand_back.forbidden");
}

base::Result<void> may_reallocate(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::Reallocate, "audit.reallocate.forbidden");
}

base::Result<void> may_send(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::Send, "audit.send.forbidden");
}

base::Result<void> may_withdraw(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::Withdraw, "audit.withdraw.forbidden");
}

base::Result<void> may_book_conversation(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::BookConversation, "conversation.book.forbidden");
}

base::Result<void> may_record_conversation(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::RecordConversation, "conversation.record.forbidden");
}

base::Result<void> may_reply_to_family(const Actor& actor, const domain::Audit& audit) {
  return may(actor, audit, domain::AuditVerb::ReplyToFamily, "conversation.reply.forbidden");
}

base::Result<void> may_converse(const Actor& actor, const domain::Audit& audit) {
  if (may_book_conversation(actor, audit)) return {};
  return may_record_conversation(actor, audit);
}

base::Result<void> may_moderate(const Actor& actor, const domain::Audit& audit) {
  CHECK(may(actor, audit, domain::AuditVerb::Confirm, "moderation.decide.forbidden"));
  if (is_tied(actor, audit)) return base::forbidden("moderation.decide.own");
  return {};
}

base::Result<void> may_raise_concern(const Actor& actor, const domain::Audit& audit) { return may_view(actor, audit); }

base::Result<void> may_acknowledge(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit) {
  CHECK(may(actor, concern, audit, domain::ConcernVerb::Acknowledge, "concern.acknowledge.forbidden"));
  if (actor.acting() == concern.raised_by) return base::forbidden("concern.acknowledge.own");
  return {};
}

base::Result<void> may_close(const Actor& actor, const domain::Concern& concern, const domain::Audit& audit) {
  return may(actor, concern, audit, domain::ConcernVerb::Close, "concern.close.forbidden");
}

bool may_still_change(const domain::Action& action, const domain::Programme& programme) {
  return action.state == domain::ActionState::Proposed || programme.actions.may_change_after_moderation;
}

base::Result<void> may_revise(const Actor& actor, const domain::Action& action, const domain::Audit& audit) {
  CHECK(may(actor, action, audit, domain::ActionVerb::Revise, "action.put.forbidden"));
  // A proposed action is part of the form: it rests when the form does.
  if (action.state == domain::ActionState::Proposed) return may_edit(actor, audit);
  return {};
}

base::Result<void> may_remove(const Actor& actor, const domain::Action& action, const domain::Audit& audit) {
  CHECK(may(actor, action, audit, domain::ActionVerb::Remove, "action.remove.forbidden"));
  return may_edit(actor, audit);
}

base::Result<void> may_withdraw(const Actor& actor, const domain::Action& action, const domain::Audit& audit) {
  return may(actor, action, audit, domain::ActionVerb::Withdraw, "action.withdraw.forbidden");
}

base::Result<void> may_mark_done(const Actor& actor, const domain::Action& action, const domain::Audit& audit) {
  return may(actor, action, audit, domain::ActionVerb::MarkDone, "action.done.forbidden");
}

base::Result<void> may_sign_off(const Actor& actor, const domain::Action& action, const domain::Audit& audit) {
  CHECK(may(actor, action, audit, domain::ActionVerb::SignOff, "action.sign_off.forbidden"));
  if (actor.is(action.owner)) return base::forbidden("action.sign_off.own");
  return {};
}

}  // namespace plumbline::app
