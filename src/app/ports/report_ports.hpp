// The counts that reports are made of, aggregated in the store.
#pragma once

namespace plumbline::app {

class ReportReads {
 public:
  virtual ~ReportReads() = default;
};

}  // namespace plumbline::app
