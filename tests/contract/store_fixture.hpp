// A fresh store of both back ends, and rows to put into it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/report_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"

namespace plumbline::tests {

inline base::Day on(std::string_view text) { return base::parse_day(text).value(); }
inline base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
inline base::Period in(std::string_view text) { return base::parse_period(text).value(); }
inline const app::Visibility kAll{true, {}, {}, {}, {}};
inline app::Visibility only(domain::PersonId person) { return {false, {}, {}, {}, std::move(person)}; }

class StoreContract : public testing::TestWithParam<store::Backend> {
 protected:
  void SetUp() override { open(); }
  void open() {
    store.reset();
    store = std::make_unique<store::SqlStore>(place.open());
  }
  std::unique_ptr<app::Reader> read(const std::string& council = "north") { return store->read(council); }
  std::unique_ptr<app::UnitOfWork> begin(const std::string& council = "north") { return store->begin(council); }
  template <class Change>
  void write(Change change, const std::string& council = "north") {
    const auto work = begin(council);
    change(*work);
    ASSERT_TRUE(work->commit());
  }

  static domain::Case a_case(const std::string& child) {
    domain::Case row;
    row.child_id = domain::ChildId(child);
    row.category = domain::Category::Cp;
    row.locality = "East";
    row.service_area = "Safeguarding";
    row.team = "East 1";
    row.worker_id = domain::PersonId("w1");
    row.supervisor_id = domain::PersonId("s1");
    row.opened_on = on("2026-01-05");
    row.flags = {"neglect", "domestic-abuse"};
    row.birth_year = 2015;
    row.gender = "F";
    return row;
  }
  static domain::Cycle a_cycle(const std::string& id = "cycle-1", const std::string& period = "2026-12") {
    domain::Cycle cycle;
    cycle.id = domain::CycleId(id);
    cycle.programme = "tier2";
    cycle.period = in(period);
    cycle.size = 50;
    cycle.send_on = on("2026-12-01");
    cycle.return_by = on("2026-12-22");
    return cycle;
  }
  static domain::Audit an_audit(const std::string& id, const std::string& reference) {
    domain::Audit audit;
    audit.id = domain::AuditId(id);
    audit.reference = reference;
    audit.cycle = domain::CycleId("cycle-1");
    audit.programme = "tier2";
    audit.period = in("2026-12");
    audit.child_id = domain::ChildId("C-" + id);
    audit.category = domain::Category::Cin;
    audit.locality = "East";
    audit.service_area = "Safeguarding";
    audit.team = "East 1";
    audit.worker_id = domain::PersonId("w1");
    audit.supervisor_id = domain::PersonId("s1");
    audit.auditor = domain::PersonId("a1");
    audit.tool = "tier2-cin-cp";
    audit.state = domain::AuditState::Sent;
    audit.due_on = on("2026-12-22");
    audit.sent_at = at("2026-12-01T09:00:00Z");
    return audit;
  }
  static app::JournalEntry an_entry(const std::string& subject, const std::string& action = "audit-submitted") {
    app::JournalEntry entry;
    entry.at = at("2026-12-01T09:00:00Z");
    entry.actor = "a1";
    entry.action = action;
    entry.subject_kind = "audit";
    entry.subject_id = subject;
    entry.before = R"({"state":"sent"})";
    entry.after = R"({"state":"submitted"})";
    entry.request_id = "r-1";
    return entry;
  }

  FreshPlace place{GetParam()};
  std::unique_ptr<store::SqlStore> store;
};

#define ON_BOTH_BACK_ENDS(suite)                                                                           \
  INSTANTIATE_TEST_SUITE_P(Both, suite, testing::Values(store::Backend::Sqlite, store::Backend::Postgres), \
                           [](const auto& backend) { return tests::name_of(backend.param); })

}  // namespace plumbline::tests
