// Lancashire's month in plain steps: a sample in proportion to categories and localities at once, trained and qualified
// auditors away from their own, a tenth with the family, a fifth moderated, actions to sign-off, the localities'
// figures against the year's target; and a tier 1 check of papers by the audit team.
#include <cmath>
#include <set>

#include "support/journey.hpp"

namespace plumbline {
namespace {

using domain::AuditState;
using domain::JobRole;
using testing::Each;
using testing::IsEmpty;
using testing::SizeIs;
using tests::rule_of;

// Three localities with four teams of six workers each; a worker has two children in need, one protected, one looked
// after.
class Lancashire : public tests::Journey {
 protected:
  Lancashire() : Journey("lancashire") {
    std::string staff;
    std::string team_rows;
    std::string cases;
    int number = 0;
    for (const std::string locality : {"North", "Central", "East"})
      for (int t = 0; t < 4; ++t, ++number) {
        const auto team = locality + " " + std::to_string(t);
        const auto manager = "M" + std::to_string(number);
        // One manager has not been trained in the tool yet.
        auto row = person_row(manager, "team-manager", team, locality);
        if (number == 0) row = row.substr(0, row.rfind(',')) + ",\n";
        staff += row;
        team_rows += team + "," + locality + ",," + manager + "\n";
        for (int w = 0; w < 6; ++w) {
          const auto worker = "W" + std::to_string(number * 6 + w);
          staff += person_row(worker, "social-worker", team, locality);
          for (const std::string category : {"cin", "cin", "cp", "cla"})
            cases += case_row("C" + std::to_string(children_++), category, locality, "", team, worker, manager);
        }
        if (t < 2) {
          staff += person_row("A" + std::to_string(number), "advanced-practitioner", team, locality);
          staff += person_row("S" + std::to_string(number), "senior-manager", "", locality);
        }
      }
    staff += person_row("lead", "qa-lead") + person_row("head", "head-of-service") + person_row("director", "director");
    for (int i = 0; i < 3; ++i) staff += person_row("T" + std::to_string(i), "audit-team");
    people(staff);
    teams(team_rows);
    register_of(cases);
  }

  int children_ = 1000;
};

TEST_F(Lancashire, AMonthOfTier2GoesFromTheImportToSignedOffActionsAndTheLocalitiesFigures) {
  ASSERT_EQ(rule_of(draw("tier2", 20)), "done");
  const auto made = certificate("tier2");
  ASSERT_THAT(made.sample(), SizeIs(20));
  // Every cell is its exact share rounded up or down, and so is every category and locality in all.
  std::map<std::string, std::pair<double, int>> margins;
  for (const auto& stratum : made.strata) {
    const double exact = static_cast<double>(stratum.exact_millionths) / 1e6;
    EXPECT_LT(std::abs(exact - static_cast<double>(stratum.quota)), 1.0);
    for (const auto& name : {std::string(to_string(*stratum.category)), stratum.area}) {
      margins[name].first += exact;
      margins[name].second += static_cast<int>(stratum.quota);
    }
  }
  for (const auto& [name, margin] : margins) EXPECT_LT(std::abs(margin.first - margin.second), 1.0) << name;
  EXPECT_THAT(verified("tier2"), IsEmpty());

  // Managers not in their own team, senior managers not in their own locality, nobody untrained; one each.
  ASSERT_EQ(rule_of(allocate("tier2")), "done");
  ASSERT_EQ(rule_of(send("tier2", true)), "done");
  const auto all = audits("tier2");
  ASSERT_GE(all.size(), 15U);
  std::set<domain::PersonId> auditors;
  int with_family = 0;
  for (const auto& audit : all) {
    const auto who = read()->people().find(*audit.auditor).value();
    EXPECT_TRUE(who.trained_on) << who.person_id.text();
    if (who.role == JobRole::SeniorManager) {
      EXPECT_NE(who.locality, audit.locality);
    } else {
      EXPECT_NE(who.team, audit.team);
    }
    EXPECT_TRUE(auditors.insert(*audit.auditor).second) << "one each a month";
    with_family += audit.family_contact;
  }
  EXPECT_LE(with_family, 2) << "a tenth";

  // All come back; one asks for an action. A fifth is moderated, the rest is final when it is returned.
  const auto returned_with_action = all.front().id;
  for (const auto& each : all) {
    const auto who = auditor(*each.auditor);
    if (each.id == returned_with_action)
      write_with_an_action(each.id, who, "planning");
    else
      write_all(each.id, who);
    if (HasFatalFailure()) return;
    if (each.family_contact) hear_the_family(each.id, who);
    ASSERT_EQ(rule_of(submit(each.id, who)), "done") << each.reference;
  }
  int picked = 0;
  for (const auto& each : audits("tier2")) {
    if (each.state == AuditState::Final) {
      EXPECT_THAT(each.moderation_pick, IsEmpty());
      continue;
    }
    ++picked;
    ASSERT_EQ(rule_of(moderate(each.id, lead("lead"))), "done");
  }
  EXPECT_GE(picked, 3);
  EXPECT_LE(picked, 4);
  close_the_loop(returned_with_action);

  const auto report = month("tier2");
  EXPECT_EQ(report.target.annual, 600);
  EXPECT_EQ(report.target.done, static_cast<long long>(all.size()));
  long long by_locality = 0;
  for (const auto& area : report.now_by_area) by_locality += area.returns.returned;
  EXPECT_EQ(by_locality, report.now.returns.returned);
  EXPECT_THAT(report.now_by_area, SizeIs(3));
  EXPECT_EQ(report.now.actions.signed_off, 1);
}

TEST_F(Lancashire, Tier1IsAChecklistThatTheAuditTeamFinishesAlone) {
  draw_allocate_and_send("tier1", 6);
  const auto all = audits("tier1");
  ASSERT_THAT(all, SizeIs(6));
  for (const auto& each : all) {
    EXPECT_EQ(read()->people().find(*each.auditor)->role, JobRole::AuditTeam);
    const auto who = auditor(*each.auditor);
    const auto context = app::audit_context(each.id, frameworks_, *read()).value();
    for (const auto* section : domain::sections_for(*context.tool, each.category))
      ASSERT_EQ(rule_of(save(each.id, section->key, who)), "done") << section->key;
    ASSERT_EQ(rule_of(submit(each.id, who)), "done");
    EXPECT_EQ(audit(each.id).state, AuditState::Final) << "no grade, nothing to moderate";
    EXPECT_FALSE(audit(each.id).grade());
  }
}

}  // namespace
}  // namespace plumbline
