// What each council's calendar and way of choosing cases come to, through the use cases on a real database: fifteen
// working days for the safeguarding hub, cases two weeks before the meeting, an issue nominated for the month, cases
// that managers name for a theme (CAL-2 to 4, SAMPLE-3, SAMPLE-7).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "app/allocation/allocate_cycle.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/draw/nominations.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/case_fields.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/framework/loader.hpp"
#include "domain/framework/programme_days.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"

namespace plumbline {
namespace {

using domain::ChildId;
using domain::PersonId;
using testing::Contains;
using testing::SizeIs;

base::Day on(std::string_view text) { return base::parse_day(text).value(); }
base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
const base::Period kDecember = *base::parse_period("2026-12");

// A council with one of the shipped frameworks, some people and 200 open cases of the categories it draws, in two areas
// with one manager each.
class Town {
 public:
  Town(const std::string& framework, const std::string& now) : clock_(at(now)), place_(store::Backend::Sqlite) {
    base::init_crypto();
    store_ = std::make_unique<store::SqlStore>(place_.open());
    const auto outcome = app::add_council({"town", "", domain::shipped_framework_files(), framework + ".yaml", ""},
                                          lead_, clock_, *store_->begin("town"));
    if (!outcome) throw std::runtime_error(app::sentence(outcome.error()));
  }

  void person(const std::string& id, domain::JobRole role, const std::string& agency = "") {
    const auto work = store_->begin("town");
    auto person = tests::a_person(id, role);
    person.agency = agency;
    work->people().put(person);
    ASSERT_TRUE(work->commit());
  }

  void cases(domain::Category category, int count, const std::function<void(int, domain::Case&)>& change = {}) {
    const auto work = store_->begin("town");
    const auto import = work->cases().begin_import();
    for (int i = 0; i < count; ++i) {
      domain::Case row;
      row.child_id = ChildId{"C" + std::to_string(++made_ + 1000)};
      row.category = category;
      row.locality = i % 2 == 0 ? "East" : "West";
      row.team = row.locality + " 1";
      row.worker_id = PersonId{"W" + std::to_string(made_)};
      row.supervisor_id = PersonId{i % 2 == 0 ? "manager-east" : "manager-west"};
      row.opened_on = on("2026-03-02");
      if (change) change(i, row);
      import->insert(row, app::fingerprint(row));
    }
    import->finish();
    ASSERT_TRUE(work->commit());
  }

  app::Actor manager(const std::string& area) const {
    app::Actor actor;
    actor.council = "town";
    actor.person = PersonId{"manager-" + base::lower(area)};
    actor.grants = {{app::Role::TeamManager, app::ScopeKind::Team, area + " 1"}};
    return actor;
  }

  base::Result<domain::Certificate> draw(app::DrawCycle command) {
    if (command.seed.empty()) command.seed = "lottery of 28 November";
    return app::draw_cycle(command, lead_, clock_, frameworks_, *store_->begin("town"));
  }
  base::Result<domain::Allocation> allocate(const std::string& programme) {
    return app::allocate_cycle({programme, kDecember}, lead_, clock_, frameworks_, *store_->begin("town"));
  }
  base::Result<int> send(const std::string& programme) {
    return app::send_cycle({programme, kDecember, true}, lead_, clock_, frameworks_, *store_->begin("town"));
  }
  base::Result<void> nominate(const std::string& programme, const std::string& child, const app::Actor& actor) {
    return app::nominate_case({programme, kDecember, ChildId{child}, domain::NominationReason::ShowsTheTheme}, actor,
                              clock_, frameworks_, *store_->begin("town"));
  }
  base::Result<void> withdraw(const std::string& programme, const std::string& child, const app::Actor& actor) {
    return app::withdraw_nomination({programme, kDecember, ChildId{child}}, actor, clock_, frameworks_,
                                    *store_->begin("town"));
  }
  domain::Cycle cycle(const std::string& programme) {
    return store_->read("town")->cycles().find(programme, kDecember).value();
  }
  std::vector<domain::Audit> audits(const std::string& programme) {
    return store_->read("town")->audits().of_cycle(cycle(programme).id);
  }
  domain::Case child(const ChildId& id) { return store_->read("town")->cases().find(id).value(); }
  std::vector<std::string> journal() {
    std::vector<std::string> actions;
    for (const auto& line : store_->read("town")->journal().list({}, {1, 500, "", false}).rows)
      actions.push_back(line.action);
    return actions;
  }
  base::FixedClock& clock() { return clock_; }
  const app::Actor& lead() const { return lead_; }

