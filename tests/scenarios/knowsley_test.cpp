// Knowsley's month in plain steps: every management tier audits one case outside the own team, ten standards with
// impact and outcome, all moderated, weighted actions to sign-off; early help beside it with its own grades; a joint
// audit that is compared; the hub's contacts graded by three agencies; and the tools for one part of practice. The
// thematic review is in knowsley_review_test.cpp; what is special to each in graded_apart_test.cpp and pairs_test.cpp.
#include <map>
#include <set>

#include "app/audit/compare_audits.hpp"
#include "domain/calendar/working_days.hpp"

#include "support/journey.hpp"

namespace plumbline {
namespace {

using domain::AuditState;
using domain::Grade;
using domain::JobRole;
using domain::PersonId;
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
             person_row("head", "head-of-service") + person_row("director", "director") +
             person_row("lead", "qa-lead") + person_row("lead2", "qa-lead");
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

  const auto& first = all.front();
  const auto context = app::audit_context(first.id, frameworks_, *read()).value();
  EXPECT_THAT(context.tool->sections, SizeIs(10)) << "ten practice standards";
  write_with_an_action(first.id, auditor(*first.auditor), "standard-5");
  for (std::size_t i = 1; i < all.size(); ++i) write_all(all[i].id, auditor(*all[i].auditor));
  if (HasFatalFailure()) return;
  // Impact is asked for, and not only compliance.
  const auto& second = all[1];
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
  const auto part = part_of_main_report("early-help");
  ASSERT_TRUE(part.is_object()) << "it feeds the main monthly report";
  EXPECT_EQ(part["returned"], all.size());
  EXPECT_EQ(part["grades"]["good"], all.size());
}

TEST_F(Knowsley, TheToolsForOnePartOfPracticeRunFromTheDrawToASignedOffAction) {
  // Section 47 enquiries, the supervision file: judged, with an action. A dip sample: counted.
  const std::map<std::string, std::string> judged{{"s47-enquiries", "strategy"}, {"supervision", "reflection"}};
  for (const auto& [programme, section] : judged) {
    SCOPED_TRACE(programme);
    draw_allocate_and_send(programme, 2);
    const auto all = audits(programme);
    ASSERT_THAT(all, SizeIs(2));
    for (const auto& each : all) {
      const auto who = auditor(*each.auditor);
      if (each.id == all.front().id)
        write_with_an_action(each.id, who, section);
      else
        write_all(each.id, who);
      if (HasFatalFailure()) return;
      ASSERT_EQ(rule_of(submit(each.id, who)), "done");
      if (audit(each.id).state != AuditState::Final) {
        // Quality assurance leads moderate, and never their own.
        EXPECT_EQ(rule_of(moderate(each.id, lead("service"))), "moderation.decide.job");
        ASSERT_EQ(rule_of(moderate(each.id, lead(*each.auditor == PersonId{"lead"} ? "lead2" : "lead"))), "done");
      }
    }
    close_the_loop(all.front().id);
    EXPECT_EQ(month(programme).now.actions.signed_off, 1);
  }
  draw_allocate_and_send("dip-sample", 4);
  for (const auto& each : audits("dip-sample")) {
    const auto who = auditor(*each.auditor);
    const auto context = app::audit_context(each.id, frameworks_, *read()).value();
    for (const auto* section : domain::sections_for(*context.tool, each.category))
      ASSERT_EQ(rule_of(save(each.id, section->key, who)), "done");
    ASSERT_EQ(rule_of(submit(each.id, who)), "done");
    EXPECT_EQ(audit(each.id).state, AuditState::Final);
  }
}

TEST_F(Knowsley, AJointAuditIsGradedApartThenComparedAndSaysWhatAGradeMeans) {
  draw_allocate_and_send("joint");
  const auto all = audits("joint");
  ASSERT_THAT(all, SizeIs(4)) << "four grade the one case";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto who = auditor(*all[i].auditor);
    EXPECT_EQ(rule_of(app::compare_audits(all[i].id, who, frameworks_, *read())), "audit.compare.not_all_returned");
    if (i == 0)
      write_with_an_action(all[i].id, who, "standard-4");
    else
      write_all(all[i].id, who);
    if (HasFatalFailure()) return;
    ASSERT_EQ(rule_of(submit(all[i].id, who)), "done");
  }
  const auto one = auditor(*all[0].auditor);
  const auto comparison = app::compare_audits(all[0].id, one, frameworks_, *read());
  ASSERT_EQ(rule_of(comparison), "done");
  EXPECT_THAT(comparison->rows, SizeIs(11));
  int differ = 0;
  for (const auto& row : comparison->rows) differ += row.differ;
  EXPECT_EQ(differ, 2) << "the fourth standard, and overall";
  ASSERT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::note_comparison({all[0].id, {{"good", "Kept in what matters, and it helps."}}}, one, clock_,
                                          frameworks_, work);
            })),
            "done");
  close_the_loop(all[0].id);
}

