// What a worker said of the own case before it was audited (AUDIT-7).
#pragma once

namespace plumbline::app {

class PerspectiveReads {
 public:
  virtual ~PerspectiveReads() = default;
};
class PerspectiveStore : public PerspectiveReads {};

}  // namespace plumbline::app
