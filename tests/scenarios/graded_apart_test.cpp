// Several grade one case apart from one another: a joint audit, compared once all are returned (ALLOC-8), and the
// agencies of a hub, each its own part (AUDIT-15, SAMPLE-8).
#include <map>
#include <set>

#include "app/audit/compare_audits.hpp"
#include "app/policies/audit_policies.hpp"
#include "support/shared_council.hpp"

namespace plumbline {
namespace {

using domain::Grade;
using domain::JobRole;
using domain::PersonId;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using tests::rule_of;

class JointAudit : public tests::SharedCouncil {
 protected:
  JointAudit() : SharedCouncil("knowsley") {
    person("lead", JobRole::QaLead);
    for (int i = 0; i < 3; ++i) person("S" + std::to_string(i), JobRole::SeniorManager);
    cases(20, [](domain::Case& row, int i) {
      row.category = domain::Category::Cin;
      row.team = "T" + std::to_string(i % 4);
      row.worker_id = PersonId{"W" + std::to_string(i)};
    });
  }
  app::Actor the_lead() {
    auto lead = as("lead", app::Role::QaLead, app::ScopeKind::Council);
    lead.grants.push_back({app::Role::Auditor, app::ScopeKind::Own, ""});
    return lead;
  }
  app::Actor grader(const domain::Audit& audit) {
    return *audit.auditor == PersonId{"lead"} ? the_lead() : auditor(*audit.auditor);
  }
};

TEST_F(JointAudit, IsFourAuditsOfOneCaseThatNobodySeesOfAnotherUntilAllAreReturned) {
  draw_allocate_and_send("joint");
  const auto all = audits("joint");
  ASSERT_THAT(all, SizeIs(4));
  std::vector<std::string> parts;
  std::set<PersonId> graders;
  for (const auto& one : all) {
    parts.push_back(one.part);
    graders.insert(*one.auditor);
    EXPECT_EQ(one.child_id, all[0].child_id);
    EXPECT_THAT(one.others, SizeIs(3));
  }
  EXPECT_THAT(parts, UnorderedElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(graders, SizeIs(4));
  EXPECT_THAT(verified("joint"), IsEmpty());

  const std::array grades{Grade::Good, Grade::Good, Grade::RequiresImprovement, Grade::Good};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto actor = grader(all[i]);
    // The QA lead grades too, and sees the whole council's audits but these.
    EXPECT_THAT(seen_by(actor), ElementsAre(all[i].reference));
    for (const auto& other : all) {
      if (other.id == all[i].id) continue;
      EXPECT_EQ(rule_of(app::may_view(actor, audit(other.id))), "access.row.not_found");
    }
    EXPECT_EQ(rule_of(app::compare_audits(all[i].id, actor, frameworks_, *read())), "audit.compare.not_all_returned");
    write_all(all[i].id, actor, grades[i]);
    if (grades[i] != Grade::Good) continue;
    ASSERT_EQ(rule_of(submit(all[i].id, actor)), "done");
  }
  // The third lacks its actions, so it is not back: the other three still see nothing of one another.
  EXPECT_THAT(seen_by(grader(all[0])), ElementsAre(all[0].reference));
  EXPECT_TRUE(run([&](app::UnitOfWork& work) {
    auto last = work.audits().find(all[2].id).value();
    last.state = domain::AuditState::Final;
    last.submitted_at = clock_.now();
    EXPECT_TRUE(work.audits().save(last));
    return work.commit();
  }));
  for (const auto& one : all) EXPECT_THAT(seen_by(grader(one)), SizeIs(4));

  const auto comparison = app::compare_audits(all[0].id, grader(all[0]), frameworks_, *read());
  ASSERT_EQ(rule_of(comparison), "done");
  EXPECT_THAT(comparison->audits, SizeIs(4));
  ASSERT_THAT(comparison->rows, SizeIs(11)) << "ten standards, and overall";
  for (const auto& row : comparison->rows) {
    EXPECT_TRUE(row.differ);
    EXPECT_EQ(row.apart, 1);
  }
  EXPECT_EQ(comparison->graded, 11);
  EXPECT_EQ(comparison->same, 0);
  ASSERT_TRUE(comparison->agreement);
  EXPECT_GT(comparison->agreement->value, 0.5) << "one step apart in a quarter of the grades";
  EXPECT_EQ(rule_of(app::compare_audits(all[0].id, auditor(PersonId{"stranger"}), frameworks_, *read())),
            "access.row.not_found");
}

TEST_F(JointAudit, KeepsEveryWordingOfWhatAGradeMeans) {
  draw_allocate_and_send("joint");
  const auto all = audits("joint");
  EXPECT_TRUE(run([&](app::UnitOfWork& work) {
    for (const auto& one : all) {
      auto returned = work.audits().find(one.id).value();
      returned.state = domain::AuditState::Final;
      returned.submitted_at = clock_.now();
      EXPECT_TRUE(work.audits().save(returned));
    }
    return work.commit();
  }));
  const auto note = [&](const app::Actor& actor, std::map<std::string, std::string> meanings) {
    return run([&](app::UnitOfWork& work) {
      return app::note_comparison({all[0].id, std::move(meanings)}, actor, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(note(grader(all[1]), {{"good", "Standards are kept in what matters."}})), "done");
  EXPECT_EQ(rule_of(note(the_lead(), {{"good", "Standards are kept, and it helps."}, {"outstanding", " "}})), "done");
  EXPECT_EQ(rule_of(note(the_lead(), {{"good", "Standards are kept, and it helps."}})), "audit.note.missing");
  EXPECT_EQ(rule_of(note(the_lead(), {{"weather", "Fine"}})), "audit.save.grade_unknown");
  EXPECT_EQ(rule_of(note(as("admin", app::Role::QaAdministrator, app::ScopeKind::Council), {{"good", "x"}})),
            "audit.compare.note_forbidden");
  const auto notes = app::compare_audits(all[2].id, grader(all[2]), frameworks_, *read())->notes;
  ASSERT_THAT(notes, SizeIs(2));
  EXPECT_EQ(notes[0].note, "Standards are kept in what matters.") << "the earlier wording stays";
}

TEST_F(JointAudit, SaysHowManyGradersAreMissing) {
  with_person("S0", [](domain::Person& person) { person.away_from = *base::parse_day("2026-11-02"); });
  ASSERT_EQ(rule_of(draw("joint")), "done");
  const auto allocation = allocate("joint");
  EXPECT_THAT(allocation->unplaced, SizeIs(1));
  EXPECT_THAT(picture("joint").blockages,
              ElementsAre(HasSubstr("1 case needs 4 auditors each and can go to 3 auditors only: 1 too few.")));
  EXPECT_EQ(rule_of(send("joint")), "cycle.send.unplaced");
  const auto child = read()->cycles().sample(cycle("joint").id).at(0).child_id;
  person("extra", JobRole::ServiceManager);
  const auto place = [&](const std::string& to, const std::string& part) {
    return run([&](app::UnitOfWork& work) {
      return app::place_case({"joint", period_, child, PersonId{to}, "", {}, part}, run_, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(place("extra", "5")), "allocation.move.part_unknown");
  EXPECT_EQ(rule_of(place("S1", "4")), "allocation.move.twice");
  ASSERT_EQ(rule_of(place("extra", "4")), "done");
  EXPECT_EQ(*send("joint"), 4);
}

// A hub whose contacts social care, early help and police grade, and health where it has somebody.
class HubAudit : public tests::SharedCouncil {
 protected:
  HubAudit() : SharedCouncil("knowsley") {
    for (int i = 0; i < 3; ++i)
      person("TM" + std::to_string(i), JobRole::TeamManager, "Team " + std::to_string(i), "", "",
             "Children's social care");
    for (int i = 0; i < 2; ++i) person("EH" + std::to_string(i), JobRole::AreaManager, "", "", "", "Early help");
    person("police", JobRole::Partner, "", "", "", "Police");
    person("nurse", JobRole::Partner, "", "", "", "Health");
    person("lead", JobRole::QaLead);
    cases(30, [](domain::Case& row, int i) {
      row.category = domain::Category::Mash;
      row.team = "Hub";
      row.worker_id = PersonId{"W" + std::to_string(i)};
    });
  }
};

TEST_F(HubAudit, EachAgencyGradesItsPartOfAtLeastThreeContacts) {
  ASSERT_EQ(rule_of(draw("mash")), "done");
  const auto allocation = allocate("mash").value();
  EXPECT_THAT(allocation.unplaced, IsEmpty()) << "every contact is graded by somebody";
  std::map<std::string, int> cases;
  for (const auto& agency : allocation.agencies) {
    cases[agency.key] = agency.cases;
    EXPECT_GE(agency.cases, agency.least) << agency.title;
  }
  EXPECT_EQ(cases["police"], 3);
  EXPECT_EQ(cases["health"], 3) << "joins where it has somebody free";
  EXPECT_EQ(cases["duty"], 0);
  EXPECT_EQ(cases["social-care"], 9);
  EXPECT_THAT(verified("mash"), IsEmpty());
  ASSERT_EQ(rule_of(send("mash")), "done");
  const std::map<std::string, std::string> of{
      {"TM", "social-care"}, {"EH", "early-help"}, {"po", "police"}, {"nu", "health"}};
  for (const auto& one : audits("mash")) EXPECT_EQ(of.at(one.auditor->text().substr(0, 2)), one.part);
}

TEST_F(HubAudit, AnAgencyIsAskedItsOwnSectionsAndSeesItsOwnAuditsOnly) {
  draw_allocate_and_send("mash");
  const auto all = audits("mash");
  const auto mine = std::ranges::find(all, std::string("health"), &domain::Audit::part);
  ASSERT_NE(mine, all.end());
  const auto nurse = as("nurse", app::Role::Partner);
  for (const auto& reference : seen_by(nurse)) {
    const auto one = std::ranges::find(all, reference, &domain::Audit::reference);
    EXPECT_EQ(one->auditor, PersonId{"nurse"});
  }
  EXPECT_THAT(seen_by(nurse), SizeIs(3));
  EXPECT_EQ(rule_of(save(mine->id, "contact-management", nurse)), "audit.save.section_unknown")
      << "health grades the contact and the episode";
  write_all(mine->id, nurse);
  EXPECT_THAT(read()->audits().sections(mine->id), SizeIs(2));
  ASSERT_EQ(rule_of(submit(mine->id, nurse)), "done");

  EXPECT_EQ(rule_of(app::compare_audits(mine->id, nurse, frameworks_, *read())), "audit.compare.forbidden");
  const auto lead = as("lead", app::Role::QaLead, app::ScopeKind::Council);
  const auto comparison = app::compare_audits(mine->id, lead, frameworks_, *read());
  ASSERT_EQ(rule_of(comparison), "done");
  EXPECT_THAT(comparison->titles, Contains("Health"));
  EXPECT_THAT(comparison->titles, SizeIs(testing::Ge(2U))) << "social care grades every contact";
  const auto column =
      static_cast<std::size_t>(std::ranges::find(comparison->titles, "Health") - comparison->titles.begin());
  for (const auto& row : comparison->rows) {
    EXPECT_EQ(row.asked[column], row.section != "contact-management");
    EXPECT_EQ(row.grades[column].has_value(), row.asked[column]);
  }
}

// Found on the second look: an agency that had nobody when the contacts were sent was shut out of them for good.
TEST_F(HubAudit, AnAgencyJoinsAContactThatIsOutAlready) {
  with_person("nurse", [](domain::Person& person) {
    person.away_from = *base::parse_day("2026-11-02");
    person.away_to = *base::parse_day("2026-12-31");
  });
  draw_allocate_and_send("mash");
  const auto sent = audits("mash");
  const auto child = sent[0].child_id;
  EXPECT_EQ(std::ranges::count(sent, std::string("health"), &domain::Audit::part), 0);
  with_person("nurse", [](domain::Person& person) { person.away_from = person.away_to = {}; });
  const auto place = [&](const std::string& to, const std::string& part) {
    return run([&](app::UnitOfWork& work) {
      return app::place_case({"mash", period_, child, PersonId{to}, "", {}, part}, run_, clock_, frameworks_, work);
    });
  };
  EXPECT_EQ(rule_of(place(sent[0].auditor->text(), sent[0].part)), "allocation.move.sent");
  person("visitor", JobRole::Partner, "", "", "", "Elsewhere");
  EXPECT_EQ(rule_of(place("visitor", "health")), "allocation.move.other_agency");
  EXPECT_EQ(rule_of(send("mash")), "cycle.send.nothing");
  ASSERT_EQ(rule_of(place("nurse", "health")), "done");
  EXPECT_EQ(*send("mash"), 1) << "the others stay as they are";
  const auto all = audits("mash");
  ASSERT_EQ(all.size(), sent.size() + 1);
  const auto joined = std::ranges::find(all, std::string("health"), &domain::Audit::part);
  ASSERT_NE(joined, all.end());
  EXPECT_EQ(joined->child_id, child);
  EXPECT_EQ(joined->auditor, PersonId{"nurse"});
  EXPECT_EQ(joined->state, domain::AuditState::Sent);
  EXPECT_THAT(joined->others, Not(IsEmpty())) << "it is compared with the others of the contact";
  EXPECT_THAT(letters_to(PersonId{"nurse"}), Contains("audit-sent"));
  EXPECT_THAT(verified("mash"), IsEmpty());
  EXPECT_EQ(rule_of(place("nurse", "health")), "allocation.move.sent");
}

TEST_F(HubAudit, SaysWhichAgencyFallsShort) {
  with_person("police", [](domain::Person& person) { person.away_from = *base::parse_day("2026-11-02"); });
  ASSERT_EQ(rule_of(draw("mash")), "done");
  ASSERT_EQ(rule_of(allocate("mash")), "done");
  EXPECT_THAT(picture("mash").blockages, Contains(HasSubstr("Police: No auditor may take any of these 9 cases.")));
  const auto child = read()->cycles().sample(cycle("mash").id).at(0).child_id;
  person("visitor", JobRole::Partner, "", "", "", "Elsewhere");
  EXPECT_EQ(rule_of(run([&](app::UnitOfWork& work) {
              return app::place_case({"mash", period_, child, PersonId{"visitor"}, "x", {}, "police"}, run_, clock_,
                                     frameworks_, work);
            })),
            "allocation.move.other_agency");
}

}  // namespace
}  // namespace plumbline
