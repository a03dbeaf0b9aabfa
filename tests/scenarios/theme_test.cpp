// A theme from what audits showed, through what was done, to what later audits of the same place show (ACT-5); and the
// pack of a locality's meeting, with its own figures beside what the services measure (MEET-2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/audit/reasons.hpp"
#include "app/learning/measures.hpp"
#include "app/learning/meetings.hpp"
#include "app/learning/themes.hpp"
#include "app/messages/messages.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/measure_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/framework/loader.hpp"
#include "report/locality/pack.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"

namespace plumbline {
namespace {

using app::Role;
using app::ScopeKind;
using domain::PersonId;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

base::Day on(std::string_view text) { return base::parse_day(text).value(); }
base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }
base::Period in(std::string_view text) { return base::parse_period(text).value(); }
std::string rule(const auto& outcome) { return outcome ? "" : outcome.error().rule; }

// From April to June a section is weak in East; from September on it is not. In North nothing changes.
class WhatAuditsShow : public testing::Test {
 protected:
  WhatAuditsShow() : clock_(at("2026-11-16T09:00:00Z")), place_(store::Backend::Sqlite) {
    base::init_crypto();
    store_ = std::make_unique<store::SqlStore>(place_.open());
    const auto added = app::add_council({"shire", "", domain::shipped_framework_files(), "lancashire.yaml", ""},
                                        app::command_line_actor("shire"), clock_, *store_->begin("shire"));
    if (!added) throw std::runtime_error(app::sentence(added.error()));
    const auto work = store_->begin("shire");
    for (const auto& [id, role, place] : {std::tuple{"lead", domain::JobRole::QaLead, ""},
                                          std::tuple{"psw", domain::JobRole::PrincipalSocialWorker, ""},
                                          std::tuple{"east", domain::JobRole::TeamManager, "East"},
                                          std::tuple{"north", domain::JobRole::TeamManager, "North"}}) {
      auto one = tests::a_person(id, role);
      one.locality = place;
      work->people().put(one);
    }
    const auto months = [&](const std::string& month, const std::string& place, int weak, int sound) {
      for (int i = 0; i < weak + sound; ++i) audit(*work, month, place, i < weak);
    };
    for (const auto* month : {"2026-04", "2026-05", "2026-06"}) {
      months(month, "East", 7, 3);
      months(month, "North", 5, 5);
    }
    for (const auto* month : {"2026-09", "2026-10"}) {
      months(month, "East", 2, 8);
      months(month, "North", 5, 5);
    }
    if (!work->commit()) throw std::runtime_error("the audits were not kept");
    framework_ = frameworks_.current(*store_->read("shire")).value();
  }

  void audit(app::UnitOfWork& work, const std::string& month, const std::string& place, bool weak) {
    domain::Audit one;
    one.id = domain::AuditId{"a" + std::to_string(++audits_)};
    one.reference = "LAN-" + month + "-" + std::to_string(audits_);
    one.cycle = domain::CycleId{"c-" + month};
    one.programme = "tier2";
    one.period = in(month);
    one.child_id = domain::ChildId{"C" + std::to_string(audits_)};
    one.locality = place;
    one.tool = "tier2-cin-cp";
    one.auditor = PersonId{"psw"};
    one.state = domain::AuditState::Final;
    one.overall = weak ? domain::Grade::RequiresImprovement : domain::Grade::Good;
    one.sent_at = at(month + "-01T09:00:00Z");
    one.submitted_at = at(month + "-20T09:00:00Z");
    one.finalised_at = one.submitted_at;
    work.audits().add(one);
    domain::AuditSection section;
    section.section = "planning";
    section.judgement = weak ? domain::Grade::RequiresImprovement : domain::Grade::Good;
    ASSERT_TRUE(work.audits().save_section(one.id, section));
  }
  static app::Actor as(const std::string& id, Role role, ScopeKind scope = ScopeKind::Council, std::string value = "") {
    app::Actor actor;
    actor.council = "shire";
    actor.user = app::UserId{"u-" + id};
    actor.person = PersonId{id};
    actor.grants = {{role, scope, std::move(value)}};
    return actor;
  }
  const app::Actor lead_ = as("lead", Role::QaLead);
  const app::Actor psw_ = as("psw", Role::PrincipalSocialWorker);

