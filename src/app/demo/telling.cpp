#include "app/demo/telling.hpp"

#include <nlohmann/json.hpp>

#include "app/audit/write_down.hpp"
#include "domain/action/action.hpp"
#include "domain/audit/states.hpp"

namespace plumbline::app::demo {

using domain::AuditState;
using domain::AuditVerb;

namespace {

std::string state_json(AuditState state) { return nlohmann::json{{"state", to_string(state)}}.dump(); }

AuditVerb verb_of(domain::ModerationOutcome outcome) {
  switch (outcome) {
    case domain::ModerationOutcome::Confirmed:
      return AuditVerb::Confirm;
    case domain::ModerationOutcome::Changed:
      return AuditVerb::ChangeGrade;
    case domain::ModerationOutcome::Returned:
      return AuditVerb::Return;
  }
  return AuditVerb::Confirm;
}

}  // namespace

void tell(Year& year, const AuditLife& life) {
  const auto& audit = life.audit;
  const auto id = audit.id.text();
  const auto auditor = audit.auditor ? audit.auditor->text() : std::string();
  const auto& clerk = year.administrator.text();
  const auto add = [&](base::Instant at, const std::string& actor, AuditVerb verb, AuditState to,
                       std::string reason = {}) {
    year.chronicle.add(at, actor, std::string(domain::past_tense(verb)), "audit", id, state_json(to),
                       std::move(reason));
  };
  if (audit.sent_at) add(*audit.sent_at, clerk, AuditVerb::Send, AuditState::Sent);
  if (life.reallocation)
    add(life.reallocation->at, life.reallocation->by.text(), AuditVerb::Reallocate, AuditState::Sent,
        hashed(life.reallocation->reason));
  if (audit.started_at) add(*audit.started_at, auditor, AuditVerb::Begin, AuditState::InProgress);
  if (audit.state == AuditState::Withdrawn)
    add(year.lately(), clerk, AuditVerb::Withdraw, AuditState::Withdrawn, hashed(kLateExemption));
  if (audit.state == AuditState::HandedBack)
    add(*audit.sent_at + std::chrono::hours{30}, auditor, AuditVerb::HandBack, AuditState::HandedBack,
        audit.hand_back_reason);
  if (audit.submitted_at) add(*audit.submitted_at, auditor, AuditVerb::Submit, AuditState::Submitted);
  for (const auto& again : life.returned_again_at) add(again, auditor, AuditVerb::Submit, AuditState::Submitted);
  for (const auto& moderation : life.moderations) {
    nlohmann::ordered_json after{{"outcome", to_string(moderation.outcome)}};
    if (moderation.to) after["grade"] = to_string(*moderation.to);
    if (!moderation.reason.empty()) after["reason"] = hashed(moderation.reason);
    year.chronicle.add(moderation.at, moderation.moderator.text(),
                       std::string(domain::past_tense(verb_of(moderation.outcome))), "audit", id, after.dump());
  }
  if (audit.finalised_at && life.moderations.empty())
    add(*audit.finalised_at, auditor, AuditVerb::Finalise, AuditState::Final);
  for (const auto& action : life.actions) {
    const auto moved = [&](base::Instant at, const domain::PersonId& by, domain::ActionVerb verb) {
      year.chronicle.add(at, by.text(), std::string(domain::past_tense(verb)), "action", action.id.text());
    };
    if (action.done_at && action.owner) moved(*action.done_at, *action.owner, domain::ActionVerb::MarkDone);
    if (action.signed_off_at && action.signed_off_by)
      moved(*action.signed_off_at, *action.signed_off_by, domain::ActionVerb::SignOff);
  }
}

void tell(Year& year, const domain::Concern& concern) {
  const auto id = concern.id.text();
  year.chronicle.add(concern.raised_at, concern.raised_by.text(), "concern-raised", "concern", id,
                     nlohmann::json{{"kind", to_string(concern.kind)}, {"audit", concern.audit.text()}}.dump());
  const auto moved = [&](base::Instant at, const domain::PersonId& by, domain::ConcernVerb verb) {
    year.chronicle.add(at, by.text(), std::string(domain::past_tense(verb)), "concern", id);
  };
  if (concern.acknowledged_at && concern.acknowledged_by)
    moved(*concern.acknowledged_at, *concern.acknowledged_by, domain::ConcernVerb::Acknowledge);
  if (concern.closed_at && concern.closed_by) moved(*concern.closed_at, *concern.closed_by, domain::ConcernVerb::Close);
}

void tell(Year& year, const Aftermath& after, const AuditLife& life) {
  const auto& audit = life.audit.id.text();
  const auto add = [&](base::Instant at, const domain::PersonId& by, std::string action, std::string kind,
                       const std::string& id) {
    year.chronicle.add(at, by.text(), std::move(action), std::move(kind), id);
  };
  if (after.perspective && after.perspective->sent_at && life.audit.worker_id)
    add(*after.perspective->sent_at, *life.audit.worker_id, "perspective-sent", "audit", audit);
  if (const auto& one = after.disagreement) {
    add(one->raised_at, one->raised_by, "disagreement-raised", "disagreement", one->id.text());
    if (one->decided_at && one->decided_by)
      add(*one->decided_at, *one->decided_by, "disagreement-settled", "disagreement", one->id.text());
  }
  for (const auto& one : after.follow_ups) {
    const auto& id = one.id.text();
    add(one.opened_at, *life.audit.auditor, "follow-up-opened", "follow-up", id);
    if (one.recorded_at && one.recorded_by) add(*one.recorded_at, *one.recorded_by, "talk-recorded", "follow-up", id);
    if (one.checked_at && one.checked_by) add(*one.checked_at, *one.checked_by, "talk-checked", "follow-up", id);
    if (one.escalated_at)
      year.chronicle.add(*one.escalated_at, command_line_actor(year.request.council).acting().text(),
                         "follow-up-escalated", "follow-up", id);
  }
  for (const auto& one : after.practice)
    add(one.noted_at, one.noted_by, "practice-noted", "practice-note", one.id.text());
  if (const auto& one = after.hand_over) add(one->recorded_at, one->by, "audit-handed-over", "audit", audit);
  for (const auto& one : after.shared)
    add(base::london_midnight(one.on) + std::chrono::hours{12}, one.by, "example-shared", "audit", audit);
}

}  // namespace plumbline::app::demo
