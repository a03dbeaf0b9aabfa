// Returning an audit, handing it back, giving it to another auditor.
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/audit.hpp"
#include "domain/audit/completeness.hpp"

namespace plumbline::app {

// What is missing and what is questioned, in the tool's order. For the check-answers page.
base::Result<std::vector<domain::Finding>> check_audit(const domain::Audit& audit, Frameworks& frameworks,
                                                       Reader& reader);

struct SubmitAudit {
  domain::AuditId audit;
  int version = 0;
};
// Refused with the first blocking finding. Afterwards the audit is submitted, or final at once when it is not picked
// for moderation; then its proposed actions open and the worker is told. Doing it twice does nothing more.
base::Result<void> submit_audit(const SubmitAudit& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work);

struct HandBackAudit {
  domain::AuditId audit;
  int version = 0;
  std::string reason;  // conflict, wrong-case, closed-case, other
  std::string note;    // asked for with `other`
};
base::Result<void> hand_back_audit(const HandBackAudit& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work);

struct ReallocateAudit {
  domain::AuditId audit;
  int version = 0;
  domain::PersonId to;
  std::string reason;
  std::optional<domain::PersonId> instead_of{};  // of a pair, which of the two; nothing: who presents
};
// Refused where a "never" rule forbids the new auditor, in the rule's words (allocation.never.…).
base::Result<void> reallocate_audit(const ReallocateAudit& command, const Actor& actor, const base::Clock& clock,
                                    Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
