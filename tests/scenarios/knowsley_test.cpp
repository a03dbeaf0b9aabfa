// Knowsley's month in plain steps: every management tier audits one case outside the own team, ten standards with
// impact and outcome, all moderated, weighted actions to sign-off; early help beside it with its own grades. Joint
// audits, the hub's agencies and the review in pairs have scenarios of their own (graded_apart_test.cpp,
// pairs_test.cpp).
#include <set>

#include "support/journey.hpp"

namespace plumbline {
namespace {

using domain::AuditState;
using domain::Grade;
using domain::JobRole;
using testing::SizeIs;
using tests::rule_of;

class Knowsley : public tests::Journey {
 protected:
  Knowsley() : Journey("knowsley") {
    std::string staff;
    std::string team_rows;
    std::string cases;
    int child = 1000;
    for (int t = 0; t < 5; ++t) {
      const bool early = t >= 3;
      const auto team = std::string(early ? "Early help " : "Team ") + std::to_string(t);
      const auto manager = (early ? "E" : "M") + std::to_string(t);
      staff += person_row(manager, early ? "area-manager" : "team-manager", team);
      team_rows += team + ",,," + manager + "\n";
      for (int w = 0; w < 6; ++w) {
        const auto worker = "W" + std::to_string(t * 6 + w);
        staff += person_row(worker, early ? "practitioner" : "social-worker", team);
        for (const std::string category : {"cin", "cp"})
          cases +=
              case_row("C" + std::to_string(child++), early ? "early-help" : category, "", "", team, worker, manager);
      }
    }
    staff += person_row("service", "service-manager") + person_row("senior", "senior-manager") +
             person_row("head", "head-of-service") + person_row("director", "director") + person_row("lead", "qa-lead");
    people(staff);
    teams(team_rows);
    register_of(cases);
  }
};

TEST_F(Knowsley, AnOperationalMonthGoesFromTheImportToSignedOffActions) {
  // As many cases as there are managers to audit them: three team managers and one of each tier above.
  draw_allocate_and_send("operational");
  const auto all = audits("operational");
  ASSERT_THAT(all, SizeIs(7));
  std::set<JobRole> tiers;
  for (const auto& each : all) {
    const auto who = read()->people().find(*each.auditor).value();
    tiers.insert(who.role);
    EXPECT_NE(who.team, each.team);
  }
  EXPECT_EQ(tiers, (std::set{JobRole::TeamManager, JobRole::ServiceManager, JobRole::SeniorManager,
                             JobRole::HeadOfService, JobRole::Director}));

  const auto first = all.front();
  const auto context = app::audit_context(first.id, frameworks_, *read()).value();
  EXPECT_THAT(context.tool->sections, SizeIs(10)) << "ten practice standards";
  write_with_an_action(first.id, auditor(*first.auditor), "standard-5");
  for (std::size_t i = 1; i < all.size(); ++i) write_all(all[i].id, auditor(*all[i].auditor));
  if (HasFatalFailure()) return;
  // Impact is asked for, and not only compliance.
  const auto second = all[1];
  auto section = read()->audits().sections(second.id).front();
  const auto said = section.impact;
  section.impact.clear();
  const auto rewrite = [&](domain::AuditSection text) {
    return run([&](app::UnitOfWork& work) {
      return app::save_section({second.id, std::move(text), 1}, auditor(*second.auditor), clock_, frameworks_, work);
    });
  };
  const auto blank = rewrite(section);
  ASSERT_EQ(rule_of(blank), "done");
  EXPECT_EQ(rule_of(submit(second.id, auditor(*second.auditor))), "audit.submit.impact_missing");
  section.impact = said;
  section.version = blank->version;
  ASSERT_EQ(rule_of(rewrite(section)), "done");

  for (const auto& each : all) {
    ASSERT_EQ(rule_of(submit(each.id, auditor(*each.auditor))), "done");
    ASSERT_EQ(audit(each.id).state, AuditState::Submitted) << "all are moderated";
    ASSERT_EQ(rule_of(moderate(each.id, lead("lead"))), "done");
  }
  close_the_loop(first.id);
  const auto report = month("operational");
  EXPECT_EQ(report.now.moderation.moderated, 7);
  EXPECT_EQ(report.now.actions.signed_off, 1);
}

TEST_F(Knowsley, EarlyHelpIsAuditedByItsOwnManagersWithTheFamilyInEveryOne) {
  draw_allocate_and_send("early-help");
  const auto all = audits("early-help");
  ASSERT_FALSE(all.empty());
  for (const auto& each : all) {
    EXPECT_EQ(each.category, domain::Category::EarlyHelp);
    EXPECT_TRUE(each.family_contact);
    const auto who = auditor(*each.auditor);
    write_all(each.id, who, Grade::Good);
    if (HasFatalFailure()) return;
    EXPECT_EQ(rule_of(submit(each.id, who)), "audit.submit.family_missing");
    hear_the_family(each.id, who);
    ASSERT_EQ(rule_of(submit(each.id, who)), "done");
    ASSERT_EQ(rule_of(moderate(each.id, lead("lead"))), "done");
  }
  EXPECT_EQ(month("early-help").now.returns.returned, static_cast<long long>(all.size()));
}

}  // namespace
}  // namespace plumbline
