#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/messages/messages.hpp"
#include "intake/register_files.hpp"
#include "support/made_files.hpp"

namespace plumbline::intake {
namespace {

using app::RowProblem;
using support::MadeFiles;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr base::Day kToday{std::chrono::year{2026}, std::chrono::month{12}, std::chrono::day{1}};
const std::string kCaseHeader =
    "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on";

class TablesTest : public testing::Test {
 protected:
  std::vector<domain::Case> cases(const std::string& path, const app::ColumnMapping& mapping = {}) {
    std::vector<domain::Case> out;
    auto feed = readers_.cases(path, mapping, kToday);
    if (!feed) {
      refusal_ = feed.error();
      return out;
    }
    info_ = (*feed)->info();
    app::CaseRow row;
    for (;;) {
      const auto more = (*feed)->next(row, problems_);
      if (!more) {
        refusal_ = more.error();
        return out;
      }
      if (!*more) return out;
      lines_.push_back(row.line);
      out.push_back(row.item);
    }
  }
  std::vector<domain::Case> cases_in(const std::string& csv, const app::ColumnMapping& mapping = {}) {
    return cases(files_.text("cases.csv", csv), mapping);
  }
  std::vector<std::string> rules() const {
    std::vector<std::string> out;
    for (const auto& problem : problems_.kept()) out.push_back(problem.rule);
    return out;
  }

  MadeFiles files_;
  FileReaders readers_;
  app::Problems problems_;
  app::FeedInfo info_;
  base::Error refusal_;
  std::vector<std::size_t> lines_;
};

TEST_F(TablesTest, ReadsColumnsInAnyOrderWithAByteOrderMarkAndKeepsTheRestAsIgnored) {
  const auto found = cases_in(
      "\xEF\xBB\xBF"
      "closed_on,Opened "
      "On,supervisor_id,WORKER_ID,team,service-area,locality,category,child_id,notes,flags,restricted\r\n"
      ",01/02/2026,M1,W1,Team A,Safeguarding,North,CP,C1,free text,neglect; domestic-abuse,yes\r\n");
  ASSERT_THAT(found, SizeIs(1));
  domain::Case expected;
  expected.child_id = domain::ChildId("C1");
  expected.category = domain::Category::Cp;
  expected.locality = "North";
  expected.service_area = "Safeguarding";
  expected.team = "Team A";
  expected.worker_id = domain::PersonId("W1");
  expected.supervisor_id = domain::PersonId("M1");
  expected.opened_on = base::parse_day("2026-02-01");
  expected.flags = {"neglect", "domestic-abuse"};
  expected.restricted = true;
  EXPECT_EQ(found[0], expected);
  EXPECT_THAT(info_.ignored_columns, ElementsAre("notes"));
  EXPECT_TRUE(info_.gives.has(app::CaseField::Flags));
  EXPECT_FALSE(info_.gives.has(app::CaseField::Gender));
}

TEST_F(TablesTest, NamesLineColumnAndValueOfEveryProblemAndReadsOn) {
  const auto found = cases_in(kCaseHeader +
                              ",restricted,birth_year\n"
                              "C1,child in need,North,S,T,W,M,2026-01-01,,,\n"
                              ",cin,North,S,T,W,M,2026-01-01,,,\n"
                              "\"C\n3\",cin,North,S,T,W,M,2026-01-01,,,\n"
                              "C4,cin,North,S,T,W,M,31/02/2026,,maybe,ninety\n"
                              "C5,cin,North,S,T,W,M,2026-02-01,2026-01-01,,\n"
                              "1.23457E+11,cin,North,S,T,W,M,2026-02-01,,,\n"
                              "C7,cin,North,S,T,W,M,2026-01-01,,no,2014\n");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].child_id.text(), "C7");
  EXPECT_THAT(lines_, ElementsAre(9));
  EXPECT_THAT(rules(), ElementsAre("case.read.category", "case.read.no_child", "row.read.long", "row.read.day",
                                   "row.read.yes_or_no", "case.read.birth_year", "case.read.closed_before_opened",
                                   "row.read.digits_lost"));
  const auto& day = problems_.kept()[3];
  EXPECT_EQ(day.line, 6U);
  EXPECT_EQ(day.column, "opened_on");
  EXPECT_EQ(day.value, "31/02/2026");
  EXPECT_EQ(day.subject, "C4");
  EXPECT_EQ(day.weight, RowProblem::Weight::LeftOut);
}

