// app::MeetingStore on SQL.
#pragma once

#include <span>

#include "app/ports/meeting_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlMeetingStore final : public app::MeetingStore {
 public:
  explicit SqlMeetingStore(Scope scope) : scope_(scope) {}

  std::optional<domain::Meeting> find(const domain::MeetingId& id) override;
  std::optional<domain::Meeting> find(const std::string& programme, base::Period period,
                                      const std::string& locality) override;
  std::vector<domain::Meeting> list(const app::MeetingFilter& filter) override;
  std::optional<domain::Decision> find_decision(const domain::DecisionId& id) override;
  std::vector<domain::Decision> decisions(const domain::MeetingId& meeting) override;
  std::vector<domain::Decision> earlier_decisions(const domain::Meeting& meeting, base::Day since) override;
  std::vector<domain::Decision> open_decisions_of(const domain::PersonId& owner) override;
  std::map<domain::MeetingId, int> open_decisions() override;

  void add(const domain::Meeting& meeting) override;
  base::Result<void> save(domain::Meeting& meeting) override;
  void add_decision(const domain::Decision& decision) override;
  base::Result<void> save_decision(domain::Decision& decision) override;

 private:
  void read_parts(std::span<domain::Meeting> meetings);
  void write_parts(const domain::Meeting& meeting);
  Scope scope_;
};

}  // namespace plumbline::store
