// What a final grade sets off: talks to be recorded in supervision, re-audits, feedback on earlier practice,
// hand-over to the child's record (ACT-3, ACT-4, ACT-6, AUDIT-12).
#pragma once

namespace plumbline::app {

class FollowUpReads {
 public:
  virtual ~FollowUpReads() = default;
};
class FollowUpStore : public FollowUpReads {};

}  // namespace plumbline::app