TEST_F(TablesTest, SaysWhichColumnsAreMissingAndWhichItFound) {
  EXPECT_THAT(cases_in("child_id,category,team\nC1,cin,T\n"), IsEmpty());
  EXPECT_EQ(refusal_.rule, "table.read.columns_missing");
  EXPECT_THAT(app::sentence(refusal_),
              HasSubstr("locality, service_area, worker_id, supervisor_id, opened_on, closed_on"));
}

TEST_F(TablesTest, RefusesTwoColumnsForOneOfOurs) {
  EXPECT_THAT(cases_in(kCaseHeader + ",Child ID\nC1,cin,N,S,T,W,M,,,C2\n"), IsEmpty());
  EXPECT_EQ(refusal_.rule, "column.match.twice");
}

TEST_F(TablesTest, TakesAMappingFromYamlOrCsv) {
  const std::string header = "Mosaic ID,Status,Area,Service,Team,SW,TM,Start,End";
  const auto yaml =
      files_.text("map.yaml",
                  "Mosaic ID: child_id\nStatus: category\nArea: locality\nService: service_area\nSW: worker_id\n"
                  "TM: supervisor_id\nStart: opened_on\nEnd: closed_on\n");
  const auto csv = files_.text(
      "map.csv",
      "theirs,ours\nMosaic ID,child_id\nStatus,category\nArea,locality\nService,service_area\nSW,worker_id\n"
      "TM,supervisor_id\nStart,opened_on\nEnd,closed_on\n");
  for (const auto& path : {yaml, csv}) {
    const auto mapping = readers_.mapping(path);
    ASSERT_TRUE(mapping) << path;
    const auto found = cases_in(header + "\n77,cla,East,Care,T9,W,M,2026-01-01,\n", *mapping);
    ASSERT_THAT(found, SizeIs(1)) << refusal_.rule;
    EXPECT_EQ(found[0].child_id.text(), "77");
    EXPECT_EQ(found[0].team, "T9");
  }
}

TEST_F(TablesTest, RefusesAMappingToAColumnThatIsNotOurs) {
  EXPECT_THAT(cases_in(kCaseHeader + "\nC1,cin,N,S,T,W,M,,\n", {{"team", "squad"}}), IsEmpty());
  EXPECT_EQ(refusal_.rule, "column.match.unknown");
  const auto broken = readers_.mapping(files_.text("map.yaml", "a: [b, c]\n"));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().rule, "mapping.read.line");
}

TEST_F(TablesTest, ReadsTheSameTableFromAWorkbooksFirstSheet) {
  support::MadeWorkbook book{{{"Open cases",
                               {{"child_id", "category", "locality", "service_area", "team", "worker_id",
                                 "supervisor_id", "opened_on", "closed_on"},
                                {support::number_cell("1111"), "cin", "North\xC2\xA0", "S", "T", "W", "M",
                                 support::date_cell("46357"), ""}}}}};
  const auto found = cases(files_.archive("cases.xlsx", book.parts()));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].child_id.text(), "1111");
  EXPECT_EQ(found[0].locality, "North");
  EXPECT_EQ(found[0].opened_on, base::parse_day("2026-12-01"));
}

TEST_F(TablesTest, TellsFilesApartByWhatTheyHoldNotByTheirName) {
  const auto rule_of = [&](const std::string& content) {
    const auto feed = readers_.cases(files_.text("cases.csv", content), {}, kToday);
    return feed ? std::string("read") : feed.error().rule;
  };
  EXPECT_EQ(rule_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), "file.open.old_excel");
  EXPECT_EQ(rule_of("%PDF-1.7 …"), "file.open.pdf");
  EXPECT_EQ(rule_of("<!DOCTYPE html><html></html>"), "file.open.web_page");
  EXPECT_EQ(rule_of(std::string("\xFF\xFE"
                                "c\0h\0",
                                6)),
            "file.open.utf16");
  EXPECT_EQ(rule_of(""), "file.open.empty");
  EXPECT_EQ(rule_of(" \r\n "), "file.open.empty");
  EXPECT_EQ(rule_of("child_id;category;locality;team\nC1;cin;N;T\n"), "file.open.separator");
  EXPECT_EQ(rule_of("\x7f"
                    "ELF\x02\x01\x01\x01\x02\x03"),
            "file.open.unknown");
  EXPECT_EQ(rule_of("PK\x03\x04 broken"), "xlsx.read.damaged_zip");
  EXPECT_FALSE(readers_.cases(files_.path("nowhere.csv"), {}, kToday));
}

