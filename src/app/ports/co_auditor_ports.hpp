// Who audits a case beside its auditor: the second of a pair, an agency's person, the linked auditor (ALLOC-5, 6, 8).
#pragma once

namespace plumbline::app {

class CoAuditorReads {
 public:
  virtual ~CoAuditorReads() = default;
};
class CoAuditorStore : public CoAuditorReads {};

}  // namespace plumbline::app
