#include "app/audit/reasons.hpp"

#include <algorithm>

#include "app/audit/write_down.hpp"
#include "base/blank.hpp"

namespace plumbline::app {

std::string keep_reason(const std::string& subject, std::string_view what, const std::string& reason,
                        const Actor& actor, base::Instant now, CoAuditorStore& notes) {
  if (base::blank(reason)) return {};
  notes.add_note(subject, {std::string(what), 0, actor.acting(), now, reason});
  return hashed(reason);
}

std::vector<SharedNote> reasons_of(const std::string& subject, CoAuditorReads& notes) {
  auto reasons = notes.notes(subject);
  std::ranges::stable_sort(reasons, {}, &SharedNote::at);
  return reasons;
}

}  // namespace plumbline::app
