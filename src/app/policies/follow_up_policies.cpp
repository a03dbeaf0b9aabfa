#include "app/policies/follow_up_policies.hpp"

#include <algorithm>

#include "app/policies/audit_policies.hpp"

namespace plumbline::app {

namespace {

bool has_any(const Actor& actor, const domain::Audit& audit, std::initializer_list<Role> roles) {
  const auto place = place_of(audit);
  return std::ranges::any_of(roles, [&](Role role) { return holds_area(actor, role, place); });
}

bool manages(const Actor& actor, const domain::Audit& audit) {
  return actor.is(audit.supervisor_id) || has_any(actor, audit, {Role::TeamManager});
}

bool is_meant(const Actor& actor, const std::vector<Addressee>& people) {
  return actor.person &&
         std::ranges::any_of(people, [&](const Addressee& one) { return one.person.person_id == *actor.person; });
}

}  // namespace

base::Result<void> may_see_perspective(const Actor& actor, const domain::Audit& audit,
                                       const domain::PerspectiveRule& rule) {
  CHECK(may_view(actor, audit));
  if (!rule.asked) return base::not_found("perspective.save.not_asked");
  return {};
}

bool may_read_answers(const Actor& actor, const domain::Audit& audit,
                      const std::optional<domain::Perspective>& perspective) {
  return perspective && (perspective->sent_at || actor.is(audit.worker_id));
}

base::Result<void> may_answer(const Actor& actor, const domain::Audit& audit, const domain::PerspectiveRule& rule,
                              const std::optional<domain::Perspective>& perspective) {
  CHECK(may_see_perspective(actor, audit, rule));
  if (!actor.is(audit.worker_id)) return base::forbidden("perspective.save.forbidden");
  if (perspective && perspective->sent_at) return base::rule_broken("perspective.save.sent");
  switch (audit.state) {
    case domain::AuditState::Sent:
    case domain::AuditState::InProgress:
    case domain::AuditState::HandedBack:
      return {};
    case domain::AuditState::Allocated:
    case domain::AuditState::Submitted:
    case domain::AuditState::Returned:
    case domain::AuditState::Final:
    case domain::AuditState::Withdrawn:
      break;
  }
  return base::rule_broken("perspective.save.state");
}

base::Result<void> may_note_practice(const Actor& actor, const domain::Audit& audit,
                                     const domain::EarlierPracticeRule& rule) {
  CHECK(may_view(actor, audit));
  if (!rule.asked) return base::not_found("earlier_practice.note.not_asked");
  return may_edit(actor, audit);
}

base::Result<void> may_read(const Actor& actor, const domain::PracticeNote& note, const domain::Audit& audit) {
  const bool told =
      actor.person && std::ranges::find(note.told, *actor.person, &domain::PracticeReader::person) != note.told.end();
  if (told || actor.acting() == note.noted_by || (actor.person && audit.is_audited_by(*actor.person))) return {};
  return base::not_found("access.row.not_found");
}

base::Result<void> may_acknowledge(const Actor& actor, const domain::PracticeNote& note) {
  if (!actor.person) return base::not_found("access.row.not_found");
  const auto own = std::ranges::find(note.told, *actor.person, &domain::PracticeReader::person);
  if (own == note.told.end()) {
    if (actor.acting() == note.noted_by) return base::forbidden("earlier_practice.acknowledge.forbidden");
    return base::not_found("access.row.not_found");
  }
  return {};
}

base::Result<void> may_disagree(const Actor& actor, const domain::Audit& audit, const domain::DisagreementRule& rule,
                                const std::vector<Addressee>& raisers, base::Day today) {
  CHECK(may_view(actor, audit));
  if (rule.raised_by.empty()) return base::not_found("disagreement.raise.none");
  if (!is_meant(actor, raisers)) return base::forbidden("disagreement.raise.forbidden");
  return domain::may_be_disagreed_with(audit, rule, today);
}

base::Result<void> may_view(const Actor& actor, const domain::Disagreement& disagreement, const domain::Audit& audit) {
  if (actor.is(disagreement.decider) || actor.is(disagreement.decided_by) || actor.is(disagreement.raised_by))
    return {};
  return may_view(actor, audit);
}

bool is_independent(const domain::Person& person, const domain::Audit& audit, const domain::Disagreement& disagreement,
                    const domain::DisagreementRule& rule, const std::vector<domain::Moderation>& moderations) {
  if (std::ranges::find(rule.decided_by, person.role) == rule.decided_by.end()) return false;
  const auto& id = person.person_id;
  const auto beside = std::ranges::any_of(audit.beside, [&](const domain::CoAuditor& one) { return one.person == id; });
  if (beside || audit.auditor == id || audit.worker_id == id || audit.supervisor_id == id ||
      disagreement.raised_by == id)
    return false;
  return std::ranges::find(moderations, id, &domain::Moderation::moderator) == moderations.end();
}

base::Result<void> may_decide(const Actor& actor, const domain::Disagreement& disagreement,
                              const domain::Audit& audit) {
  CHECK(may_view(actor, disagreement, audit));
  if (!actor.is(disagreement.decider)) return base::forbidden("disagreement.decide.forbidden");
  if (disagreement.state != domain::DisagreementState::Raised) return base::rule_broken("disagreement.decide.state");
  return {};
}

base::Result<void> may_take_over(const Actor& actor, const std::optional<domain::Person>& person,
                                 const domain::Disagreement& disagreement, const domain::Audit& audit,
                                 const domain::DisagreementRule& rule,
                                 const std::vector<domain::Moderation>& moderations) {
  CHECK(may_view(actor, disagreement, audit));
  if (!person || !is_independent(*person, audit, disagreement, rule, moderations))
    return base::forbidden("disagreement.take_over.forbidden");
  if (disagreement.state != domain::DisagreementState::Raised) return base::rule_broken("disagreement.decide.state");
  if (actor.is(disagreement.decider)) return base::rule_broken("disagreement.take_over.own");
  return {};
}

base::Result<void> may_view(const Actor& actor, const domain::FollowUp& follow_up, const domain::Audit& audit) {
  static_cast<void>(follow_up);
  return may_view(actor, audit);
}

base::Result<void> may_record_talk(const Actor& actor, const domain::FollowUp& follow_up, const domain::Audit& audit) {
  CHECK(may_view(actor, follow_up, audit));
  if (actor.is(audit.worker_id) || (!manages(actor, audit) && !has_any(actor, audit, {Role::QaLead})))
    return base::forbidden("follow_up.record.forbidden");
  if (follow_up.kind != domain::FollowUpKind::Supervision || follow_up.state != domain::FollowUpState::Open)
    return base::rule_broken("follow_up.record.state", {}, {{"state", std::string(domain::say(follow_up.state))}});
  return {};
}

base::Result<void> may_agree_action(const Actor& actor, const domain::FollowUp& follow_up, const domain::Audit& audit) {
  CHECK(may_view(actor, follow_up, audit));
  if (!actor.is(audit.worker_id) && !manages(actor, audit) && !has_any(actor, audit, {Role::QaLead}))
    return base::forbidden("follow_up.record.forbidden");
  if (follow_up.kind != domain::FollowUpKind::Supervision || follow_up.state != domain::FollowUpState::Open)
    return base::rule_broken("follow_up.record.state", {}, {{"state", std::string(domain::say(follow_up.state))}});
  return {};
}

base::Result<void> may_check_talk(const Actor& actor, const std::optional<domain::Person>& person,
                                  const domain::FollowUp& follow_up, const domain::Audit& audit,
                                  const domain::MeetingRule& rule) {
  CHECK(may_view(actor, follow_up, audit));
  const bool chairs = person && std::ranges::any_of(rule.chaired_by, [&](const domain::Recipient& recipient) {
                        return recipient.role == person->role;
                      });
  const bool runs = has_any(actor, audit, {Role::QaLead, Role::QaAdministrator, Role::HeadOfService});
  if (actor.is(audit.worker_id) || actor.is(audit.supervisor_id) || (!chairs && !runs))
    return base::forbidden("follow_up.check.forbidden");
  if (follow_up.kind != domain::FollowUpKind::Supervision || !follow_up.check_at_meeting ||
      (follow_up.state != domain::FollowUpState::Open && follow_up.state != domain::FollowUpState::Recorded))
    return base::rule_broken("follow_up.check.state", {}, {{"state", std::string(domain::say(follow_up.state))}});
  return {};
}

base::Result<void> may_hand_over(const Actor& actor, const domain::Audit& audit, const domain::CaseNoteRule& rule,
                                 const std::vector<Addressee>& givers) {
  CHECK(may_view(actor, audit));
  if (rule.text.empty()) return base::not_found("hand_over.record.none");
  if (!is_meant(actor, givers) && !has_any(actor, audit, {Role::QaLead, Role::QaAdministrator}))
    return base::forbidden("hand_over.record.forbidden");
  if (audit.state != domain::AuditState::Final) return base::rule_broken("hand_over.record.state");
  return {};
}

base::Result<void> may_share_example(const Actor& actor, const domain::Audit& audit) {
  CHECK(may_view(actor, audit));
  if (manages(actor, audit) ||
      has_any(actor, audit,
              {Role::QaLead, Role::QaAdministrator, Role::Moderator, Role::HeadOfService, Role::PrincipalSocialWorker}))
    return {};
  return base::forbidden("example.share.forbidden");
}

base::Result<void> may_compare_auditors(const Actor& actor) {
  if (actor.has(Role::QaLead) || actor.has(Role::Moderator)) return {};
  return base::forbidden("access.page.forbidden");
}

}  // namespace plumbline::app
