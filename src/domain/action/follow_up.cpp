#include "domain/action/follow_up.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(FollowUpKind kind) { return kind == FollowUpKind::Supervision ? "supervision" : "re-audit"; }
std::string_view say(FollowUpKind kind) {
  return kind == FollowUpKind::Supervision ? "Agree actions in supervision" : "Re-audit";
}
std::optional<FollowUpKind> parse_follow_up_kind(std::string_view text) {
  for (const auto kind : {FollowUpKind::Supervision, FollowUpKind::Reaudit})
    if (to_string(kind) == base::trim(text)) return kind;
  return std::nullopt;
}

std::string_view to_string(FollowUpState state) {
  switch (state) {
    case FollowUpState::Open:
      return "open";
    case FollowUpState::Recorded:
      return "recorded";
    case FollowUpState::Done:
      return "done";
    case FollowUpState::Withdrawn:
      return "withdrawn";
  }
  return "";
}

std::string_view say(FollowUpState state) {
  switch (state) {
    case FollowUpState::Open:
      return "Open";
    case FollowUpState::Recorded:
      return "Recorded, to be checked";
    case FollowUpState::Done:
      return "Done";
    case FollowUpState::Withdrawn:
      return "Withdrawn";
  }
  return "";
}

std::optional<FollowUpState> parse_follow_up_state(std::string_view text) {
  for (const auto state : kFollowUpStates)
    if (to_string(state) == base::trim(text)) return state;
  return std::nullopt;
}

namespace {

std::optional<FollowUpKind> kind_of(TriggerEffect effect) {
  switch (effect) {
    case TriggerEffect::Tell:
      return std::nullopt;
    case TriggerEffect::AgreeActions:
      return FollowUpKind::Supervision;
    case TriggerEffect::Reaudit:
      return FollowUpKind::Reaudit;
  }
  return std::nullopt;
}

bool names(const TriggerRule& trigger, const std::optional<Grade>& grade) {
  return grade && std::ranges::find(trigger.grades, *grade) != trigger.grades.end();
}

}  // namespace

const TriggerRule* trigger_of(const Audit& audit, const Programme& programme, FollowUpKind kind) {
  for (const auto& trigger : programme.triggers)
    if (kind_of(trigger.effect) == kind && names(trigger, audit.grade())) return &trigger;
  return nullptr;
}

std::vector<FollowUp> follow_ups_of(const Audit& audit, const Programme& programme, base::Instant now) {
  std::vector<FollowUp> found;
  const auto today = base::london_day(now);
  for (const auto kind : {FollowUpKind::Supervision, FollowUpKind::Reaudit}) {
    if (kind == FollowUpKind::Reaudit && audit.reaudit_of) continue;
    const auto* trigger = trigger_of(audit, programme, kind);
    if (trigger == nullptr) continue;
    // Where no talk is recorded there is nothing to see through: manager and worker are told, and agree.
    if (kind == FollowUpKind::Supervision && !trigger->record_in_supervision) continue;
    FollowUp follow_up;
    follow_up.audit = audit.id;
    follow_up.kind = kind;
    follow_up.opened_at = now;
    if (kind == FollowUpKind::Supervision) {
      if (trigger->escalate_after_days > 0) follow_up.due_on = base::add_days(today, trigger->escalate_after_days);
      follow_up.check_at_meeting = trigger->check_at_next_meeting;
    } else {
      follow_up.from_on = base::add_months(today, trigger->after_months);
      follow_up.due_on = base::add_months(today, std::max(trigger->after_months, trigger->up_to_months));
    }
    found.push_back(std::move(follow_up));
  }
  return found;
}

base::Result<void> record_talk(FollowUp& follow_up, const SupervisionTalk& talk, int actions, const PersonId& by,
                               base::Instant at) {
  if (follow_up.kind != FollowUpKind::Supervision || follow_up.state != FollowUpState::Open)
    return base::rule_broken("follow_up.record.state", {}, {{"state", base::lower(say(follow_up.state))}});
  if (!talk.talked_on) return base::invalid("follow_up.record.day_missing", "talked_on");
  if (*talk.talked_on > base::london_day(at)) return base::invalid("follow_up.record.day_future", "talked_on");
  const auto opened = base::london_day(follow_up.opened_at);
  if (*talk.talked_on < opened)
    return base::invalid("follow_up.record.day_early", "talked_on", {{"day", base::say(opened)}});
  if (base::trim(talk.agreed).empty()) return base::invalid("follow_up.record.agreed_missing", "agreed");
  if (actions == 0) return base::invalid("follow_up.record.action_missing", "actions");
  follow_up.talked_on = talk.talked_on;
  follow_up.agreed = talk.agreed;
  follow_up.recorded_by = by;
  follow_up.recorded_at = at;
  follow_up.state = follow_up.check_at_meeting ? FollowUpState::Recorded : FollowUpState::Done;
  return {};
}

base::Result<void> check(FollowUp& follow_up, bool done, std::string note, const PersonId& by, base::Instant at) {
  const bool waits = follow_up.state == FollowUpState::Recorded || follow_up.state == FollowUpState::Open;
  if (follow_up.kind != FollowUpKind::Supervision || !follow_up.check_at_meeting || !waits ||
      (done && follow_up.state == FollowUpState::Open))
    return base::rule_broken("follow_up.check.state", {}, {{"state", base::lower(say(follow_up.state))}});
  if (!done && base::trim(note).empty()) return base::invalid("follow_up.check.note_missing", "note");
  follow_up.checked_by = by;
  follow_up.checked_at = at;
  follow_up.checked_note = std::move(note);
  // What the meeting was not content with is to be talked over and recorded again; what was said stays to be read.
  follow_up.state = done ? FollowUpState::Done : FollowUpState::Open;
  return {};
}

std::vector<PersonId> reauditors(AllocationRequest request, const CaseToPlace& to_place, std::optional<JobRole> by,
                                 const std::optional<PersonId>& first_auditor) {
  auto& quotas = request.rules.quotas;
  // The role is named for re-audits, whether or not it takes a share of the month's cases.
  if (by && std::ranges::find(quotas, *by, &RoleQuota::role) == quotas.end()) quotas.push_back({*by, 1, 0});
  std::vector<const Auditor*> free;
  for (const auto& auditor : request.auditors) {
    if (by && auditor.person.role != *by) continue;
    if (first_auditor == auditor.person.person_id) continue;
    if (!never(request, auditor, to_place)) free.push_back(&auditor);
  }
  std::ranges::sort(free, [](const Auditor* a, const Auditor* b) {
    return std::tie(a->already, a->person.person_id) < std::tie(b->already, b->person.person_id);
  });
  std::vector<PersonId> people;
  for (const auto* auditor : free) people.push_back(auditor->person.person_id);
  return people;
}

}  // namespace plumbline::domain