// The hub: contacts that social care, early help and police each grade, and a health partner where there is one.
class KnowsleyHub : public tests::Journey {
 protected:
  KnowsleyHub() : Journey("knowsley") {
    std::string staff;
    std::string cases;
    for (int i = 0; i < 3; ++i)
      staff += person_row("S" + std::to_string(i), "team-manager", "Team " + std::to_string(i), "", "",
                          "Children's social care") +
               person_row("E" + std::to_string(i), "area-manager", "", "", "", "Early help");
    staff += person_row("officer", "partner", "", "", "", "Police") +
             person_row("nurse", "partner", "", "", "", "Health") + person_row("HM", "team-manager", "Hub") +
             person_row("lead", "qa-lead") + person_row("head", "head-of-service");
    for (int i = 0; i < 12; ++i) {
      const auto worker = "W" + std::to_string(i);
      staff += person_row(worker, "social-worker", "Hub");
      cases += case_row("C" + std::to_string(1000 + i), "mash", "", "", "Hub", worker, "HM");
    }
    people(staff);
    teams("Hub,,,HM\n");
    register_of(cases);
  }
};

TEST_F(KnowsleyHub, ContactsAreGradedByEachAgencyWithinFifteenWorkingDaysAndSomeAreModerated) {
  draw_allocate_and_send("mash");
  const auto all = audits("mash");
  std::map<std::string, int> parts;
  for (const auto& one : all) {
    ++parts[one.part];
    EXPECT_EQ(one.due_on, domain::add_working_days(clock_.today(), 15));
  }
  for (const auto* agency : {"social-care", "early-help", "police"}) EXPECT_GE(parts[agency], 3) << agency;
  int moderated = 0;
  std::optional<domain::AuditId> with_action;
  for (const auto& one : all) {
    auto who = auditor(*one.auditor);
    who.grants.push_back({app::Role::Partner, app::ScopeKind::Own, ""});
    if (!with_action && one.part == "police") {
      with_action = one.id;
      write_with_an_action(one.id, who, "episode");
    } else {
      write_all(one.id, who);
    }
    if (HasFatalFailure()) return;
    ASSERT_EQ(rule_of(submit(one.id, who)), "done") << one.part;
    if (audit(one.id).state == AuditState::Final) continue;
    ++moderated;
    ASSERT_EQ(rule_of(moderate(one.id, lead("lead"))), "done");
  }
  EXPECT_GE(moderated, 3) << "those of three contacts picked at random";
  ASSERT_TRUE(with_action);
  close_the_loop(*with_action);
  // The lead sees the agencies' grades of one contact beside each other; an agency does not.
  const auto& shared = *std::ranges::find(all, std::string("police"), &domain::Audit::part);
  EXPECT_EQ(rule_of(app::compare_audits(shared.id, lead("lead"), frameworks_, *read())), "done");
  EXPECT_EQ(rule_of(app::compare_audits(shared.id, as("officer", app::Role::Partner), frameworks_, *read())),
            "audit.compare.forbidden");
  const auto report = month("mash");
  EXPECT_EQ(report.now.returns.returned, static_cast<long long>(all.size()));
  EXPECT_EQ(report.now.moderation.moderated, moderated);
  const auto part = part_of_main_report("mash");
  ASSERT_TRUE(part.is_object()) << "it feeds the main monthly report";
  EXPECT_EQ(part["returned"], all.size());
  // No section is missed that an agency is not asked.
  for (const auto& check : report.checks) {
    if (check.check == "section judgements expected = given") {
      EXPECT_EQ(check.difference(), 0);
    }
  }
  for (const auto& section : report.now.sections) {
    if (section.section == "contact-management") {
      EXPECT_EQ(section.expected, static_cast<long long>(all.size()) - parts["health"]);
    }
  }
}

}  // namespace
}  // namespace plumbline
