// Performance figures entered or imported beside the audits (MEET-2).
#pragma once

namespace plumbline::app {

class MeasureReads {
 public:
  virtual ~MeasureReads() = default;
};
class MeasureStore : public MeasureReads {};

}  // namespace plumbline::app
