// A second look at a case whose work was found wanting, by somebody senior (ACT-4): planned when the grade is final,
// sent when its window begins, compared with the first. It is made with the tool, the version and the cycle of the
// first, so that like is compared with like, and stands outside that cycle's sample.
#pragma once

#include <optional>
#include <vector>

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/action/follow_up.hpp"

namespace plumbline::app {

// Makes the audit and names its auditor: the first of domain::reauditors. Where nobody may make it, it waits without an
// auditor and the QA administrator is told. Sets `follow_up.reaudit`; nothing is committed.
void plan_reaudit(const AuditContext& first, domain::FollowUp& follow_up, const Actor& actor, base::Instant now,
                  UnitOfWork& work);

// Whether `person` may make that re-audit, by the never-rules and the trigger. Refusals: allocation.never.… as for any
// audit, reaudit.make.first_auditor, reaudit.make.role.
base::Result<void> may_reaudit(const AuditContext& reaudit, const domain::PersonId& person, base::Day today,
                               UnitOfWork& work);

// Sends it out. Nothing is committed.
base::Result<void> send_reaudit(const AuditContext& reaudit, const Actor& actor, base::Instant now, UnitOfWork& work);

// ---- the comparison ----

// What an audit is read beside: the audit it looks at again; else the last finished one of the same child with the same
// form in an earlier month, which may come from an old tracker. Nothing where the actor may see none.
std::optional<domain::Audit> audit_before(const domain::Audit& audit, const Actor& actor, AuditReads& audits);

struct ComparedSection {
  const domain::ToolSection* section = nullptr;
  std::optional<domain::Grade> first;
  std::optional<domain::Grade> second;
};
enum class Change { Better, Same, Worse, Unknown };
std::string_view say(Change change);  // `Better`; `–` where one of the two is not graded
Change change_of(const std::optional<domain::Grade>& first, const std::optional<domain::Grade>& second);

}  // namespace plumbline::app