  std::unique_ptr<app::Reader> read() { return store_->read("shire"); }
  app::PutTheme a_theme(const std::string& locality = "East") const {
    app::PutTheme theme;
    theme.title = "Plans";
    theme.what = "Every plan says what should change for the child.";
    theme.locality = locality;
    theme.impact_from = in("2026-09");
    theme.evidence = {{"tier2", "planning", domain::EvidenceKind::BelowGood, in("2026-04"), in("2026-06")}};
    return theme;
  }
  base::Result<domain::Theme> put(const app::PutTheme& theme, const app::Actor& actor) {
    return app::put_theme(theme, actor, clock_, *framework_, *store_->begin("shire"));
  }
  app::WeighedEvidence weighed(const domain::Theme& theme) {
    return app::weigh(theme, *framework_, read()->themes()).front();
  }

  base::FixedClock clock_;
  tests::FreshPlace place_;
  std::unique_ptr<store::SqlStore> store_;
  app::Frameworks frameworks_;
  std::shared_ptr<const domain::Framework> framework_;
  int audits_ = 0;
};

TEST_F(WhatAuditsShow, BecomesAThemeWhoseNumbersAreCountedAndNeverTyped) {
  const auto* programme = framework_->find_programme("tier2");
  const auto reader = read();
  const auto found = app::findings(*framework_, *programme, "East", in("2026-04"), in("2026-06"), reader->themes());
  ASSERT_THAT(found, SizeIs(1)) << "the one section that was judged";
  EXPECT_EQ(found[0].section, "planning");
  EXPECT_EQ(found[0].below_good, (domain::Proportion{21, 30}));
  const auto theme = put(a_theme(), lead_);
  ASSERT_TRUE(theme) << app::sentence(theme.error());
  EXPECT_EQ(weighed(*theme).found, (domain::Proportion{21, 30}));
  // A late audit of those months counts at once: nothing was copied.
  {
    const auto work = store_->begin("shire");
    audit(*work, "2026-05", "East", true);
    ASSERT_TRUE(work->commit());
  }
  EXPECT_EQ(weighed(*theme).found, (domain::Proportion{22, 31}));
}

TEST_F(WhatAuditsShow, IsFollowedToLaterAuditsOfTheSamePlaceAndToldFromNoise) {
  const auto east = put(a_theme("East"), lead_);
  const auto north = put(a_theme("North"), lead_);
  ASSERT_TRUE(east);
  ASSERT_TRUE(north);
  const auto better = weighed(*east).impact;
  EXPECT_EQ(better.before, (domain::Proportion{9, 30}));
  EXPECT_EQ(better.after, (domain::Proportion{16, 20}));
  ASSERT_TRUE(better.movement);
  EXPECT_TRUE(better.movement->real);
  EXPECT_EQ(better.movement->direction, domain::Direction::Up);
  EXPECT_GT(better.movement->interval.low, 0);
  const auto same = weighed(*north).impact;
  EXPECT_EQ(same.after, (domain::Proportion{10, 20}));
  EXPECT_FALSE(same.movement->real) << "half before and half after";
}

TEST_F(WhatAuditsShow, IsActedOnByOwnersWhoSayWhatCameOfIt) {
  const auto theme = put(a_theme(), lead_).value();
  app::AddThemeAction command{theme.id, "Hold a workshop.", PersonId{"psw"}, on("2026-12-10"), "Training"};
  const auto add = [&](const app::Actor& actor) {
    return app::add_theme_action(command, actor, clock_, *framework_, *store_->begin("shire"));
  };
  const auto with = [&](auto change) {
    const auto kept = command;
    change();
    const auto outcome = rule(add(lead_));
    command = kept;
    return outcome;
  };
  EXPECT_EQ(with([&] { command.text = " "; }), "theme.act.text_missing");
  EXPECT_EQ(with([&] { command.owner.reset(); }), "theme.act.owner_missing");
  EXPECT_EQ(with([&] { command.owner = PersonId{"nobody"}; }), "theme.act.owner_unknown");
  EXPECT_EQ(with([&] { command.due_on.reset(); }), "theme.act.due_missing");
  EXPECT_EQ(with([&] { command.due_on = on("2026-11-15"); }), "theme.act.due_past");
  EXPECT_EQ(with([&] { command.link = "The weather"; }), "theme.act.link");
  EXPECT_EQ(rule(add(psw_)), "theme.put.forbidden");
  const auto action = add(lead_);
  ASSERT_TRUE(action);
  const auto sent = read()->outbox().waiting(10);
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].to, "psw@example.org");
  EXPECT_THAT(sent[0].body, HasSubstr("/themes/actions/" + action->id.text()));
  const auto settle = [&](const app::Actor& actor, const std::string& outcome, int version) {
    return rule(app::settle_theme_action({action->id, version, domain::TaskState::Done, outcome}, actor, clock_,
                                         *store_->begin("shire")));
  };
  EXPECT_EQ(settle(as("east", Role::TeamManager), "Held", 0), "theme.settle.forbidden");
  EXPECT_EQ(settle(psw_, " ", 0), "theme.settle.outcome_missing");
  EXPECT_EQ(settle(psw_, "Held, with 31 people", 0), "");
  EXPECT_EQ(settle(psw_, "Again", 0), "store.save.stale");
  EXPECT_EQ(read()->themes().find_action(action->id)->outcome, "Held, with 31 people");

  EXPECT_EQ(rule(app::close_theme({theme.id, 0, false, " "}, lead_, clock_, *store_->begin("shire"))),
            "theme.close.why_missing");
  ASSERT_TRUE(app::close_theme({theme.id, 0, false, "SECRET: it helped"}, lead_, clock_, *store_->begin("shire")));
  EXPECT_EQ(rule(add(lead_)), "theme.put.closed");
  ASSERT_TRUE(app::close_theme({theme.id, 1, true, "SECRET: it is back"}, lead_, clock_, *store_->begin("shire")));
  EXPECT_TRUE(add(lead_));
  EXPECT_EQ(read()->themes().find(theme.id)->closed_why, "SECRET: it helped");
  const auto why = app::reasons_of(theme.id.text(), read()->co_auditors());
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_EQ(why[0].note, "SECRET: it is back");
  for (const auto& line : read()->journal().list({"theme", "", ""}, {1, 100, "", false}).rows)
    EXPECT_THAT(line.before + line.after + line.reason, AllOf(Not(HasSubstr("31 people")), Not(HasSubstr("SECRET"))));
}

