// Meetings with their agenda, attendance, decisions and next theme (MEET-1, MEET-2).
#pragma once

namespace plumbline::app {

class MeetingReads {
 public:
  virtual ~MeetingReads() = default;
};
class MeetingStore : public MeetingReads {};

}  // namespace plumbline::app
