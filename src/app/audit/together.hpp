// What several people do on one audit: the audit team's part before the discussion (AUDIT-14), one of a pair away
// (ALLOC-5), and notes on one another's sections.
#pragma once

#include <optional>
#include <string>

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::app {

// Who of a pair is away: marked so by the QA administrator, or by the register's dates. Nothing where both are there,
// or where there is no pair. Where both are away by the register, it is the second.
std::optional<domain::PersonId> away_of_pair(const domain::Audit& audit, PersonReads& people, base::Day today);

// Asks somebody to prepare the audit, by the day that the programme gives that. Nothing is committed.
void post_preparation(const AuditContext& context, base::Instant now, const domain::Person& preparer, UnitOfWork& work);

// The preparer says that the prepared part is done; the auditor gets a mail. Refusals: those of may_prepare,
// audit.prepare.incomplete (value `section`: the first that is not complete).
base::Result<void> finish_preparation(const domain::AuditId& audit, const Actor& actor, const base::Clock& clock,
                                      Frameworks& frameworks, UnitOfWork& work);

struct WriteNote {
  domain::AuditId audit;
  std::string section;  // one of the prepared ones
  std::string note;
};
// Refusals: those of may_write_note, audit.note.missing, audit.save.section_unknown, .too_long, .not_text.
base::Result<void> write_note(const WriteNote& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work);

struct ArrangePair {
  domain::AuditId audit;
  int version = 0;
  // Who is away from now on, so that the other completes and presents alone; nothing: both are there again.
  std::optional<domain::PersonId> away;
  std::string reason;  // asked for where somebody is away
};
// Where the one who presents is away, the other presents from now on. Refusals: those of may_arrange,
// audit.arrange.no_second, .choose, audit.reallocate.reason_missing, store.save.stale.
base::Result<void> arrange_pair(const ArrangePair& command, const Actor& actor, const base::Clock& clock,
                                UnitOfWork& work);

struct ChangePreparer {
  domain::AuditId audit;
  std::optional<domain::PersonId> to;  // nothing: nobody prepares it, its auditor writes the prepared part too
  std::string reason;
};
// Refusals: those of may_arrange, audit.arrange.no_preparer, .not_preparer, audit.prepare.done,
// audit.reallocate.reason_missing.
base::Result<void> change_preparer(const ChangePreparer& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
