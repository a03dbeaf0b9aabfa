// Lancashire's month in plain steps: a sample in proportion to categories and localities at once, trained and qualified
// auditors away from their own, a tenth with the family, a fifth moderated, actions to sign-off, the localities'
// figures against the year's target; a tier 1 check of papers by the audit team; a leader's tier 3 discussion; a
// thematic audit and a case sampling that are drawn only as agreed.
#include <cmath>
#include <set>

#include "app/audit/together.hpp"
#include "app/learning/agreements.hpp"
#include "app/ports/review_ports.hpp"

#include "support/journey.hpp"

namespace plumbline {
namespace {

using domain::AuditState;
using domain::JobRole;
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
    staff += person_row("lead", "qa-lead") + person_row("head", "head-of-service") +
             person_row("director", "director") + person_row("psw", "principal-social-worker");
    for (int i = 0; i < 3; ++i) staff += person_row("T" + std::to_string(i), "audit-team");
    people(staff);
    teams(team_rows);
    register_of(cases);
  }

  base::Result<domain::DrawAgreement> agree(const std::string& programme, const std::string& theme, int size,
                                            const std::string& answers = "") {
    return run([&](app::UnitOfWork& work) {
      return app::record_agreement(
          {programme, period_, 0, theme, "", "Tier 2 audits", size, answers, domain::PersonId{"head"}, clock_.today()},
          run_, clock_, frameworks_, work);
    });
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
  // What it found goes into the report; no grade and no conversation is missed that nobody asked for.
  const auto report = month("tier1");
  for (const auto& check : report.checks) EXPECT_TRUE(check.holds()) << check.check;
  EXPECT_FALSE(report.judged || report.talks);
  const auto yes = report::answered_yes(report.answers);
  EXPECT_GE(yes.of, 6 * 20);
  EXPECT_EQ(yes.n, yes.of);
  long long by_area = 0;
  for (const auto& area : report.answers_by_area) by_area += report::answered_yes(area).of;
  EXPECT_EQ(by_area, yes.of);
}

TEST_F(Lancashire, ATier3DiscussionIsPreparedTalkedOverAndItsActionsComeBackIntoTheLoop) {
  draw_allocate_and_send("tier3", 2);
  const auto all = audits("tier3");
  ASSERT_THAT(all, SizeIs(2));
  std::set<JobRole> leaders;
  for (const auto& each : all) {
    const auto leader = auditor(*each.auditor);
    leaders.insert(read()->people().find(*each.auditor)->role);
    // The audit team writes the summary, compliance and quality before the leader can write a word.
    EXPECT_EQ(rule_of(save(each.id, "child", leader)), "audit.save.being_prepared");
    const auto team = auditor(each.co_auditor(domain::CoAuditorKind::Preparer)->person);
    EXPECT_EQ(read()->people().find(*team.person)->role, JobRole::AuditTeam);
    for (const auto* section : {"summary", "compliance", "quality"})
      ASSERT_EQ(rule_of(save(each.id, section, team)), "done") << section;
    ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
                return app::finish_preparation(each.id, team, clock_, frameworks_, work);
              })),
              "done");
    // The discussion: minutes and actions.
    write_with_an_action(each.id, leader, "support");
    if (HasFatalFailure()) return;
    if (each.family_contact) hear_the_family(each.id, leader);
    ASSERT_EQ(rule_of(submit(each.id, leader)), "done");
    ASSERT_EQ(audit(each.id).state, AuditState::Final) << "leaders' discussions are not moderated";
    close_the_loop(each.id);
  }
  EXPECT_EQ(leaders, (std::set{JobRole::Director, JobRole::HeadOfService}));
  const auto report = month("tier3");
  EXPECT_EQ(report.now.returns.returned, 2);
  EXPECT_EQ(report.now.actions.signed_off, 2);
}

TEST_F(Lancashire, AThematicAuditIsDrawnAsAgreedModeratedInPartAndSeenThrough) {
  EXPECT_EQ(rule_of(draw("thematic", 8)), "draw.make.not_agreed");
  ASSERT_EQ(rule_of(agree("thematic", "Visits to children in need", 8)), "done");
  EXPECT_EQ(rule_of(draw("thematic", 9)), "draw.make.over_agreed");
  draw_allocate_and_send("thematic");
  const auto all = audits("thematic");
  ASSERT_THAT(all, SizeIs(8)) << "as many as were agreed";
  int moderated = 0;
  for (const auto& each : all) {
    EXPECT_EQ(each.tool, "thematic-review");
    const auto who = auditor(*each.auditor);
    if (each.id == all.front().id)
      write_with_an_action(each.id, who, "response");
    else
      write_all(each.id, who);
    if (HasFatalFailure()) return;
    if (each.family_contact) hear_the_family(each.id, who);
    ASSERT_EQ(rule_of(submit(each.id, who)), "done");
    if (audit(each.id).state == AuditState::Final) continue;
    ++moderated;
    ASSERT_EQ(rule_of(moderate(each.id, lead("lead"))), "done");
  }
  EXPECT_EQ(moderated, 2) << "a fifth of eight";
  close_the_loop(all.front().id);
  EXPECT_EQ(month("thematic").now.actions.signed_off, 1);
}

TEST_F(Lancashire, ACaseSamplingSizesTheConcernThatATier2AuditRaised) {
  // Tier 2 raises a concern in one audit; a larger number of files is then looked at for that one thing.
  draw_allocate_and_send("tier2", 4);
  const auto raised_by = audits("tier2").front();
  EXPECT_EQ(rule_of(agree("case-sampling", "Visits to children in need", 30, "LAN-2026-12-999")),
            "agreement.put.answers_unknown");
  ASSERT_EQ(rule_of(agree("case-sampling", "Visits to children in need", 30, raised_by.reference)), "done");
  draw_allocate_and_send("case-sampling");
  const auto all = audits("case-sampling");
  ASSERT_THAT(all, SizeIs(30));
  EXPECT_EQ(read()->reviews().agreement("case-sampling", period_)->answers, raised_by.reference);
  for (const auto& each : all) {
    const auto who = auditor(*each.auditor);
    const auto context = app::audit_context(each.id, frameworks_, *read()).value();
    EXPECT_FALSE(context.tool->judged);
    const auto sections = domain::sections_for(*context.tool, each.category);
    for (const auto* section : sections) ASSERT_EQ(rule_of(save(each.id, section->key, who)), "done");
    // A checklist asks for no action, and takes one where a paper has to be found.
    if (each.id == all.front().id) {
      app::PutAction put;
      put.audit = each.id;
      put.section = sections.front()->key;
      put.text = "Put the visit of 3 November on the file";
      put.measure = "It is there";
      put.due_on = base::parse_day("2026-12-11");
      ASSERT_EQ(
          rule_of(run([&](app::UnitOfWork& work) { return app::put_action(put, who, clock_, frameworks_, work); })),
          "done");
    }
    ASSERT_EQ(rule_of(submit(each.id, who)), "done");
    EXPECT_EQ(audit(each.id).state, AuditState::Final);
  }
  close_the_loop(all.front().id);
  EXPECT_EQ(month("case-sampling").now.returns.returned, 30);
}

}  // namespace
}  // namespace plumbline
