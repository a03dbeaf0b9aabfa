// What hangs on an audit beyond its form, as its page shows it to this reader: the worker's view, earlier practice,
// follow-ups, a disagreement, the hand-over, the audit it looks at again or that looks at it again.
#pragma once

#include <vector>

#include "web/audit/open_audit.hpp"
#include "web/components.hpp"

namespace plumbline::web {

struct Related {
  std::vector<Task> tasks;        // for the rest of the audit
  std::vector<SummaryRow> facts;  // for the case's list
  std::vector<Link> links;        // for what else can be done
  std::vector<TimelineEvent> events;
};
Related related_to(const OpenAudit& open, const SignedIn& signed_in, Services& services);

}  // namespace plumbline::web
