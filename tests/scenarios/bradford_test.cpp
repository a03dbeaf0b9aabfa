// Bradford's month in plain steps: a cohort, one case for each worker, nobody audited within six months, an exemption
// with its approver and replacement, participation with reasons, all moderated, actions to sign-off, returns against
// 80%.
#include <set>

#include "support/journey.hpp"

namespace plumbline {
namespace {

using domain::ChildId;
using domain::Grade;
using domain::PersonId;
using testing::Contains;
using testing::Each;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;
using tests::rule_of;

// Four areas with a team each of six workers; each worker has two children in need and one with a protection plan.
class Bradford : public tests::Journey {
 protected:
  Bradford() : Journey("bradford") {
    const std::vector<std::string> areas{"Central", "East", "South", "West"};
    std::string staff;
    std::string team_rows;
    std::string cases;
    int child = 0;
    for (std::size_t a = 0; a < areas.size(); ++a) {
      const auto team = areas[a] + " team";
      const auto manager = "M" + std::to_string(a);
      staff += person_row(manager, "team-manager", team, "", areas[a]);
      staff += person_row("A" + std::to_string(a), "advanced-practitioner", team, "", areas[a]);
      team_rows += team + ",," + areas[a] + "," + manager + "\n";
      for (int w = 0; w < 6; ++w) {
        const auto worker = "W" + std::to_string(a * 6 + static_cast<std::size_t>(w));
        staff += person_row(worker, "social-worker", team, "", areas[a]);
        for (const auto* category : {"cin", "cin", "cp"}) {
          ++child;
          cases += case_row("C" + std::to_string(1000 + child), category, "", areas[a], team, worker, manager,
                            child % 10 == 0 ? "2026-09-14" : "");
        }
      }
    }
    staff +=
        person_row("S1", "service-manager") + person_row("lead", "qa-lead") + person_row("head", "head-of-service");
    people(staff);
    teams(team_rows);
    register_of(cases);
  }
};

TEST_F(Bradford, ACohortGoesFromTheImportToASignedOffActionAndIntoTheFigures) {
  // The cohort of December is children in need; each worker has one case at most.
  ASSERT_EQ(rule_of(draw("monthly", 12)), "done");
  EXPECT_EQ(cycle("monthly").cohort, "cin");
  auto drawn = certificate("monthly").sample();
  ASSERT_THAT(drawn, SizeIs(12));
  std::set<PersonId> workers;
  for (const auto& child : drawn) {
    const auto row = read()->cases().find(child).value();
    EXPECT_EQ(row.category, domain::Category::Cin);
    EXPECT_FALSE(row.last_audited_on) << "audited within six months";
    EXPECT_TRUE(workers.insert(*row.worker_id).second) << "a second case of one worker";
  }

  // One is exempted: a reason, an approver whom the framework names, the next in the order instead.
  const auto exempted = drawn.front();
  const auto exempt = [&](const std::string& approver) {
    return run([&](app::UnitOfWork& work) {
      return app::exempt_case({"monthly", period_, exempted, "Case closing this week", PersonId{approver}}, run_,
                              clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(exempt("W1")), "draw.exempt.approver_role");
  ASSERT_EQ(rule_of(exempt("head")), "done");
  drawn = certificate("monthly").sample();
  EXPECT_THAT(drawn, SizeIs(12));
  EXPECT_THAT(drawn, testing::Not(Contains(exempted)));
  EXPECT_THAT(verified("monthly"), IsEmpty());

  // Nobody audits the own team. Thirteen auditors have room for all.
  ASSERT_EQ(rule_of(allocate("monthly")), "done");
  ASSERT_EQ(rule_of(send("monthly")), "done");
  auto all = audits("monthly");
  ASSERT_THAT(all, SizeIs(12));
  for (const auto& audit : all) EXPECT_NE(read()->people().find(*audit.auditor)->team, audit.team) << audit.reference;

  // One asks for an action; in another the worker could not take part, and the reason is coded.
  const auto& first = all[0];
  const auto& second = all[1];
  write_with_an_action(first.id, auditor(*first.auditor), "planning");
  for (std::size_t i = 1; i < 10; ++i) write_all(all[i].id, auditor(*all[i].auditor));
  domain::Conversation missed;
  missed.version = 1;
  missed.held = false;
  missed.reason = domain::NotHeldReason::LeftOrganisation;
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::record_conversation({second.id, missed}, auditor(*second.auditor), clock_, frameworks_, work);
            })),
            "done");
  for (std::size_t i = 0; i < 10; ++i) ASSERT_EQ(rule_of(submit(all[i].id, auditor(*all[i].auditor))), "done");

  // All are moderated; one goes down with a reason, and the auditor's own grade is kept.
  EXPECT_THAT(audits("monthly"), testing::Not(Contains(Field(&domain::Audit::state, domain::AuditState::Final))));
  ASSERT_EQ(rule_of(moderate(second.id, lead("lead"), domain::ModerationOutcome::Changed, Grade::RequiresImprovement)),
            "done");
  for (std::size_t i = 0; i < 10; ++i)
    if (i != 1) {
      ASSERT_EQ(rule_of(moderate(all[i].id, lead("lead"))), "done");
    }
  EXPECT_EQ(audit(second.id).overall, Grade::Good);
  EXPECT_EQ(audit(second.id).grade(), Grade::RequiresImprovement);

  // The worker does what was agreed, the manager signs it off, and the child is left in peace for six months.
  close_the_loop(first.id);
  EXPECT_TRUE(read()->cases().find(first.child_id)->last_audited_on);

  // The figures: ten of twelve came back, one exempt, nine of ten workers took part, one grade moved.
  const auto report = month("monthly");
  EXPECT_EQ(report.now.returns.sampled, 13);
  EXPECT_EQ(report.now.returns.exempt, 1);
  EXPECT_EQ(report.now.returns.distributed, 12);
  EXPECT_EQ(report.now.returns.returned, 10);
  EXPECT_EQ(report.targets.return_percent, 80);
  EXPECT_EQ(report.now.participation.held, 9);
  EXPECT_THAT(report.now.participation.reasons,
              Contains(report::ReasonCount{std::string(to_string(domain::NotHeldReason::LeftOrganisation)), 1}));
  EXPECT_EQ(report.now.moderation.unchanged, 9);
  EXPECT_THAT(report.now.moderation.changes, Contains(report::GradeChange{Grade::Good, Grade::RequiresImprovement, 1}));
  EXPECT_EQ(report.now.actions.signed_off, 1);
  for (const auto& check : report.checks) EXPECT_TRUE(check.holds()) << check.check;
}

TEST_F(Bradford, SaysWhichRuleBindsWhereWorkersRunOut) {
  // Twenty-four workers cannot give thirty cases.
  ASSERT_EQ(rule_of(draw("monthly", 30)), "done");
  const auto made = certificate("monthly");
  EXPECT_LE(made.sample().size(), 24U);
  EXPECT_FALSE(made.binding.empty());
}

}  // namespace
}  // namespace plumbline
