// The case register, people, uploads and cycles, on both back ends.
#include "contract/store_fixture.hpp"

#include "base/hash.hpp"

namespace plumbline {
namespace {

using namespace tests;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RegisterStoreContract : public StoreContract {
 protected:
  void given(const std::vector<domain::Case>& cases) {
    write([&](app::UnitOfWork& work) {
      const auto import = work.cases().begin_import();
      for (const auto& row : cases) import->insert(row, app::fingerprint(row));
      import->finish();
    });
  }
  std::optional<domain::Case> stored(const std::string& child) { return read()->cases().find(domain::ChildId(child)); }
};
ON_BOTH_BACK_ENDS(RegisterStoreContract);

TEST_P(RegisterStoreContract, GivesBackACaseAsItWasImported) {
  auto full = a_case("C1");
  full.closed_on = on("2026-11-30");
  full.moved_on = on("2026-03-01");
  full.restricted = true;
  full.last_audited_on = on("2026-05-05");
  full.ethnicity = "E";
  full.disability = "D";
  domain::Case bare;
  bare.child_id = domain::ChildId("C2");
  given({full, bare});
  EXPECT_EQ(stored("C1"), full);
  EXPECT_EQ(stored("C2"), bare);
  EXPECT_EQ(stored("C3"), std::nullopt);
  EXPECT_FALSE(read("south")->cases().find(domain::ChildId("C1")));
  EXPECT_EQ(read()->cases().count_open(), 1);
}

TEST_P(RegisterStoreContract, ReplacesOnlyWhatTheFileSpeaksOfAndRemembersWhoHadTheCase) {
  given({a_case("C1")});
  domain::Case update;
  update.child_id = domain::ChildId("C1");
  update.category = domain::Category::Cla;
  update.locality = "not said";
  update.worker_id = domain::PersonId("w2");
  update.team = "East 2";
  app::CaseFields gives;
  gives.add(app::CaseField::Worker);
  gives.add(app::CaseField::Team);
  write([&](app::UnitOfWork& work) {
    const auto import = work.cases().begin_import();
    import->update(update, gives, 7, on("2026-12-01"));
    import->finish();
  });
  auto expected = a_case("C1");
  expected.category = domain::Category::Cla;
  expected.worker_id = domain::PersonId("w2");
  expected.team = "East 2";
  EXPECT_EQ(stored("C1"), expected);
  std::vector<std::pair<std::string, bool>> ties;
  for (const auto& tie : read()->cases().ties({domain::ChildId("C1"), domain::ChildId("none")}))
    ties.emplace_back(tie.person.text(), tie.supervised);
  EXPECT_THAT(ties,
              testing::UnorderedElementsAre(std::pair("w1", false), std::pair("w2", false), std::pair("s1", true)));

  write([&](app::UnitOfWork& work) {
    const auto import = work.cases().begin_import();
    import->update(update, app::CaseFields::all(), 8, on("2026-12-02"));
    import->finish();
  });
  EXPECT_EQ(stored("C1"), update);
}

TEST_P(RegisterStoreContract, ShowsAnImportWhatTheRegisterHolds) {
  given({a_case("C1"), a_case("C2")});
  write([](app::UnitOfWork& work) {
    const auto import = work.cases().begin_import();
    import->close(domain::ChildId("C2"), on("2026-12-01"));
    import->finish();
  });
  std::map<std::string, std::pair<std::int64_t, bool>> known;
  read()->cases().for_each_known([&](const app::KnownCase& row) {
    known[std::string(row.child_id)] = {row.said, row.open};
  });
  EXPECT_EQ(known["C1"], std::pair(app::fingerprint(a_case("C1")), true));
  EXPECT_FALSE(known["C2"].second);
  EXPECT_NE(known["C2"].first, app::fingerprint(a_case("C2"))) << "the same row again opens the case again";
  EXPECT_EQ(stored("C2")->closed_on, on("2026-12-01"));
}

TEST_P(RegisterStoreContract, WalksTheWholeRegisterInBytewiseOrder) {
  given({a_case("b"), a_case("B"), a_case("a-1"), a_case("a1"), a_case("Ä")});
  std::vector<std::string> order;
  read()->cases().for_each([&](const domain::Case& row) { order.push_back(row.child_id.text()); });
  EXPECT_THAT(order, ElementsAre("B", "a-1", "a1", "b", "Ä"));
}

TEST_P(RegisterStoreContract, ListsCasesByFilterAndSight) {
  auto closed = a_case("C2");
  closed.closed_on = on("2026-11-30");
  auto west = a_case("C3");
  west.locality = "West";
  west.worker_id = domain::PersonId("w3");
  west.supervisor_id.reset();
  given({a_case("C1"), closed, west});
  write([](app::UnitOfWork& work) {
    auto audit = an_audit("1", "R1");
    audit.child_id = domain::ChildId("C3");
    work.audits().add(audit);
  });
  const auto listed = [&](app::CaseFilter filter, const app::Visibility& visible = kAll) {
    std::vector<std::string> ids;
    for (const auto& row : read()->cases().list(filter, {}, visible).rows) ids.push_back(row.child_id.text());
    return ids;
  };
  EXPECT_THAT(listed({}), ElementsAre("C1", "C3"));
  EXPECT_THAT(listed({"c1", "cp", "East", "Safeguarding", "East 1", "w1", false}), ElementsAre("C1"));
  app::CaseFilter everything;
  everything.open_only = false;
  EXPECT_THAT(listed(everything), SizeIs(3));
  EXPECT_THAT(listed({}, only(domain::PersonId("w3"))), ElementsAre("C3"));
  EXPECT_THAT(listed({}, only(domain::PersonId("a1"))), ElementsAre("C3")) << "its auditor";
  EXPECT_THAT(listed({}, {}), IsEmpty());
  for (const std::string sort :
       {"child", "category", "locality", "service_area", "team", "worker", "opened", "last_audited"})
    EXPECT_EQ(read()->cases().list({}, {1, 50, sort, true}, kAll).total, 2) << sort;
}

TEST_P(RegisterStoreContract, KeepsTheLatestDayOfAudit) {
  given({a_case("C1")});
  for (const auto* day : {"2026-05-05", "2026-07-07", "2026-06-06"})
    write([&](app::UnitOfWork& work) { work.cases().mark_audited(domain::ChildId("C1"), on(day)); });
  EXPECT_EQ(stored("C1")->last_audited_on, on("2026-07-07"));
}

TEST_P(RegisterStoreContract, TakesTenThousandCasesAndNothingOfABrokenImport) {
  {
    const auto work = begin();
    const auto import = work->cases().begin_import();
    import->insert(a_case("lost"), 1);
  }
  std::vector<domain::Case> cases;
  for (int number = 0; number < 10'000; ++number) cases.push_back(a_case("C" + std::to_string(100'000 + number)));
  given(cases);
  EXPECT_EQ(read()->cases().count_open(), 10'000);
  EXPECT_EQ(stored("lost"), std::nullopt);
}

TEST_P(RegisterStoreContract, KeepsPeopleAndTeams) {
  domain::Person person;
  person.person_id = domain::PersonId("p1");
  person.name = "Zoë Ash";
  person.email = "z@example.org";
  person.role = domain::JobRole::AdvancedPractitioner;
  person.team = "East 1";
  person.locality = "East";
  person.service_area = "Safeguarding";
  person.agency = "council";
  person.qualified = true;
  person.trained_on = on("2026-01-01");
  person.away_from = on("2026-12-01");
  person.away_to = on("2026-12-09");
  person.manager_id = domain::PersonId("p2");
  domain::Person other;
  other.person_id = domain::PersonId("p2");
  other.name = "";
  write([&](app::UnitOfWork& work) {
    work.people().put(other);
    work.people().put(person);
    work.people().put_team({"East 1", "East", "Safeguarding", domain::PersonId("p1")});
    work.people().put_team({"East 1", "West", "Safeguarding", {}});
  });
  EXPECT_EQ(read()->people().find(person.person_id), person);
  EXPECT_THAT(read()->people().all(), ElementsAre(person, other));
  EXPECT_THAT(read()->people().teams(), ElementsAre(domain::Team{"East 1", "West", "Safeguarding", {}}));
  EXPECT_EQ(read()->people().name_of(person.person_id), "Zoë Ash");
  EXPECT_EQ(read()->people().name_of(other.person_id), "p2");
  EXPECT_EQ(read()->people().name_of(domain::PersonId("p3")), "p3");
  EXPECT_EQ(read()->people().list({"ash", "advanced-practitioner", "East 1", "East"}, {}).total, 1);
  EXPECT_EQ(read()->people().list({"P2", "", "", ""}, {}).total, 1);
  person.away_to.reset();
  write([&](app::UnitOfWork& work) { work.people().put(person); });
  EXPECT_EQ(read()->people().find(person.person_id), person);
}

TEST_P(RegisterStoreContract, KeepsAnUploadsBytesUntilItIsForgotten) {
  app::Upload upload{"u1",
                     "cases",
                     "list.xlsx",
                     std::string("PK\0\xff\x01", 5),
                     "a: b",
                     at("2026-12-01T09:00:00Z"),
                     domain::PersonId("p1")};
  write([&](app::UnitOfWork& work) { work.uploads().put(upload); });
  const auto found = read()->uploads().find("u1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->content, upload.content);
  EXPECT_EQ(found->mapping, "a: b");
  EXPECT_EQ(found->uploaded_by.text(), "p1");
  write([&](app::UnitOfWork& work) {
    EXPECT_EQ(work.uploads().remove_before(at("2026-12-01T09:00:00Z")), 0);
    EXPECT_EQ(work.uploads().remove_before(at("2026-12-02T09:00:00Z")), 1);
    work.uploads().remove("u1");
  });
  EXPECT_FALSE(read()->uploads().find("u1"));
}

TEST_P(RegisterStoreContract, KeepsCyclesDrawsAndTheSample) {
  auto cycle = a_cycle();
  const domain::DrawRecord draw{
      domain::DrawId("d1"),      cycle.id, 1, "sha", R"({"plumbline":"1"})", "", domain::PersonId("q1"),
      at("2026-12-01T09:00:00Z")};
  auto second = draw;
  second.id = domain::DrawId("d2");
  second.number = 2;
  second.reason = "a wrong register";
  domain::SampledCase sampled;
  sampled.cycle = cycle.id;
  sampled.draw = draw.id;
  sampled.child_id = domain::ChildId("C9");
  sampled.rank = 2;
  sampled.category = domain::Category::Cla;
  sampled.locality = "East";
  auto first = sampled;
  first.child_id = domain::ChildId("C5");
  first.rank = 1;
  write([&](app::UnitOfWork& work) {
    work.cycles().add(cycle);
    work.cycles().add(a_cycle("cycle-0", "2026-11"));
    work.cycles().add_draw(draw, "child_id\nC9\n");
    work.cycles().add_draw(second, "child_id\nC9\n");
    work.cycles().put_sample(cycle.id, {sampled, first});
  });
  EXPECT_EQ(read()->cycles().find(cycle.id), cycle);
  EXPECT_EQ(read()->cycles().find("tier2", in("2026-12")), cycle);
  EXPECT_EQ(read()->cycles().find("tier2", in("2026-10")), std::nullopt);
  EXPECT_EQ(read()->cycles().list().front().id, cycle.id);
  EXPECT_THAT(read()->cycles().draws(cycle.id), ElementsAre(draw, second));
  EXPECT_EQ(read()->cycles().find_draw(draw.id), draw);
  EXPECT_EQ(read()->cycles().frame("sha"), "child_id\nC9\n");
  EXPECT_EQ(read()->cycles().frame("other"), "");
  EXPECT_THAT(read()->cycles().sample(cycle.id), ElementsAre(first, sampled));

  first.exempt = true;
  first.exempt_reason = "closed";
  first.exempt_approved_by = domain::PersonId("q1");
  first.exempt_at = at("2026-12-02T09:00:00Z");
  auto replacement = sampled;
  replacement.child_id = domain::ChildId("C7");
  replacement.rank = 3;
  replacement.replaces = first.child_id;
  replacement.family_contact = true;
  replacement.auditor = domain::PersonId("a1");
  auto stale = cycle;
  cycle.state = domain::CycleState::Sent;
  cycle.sent_at = at("2026-12-01T09:00:00Z");
  write([&](app::UnitOfWork& work) {
    work.cycles().save_sampled(first);
    work.cycles().save_sampled(replacement);
    EXPECT_TRUE(work.cycles().save(cycle));
  });
  EXPECT_THAT(read()->cycles().sample(cycle.id), ElementsAre(first, sampled, replacement));
  EXPECT_EQ(read()->cycles().find(cycle.id), cycle);
  EXPECT_EQ(begin()->cycles().save(stale).error().code, base::ErrorCode::Stale);
  EXPECT_THROW(begin()->cycles().add(a_cycle("cycle-9")), store::ConstraintViolated) << "one cycle a month";
  auto moved = a_cycle("cycle-0", "2026-12");
  EXPECT_EQ(begin()->cycles().save(moved).error().rule, "cycle.save.already_there");
  write([&](app::UnitOfWork& work) { work.cycles().put_sample(cycle.id, {}); });
  EXPECT_THAT(read()->cycles().sample(cycle.id), IsEmpty());
  const auto change = store->database().begin("north");
  EXPECT_THROW(change->connection().execute("UPDATE draws SET certificate = ''"), store::ConstraintViolated);
}

TEST_P(RegisterStoreContract, CountsHowOftenAnAuditorHadATeam) {
  auto old = an_audit("0", "R0");
  old.period = in("2026-01");
  auto withdrawn = an_audit("3", "R3");
  withdrawn.state = domain::AuditState::Withdrawn;
  auto nobody = an_audit("4", "R4");
  nobody.auditor.reset();
  write([&](app::UnitOfWork& work) {
    for (const auto& audit : {old, an_audit("1", "R1"), an_audit("2", "R2"), withdrawn, nobody})
      work.audits().add(audit);
  });
  const auto pairings = read()->cycles().pairings_since(in("2026-06"));
  ASSERT_THAT(pairings, SizeIs(1));
  EXPECT_EQ(pairings[0].auditor.text(), "a1");
  EXPECT_EQ(pairings[0].team, "East 1");
  EXPECT_EQ(pairings[0].times, 2);
}

}  // namespace
}  // namespace plumbline
