// Why somebody changed what others rely on: closed minutes opened again, an approval taken back, an agreed action
// changed. The words stand beside the thing, each after the other, for whoever may see it; the journal holds their mark
// alone (SEC-2), because a reason may tell of a child.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "base/day.hpp"

namespace plumbline::app {

// What an action said before it was changed; kept beside the reason.
inline constexpr std::string_view kSaidBefore = "said-before";

// Keeps the words and gives their mark for the journal: hashed(). `what` is what the journal calls it. A blank reason
// is not kept, and nothing is committed.
std::string keep_reason(const std::string& subject, std::string_view what, const std::string& reason,
                        const Actor& actor, base::Instant now, CoAuditorStore& notes);

// The first comes first; the topic of each is its `what`.
std::vector<SharedNote> reasons_of(const std::string& subject, CoAuditorReads& notes);

}  // namespace plumbline::app