// The whole thread (MEET-1, MEET-2, ACT-5): a locality's meeting sees what audits found, makes it a theme, training and
// supervision are fed, each owner says what came of it, later audits of the same place show that it helped, and the
// next meeting is told what was done.
TEST_F(WhatAuditsShow, IsOneThreadFromTheMeetingThatSawItToTheAuditsThatShowItHelped) {
  clock_.set(at("2026-07-08T09:00:00Z"));
  {
    const auto work = store_->begin("shire");
    for (const auto* month : {"2026-04", "2026-05", "2026-06"})
      for (int i = 0; i < 10; ++i) audit(*work, month, "Central", i < 7);
    ASSERT_TRUE(work->commit());
  }
  const auto* programme = framework_->find_programme("tier2");
  const auto found = app::findings(*framework_, *programme, "Central", in("2026-04"), in("2026-06"), read()->themes());
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].below_good, (domain::Proportion{21, 30}));

  const app::MeetingKey key{"tier2", in("2026-06"), "Central"};
  const app::DecideAtMeeting decide{key, "Plans are the next quarter's theme.", PersonId{"lead"}, on("2026-08-03")};
  const auto decided = app::decide_at_meeting(decide, lead_, clock_, frameworks_, *store_->begin("shire"));
  ASSERT_TRUE(decided) << app::sentence(decided.error());
  ASSERT_EQ(app::decide_at_meeting(decide, lead_, clock_, frameworks_, *store_->begin("shire"))->id, decided->id)
      << "sent twice it is one decision";
  auto command = a_theme("Central");
  command.origin = domain::ThemeOrigin::Meeting;
  command.origin_id = "a meeting that never was";
  EXPECT_EQ(rule(put(command, lead_)), "access.row.not_found");
  command.origin_id = decided->meeting.text();
  const auto theme = put(command, lead_).value();
  EXPECT_EQ(put(command, lead_)->id, theme.id) << "sent twice it is one theme";
  EXPECT_THAT(read()->themes().list({{}, "", "", "", decided->meeting.text()}), SizeIs(1)) << "the meeting leads to it";
  EXPECT_FALSE(weighed(theme).impact.movement) << "nobody can tell yet";

  const auto add = [&](const std::string& text, const std::string& link) {
    return app::add_theme_action({theme.id, text, PersonId{"psw"}, on("2026-08-31"), link}, lead_, clock_, *framework_,
                                 *store_->begin("shire"));
  };
  const auto training = add("Hold a workshop on plans.", "Training").value();
  const auto supervision = add("Ask for the plan in every supervision.", "Supervision").value();
  EXPECT_EQ(add("Hold a workshop on plans.", "Training")->id, training.id);
  EXPECT_THAT(read()->outbox().waiting(100), SizeIs(3)) << "the decision's owner once, the actions' owner once each";
  const auto progress = [&] { return app::progress_of(read()->themes().actions(theme.id), clock_.today()); };
  EXPECT_EQ(progress().open, 2);
  clock_.set(at("2026-09-01T09:00:00Z"));
  EXPECT_EQ(progress().overdue, 2);
  for (const auto& action : {training, supervision})
    ASSERT_TRUE(app::settle_theme_action({action.id, 0, domain::TaskState::Done, "All seven teams."}, psw_, clock_,
                                         *store_->begin("shire")));
  EXPECT_EQ(progress().done, 2);
  EXPECT_EQ(progress().overdue, 0);
  EXPECT_THAT(progress().fed, testing::UnorderedElementsAre("Training", "Supervision"));
  ASSERT_TRUE(app::settle_decision({decided->id, 0, domain::TaskState::Done, "It was."}, lead_, clock_, frameworks_,
                                   *store_->begin("shire")));

  clock_.set(at("2026-11-16T09:00:00Z"));
  {
    const auto work = store_->begin("shire");
    for (const auto* month : {"2026-09", "2026-10"})
      for (int i = 0; i < 10; ++i) audit(*work, month, "Central", i < 2);
    ASSERT_TRUE(work->commit());
  }
  const auto impact = weighed(theme).impact;
  EXPECT_EQ(impact.before, (domain::Proportion{9, 30}));
  EXPECT_EQ(impact.after, (domain::Proportion{16, 20}));
  ASSERT_TRUE(impact.movement);
  EXPECT_TRUE(impact.movement->real);
  EXPECT_EQ(impact.movement->direction, domain::Direction::Up);
  const auto next = app::open_meeting({"tier2", in("2026-07"), "Central"}, lead_, frameworks_, *read());
  ASSERT_TRUE(next) << app::sentence(next.error());
  ASSERT_THAT(next->follow_up, SizeIs(1)) << "the next meeting is told what came of it";
  EXPECT_EQ(next->follow_up[0].outcome, "It was.");
  ASSERT_TRUE(app::close_theme({theme.id, 0, false, "It helped"}, lead_, clock_, *store_->begin("shire")));
  EXPECT_EQ(read()->journal().verify(), std::nullopt);
}

