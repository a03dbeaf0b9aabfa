// Importing as people do it: a file, the readers, the use case and a real database of both kinds.
#include "app/register/import.hpp"

#include "app/ports/record_ports.hpp"
#include "contract/store_fixture.hpp"
#include "intake/register_files.hpp"
#include "support/made_files.hpp"

namespace plumbline::tests {
namespace {

using app::ImportKind;
using app::ImportOutcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const std::string kHeader =
    "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on\n";

class Import : public StoreContract {
 protected:
  app::ImportRequest request(ImportKind kind, const std::string& content, const std::string& name = "cases.csv") {
    app::ImportRequest out;
    out.kind = kind;
    out.path = files_.text(name, content);
    out.name = name;
    out.as_of = on("2026-12-01");
    return out;
  }
  base::Result<ImportOutcome> take(const app::ImportRequest& asked,
                                   const app::Actor& actor = app::command_line_actor("north")) {
    const auto work = begin();
    return app::import_file(asked, actor, clock_, readers_, *work, no_progress_);
  }
  ImportOutcome cases(const std::string& rows) { return take(request(ImportKind::Cases, kHeader + rows)).value(); }
  ImportOutcome preview(const app::ImportRequest& asked) {
    const auto reader = read();
    return app::preview_import(asked, readers_, *reader, no_progress_).value();
  }
  domain::Case held(const std::string& child) { return read()->cases().find(domain::ChildId(child)).value(); }
  long long open_cases() { return read()->cases().count_open(); }
  std::vector<app::JournalLine> journal() { return read()->journal().list({"import", "", ""}, {}).rows; }
  static std::vector<std::string> rules(const ImportOutcome& outcome) {
    std::vector<std::string> out;
    for (const auto& problem : outcome.problems.kept()) out.push_back(problem.rule);
    return out;
  }

