// Commentary on reports and their frozen versions (REP-2).
#pragma once

namespace plumbline::app {

class PublicationReads {
 public:
  virtual ~PublicationReads() = default;
};
class PublicationStore : public PublicationReads {};

}  // namespace plumbline::app