TEST_F(WhatAuditsShow, TakesOnlyEvidenceThatTheFrameworkKnows) {
  const auto refused = [&](auto change) {
    auto theme = a_theme();
    change(theme);
    return rule(put(theme, lead_));
  };
  EXPECT_EQ(refused([](auto& theme) { theme.title = ""; }), "theme.put.title_missing");
  EXPECT_EQ(refused([](auto& theme) { theme.title = std::string(301, 'x'); }), "learning.save.line_too_long");
  EXPECT_EQ(refused([](auto& theme) { theme.evidence.clear(); }), "theme.put.evidence_missing");
  EXPECT_EQ(refused([](auto& theme) { theme.evidence[0].programme = "none"; }), "theme.put.programme");
  EXPECT_EQ(refused([](auto& theme) { theme.evidence[0].section = "none"; }), "theme.put.section");
  EXPECT_EQ(refused([](auto& theme) { std::swap(theme.evidence[0].from, theme.evidence[0].to); }),
            "theme.put.period_order");
  EXPECT_EQ(refused([](auto& theme) { theme.evidence[0].from = in("2020-01"); }), "theme.put.period_length");
  EXPECT_EQ(refused([](auto& theme) { theme.evidence.assign(13, theme.evidence[0]); }), "theme.put.too_much");
  EXPECT_EQ(refused([](auto& theme) { theme.locality = "Atlantis"; }), "theme.put.locality");
  EXPECT_EQ(refused([](auto& theme) { theme.lead = PersonId{"nobody"}; }), "theme.put.lead_unknown");
  EXPECT_EQ(rule(put(a_theme(), psw_)), "theme.put.forbidden");
}

