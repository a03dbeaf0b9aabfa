// Disagreements with a final grade and the independent look that settles them (MOD-4).
#pragma once

namespace plumbline::app {

class DisagreementReads {
 public:
  virtual ~DisagreementReads() = default;
};
class DisagreementStore : public DisagreementReads {};

}  // namespace plumbline::app
