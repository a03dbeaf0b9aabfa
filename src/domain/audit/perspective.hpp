// What the worker says of the own case before it is audited (AUDIT-7). The questions are the programme's, in the
// version of the framework that the audit's cycle began with; an answer belongs to a question by its place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "domain/audit/audit.hpp"

namespace plumbline::domain {

struct Perspective {
  AuditId audit;
  std::vector<std::string> answers;       // by question; may be shorter than the questions, the rest is blank
  std::optional<base::Instant> saved_at;  // the last draft
  std::optional<base::Instant> sent_at;   // to the auditors; from then on nothing changes
  int version = 0;                        // 0: never saved
  friend bool operator==(const Perspective&, const Perspective&) = default;
};

}  // namespace plumbline::domain
