// Cases that managers named for a month's draw (SAMPLE-7).
#pragma once

namespace plumbline::app {

class NominationReads {
 public:
  virtual ~NominationReads() = default;
};
class NominationStore : public NominationReads {};

}  // namespace plumbline::app
