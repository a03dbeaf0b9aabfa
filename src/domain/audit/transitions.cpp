#include "domain/audit/transitions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/blank.hpp"
#include "base/text.hpp"

namespace plumbline::domain {

namespace {

std::string state_key(AuditVerb verb) {
  switch (verb) {
    case AuditVerb::Send:
      return "audit.send.state";
    case AuditVerb::Begin:
    case AuditVerb::Save:
      return "audit.save.state";
    case AuditVerb::BookConversation:
      return "conversation.book.state";
    case AuditVerb::RecordConversation:
      return "conversation.record.state";
    case AuditVerb::ReplyToFamily:
      return "conversation.reply.state";
    case AuditVerb::Submit:
      return "audit.submit.state";
    case AuditVerb::Finalise:
      return "audit.finalise.state";
    case AuditVerb::HandBack:
      return "audit.hand_back.state";
    case AuditVerb::Reallocate:
      return "audit.reallocate.state";
    case AuditVerb::Withdraw:
      return "audit.withdraw.state";
    case AuditVerb::Confirm:
    case AuditVerb::ChangeGrade:
    case AuditVerb::Return:
      return "moderation.decide.state";
  }
  return "";
}

AuditEvent move(Audit& audit, AuditVerb verb, AuditState to, const PersonId& by, base::Instant at,
                std::string reason = {}) {
  AuditEvent event{verb, audit.state, to, by, at, std::move(reason)};
  audit.state = to;
  return event;
}

using base::blank;

}  // namespace

base::Result<AuditState> may_move(const Audit& audit, AuditVerb verb) {
  const auto to = next(audit.state, verb);
  if (!to) return base::rule_broken(state_key(verb), {}, {{"state", base::lower(say(audit.state))}});
  return *to;
}

base::Result<AuditEvent> send(Audit& audit, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(audit, AuditVerb::Send));
  if (!audit.auditor) return base::rule_broken("audit.send.auditor_missing");
  audit.sent_at = at;
  return move(audit, AuditVerb::Send, to, by, at);
}

base::Result<AuditEvent> begin(Audit& audit, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(audit, AuditVerb::Begin));
  if (!audit.started_at) audit.started_at = at;
  return move(audit, AuditVerb::Begin, to, by, at);
}

base::Result<AuditEvent> submit(Audit& audit, const std::vector<Finding>& findings, const PersonId& by,
                                base::Instant at) {
  TRY(const auto to, may_move(audit, AuditVerb::Submit));
  const auto blocking = std::ranges::find(findings, true, &Finding::blocks);
  if (blocking != findings.end()) return tl::unexpected<base::Error>(blocking->error);
  if (!audit.submitted_at) audit.submitted_at = at;
  audit.moderated_overall.reset();
  return move(audit, AuditVerb::Submit, to, by, at);
}

base::Result<AuditEvent> finalise(Audit& audit, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(audit, AuditVerb::Finalise));
  if (!audit.moderation_pick.empty()) return base::rule_broken("audit.finalise.picked");
  audit.finalised_at = at;
  return move(audit, AuditVerb::Finalise, to, by, at);
}

std::string_view say_hand_back_reason(std::string_view reason) {
  if (reason == "conflict") return "I know the child, the family or the work";
  if (reason == "wrong-case") return "This is not the right case";
  if (reason == "closed-case") return "The case is closed";
  if (reason == "other") return "Another reason";
  return {};
}

base::Result<AuditEvent> hand_back(Audit& audit, std::string_view reason, std::string note, const PersonId& by,
                                   base::Instant at) {
  TRY(const auto to, may_move(audit, AuditVerb::HandBack));
  if (say_hand_back_reason(reason).empty()) return base::invalid("audit.hand_back.reason_missing", "reason");
  if (reason == "other" && blank(note)) return base::invalid("audit.hand_back.note_missing", "note");
  audit.hand_back_reason = reason;
  audit.hand_back_note = std::move(note);
  return move(audit, AuditVerb::HandBack, to, by, at, std::string(reason));
}

base::Result<AuditEvent> reallocate(Audit& audit, const PersonId& to, std::string reason, const PersonId& by,
                                    base::Instant at) {
  TRY(const auto state, may_move(audit, AuditVerb::Reallocate));
  if (to.empty()) return base::invalid("audit.reallocate.to_missing", "to");
  if (audit.auditor == to && audit.state != AuditState::HandedBack) return base::invalid("audit.reallocate.same", "to");
  if (blank(reason)) return base::invalid("audit.reallocate.reason_missing", "reason");
  audit.auditor = to;
  // Why it was handed back goes with the record of the move (app::Reallocation); the new auditor starts with a clean
  // sheet.
  audit.hand_back_reason.clear();
  audit.hand_back_note.clear();
  return move(audit, AuditVerb::Reallocate, state, by, at, std::move(reason));
}

base::Result<AuditEvent> withdraw(Audit& audit, std::string reason, const PersonId& by, base::Instant at) {
  TRY(const auto to, may_move(audit, AuditVerb::Withdraw));
  if (blank(reason)) return base::invalid("audit.withdraw.reason_missing", "reason");
  return move(audit, AuditVerb::Withdraw, to, by, at, std::move(reason));
}

std::string audit_reference(std::string_view council_reference, base::Period period, int number) {
  return fmt::format("{}-{}-{:03}", council_reference, base::iso(period), number);
}

}  // namespace plumbline::domain