 private:
  app::Actor lead_ = app::command_line_actor("town");
  base::FixedClock clock_;
  tests::FreshPlace place_;
  app::Frameworks frameworks_;
  std::unique_ptr<store::SqlStore> store_;
  int made_ = 0;
};

std::string rule_of(const auto& outcome) { return outcome ? std::string() : outcome.error().rule; }

TEST(SafeguardingHub, HasItsAuditsBackFifteenWorkingDaysAfterEachWasSent) {
  Town town("knowsley", "2026-12-04T09:00:00Z");
  for (int i = 0; i < 3; ++i) {
    town.person("P" + std::to_string(i), domain::JobRole::Partner, "Police");
    town.person("E" + std::to_string(i), domain::JobRole::AreaManager, "Early help");
    town.person("S" + std::to_string(i), domain::JobRole::ServiceManager, "Children's social care");
  }
  town.cases(domain::Category::Mash, 60);
  app::DrawCycle command;
  command.programme = "mash";
  command.period = kDecember;
  ASSERT_TRUE(town.draw(command));
  ASSERT_TRUE(town.allocate("mash"));
  const auto sent = town.send("mash");
  ASSERT_TRUE(sent) << app::sentence(sent.error());
  ASSERT_GT(*sent, 0);
  // Sent on Friday 4 December, three days later than planned: 7 to 24 December are fourteen working days, then the
  // 29th.
  EXPECT_EQ(town.cycle("mash").return_by, on("2026-12-29"));
  for (const auto& audit : town.audits("mash")) {
    if (!audit.sent_at) continue;
    EXPECT_EQ(audit.due_on, on("2026-12-29"));
    EXPECT_EQ(domain::working_days_between(base::london_day(*audit.sent_at), *audit.due_on), 15);
  }
}

TEST(PairsOfAuditors, AreSentTheirCasesTwoWeeksBeforeTheMeetingAndTheCycleKeepsItsDays) {
  Town town("waltham-forest", "2026-11-26T09:00:00Z");
  town.cases(domain::Category::EarlyHelp, 100);
  app::DrawCycle command;
  command.programme = "early-help";
  command.period = kDecember;
  ASSERT_TRUE(town.draw(command));
  const auto framework = domain::load_framework(domain::shipped_framework_files(), "waltham-forest.yaml").framework;
  const auto meeting = domain::meeting_on(*framework.find_programme("early-help"), kDecember);
  ASSERT_TRUE(meeting);
  const auto cycle = town.cycle("early-help");
  EXPECT_GE(base::days_between(*cycle.send_on, *meeting), 14);
  EXPECT_LT(*cycle.return_by, *meeting);
}

TEST(AnIssueNominatedForTheMonth, IsDrawnAmongTheCasesThatBearIt) {
  Town town("bradford", "2026-11-30T09:00:00Z");
  town.cases(domain::Category::Cin, 200, [](int i, domain::Case& row) {
    if (i % 4 == 0) row.flags = {"neglect"};
  });
  app::DrawCycle command;
  command.programme = "monthly";
  command.period = kDecember;
  command.size = 20;
  command.cohort = "nominated-issue";
  EXPECT_EQ(rule_of(town.draw(command)), "draw.make.issue_missing");
  command.issue = "nothing-of-the-kind";
  EXPECT_EQ(rule_of(town.draw(command)), "draw.make.none_eligible");
  command.issue = "neglect";
  const auto drawn = town.draw(command);
  ASSERT_TRUE(drawn) << app::sentence(drawn.error());
  ASSERT_THAT(drawn->sample(), SizeIs(20));
  for (const auto& child : drawn->sample()) EXPECT_THAT(town.child(child).flags, Contains("neglect"));
  EXPECT_EQ(town.cycle("monthly").cohort, "neglect");
  EXPECT_THAT(domain::to_json(*drawn), testing::HasSubstr("neglect"));
}

TEST(TheCohortOfTheMonth, IsTheFrameworksUnlessAnotherIsChosen) {
  Town town("bradford", "2026-11-30T09:00:00Z");
  town.cases(domain::Category::Cin, 100);
  town.cases(domain::Category::Cp, 100);
  app::DrawCycle command;
  command.programme = "monthly";
  command.period = kDecember;
  command.size = 10;
  auto drawn = town.draw(command);
  ASSERT_TRUE(drawn);
  for (const auto& child : drawn->sample()) EXPECT_EQ(town.child(child).category, domain::Category::Cin);
  command.cohort = "cp";
  command.reason = "The leadership team asked for child protection this month";
  drawn = town.draw(command);
  ASSERT_TRUE(drawn) << app::sentence(drawn.error());
  for (const auto& child : drawn->sample()) EXPECT_EQ(town.child(child).category, domain::Category::Cp);
  EXPECT_EQ(town.cycle("monthly").cohort, "cp");
  command.cohort = std::string(app::kNoCohort);
  drawn = town.draw(command);
  ASSERT_TRUE(drawn);
  EXPECT_EQ(town.cycle("monthly").cohort, "");
}

TEST(CasesNamedForATheme, AreWhatTheDrawIsAmongAndTheCertificateHoldsThem) {
  Town town("waltham-forest", "2026-11-26T09:00:00Z");
  town.cases(domain::Category::EarlyHelp, 100);
  const auto east = town.manager("East"), west = town.manager("West");
  // C1001, C1003 … are the east's.
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(rule_of(town.nominate("early-help", "C" + std::to_string(1001 + 2 * i), east)), "");
  ASSERT_TRUE(town.nominate("early-help", "C1002", west));
  EXPECT_EQ(rule_of(town.nominate("early-help", "C1004", east)), "nomination.add.not_yours");
  EXPECT_EQ(rule_of(town.nominate("early-help", "C9999", east)), "nomination.add.not_yours");
  EXPECT_EQ(rule_of(town.nominate("early-help", "C1002", west)), "nomination.add.already");
  EXPECT_EQ(rule_of(town.withdraw("early-help", "C1002", east)), "nomination.withdraw.gone") << "another’s";
  ASSERT_TRUE(town.withdraw("early-help", "C1001", east));
  app::DrawCycle command;
  command.programme = "early-help";
  command.period = kDecember;
  command.size = 6;
  const auto drawn = town.draw(command);
  ASSERT_TRUE(drawn) << app::sentence(drawn.error());
  EXPECT_THAT(drawn->request.rules.nominated, SizeIs(10));
  const std::set<ChildId> named(drawn->request.rules.nominated.begin(), drawn->request.rules.nominated.end());
  EXPECT_FALSE(named.contains(ChildId{"C1001"}));
  ASSERT_THAT(drawn->sample(), SizeIs(6));
  for (const auto& child : drawn->sample()) EXPECT_TRUE(named.contains(child)) << child.text();
  EXPECT_EQ(rule_of(town.nominate("early-help", "C1006", west)), "nomination.add.not_open") << "it is drawn";
  EXPECT_EQ(rule_of(town.withdraw("early-help", "C1002", west)), "nomination.add.not_open");
  EXPECT_THAT(town.journal(), testing::AllOf(Contains("case-nominated"), Contains("nomination-withdrawn")));
}

TEST(CasesNamedForATheme, AreLimitedToTheMonthsAheadAndToTwentyAManager) {
  Town town("waltham-forest", "2026-11-26T09:00:00Z");
  town.cases(domain::Category::EarlyHelp, 60);
  const auto east = town.manager("East");
  for (int i = 0; i < app::kMostNominations; ++i)
    ASSERT_EQ(rule_of(town.nominate("early-help", "C" + std::to_string(1001 + 2 * i), east)), "");
  EXPECT_EQ(rule_of(town.nominate("early-help", "C1041", east)), "nomination.add.too_many");
  app::Actor worker = east;
  worker.grants = {{app::Role::SocialWorker, app::ScopeKind::Own, ""}};
  EXPECT_EQ(rule_of(town.nominate("early-help", "C1041", worker)), "nomination.add.forbidden");
  town.clock().set(at("2026-09-01T09:00:00Z"));
  EXPECT_EQ(rule_of(town.withdraw("early-help", "C1001", east)), "");
  EXPECT_EQ(rule_of(town.nominate("early-help", "C1001", east)), "nomination.add.not_open") << "three months ahead";
}

TEST(CasesNamedForATheme, AreRefusedWhereTheProgrammeDrawsFromTheWholeRegister) {
  Town town("bradford", "2026-11-26T09:00:00Z");
  town.cases(domain::Category::Cin, 10);
  EXPECT_EQ(rule_of(town.nominate("monthly", "C1001", town.manager("East"))), "nomination.add.not_asked");
}

TEST(MonthsThatAreDrawn, AreTheOneBeforeThisAndUpToTwoAhead) {
  const auto today = on("2026-11-22");
  EXPECT_FALSE(app::may_be_drawn(*base::parse_period("2026-09"), today));
  EXPECT_TRUE(app::may_be_drawn(*base::parse_period("2026-10"), today));
  EXPECT_TRUE(app::may_be_drawn(*base::parse_period("2027-01"), today));
  EXPECT_FALSE(app::may_be_drawn(*base::parse_period("2027-02"), today));
}

}  // namespace
}  // namespace plumbline
