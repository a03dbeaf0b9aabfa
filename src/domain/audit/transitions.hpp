// The moves of an audit as functions: each changes the aggregate and gives the event, or refuses and changes nothing.
// Who may is the policies' question (app/policies); whether the state allows it is answered here from the one table
// (states.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/completeness.hpp"
#include "domain/audit/states.hpp"

namespace plumbline::domain {

// What happened to an audit, for the journal.
struct AuditEvent {
  AuditVerb verb = AuditVerb::Save;
  AuditState from = AuditState::Allocated;
  AuditState to = AuditState::Allocated;
  PersonId by;
  base::Instant at{};
  std::string reason;  // coded or as typed by the person who moved it
};

// Refuses `audit.<verb>.state` with the value `state` when the audit can't be moved so from where it stands.
base::Result<AuditState> may_move(const Audit& audit, AuditVerb verb);

base::Result<AuditEvent> send(Audit& audit, const PersonId& by, base::Instant at);
// The first save of a sent audit.
base::Result<AuditEvent> begin(Audit& audit, const PersonId& by, base::Instant at);
// Returns the audit to the QA team. Refused with the first finding that blocks. The auditor's own grade is fixed from
// now on (MOD-2): sent back for more work, the words may change, the grade is the moderator's to change.
base::Result<AuditEvent> submit(Audit& audit, const std::vector<Finding>& findings, const PersonId& by,
                                base::Instant at);
// After submitting: with a reason it waits for moderation; without one it is final.
base::Result<AuditEvent> finalise(Audit& audit, const PersonId& by, base::Instant at);

inline constexpr std::array kHandBackReasons{"conflict", "wrong-case", "closed-case", "other"};
std::string_view say_hand_back_reason(std::string_view reason);  // `I know the child, the family or the work`
// Refuses audit.hand_back.reason_missing, .note_missing (for `other`).
base::Result<AuditEvent> hand_back(Audit& audit, std::string_view reason, std::string note, const PersonId& by,
                                   base::Instant at);
// Refuses audit.reallocate.reason_missing, .to_missing, .same.
base::Result<AuditEvent> reallocate(Audit& audit, const PersonId& to, std::string reason, const PersonId& by,
                                    base::Instant at);
base::Result<AuditEvent> withdraw(Audit& audit, std::string reason, const PersonId& by, base::Instant at);

// `LAN-2026-12-014`: the council's letters, the period, a number of at least three digits.
std::string audit_reference(std::string_view council_reference, base::Period period, int number);

}  // namespace plumbline::domain
