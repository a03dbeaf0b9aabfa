// The worker's own view of the case before it is audited (AUDIT-7): asked for when the audit is sent, saved as a draft,
// sent to the auditors. Only the case's worker writes it.
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/audit/audit_context.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/audit/perspective.hpp"

namespace plumbline::app {

// Writes to the worker of an audit that is being sent, where the programme asks. Nothing is committed.
void ask_perspective(const domain::Framework& framework, const domain::Programme& programme, const domain::Audit& audit,
                     base::Instant now, UnitOfWork& work);

struct SavePerspective {
  domain::AuditId audit;
  int version = 0;                   // the one the writer began from
  std::vector<std::string> answers;  // by question; more than there are questions are left out
  bool send = false;                 // to the auditors, for good
};
// The view as saved. Saving what stands there already changes nothing. Refusals: those of may_answer,
// perspective.save.too_long, .not_text (field `answer-1` …), perspective.send.empty, and Stale: nothing is lost, the
// page shows both texts.
base::Result<domain::Perspective> save_perspective(const SavePerspective& command, const Actor& actor,
                                                   const base::Clock& clock, Frameworks& frameworks, UnitOfWork& work);

}  // namespace plumbline::app
