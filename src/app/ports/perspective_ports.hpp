// What a worker said of the own case before it was audited (AUDIT-7).
#pragma once

#include <optional>

#include "base/result.hpp"
#include "domain/audit/perspective.hpp"

namespace plumbline::app {

class PerspectiveReads {
 public:
  virtual ~PerspectiveReads() = default;
  virtual std::optional<domain::Perspective> find(const domain::AuditId& audit) = 0;
};
class PerspectiveStore : public PerspectiveReads {
 public:
  // Saves against its version; Stale when another window saved since. Counts it up.
  virtual base::Result<void> save(domain::Perspective& perspective) = 0;
};

}  // namespace plumbline::app
