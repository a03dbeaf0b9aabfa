// Meetings with their agenda, attendance, decisions and next theme (MEET-1, MEET-2).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/learning/meeting.hpp"

namespace plumbline::app {

struct MeetingFilter {  // blank texts set no condition
  std::string programme;
  std::string from;                     // first period
  std::string to;                       // last period
  std::optional<std::string> locality;  // set to "": meetings of the whole council alone
};

class MeetingReads {
 public:
  virtual ~MeetingReads() = default;
  virtual std::optional<domain::Meeting> find(const domain::MeetingId& id) = 0;
  virtual std::optional<domain::Meeting> find(const std::string& programme, base::Period period,
                                              const std::string& locality) = 0;
  // Latest period first, then by programme and locality; whole meetings.
  virtual std::vector<domain::Meeting> list(const MeetingFilter& filter) = 0;
  virtual std::optional<domain::Decision> find_decision(const domain::DecisionId& id) = 0;
  virtual std::vector<domain::Decision> decisions(const domain::MeetingId& meeting) = 0;  // in order of time
  // Those of earlier meetings of the same programme and locality: open, settled after `since`, or made on that day or
  // later, so that what was done on the very day of the last meeting is told too. In order of time.
  virtual std::vector<domain::Decision> earlier_decisions(const domain::Meeting& meeting, base::Day since) = 0;
  virtual std::vector<domain::Decision> open_decisions_of(const domain::PersonId& owner) = 0;  // first due first
  // How many decisions of each meeting are open; meetings without any are left out.
  virtual std::map<domain::MeetingId, int> open_decisions() = 0;
};

class MeetingStore : public MeetingReads {
 public:
  virtual void add(const domain::Meeting& meeting) = 0;  // a second one of the same period and place throws
  // With its people and notes; Stale when the version moved on, counts it up.
  virtual base::Result<void> save(domain::Meeting& meeting) = 0;
  virtual void add_decision(const domain::Decision& decision) = 0;
  virtual base::Result<void> save_decision(domain::Decision& decision) = 0;
};

}  // namespace plumbline::app