class ALocalityPack : public WhatAuditsShow {
 protected:
  base::Result<report::LocalityPack> pack(const std::string& locality, const app::Actor& actor) {
    return report::make_locality_pack({"tier2", in("2026-10"), locality}, actor, clock_, *read(), *framework_);
  }
  base::Result<app::ImportedMeasures> import(const std::string& csv) {
    return app::import_measures(csv, lead_, clock_, *framework_, *store_->begin("shire"));
  }
  static constexpr const char* kFigures =
      "Period,measure,LOCALITY,value,unit,target,noise\n"
      "2026-09,Visits in time,East,84.5,%,90,x\n"
      "2026-10,Visits in time,East,87.5,%,90,x\n"
      "2026-10,Visits in time,,80,%,90,x\n"
      "2026-10,Visits in time,North,\"1,234.5\",%,,x\n"
      "2026-10,=1+1,East,-3,,,x\n";
};

TEST_F(ALocalityPack, HasItsOwnFiguresBesideWhatTheServicesMeasure) {
  ASSERT_TRUE(import(kFigures));
  const auto made = pack("East", as("east", Role::TeamManager, ScopeKind::Team, "East 1"));
  ASSERT_TRUE(made) << app::sentence(made.error());
  EXPECT_EQ(made->monthly.now.returns.returned, 10) << "of East alone";
  const auto json = nlohmann::json::parse(report::to_json(*made));
  EXPECT_EQ(json["locality"], "East");
  ASSERT_EQ(json["measures"].size(), 2U);
  EXPECT_EQ(json["measures"][1]["measure"], "Visits in time");
  EXPECT_EQ(json["measures"][1]["locality"].size(), 2U);
  EXPECT_EQ(json["measures"][1]["locality"][1]["value"], 87.5);
  EXPECT_EQ(json["measures"][1]["council"][0]["value"], 80);
  EXPECT_EQ(report::to_json(*made).find("North"), std::string::npos) << "no other locality's figure";
  const auto csv = report::to_csv(*made);
  EXPECT_THAT(csv, AllOf(HasSubstr("performance,2026-10,East,Visits in time,,,87.5,%,90\n"), HasSubstr("'=1+1"),
                         Not(HasSubstr("North"))));
  std::string words;
  for (const auto& section : report::page_of(*made).sections)
    for (const auto& part : section.parts) {
      for (const auto& sentence : part.sentences) words += sentence + "\n";
      for (const auto& chart : part.charts) words += chart.wide;
      for (const auto& table : part.tables)
        for (const auto& row : table.rows)
          for (const auto& cell : row.cells) words += cell.text + "\n";
    }
  EXPECT_THAT(words, AllOf(HasSubstr("87.5%"), Not(HasSubstr("North")), Not(HasSubstr("LAN-"))));
}

