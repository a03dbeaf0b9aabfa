// The synthetic council is made by the same rules as a real one: it holds together, it is the same from the same seed,
// and every figure of its report opens to exactly the audits that it counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "app/audit/audit_query.hpp"
#include "app/demo/fill.hpp"
#include "app/framework/frameworks.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/draw/draw.hpp"
#include "report/monthly/monthly.hpp"
#include "report/monthly/rows.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"

namespace plumbline {
namespace {

const base::FixedClock kClock(*base::parse_instant("2026-11-20T15:00:00Z"));

app::FillDemo a_demo(std::int64_t cases, int months) {
  app::FillDemo command;
  const std::string key = "lancashire";
  command.council = key;
  command.files = domain::shipped_framework_files();
  command.framework_file = key + ".yaml";
  command.open_cases = cases;
  command.months = months;
  return command;
}

app::Visibility everything() {
  app::Visibility visible;
  visible.everything = true;
  return visible;
}
app::PageRequest everything_at_once() {
  app::PageRequest page;
  page.size = 0;
  return page;
}

class DemoCouncil : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    base::init_crypto();
    place_ = new tests::FreshPlace(store::Backend::Sqlite);
    store_ = new store::SqlStore(place_->open());
    const auto filled = fill(*store_);
    ASSERT_TRUE(filled.has_value()) << filled.error().rule;
    filled_ = new app::DemoFilled(*filled);
  }
  static void TearDownTestSuite() {
    delete filled_;
    delete store_;
    delete place_;
  }
  static base::Result<app::DemoFilled> fill(app::Store& store) {
    app::Passwords passwords(1);
    base::NoProgress progress;
    return app::fill_demo(a_demo(2500, 3), kClock, store, passwords, progress);
  }
  static std::shared_ptr<const domain::Framework> framework(app::Reader& reader) {
    static app::Frameworks frameworks;
    return *frameworks.current(reader);
  }

  static tests::FreshPlace* place_;
  static store::SqlStore* store_;
  static app::DemoFilled* filled_;
};
tests::FreshPlace* DemoCouncil::place_ = nullptr;
store::SqlStore* DemoCouncil::store_ = nullptr;
app::DemoFilled* DemoCouncil::filled_ = nullptr;

TEST_F(DemoCouncil, HasTheSizeAndMixOfARealOne) {
  const auto reader = store_->read(filled_->council);
  EXPECT_EQ(reader->cases().count_open(), 2500);
  std::map<domain::Category, int> mix;
  std::map<std::string, int> caseloads;
  reader->cases().for_each([&](const domain::Case& row) {
    if (!row.is_open()) return;
    ++mix[row.category];
    if (row.worker_id) ++caseloads[row.worker_id->text()];
  });
  EXPECT_NEAR(mix[domain::Category::Cp], 2500 * 0.12, 60);
  EXPECT_NEAR(mix[domain::Category::Cla], 2500 * 0.20, 75);
  EXPECT_NEAR(2500.0 / static_cast<double>(caseloads.size()), 15, 1.5);
  std::map<domain::JobRole, int> jobs;
  for (const auto& person : reader->people().all()) ++jobs[person.role];
  EXPECT_EQ(jobs[domain::JobRole::AdvancedPractitioner], 12);
  EXPECT_EQ(jobs[domain::JobRole::SeniorManager], 8);
}

TEST_F(DemoCouncil, ShowsAuditsInEveryState) {
  const auto reader = store_->read(filled_->council);
  for (const auto state : domain::kAuditStates) {
    app::AuditFilter filter;
    filter.states = {state};
    EXPECT_GT(reader->audits().list(filter, {}, everything()).total, 0) << to_string(state);
  }
}

TEST_F(DemoCouncil, KeepsAJournalWhoseChainHolds) {
  EXPECT_EQ(store_->read(filled_->council)->journal().verify(), std::nullopt);
}

TEST_F(DemoCouncil, KeepsDrawsThatVerify) {
  const auto reader = store_->read(filled_->council);
  int verified = 0;
  for (const auto& cycle : reader->cycles().list())
    for (const auto& draw : reader->cycles().draws(cycle.id)) {
      const auto certificate = domain::read_certificate(draw.certificate);
      ASSERT_TRUE(certificate.has_value());
      std::istringstream frame(reader->cycles().frame(draw.frame_sha256));
      const auto differences = domain::verify(*certificate, frame);
      ASSERT_TRUE(differences.has_value());
      EXPECT_TRUE(differences->empty()) << differences->front().sentence;
      ++verified;
    }
  EXPECT_EQ(verified, 4);
}

TEST_F(DemoCouncil, NeverGivesAnAuditorACaseOfTheirOwn) {
  const auto reader = store_->read(filled_->council);
  std::map<domain::PersonId, domain::Person> people;
  for (auto& person : reader->people().all()) people.emplace(person.person_id, person);
  for (const auto& audit : reader->audits().list({}, everything_at_once(), everything()).rows) {
    const auto& auditor = people.at(*audit.auditor);
    EXPECT_NE(audit.worker_id, audit.auditor);
    EXPECT_NE(audit.supervisor_id, audit.auditor);
    if (auditor.role == domain::JobRole::SeniorManager) {
      EXPECT_NE(auditor.locality, audit.locality) << audit.reference;
    } else {
      EXPECT_NE(auditor.team, audit.team) << audit.reference;
    }
  }
}

