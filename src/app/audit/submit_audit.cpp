#include "app/audit/submit_audit.hpp"

#include <algorithm>

#include "app/allocation/allocate_cycle.hpp"
#include "app/audit/audit_context.hpp"
#include "app/audit/council_letter.hpp"
#include "app/audit/finish_audit.hpp"
#include "app/audit/letters.hpp"
#include "app/audit/reaudit.hpp"
#include "app/audit/together.hpp"
#include "app/audit/write_down.hpp"
#include "app/draw/month.hpp"
#include "app/mail/usual_letters.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/draw/certificate.hpp"
#include "domain/moderation/moderate.hpp"

namespace plumbline::app {

namespace {

// Whether the audit's case is in the published moderation sample of its cycle.
bool is_in_moderation_sample(const AuditContext& context, UnitOfWork& work) {
  const auto& rule = context.programme->moderation;
  if (rule.kind != domain::ModerationKind::Share && rule.kind != domain::ModerationKind::Count) return false;
  const auto& audit = context.audit;
  domain::RankKey key{audit.cycle.text(), "", audit.programme, audit.period};
  std::vector<domain::ChildId> sample;
  if (const auto draws = work.cycles().draws(audit.cycle); !draws.empty()) {
    const auto certificate = domain::read_certificate(draws.back().certificate);
    if (!certificate) throw base::Broken("a stored certificate can't be read: " + certificate.error().rule);
    key = certificate->rank_key();
    sample = certificate->sample();
  } else {
    // Audits that came without a draw rank among themselves.
    for (const auto& other : work.audits().of_cycle(audit.cycle)) sample.push_back(other.child_id);
  }
  const auto picked = domain::moderation_sample(rule, key, sample);
  return std::ranges::find(picked, audit.child_id) != picked.end();
}

JournalFields state_fields(domain::AuditState state) { return {{"state", std::string(to_string(state))}}; }

void write_event(UnitOfWork& work, const Actor& actor, const domain::Audit& audit, const domain::AuditEvent& event,
                 const JournalFields& more = {}) {
  auto after = state_fields(event.to);
  after.insert(after.end(), more.begin(), more.end());
  write_down(work.journal(), actor, event.at, domain::past_tense(event.verb), "audit", audit.id.text(), event.reason,
             state_fields(event.from), after);
}

// Of a pair one of whom is away: who was not there (ALLOC-5).
JournalFields alone_fields(const domain::Audit& audit, UnitOfWork& work, base::Day today) {
  const auto away = away_of_pair(audit, work.people(), today);
  if (!away) return {};
  return {{"alone", "yes"}, {"away", away->text()}};
}

}  // namespace

base::Result<std::vector<domain::Finding>> check_audit(const domain::Audit& audit, Frameworks& frameworks,
                                                       Reader& reader) {
  TRY(const auto context, audit_context(audit, frameworks, reader));
  return domain::findings_of(audit, contents_of(audit.id, reader), *context.framework, *context.programme,
                             *context.tool);
}

base::Result<void> submit_audit(const SubmitAudit& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  // A second click on "Return the audit" finds the work done.
  const bool done = found.state == domain::AuditState::Submitted || found.state == domain::AuditState::Final;
  if (done && actor.person && found.is_audited_by(*actor.person) && command.version < found.version) return {};
  CHECK(may_submit(actor, found));
  TRY(auto context, audit_context(command.audit, frameworks, work));
  auto& audit = context.audit;
  if (command.version != audit.version) return base::stale("audit.submit.stale");

  const auto now = clock.now();
  const auto findings =
      domain::findings_of(audit, contents_of(audit.id, work), *context.framework, *context.programme, *context.tool);
  TRY(const auto submitted, domain::submit(audit, findings, actor.acting(), now));
  write_event(work, actor, audit, submitted, alone_fields(audit, work, base::london_day(now)));
  if (audit.moderation_pick.empty())
    audit.moderation_pick =
        domain::moderation_pick(context.programme->moderation, audit.overall, is_in_moderation_sample(context, work));
  if (audit.moderation_pick.empty()) {
    TRY(const auto finalised, domain::finalise(audit, actor.acting(), now));
    write_event(work, actor, audit, finalised);
    CHECK(finish_audit(context, actor, now, work));
  }
  CHECK(work.audits().save(audit));
  return work.commit();
}

base::Result<void> hand_back_audit(const HandBackAudit& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_hand_back(actor, found));
  TRY(auto context, audit_context(command.audit, frameworks, work));
  auto& audit = context.audit;
  if (command.version != audit.version) return base::stale("store.save.stale");
  CHECK(check_text(command.note, "audit.save.too_long", "audit.save.not_text", "note"));
  const auto now = clock.now();
  TRY(const auto event, domain::hand_back(audit, command.reason, command.note, actor.acting(), now));
  CHECK(work.audits().save(audit));
  write_event(work, actor, audit, event);
  static const std::vector<domain::Recipient> kOrganisers{{{}, domain::JobRole::QaAdministrator},
                                                          {{}, domain::JobRole::QaLead}};
  for (const auto& one : addressees(kOrganisers, audit, work, base::london_day(now)))
    post_letter(context, now, "audit-handed-back", one.person, audit_path(audit), work);
  return work.commit();
}

