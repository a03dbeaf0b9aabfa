// app::MeetingStore on SQL.
#pragma once

#include "app/ports/meeting_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlMeetingStore final : public app::MeetingStore {
 public:
  explicit SqlMeetingStore(Scope scope) : scope_(scope) {}

 private:
  Scope scope_;
};

}  // namespace plumbline::store