// REP-5: a figure and the list it opens to never differ.
TEST_F(DemoCouncil, OpensEachFigureOfItsReportToAsManyAudits) {
  const auto reader = store_->read(filled_->council);
  report::MonthlyRequest request;
  for (const auto* period : {"2026-10", "2026-11"}) {
    request.from = request.to = *base::parse_period(period);
    const auto report =
        report::make_monthly(request, app::command_line_actor(filled_->council), kClock, *reader, *framework(*reader));
    ASSERT_TRUE(report.has_value()) << report.error().rule;
    int opened = 0;
    for (const auto& row : report::rows_of(*report)) {
      if (row.link.empty() || row.link.starts_with("/reports/")) continue;
      std::map<std::string, std::string, std::less<>> values;
      for (const auto& pair : base::split(row.link.substr(row.link.find('?') + 1), '&')) {
        const auto equals = pair.find('=');
        auto value = base::replace_all(pair.substr(equals + 1), "%2C", ",");
        values[pair.substr(0, equals)] = base::replace_all(value, "%20", " ");
      }
      if (row.section == "actions") {
        app::ActionFilter actions;
        actions.programme = values["programme"];
        actions.from = values["from"];
        actions.to = values["to"];
        actions.locality = values["locality"];
        actions.states = {*domain::parse_action_state(values["state"])};
        if (values["overdue"] == "yes") actions.overdue_on = kClock.today();
        EXPECT_EQ(reader->actions().list(actions, {}, everything()).total, row.n) << row.link;
        continue;
      }
      if (row.link.starts_with("/concerns?")) {
        app::ConcernFilter concerns;
        concerns.kind = values["kind"];
        if (values["state"] != "all") concerns.state = values["state"];
        if (values["acknowledged"] == "yes") concerns.acknowledged = true;
        concerns.programme = values["programme"];
        concerns.from = values["from"];
        concerns.to = values["to"];
        concerns.locality = values["locality"];
        const auto opened_to = reader->concerns().list(concerns, {}, everything()).total;
        const bool of_times = concerns.acknowledged.has_value();  // minutes, of as many concerns as are listed
        if (!of_times || row.of) {
          EXPECT_EQ(opened_to, of_times ? *row.of : row.n) << row.measure << " " << row.link;
        }
        continue;
      }
      const auto filter = app::read_audit_query([&](std::string_view name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string() : found->second;
      });
      EXPECT_EQ(reader->audits().list(filter, {}, everything()).total, row.n)
          << row.section << " " << row.measure << " " << row.period << " " << row.area << " " << row.link;
      ++opened;
    }
    EXPECT_GT(opened, 300);
    for (const auto& check : report->checks)
      EXPECT_EQ(static_cast<std::size_t>(std::abs(check.difference())), check.audits.size()) << check.check;
  }
}

TEST_F(DemoCouncil, IsTheSameFromTheSameSeed) {
  const tests::FreshPlace elsewhere(store::Backend::Sqlite);
  store::SqlStore again(elsewhere.open());
  ASSERT_TRUE(fill(again).has_value());
  const auto told = [&](app::Store& store) {
    const auto reader = store.read(filled_->council);
    std::string text;
    reader->cases().for_each([&](const domain::Case& row) { text += row.child_id.text() + row.team + ";"; });
    for (const auto& person : reader->people().all()) text += person.person_id.text() + person.name + ";";
    for (const auto& audit : reader->audits().list({}, everything_at_once(), everything()).rows) {
      text += audit.id.text() + audit.reference + std::string(to_string(audit.state)) + audit.overall_reason + ";";
      for (const auto& section : reader->audits().sections(audit.id)) text += section.section + section.evidence;
      for (const auto& action : reader->actions().of(audit.id)) text += action.id.text() + action.text;
    }
    for (const auto& cycle : reader->cycles().list())
      for (const auto& draw : reader->cycles().draws(cycle.id)) text += draw.certificate;
    return base::sha256_hex(text);
  };
  EXPECT_EQ(told(*store_), told(again));
}

TEST_F(DemoCouncil, GoesIntoNothingButAnEmptyDatabase) {
  const auto again = fill(*store_);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().rule, "demo.fill.not_empty");
}

TEST_F(DemoCouncil, NamesNoChildAndWritesToNobody) {
  const auto reader = store_->read(filled_->council);
  for (const auto& person : reader->people().all()) EXPECT_TRUE(person.email.ends_with("@example.org"));
  EXPECT_EQ(filled_->sign_ins.size(), 11U);
  for (const auto& user : reader->users().all()) EXPECT_TRUE(user.email.ends_with("@example.org"));
}

}  // namespace
}  // namespace plumbline