base::Result<void> reallocate_audit(const ReallocateAudit& command, const Actor& actor, const base::Clock& clock,
                                    Frameworks& frameworks, UnitOfWork& work) {
  TRY(auto found, work.audits().find(command.audit));
  CHECK(may_reallocate(actor, found));
  TRY(auto context, audit_context(command.audit, frameworks, work));
  auto& audit = context.audit;
  // Pressed twice: the first press has given it to them.
  const auto moves = work.audits().reallocations(audit.id);
  if (command.version < audit.version && !moves.empty() && moves.back().to == command.to &&
      moves.back().by == actor.acting() && moves.back().reason == command.reason && audit.is_audited_by(command.to))
    return {};
  if (command.version != audit.version) return base::stale("store.save.stale");
  if (command.to.empty()) return base::invalid("audit.reallocate.to_missing", "to");
  const auto person = work.people().find(command.to);
  if (!person) return base::invalid("audit.reallocate.to_unknown", "to");
  const auto now = clock.now();
  const auto reads = month_reads(work);
  TRY(const auto month, find_month(audit.programme, audit.period, frameworks, reads));
  if (audit.reaudit_of)
    CHECK(may_reaudit(context, command.to, base::london_day(now), work));
  else if (month.cycle)
    CHECK(may_be_given(month, audit.child_id, command.to, base::london_day(now), reads, audit.part));
  CHECK(check_text(command.reason, "audit.save.too_long", "audit.save.not_text", "reason"));
  const auto* second = audit.co_auditor(domain::CoAuditorKind::Second);
  const bool of_second = second != nullptr && command.instead_of == second->person;
  if (command.instead_of && !of_second && command.instead_of != audit.auditor)
    return base::invalid("audit.reallocate.instead_of", "instead_of");
  if (second != nullptr && (of_second ? audit.auditor == command.to : second->person == command.to))
    return base::rule_broken("audit.reallocate.other_of_pair", "to");
  for (const auto& other : audit.others)
    if (other.auditor == command.to) return base::rule_broken("audit.reallocate.other_grader", "to");
  const auto from = of_second ? std::optional(second->person) : audit.auditor;
  if (of_second && from == command.to && audit.state != domain::AuditState::HandedBack)
    return base::invalid("audit.reallocate.same", "to");
  const auto presents = audit.auditor;
  Reallocation moved{audit.id, from, command.to, command.reason, actor.acting(), now};
  if (audit.state == domain::AuditState::HandedBack) {
    moved.handed_back = audit.hand_back_reason;
    moved.handed_back_note = audit.hand_back_note;
  }
  TRY(const auto event, domain::reallocate(audit, command.to, command.reason, actor.acting(), now));
  if (of_second) {
    // The move is the second's: who presents stays.
    audit.auditor = presents;
    work.co_auditors().put(audit, {domain::CoAuditorKind::Second, command.to, now, {}, false, false});
  }
  CHECK(work.audits().save(audit));
  work.audits().add_reallocation(moved);
  write_down(
      work.journal(), actor, now, domain::past_tense(event.verb), "audit", audit.id.text(), hashed(command.reason),
      {{of_second ? "second" : "auditor", from ? from->text() : ""}, {"state", std::string(to_string(event.from))}},
      {{of_second ? "second" : "auditor", command.to.text()}, {"state", std::string(to_string(event.to))}});
  if (audit.state != domain::AuditState::Allocated)
    post_letter(context, now, "audit-sent", *person,
                {audit.due_on ? "Audit " + audit.reference + " is due back on " + base::say(*audit.due_on)
                              : "Audit " + audit.reference + " is with you",
                 "You have been given an audit that somebody else could not make."},
                audit_path(audit), work);
  return work.commit();
}

}  // namespace plumbline::app