  support::MadeFiles files_;
  intake::FileReaders readers_;
  base::FixedClock clock_{at("2026-12-01T09:00:00Z")};
  base::NoProgress no_progress_;
};

TEST_P(Import, AddsCasesAndWritesOneEntryWithCountsAndDigest) {
  const auto outcome = cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,05/02/2026,\n");
  EXPECT_TRUE(outcome.taken);
  EXPECT_EQ(outcome.counts.added, 2);
  EXPECT_EQ(held("C2").opened_on, on("2026-02-05"));
  ASSERT_THAT(journal(), SizeIs(1));
  const auto entry = journal().front();
  EXPECT_EQ(entry.action, "cases-imported");
  EXPECT_EQ(entry.actor, "command-line");
  EXPECT_THAT(entry.after, HasSubstr(outcome.sha256));
  EXPECT_THAT(entry.after, HasSubstr("\"added\":2"));
  EXPECT_EQ(outcome.sha256.size(), 64U);
}

TEST_P(Import, ChangesNothingWhenTheSameFileComesAgain) {
  const std::string rows = "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\n";
  cases(rows);
  const auto again = cases(rows);
  EXPECT_EQ(again.counts.unchanged, 2);
  EXPECT_EQ(again.counts.added + again.counts.changed + again.counts.closed, 0);
  EXPECT_EQ(open_cases(), 2);
}

TEST_P(Import, UpdatesClosesWhatHasGoneAndNeverDoublesAChild) {
  cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\nC3,cla,East,S,T2,W2,M2,2026-02-05,\n");
  const auto outcome = cases(
      "C1,cp,North,S,T1,W9,M1,2026-01-05,\nC3,cla,East,S,T2,W2,M2,2026-02-05,2026-11-30\nC4,cin,East,S,T2,W2,M2,2026-"
      "03-05,\n");
  EXPECT_EQ(outcome.counts.rows, 3);
  EXPECT_EQ(outcome.counts.added, 1);
  EXPECT_EQ(outcome.counts.changed, 1);
  EXPECT_EQ(outcome.counts.closed, 2);
  EXPECT_EQ(outcome.counts.gone, 1);
  EXPECT_EQ(held("C1").category, domain::Category::Cp);
  EXPECT_EQ(held("C2").closed_on, on("2026-12-01")) << "gone from the file, closed as of its day";
  EXPECT_EQ(held("C3").closed_on, on("2026-11-30"));
  EXPECT_EQ(open_cases(), 2);
}

TEST_P(Import, OpensACaseAgainThatHadGone) {
  const std::string both = "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\n";
  cases(both);
  cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\n");
  EXPECT_FALSE(held("C2").is_open());
  const auto outcome = cases(both);
  EXPECT_EQ(outcome.counts.changed, 1);
  EXPECT_TRUE(held("C2").is_open());
}

TEST_P(Import, RemembersEveryWorkerAndSupervisorACaseHad) {
  cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\n");
  cases("C1,cin,North,S,T1,W2,M1,2026-01-05,\n");
  cases("C1,cin,North,S,T2,W2,M2,2026-01-05,\n");
  std::vector<std::string> people;
  for (const auto& tie : read()->cases().ties({domain::ChildId("C1")}))
    people.push_back((tie.supervised ? "supervised " : "worked ") + tie.person.text());
  EXPECT_THAT(people, UnorderedElementsAre("worked W1", "worked W2", "supervised M1", "supervised M2"));
}

TEST_P(Import, KeepsEverythingOutWhenOneRowCannotBeTaken) {
  cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\n");
  const auto outcome = cases(
      "C1,cp,North,S,T1,W1,M1,2026-01-05,\nC2,wrong,East,S,T2,W2,M2,2026-02-05,\nC3,cin,East,S,T2,W2,M2,2026-02-05,\n");
  EXPECT_FALSE(outcome.taken);
  EXPECT_THAT(rules(outcome), ElementsAre("case.read.category"));
  EXPECT_EQ(held("C1").category, domain::Category::Cin);
  EXPECT_EQ(open_cases(), 1);
  EXPECT_THAT(journal(), SizeIs(1));
}

TEST_P(Import, TakesTheGoodRowsWhenAskedAndClosesNoneItLeftOut) {
  cases(
      "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cin,East,S,T2,W2,M2,2026-02-05,\nC3,cin,East,S,T2,W2,M2,2026-02-05,\n");
  auto asked = request(
      ImportKind::Cases,
      kHeader +
          "C1,cp,North,S,T1,W1,M1,2026-01-05,\nC2,wrong,East,S,T2,W2,M2,2026-02-05,\nC4,cin,East,S,T2,W2,M2,soon,\n");
  asked.take_good_rows = true;
  const auto outcome = take(asked).value();
  EXPECT_TRUE(outcome.taken);
  EXPECT_EQ(outcome.problems.left_out(), 2U);
  EXPECT_EQ(held("C1").category, domain::Category::Cp);
  EXPECT_TRUE(held("C2").is_open()) << "its row is wrong, it has not gone";
  EXPECT_FALSE(held("C3").is_open());
  EXPECT_FALSE(read()->cases().find(domain::ChildId("C4")));
}

TEST_P(Import, TakesNeitherOfTwoRowsThatSayDifferentThingsOfOneChild) {
  const std::string rows =
      "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cin,East,S,T2,W2,M2,2026-02-05,\nC1,cp,North,S,T1,W1,M1,2026-01-05,\n";
  const auto refused = cases(rows);
  EXPECT_FALSE(refused.taken);
  ASSERT_THAT(rules(refused), ElementsAre("row.read.twice"));
  EXPECT_EQ(
      app::sentence_with_place(refused.problems.kept()[0], "cases.csv"),
      "cases.csv, line 4, column child_id: C1 is already on line 2, with other details. Keep the line that is right.");
  auto asked = request(ImportKind::Cases, kHeader + rows);
  asked.take_good_rows = true;
  EXPECT_EQ(preview(asked).counts.added, 1);
  const auto good = take(asked).value();
  EXPECT_TRUE(good.taken);
  EXPECT_EQ(good.counts.added, 1);
  EXPECT_FALSE(read()->cases().find(domain::ChildId("C1")));
  EXPECT_TRUE(read()->cases().find(domain::ChildId("C2")));
}

TEST_P(Import, CountsARepeatedRowOnce) {
  const auto outcome = cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\nC1,cin,North,S,T1,W1,M1,2026-01-05,\n");
  EXPECT_TRUE(outcome.taken);
  EXPECT_EQ(outcome.counts.added, 1);
  EXPECT_THAT(rules(outcome), ElementsAre("row.read.repeated"));
}

TEST_P(Import, PreviewsTheSameCountsAndWritesNothing) {
  cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\n");
  const auto asked =
      request(ImportKind::Cases, kHeader + "C1,cp,North,S,T1,W1,M1,2026-01-05,\nC3,cin,East,S,T2,W2,M2,2026-02-05,\n");
  const auto before = preview(asked);
  EXPECT_FALSE(before.taken);
  EXPECT_EQ(held("C1").category, domain::Category::Cin);
  EXPECT_EQ(open_cases(), 2);
  EXPECT_EQ(take(asked).value().counts, before.counts);
}

TEST_P(Import, KeepsWhatAFileWithoutThatColumnDoesNotSay) {
  take(request(
           ImportKind::Cases,
           "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,restricted\n"
           "C1,cin,North,S,T1,W1,M1,2026-01-05,,neglect,yes\n"))
      .value();
  cases("C1,cp,North,S,T1,W1,M1,2026-01-05,\n");
  EXPECT_EQ(held("C1").category, domain::Category::Cp);
  EXPECT_THAT(held("C1").flags, ElementsAre("neglect"));
  EXPECT_TRUE(held("C1").restricted);
}

TEST_P(Import, LetsTheTeamListGiveAnnexACasesTheirLocality) {
  take(request(ImportKind::Teams, "team,locality,service_area,manager_id\nEast 1,East,Safeguarding,M1\n", "teams.csv"))
      .value();
  take(request(ImportKind::People, "person_id,name,role,team\nP7,Jo Bloggs,social-worker,East 1\n", "people.csv"))
      .value();
  const auto outcome =
      take(request(ImportKind::Cases,
                   "Child Unique ID,CIN Start Date,CIN Closure Date,Case status,Allocated Team,Allocated Worker\n"
                   "1,01/02/2026,,CIN Plan,east 1 ,Jo\xC2\xA0"
                   "Bloggs\n2,01/02/2026,,CIN Plan,West 9,Ann\n3,01/02/2026,,CIN Plan,,\n",
                   "list6.csv"))
          .value();
  EXPECT_TRUE(outcome.taken) << app::problems_csv(outcome.problems);
  EXPECT_EQ(held("1").locality, "East");
  EXPECT_EQ(held("1").service_area, "Safeguarding");
  EXPECT_EQ(held("1").supervisor_id, domain::PersonId("M1"));
  EXPECT_EQ(held("1").worker_id, domain::PersonId("P7"));
  EXPECT_EQ(held("2").locality, "");
  EXPECT_EQ(held("2").worker_id, domain::PersonId("Ann"));
  EXPECT_THAT(rules(outcome), ElementsAre("case.import.team_unknown", "case.import.no_team"));
}

TEST_P(Import, LetsOneListSpeakForItsOwnCasesAlone) {
  cases(
      "1,cla,North,S,T1,W1,M1,2026-01-05,\n2,cp,North,S,T1,W1,M1,2026-01-05,\n3,cin,North,S,T1,W1,M1,2026-01-05,\n4,"
      "early-help,North,S,T1,W1,M1,2026-01-05,\n");
  const auto outcome = take(request(ImportKind::Cases,
                                    "Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End "
                                    "Date,Allocated Team,Allocated Worker\n"
                                    "1,2026-02-01,,T1,W1\n5,2026-02-01,,T1,W1\n",
                                    "list7.csv"))
                           .value();
  EXPECT_EQ(held("1").category, domain::Category::Cla) << "list 7 cannot see that a child is looked after";
  EXPECT_FALSE(held("2").is_open()) << "no longer on a plan";
  EXPECT_TRUE(held("3").is_open());
  EXPECT_TRUE(held("4").is_open());
  EXPECT_EQ(outcome.counts.added, 1);
}

TEST_P(Import, TakesACensusWithoutLosingTeamAndWorker) {
  cases("1,cin,North,S,T1,W1,M1,2026-01-05,\n2,cla,North,S,T1,W1,M1,2026-01-05,\n3,cin,North,S,T1,W1,M1,2026-01-05,\n");
  const std::string census =
      "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</"
      "ReferenceDate></CollectionDetails>"
      "</Header><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID></"
      "ChildIdentifiers><CINdetails><CINreferralDate>2026-01-05</CINreferralDate>"
      "<ChildProtectionPlans><CPPstartDate>2026-02-01</CPPstartDate></ChildProtectionPlans></CINdetails></Child>"
      "<Child><ChildIdentifiers><LAchildID>2</LAchildID></ChildIdentifiers><CINdetails><CINreferralDate>2025-01-05</"
      "CINreferralDate>"
      "<CINclosureDate>2026-01-09</CINclosureDate></CINdetails></Child></Children></Message>";
  const auto outcome = take(request(ImportKind::Cases, census, "census.xml")).value();
  EXPECT_TRUE(outcome.taken);
  EXPECT_EQ(held("1").category, domain::Category::Cp);
  EXPECT_EQ(held("1").team, "T1");
  EXPECT_EQ(held("1").worker_id, domain::PersonId("W1"));
  EXPECT_TRUE(held("2").is_open()) << "a census does not see that a child is looked after";
  EXPECT_FALSE(held("3").is_open());
}

TEST_P(Import, RefusesAFileWithoutRowsSoThatNothingCloses) {
  cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\n");
  const auto outcome = take(request(ImportKind::Cases, kHeader));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().rule, "import.file.empty");
  EXPECT_EQ(open_cases(), 1);
}

TEST_P(Import, KeepsNothingOfAFileThatBreaksOffInTheMiddle) {
  std::string rows = kHeader;
  for (int i = 0; i < 3000; ++i) rows += "C" + std::to_string(i) + ",cin,North,S,T1,W1,M1,2026-01-05,\n";
  const auto outcome = take(request(ImportKind::Cases, rows + "\"C9,cin,North"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().rule, "csv.read.quote_open");
  EXPECT_EQ(open_cases(), 0);
  EXPECT_TRUE(cases("C1,cin,North,S,T1,W1,M1,2026-01-05,\n").taken) << "the next import works";
}

TEST_P(Import, TakesPeopleAndTeamsAndKeepsColumnsTheFileLacks) {
  take(request(ImportKind::People,
               "person_id,name,email,role,team,qualified,away_from\nP1,Jo,jo@x.example,team-manager,A,yes,2026-12-01\n",
               "people.csv"))
      .value();
  const auto outcome =
      take(request(ImportKind::People,
                   "person_id,name,role,team\nP1,Jo,team-manager,B\nP2,Al,social-worker,B\nP3,Bo,wizard,B\n",
                   "people.csv"))
          .value();
  EXPECT_FALSE(outcome.taken);
  EXPECT_EQ(read()->people().all().size(), 1U);
  const auto good =
      take(request(ImportKind::People, "person_id,name,role,team\nP1,Jo,team-manager,B\nP2,Al,social-worker,B\n",
                   "people.csv"))
          .value();
  EXPECT_EQ(good.counts.added, 1);
  EXPECT_EQ(good.counts.changed, 1);
  const auto jo = read()->people().find(domain::PersonId("P1")).value();
  EXPECT_EQ(jo.team, "B");
  EXPECT_EQ(jo.email, "jo@x.example");
  EXPECT_TRUE(jo.qualified);
  EXPECT_EQ(jo.away_from, on("2026-12-01"));
}

// Found while reading: who had left the council stayed among those who are given audits and letters, for ever.
TEST_P(Import, MarksWhoTheFileOfPeopleNoLongerNamesAsLeft) {
  const std::string header = "person_id,name,email,role,team,manager_id\n";
  const std::string jo = "P1,Jo,jo@x.example,team-manager,A,\n";
  const std::string al = "P2,Al,al@x.example,team-manager,B,P1\n";
  const auto people = [&](const std::string& rows) { return request(ImportKind::People, header + rows, "people.csv"); };
  take(people(jo + al)).value();
  auto open = an_audit("1", "LAN-2026-12-001");
  open.auditor = domain::PersonId("P2");
  auto done = an_audit("2", "LAN-2026-12-002");
  done.auditor = domain::PersonId("P2");
  done.state = domain::AuditState::Final;
  write([&](app::UnitOfWork& work) {
    work.audits().add(open);
    work.audits().add(done);
  });
  const auto names = [&](const std::vector<domain::Person>& list) {
    std::vector<std::string> ids;
    for (const auto& person : list) ids.push_back(person.person_id.text());
    return ids;
  };

  const auto seen = preview(people(jo));
  EXPECT_EQ(seen.counts.gone, 1);
  ASSERT_THAT(seen.leavers, SizeIs(1));
  EXPECT_EQ(seen.leavers[0].name, "Al");
  EXPECT_THAT(seen.leavers[0].audits, ElementsAre("LAN-2026-12-001")) << "what is returned needs nobody else";
  EXPECT_THAT(names(read()->people().all()), ElementsAre("P1", "P2")) << "a preview writes nothing";

  // A row that can't be read is not a leaver.
  const auto unread = take(people(jo + "P2,Al,al@x.example,wizard,B,P1\n"));
  EXPECT_FALSE(unread->taken);
  auto good_rows = people(jo + "P2,Al,al@x.example,wizard,B,P1\n");
  good_rows.take_good_rows = true;
  EXPECT_EQ(take(good_rows)->counts.gone, 0);
  EXPECT_THAT(names(read()->people().all()), ElementsAre("P1", "P2"));

  EXPECT_TRUE(take(people(jo)).value().taken);
  EXPECT_THAT(names(read()->people().all()), ElementsAre("P1"));
  EXPECT_THAT(names(read()->people().everyone()), ElementsAre("P1", "P2")) << "never deleted";
  EXPECT_EQ(read()->people().name_of(domain::PersonId("P2")), "Al");
  const auto left = read()->people().find(domain::PersonId("P2")).value();
  EXPECT_EQ(left.left_on, on("2026-12-01"));
  app::AuditFilter in_hand;
  in_hand.auditor_left = true;
  in_hand.states = {domain::AuditState::Sent};
  EXPECT_EQ(read()->audits().list(in_hand, {}, kAll).rows.at(0).reference, "LAN-2026-12-001");
  in_hand.auditor_left = false;
  EXPECT_EQ(read()->audits().list(in_hand, {}, kAll).total, 0);
  EXPECT_EQ(left.email, "") << "no letter can reach them";
  EXPECT_TRUE(left.is_away_on(on("2027-05-01")));
  EXPECT_THAT(journal().front().after, HasSubstr("\"left\":[\"P2\"]"));
  EXPECT_EQ(read()->people().list({}, {}).total, 1);
  app::PersonFilter who_left;
  who_left.left = true;
  EXPECT_EQ(read()->people().list(who_left, {}).rows.front().person_id.text(), "P2");
  EXPECT_EQ(take(people(jo)).value().counts.gone, 0) << "who has left leaves once";

  EXPECT_EQ(take(people(jo + al)).value().counts.changed, 1);
  const auto back = read()->people().find(domain::PersonId("P2")).value();
  EXPECT_FALSE(back.has_left());
  EXPECT_EQ(back.email, "al@x.example");
}

TEST_P(Import, LetsNobodyShutThemselvesOut) {
  const std::string header = "person_id,name,role,team\n";
  take(request(ImportKind::People, header + "P1,Jo,qa-administrator,A\nP2,Al,team-manager,B\n", "people.csv")).value();
  app::Actor jo;
  jo.council = "north";
  jo.person = domain::PersonId("P1");
  jo.grants = {{app::Role::QaAdministrator, app::ScopeKind::Council, ""}};
  const auto outcome = take(request(ImportKind::People, header + "P2,Al,team-manager,B\n", "people.csv"), jo);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().rule, "person.import.self");
  EXPECT_THAT(read()->people().all(), SizeIs(2));
}

TEST_P(Import, IsRefusedToWhoeverDoesNotKeepTheRegister) {
  app::Actor auditor;
  auditor.council = "north";
  auditor.grants = {{app::Role::Auditor, app::ScopeKind::Own, ""},
                    {app::Role::Leadership, app::ScopeKind::Council, ""}};
  const auto outcome = take(request(ImportKind::Cases, kHeader + "C1,cin,North,S,T1,W1,M1,2026-01-05,\n"), auditor);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().rule, "access.page.forbidden");
}

TEST_P(Import, GuardsTheListOfProblemsAgainstFormulas) {
  const auto outcome = cases("C1,=cmd|' /C calc'!A0,North,S,T1,W1,M1,2026-01-05,\n");
  EXPECT_THAT(app::problems_csv(outcome.problems), HasSubstr("'=cmd|"));
}

ON_BOTH_BACK_ENDS(Import);

}  // namespace
}  // namespace plumbline::tests