TEST_F(ALocalityPack, IsForItsOwnPeopleAndLeadership) {
  EXPECT_TRUE(pack("East", lead_));
  EXPECT_TRUE(pack("East", as("director", Role::Leadership)));
  EXPECT_TRUE(pack("East", as("hos", Role::HeadOfService, ScopeKind::Locality, "East")));
  EXPECT_EQ(rule(pack("East", as("north", Role::TeamManager, ScopeKind::Team, "North 1"))), "meeting.view.forbidden");
  EXPECT_EQ(rule(pack("East", as("hos", Role::HeadOfService, ScopeKind::Locality, "North"))), "meeting.view.forbidden");
  EXPECT_EQ(rule(pack("East", as("worker", Role::SocialWorker, ScopeKind::Own))), "meeting.view.forbidden");
  EXPECT_EQ(rule(pack("Atlantis", lead_)), "meeting.find.locality");
}

TEST_F(ALocalityPack, TakesAFileOfFiguresWholeOrNotAtAll) {
  EXPECT_EQ(rule(import("")), "measure.import.empty");
  EXPECT_EQ(rule(import("measure,period\n")), "measure.import.column_missing");
  EXPECT_EQ(rule(import("measure,period,value\n")), "measure.import.empty");
  EXPECT_EQ(rule(import(std::string(app::kLargestMeasureFile + 1, 'x'))), "measure.import.too_large");
  std::string many = "measure,period,value\n";
  for (std::size_t i = 0; i <= app::kMostMeasureRows; ++i) many += "M,2026-10,1\n";
  EXPECT_EQ(rule(import(many)), "measure.import.too_many");
  const auto wrong = import(
      "measure,period,locality,value,unit,target\nA,2026-10,East,1,,\nB,October,East,1,,\nC,2026-10,Atlantis,1,,\n"
      "D,2026-10,East,many,,\n" +
      std::string(121, 'n') + ",2026-10,East,1,,\nE,2026-10,East,1," + std::string(21, 'u') +
      ",\nF,2026-10,East,1,,x\n");
  ASSERT_TRUE(wrong);
  ASSERT_THAT(wrong->problems, SizeIs(6));
  EXPECT_EQ(app::sentence(wrong->problems[0]), "Enter the month, such as 2026-11. See line 3, column period.");
  EXPECT_THAT(read()->measures().list({}), IsEmpty()) << "the good line stayed out too";
  ASSERT_TRUE(import(kFigures));
  ASSERT_TRUE(import("measure,period,locality,value\nVisits in time,2026-10,East,91\n"));
  const auto now = read()->measures().list({"Visits in time", "2026-10", "2026-10", "East"});
  ASSERT_THAT(now, SizeIs(1));
  EXPECT_EQ(to_string(now[0].value), "91");
  EXPECT_EQ(
      rule(app::put_measure({"A", "2026-10", "", "1", "", ""}, psw_, clock_, *framework_, *store_->begin("shire"))),
      "measure.put.forbidden");
  EXPECT_EQ(
      rule(app::remove_measure({"Visits in time", in("2026-10"), "Nowhere"}, lead_, clock_, *store_->begin("shire"))),
      "measure.remove.gone");
  ASSERT_TRUE(app::remove_measure({"Visits in time", in("2026-10"), "East"}, lead_, clock_, *store_->begin("shire")));
  EXPECT_THAT(read()->measures().list({"Visits in time", "2026-10", "2026-10", "East"}), IsEmpty());
}

}  // namespace
}  // namespace plumbline
