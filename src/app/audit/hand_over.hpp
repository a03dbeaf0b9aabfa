// A finished audit goes to the child's record (ACT-6): the council's own note with its gaps filled in, and the word of
// the person who put it there. And examples of good practice that were shared (AUDIT-13).
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/completeness.hpp"

namespace plumbline::app {

// `case_note.text` with its placeholders filled in, empty where the programme has none. Of what the auditors wrote only
// what the council's own text asks for is in it: strengths and learning are titles of sections by their judgement,
// actions are their texts with the day they are due.
std::string case_note(const AuditContext& context, const domain::AuditContents& contents, PersonReads& people);

struct HandOverAudit {
  domain::AuditId audit;
  std::optional<base::Day> on;  // the day on which the note was put on the record
};
// Refusals: those of may_hand_over, hand_over.record.day_missing, .day_future, .day_early (value `day`), .already.
base::Result<void> hand_over_audit(const HandOverAudit& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work);

struct ShareExample {
  domain::AuditId audit;
  std::string section;
};
// Marks an example of a finished audit as shared with its team; the first time counts. Refusals:
// example.share.forbidden, .unknown.
base::Result<void> share_example(const ShareExample& command, const Actor& actor, const base::Clock& clock,
                                 UnitOfWork& work);

}  // namespace plumbline::app