TEST_F(TablesTest, SaysWhereACsvIsHostileOrBroken) {
  const auto rule_of = [&](const std::string& rows) {
    problems_ = {};
    refusal_ = {};
    cases_in(kCaseHeader + "\n" + rows);
    return refusal_.rule;
  };
  EXPECT_EQ(rule_of(std::string("C1,cin,N,S,T,W,M,\0,\n", 20)), "csv.read.nul");
  EXPECT_EQ(rule_of("C1,cin,N\xE9rth,S,T,W,M,,\n"), "csv.read.utf8");
  EXPECT_EQ(rule_of("C1,\"cin,N,S,T,W,M,,\n"), "csv.read.quote_open");
  EXPECT_EQ(rule_of("C1," + std::string(2'000'000, 'x') + "\n"), "csv.read.too_long");
}

TEST_F(TablesTest, ShortensValuesInMessages) {
  cases_in(kCaseHeader + "\nC1," + std::string(500, 'x') + ",N,S,T,W,M,,\n");
  ASSERT_THAT(problems_.kept(), SizeIs(1));
  EXPECT_LT(problems_.kept()[0].value.size(), 70U);
}

TEST_F(TablesTest, CountsAllProblemsButKeepsABoundedNumber) {
  std::string csv = kCaseHeader + "\n";
  for (int i = 0; i < 6000; ++i) csv += "C,what,N,S,T,W,M,,\n";
  cases_in(csv);
  EXPECT_EQ(problems_.left_out(), 6000U);
  EXPECT_THAT(problems_.kept(), SizeIs(app::Problems::kKept));
}

TEST_F(TablesTest, ReadsPeopleWithTheirRolesAndLeave) {
  const auto path = files_.text(
      "people.csv",
      "person_id,name,email,role,team,locality,service_area,agency,qualified,trained_on,away_from,away_to,manager_id\n"
      "P1,Jo Bloggs,jo@council.gov.uk,Team manager,A,North,S,,Y,2026-01-05,01/12/2026,,P2\n"
      "P2,,not-an-address,wizard,A,North,S,,perhaps,,,2026-01-01,P2\n");
  auto feed = readers_.people(path, {});
  ASSERT_TRUE(feed);
  app::PersonRow row;
  ASSERT_TRUE(*(*feed)->next(row, problems_));
  EXPECT_EQ(row.item.role, domain::JobRole::TeamManager);
  EXPECT_TRUE(row.item.qualified);
  EXPECT_EQ(row.item.away_from, base::parse_day("2026-12-01"));
  EXPECT_EQ(row.item.manager_id, domain::PersonId("P2"));
  EXPECT_FALSE(*(*feed)->next(row, problems_));
  EXPECT_THAT(rules(), ElementsAre("person.read.no_name", "person.read.email", "person.read.role", "row.read.yes_or_no",
                                   "person.read.away_from", "person.read.own_manager"));
}

TEST_F(TablesTest, ReadsTeams) {
  auto feed = readers_.teams(
      files_.text("teams.csv", "team,locality,service_area,manager_id\nTeam\xC2\xA0 A,North,S,P1\n,East,S,\n"), {});
  ASSERT_TRUE(feed);
  app::TeamRow row;
  ASSERT_TRUE(*(*feed)->next(row, problems_));
  EXPECT_EQ(row.item, (domain::Team{"Team A", "North", "S", domain::PersonId("P1")}));
  EXPECT_FALSE(*(*feed)->next(row, problems_));
  EXPECT_THAT(rules(), ElementsAre("team.read.no_name"));
}

TEST_F(TablesTest, ShowsWhichColumnsItKnowsForTheMappingPage) {
  const auto found =
      readers_.columns(files_.text("c.csv", "Child ID,Kind,team\nC1,cin,T\n"), app::FileKind::CasesTable, {});
  ASSERT_TRUE(found);
  EXPECT_THAT(found->theirs, ElementsAre("Child ID", "Kind", "team"));
  EXPECT_THAT(found->missing, ElementsAre("category", "locality", "service_area", "worker_id", "supervisor_id",
                                          "opened_on", "closed_on"));
}

}  // namespace
}  // namespace plumbline::intake
