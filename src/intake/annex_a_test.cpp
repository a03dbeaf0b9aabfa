#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "intake/register_files.hpp"
#include "support/made_files.hpp"

namespace plumbline::intake {
namespace {

using app::RowProblem;
using domain::Category;
using support::date_cell;
using support::error_cell;
using support::MadeFiles;
using support::MadeSheet;
using support::MadeWorkbook;
using support::number_cell;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr base::Day kToday{std::chrono::year{2026}, std::chrono::month{12}, std::chrono::day{1}};
using Cells = std::vector<std::string>;

// The lists as councils send them; a test adds rows.
struct Lists {
  std::vector<Cells> need;        // id, birth, age, start, closure, status, team, worker
  std::vector<Cells> protection;  // id, birth, age, start, end, team, worker
  std::vector<Cells> care;        // id, birth, age, started, ceased, team, worker
  std::vector<Cells> leavers;     // id, birth, age, team, worker, eligibility
};

class AnnexATest : public testing::Test {
 protected:
  std::map<std::string, domain::Case> read(const std::string& path) {
    std::map<std::string, domain::Case> out;
    auto feed = readers_.cases(path, {}, kToday);
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
      EXPECT_TRUE(out.emplace(row.item.child_id.text(), row.item).second) << "a child came twice";
    }
  }

  // The 2019 layout: title on row 1, header on row 2, sheets `List_6`.
  std::map<std::string, domain::Case> read_old(const Lists& lists) {
    return read(files_.archive("annex.xlsx", book(lists, "List_", true, "Age of Child (Years)").parts()));
  }
  // The 2024 layout: header on row 1, sheets `List 6`, `Age`.
  std::map<std::string, domain::Case> read_new(const Lists& lists) {
    return read(files_.archive("annex.xlsx", book(lists, "List ", false, "Age").parts()));
  }

  static MadeWorkbook book(const Lists& lists, const std::string& name, bool titled, const std::string& age) {
    const auto sheet = [&](int number, const std::string& title, Cells header, const std::vector<Cells>& rows) {
      MadeSheet out{name + std::to_string(number), {}};
      if (titled) out.rows.push_back({title});
      out.rows.push_back(std::move(header));
      out.rows.insert(out.rows.end(), rows.begin(), rows.end());
      return out;
    };
    return {
        {{"Front_Sheet", {{"Annex A"}}},
         sheet(6, "List 6: Children in Need",
               {"Child Unique ID ", "Date of Birth", age, "CIN Start Date", "CIN Closure Date", "Case status",
                "Allocated Team", "Allocated Worker"},
               lists.need),
         sheet(7, "List 7: Child protection",
               {"Child Unique ID", "Date of Birth", age, "Child Protection Plan Start Date",
                "Child Protection Plan End Date", "Allocated Team", "Allocated Worker"},
               lists.protection),
         sheet(8, "List 8: Children in care",
               {"Child Unique ID", "Date of Birth", age, "Date Started to be Looked After",
                "Date Ceased to be Looked After ", "Allocated Team", "Allocated Worker",
                "Child\xE2\x80\x99s Legal Status"},
               lists.care),
         sheet(9, "List 9: Care leavers",
               {"Child Unique ID", "Date of Birth", age, "Allocated Team", "Allocated Worker", "Eligibility Category"},
               lists.leavers)}};
  }

  std::vector<std::string> rules() const {
    std::vector<std::string> out;
    for (const auto& problem : problems_.kept())
      if (problem.rule != "annexa.read.empty_list") out.push_back(problem.rule);
    return out;
  }

  MadeFiles files_;
  FileReaders readers_;
  app::Problems problems_;
  app::FeedInfo info_;
  base::Error refusal_;
};

const Lists kOneOfEach{
    {{"1", "2015-03-01", "11", "2026-01-05", "", "c) Child in need plan", "Team A", "W1"}},
    {{"2", "01/03/2015", "11", "05/01/2026", "", "Team A", "W2"}},
    {{number_cell("3"), date_cell("42064"), number_cell("11"), date_cell("46027"), "", "Team B", "W3"}},
    {{"4", "2006-03-01", "20", "Team C", "W4", "b) Former relevant"}}};

TEST_F(AnnexATest, ReadsTheOldLayoutWithItsTitleRow) {
  const auto found = read_old(kOneOfEach);
  ASSERT_THAT(found, SizeIs(4)) << refusal_.rule;
  EXPECT_EQ(found.at("1").category, Category::Cin);
  EXPECT_EQ(found.at("2").category, Category::Cp);
  EXPECT_EQ(found.at("3").category, Category::Cla);
  EXPECT_EQ(found.at("4").category, Category::CareLeaver);
  EXPECT_EQ(found.at("2").opened_on, base::parse_day("2026-01-05"));
  EXPECT_EQ(found.at("3").opened_on, base::parse_day("2026-01-05"));
  EXPECT_EQ(found.at("3").birth_year, 2015);
  EXPECT_EQ(found.at("4").worker_id, domain::PersonId("W4"));
  EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(AnnexATest, ReadsTheNewLayoutTheSameWay) {
  const auto old_layout = read_old(kOneOfEach);
  EXPECT_EQ(read_new(kOneOfEach), old_layout);
}

TEST_F(AnnexATest, CarriesNoLocalityAndSaysSo) {
  read_new(kOneOfEach);
  EXPECT_FALSE(info_.gives.has(app::CaseField::Locality));
  EXPECT_FALSE(info_.gives.has(app::CaseField::Supervisor));
  EXPECT_TRUE(info_.gives.has(app::CaseField::Team));
}

TEST_F(AnnexATest, PutsAChildOnSeveralListsWhereTheFirstOfCareProtectionAndNeedApplies) {
  const auto found = read_new(
      {{{"1", "", "", "2025-01-01", "", "CLA&CP", "", ""}, {"2", "", "", "2025-01-01", "", "CP", "Team A", "W1"}},
       {{"1", "", "", "2025-02-01", "", "", ""}, {"2", "", "", "2025-02-01", "", "", ""}},
       {{"1", "", "", "2025-03-01", "", "Team B", "W9"}},
       {{"1", "", "", "Team C", "W5", "d) Eligible"}}});
  EXPECT_EQ(found.at("1").category, Category::Cla);
  EXPECT_EQ(found.at("1").opened_on, base::parse_day("2025-03-01"));
  EXPECT_EQ(found.at("1").team, "Team B");
  EXPECT_EQ(found.at("2").category, Category::Cp);
  EXPECT_EQ(found.at("2").team, "Team A") << "filled from the child's other open row";
}

TEST_F(AnnexATest, UnderstandsTheStatusesCouncilsWrite) {
  const std::vector<std::pair<std::string, Category>> statuses{{"a) Looked after child", Category::Cla},
                                                               {"LAC", Category::Cla},
                                                               {"CLA&CP", Category::Cla},
                                                               {"CP/CLA", Category::Cla},
                                                               {"b) Child Protection plan", Category::Cp},
                                                               {"CPP", Category::Cp},
                                                               {"CP Ext", Category::Cp},
                                                               {"CIN Plan", Category::Cin},
                                                               {"CiN", Category::Cin},
                                                               {"Child in Need", Category::Cin},
                                                               {"d) Open assessment", Category::Assessment},
                                                               {"Open asmt", Category::Assessment},
                                                               {"CF Assessment in progress", Category::Assessment},
                                                               {"Care leaver", Category::CareLeaver},
                                                               {"", Category::Cin},
                                                               {error_cell("#N/A"), Category::Cin},
                                                               {"open\xC2\xA0"
                                                                "assessment ",
                                                                Category::Assessment}};
  Lists lists;
  for (std::size_t i = 0; i < statuses.size(); ++i)
    lists.need.push_back({"C" + std::to_string(i), "", "", "2026-01-01", "", statuses[i].first, "T", "W"});
  const auto found = read_new(lists);
  EXPECT_THAT(rules(), IsEmpty());
  for (std::size_t i = 0; i < statuses.size(); ++i)
    EXPECT_EQ(found.at("C" + std::to_string(i)).category, statuses[i].second) << statuses[i].first;
}

TEST_F(AnnexATest, ListsAStatusItDoesNotKnowInsteadOfGuessing) {
  EXPECT_THAT(read_new({{{"1", "", "", "2026-01-01", "", "Pending review", "T", "W"}}, {}, {}, {}}), IsEmpty());
  ASSERT_THAT(rules(), ElementsAre("annexa.read.status"));
  const auto& problem = problems_.kept().front();
  EXPECT_EQ(problem.sheet, "List 6");
  EXPECT_EQ(problem.line, 2U);
  EXPECT_EQ(problem.column, "Case status");
  EXPECT_EQ(problem.value, "Pending review");
  EXPECT_EQ(problem.weight, RowProblem::Weight::LeftOut);
}

TEST_F(AnnexATest, ListsAStatusThatItsOwnListContradicts) {
  read_new({{{"1", "", "", "2026-01-01", "", "LAC", "T", "W"}}, {}, {{"2", "", "", "2026-01-01", "", "T", "W"}}, {}});
  EXPECT_THAT(rules(), ElementsAre("annexa.read.status_list"));
}

TEST_F(AnnexATest, ClosesWhatEndedAmongTheOpen) {
  const auto found = read_new({{{"1", "", "", "2025-01-01", "2026-09-30", "e) Closed episode", "T", "W"},
                                {"2", "", "", "2025-01-01", "", "Closed", "T", "W"}},
                               {{"1", "", "", "2025-05-01", "2026-08-31", "T", "W"},
                                {"3", "", "", "2025-05-01", "2026-08-31", "T", "W"},
                                {"3", "", "", "2026-10-01", "", "T", "W"}},
                               {},
                               {}});
  EXPECT_EQ(found.at("1").closed_on, base::parse_day("2026-09-30"));
  EXPECT_EQ(found.at("1").category, Category::Cin);
  EXPECT_TRUE(found.at("3").is_open()) << "the ended plan was followed by another";
  EXPECT_EQ(found.at("3").opened_on, base::parse_day("2026-10-01"));
  EXPECT_FALSE(found.contains("2")) << "closed, but nobody says when";
  EXPECT_THAT(rules(), ElementsAre("annexa.read.closed_no_date"));
}

TEST_F(AnnexATest, ListsAClosureDateThatTheStatusContradicts) {
  read_new({{{"1", "", "", "2025-01-01", "2026-09-30", "CIN Plan", "T", "W"}}, {}, {}, {}});
  EXPECT_THAT(rules(), ElementsAre("annexa.read.closed_status"));
}

TEST_F(AnnexATest, ListsAChildWithTwoDatesOfBirth) {
  const auto found = read_new({{{"1", "2015-01-01", "", "2025-01-01", "", "CIN", "T", "W"},
                                {"9", "2012-01-01", "", "2025-01-01", "", "CIN", "T", "W"}},
                               {{"1", "2016-01-01", "", "2025-05-01", "", "T", "W"}},
                               {},
                               {}});
  EXPECT_FALSE(found.contains("1"));
  EXPECT_TRUE(found.contains("9"));
  ASSERT_THAT(rules(), ElementsAre("annexa.read.birth_dates"));
  EXPECT_EQ(problems_.kept().front().subject, "1");
}

TEST_F(AnnexATest, TakesTheSameChildTwiceOnceWhenTheRowsAgree) {
  const auto found = read_new({{{"1", "2015-01-01", "", "2025-01-01", "", "CIN", "T", "W"},
                                {"1", "01/01/2015", "", "01/01/2025", "", "CIN", "T", "W"}},
                               {},
                               {},
                               {}});
  EXPECT_THAT(found, SizeIs(1));
  EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(AnnexATest, ListsTwoOpenRowsOfDifferentTeams) {
  read_new(
      {{{"1", "", "", "2025-01-01", "", "CIN", "Team A", "W"}, {"1", "", "", "2025-01-01", "", "CIN", "Team B", "W"}},
       {},
       {},
       {}});
  EXPECT_THAT(rules(), ElementsAre("annexa.read.two_teams"));
}

TEST_F(AnnexATest, TakesUnbornChildrenAndPlansBeforeBirth) {
  const auto found = read_new({{},
                               {{"1", "2027-02-01", "-1", "2026-11-01", "", "T", "W"},
                                {"2", "2026-06-01", "0", "2026-03-01", "", "T", "W"},
                                {"3", "2016-06-01", "10", "2012-03-01", "", "T", "W"},
                                {"4", "Unborn", number_cell("-1"), "2026-11-01", "", "T", "W"}},
                               {},
                               {}});
  EXPECT_EQ(found.at("1").birth_year, std::nullopt) << "an expected date is no birth";
  EXPECT_EQ(found.at("2").opened_on, base::parse_day("2026-03-01")) << "a plan before birth";
  EXPECT_EQ(found.at("2").birth_year, 2026);
  EXPECT_EQ(found.at("3").opened_on, std::nullopt) << "four years before birth: one of the dates is wrong";
  EXPECT_EQ(found.at("3").birth_year, std::nullopt);
  EXPECT_EQ(found.at("4").birth_year, std::nullopt);
  EXPECT_THAT(rules(), ElementsAre("annexa.read.before_birth"));
}

TEST_F(AnnexATest, ReadsErrorsInCellsAsBlanksAndNamesWithNoBreakSpaces) {
  const auto found = read_new({{{"1", error_cell("#N/A"), "#N/A", "2025-01-01", "#N/A", "CIN",
                                 std::string("Team\xC2\xA0") + "A", "\xC2\xA0Jo\xC2\xA0 Bloggs "}},
                               {},
                               {},
                               {}});
  EXPECT_EQ(found.at("1").worker_id, domain::PersonId("Jo Bloggs"));
  EXPECT_EQ(found.at("1").team, "Team A");
  EXPECT_EQ(found.at("1").birth_year, std::nullopt);
  EXPECT_TRUE(found.at("1").is_open());
}

TEST_F(AnnexATest, NamesTheRowOfADateItCannotRead) {
  EXPECT_THAT(read_old({{{"1", "", "", "sometime", "", "CIN", "T", "W"}}, {}, {}, {}}), IsEmpty());
  ASSERT_THAT(rules(), ElementsAre("row.read.day"));
  EXPECT_EQ(problems_.kept().front().line, 3U);
  EXPECT_EQ(problems_.kept().front().column, "CIN Start Date");
}

TEST_F(AnnexATest, LeavesHeldCasesAloneWhereAListIsEmptyOrMissing) {
  read_new({{{"1", "", "", "2025-01-01", "", "CIN", "T", "W"}}, {}, {}, {}});
  EXPECT_THAT(info_.speaks_for,
              UnorderedElementsAre(Category::Cin, Category::Referral, Category::Assessment, Category::NoPlan));
  EXPECT_THAT(info_.cannot_see, UnorderedElementsAre(Category::Cp, Category::Cla, Category::CareLeaver));
  EXPECT_EQ(problems_.to_check(), 3U);
}

TEST_F(AnnexATest, ReadsOneListAsACsvWithOrWithoutItsTitle) {
  for (const std::string title : {"", "List 7: Child protection,,,\n"}) {
    const auto found = read(files_.text(
        "export.csv",
        title + "Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End Date,Allocated Team\n"
                "5,01/02/2026,,Team A\n"));
    ASSERT_THAT(found, SizeIs(1)) << refusal_.rule;
    EXPECT_EQ(found.at("5").category, Category::Cp);
    EXPECT_THAT(info_.speaks_for, ElementsAre(Category::Cp));
  }
}

TEST_F(AnnexATest, SaysThatOneListAloneMayCloseTooMuch) {
  read(files_.text("export.csv",
                   "Child Unique ID,Date Started to be Looked After,Date Ceased to be Looked After\n5,01/02/2026,\n"));
  EXPECT_THAT(rules(), ElementsAre("annexa.read.one_list"));
}

TEST_F(AnnexATest, ReadsAFolderWithOneCsvForEachListTogether) {
  std::filesystem::create_directories(files_.path("lists"));
  files_.text("lists/list 6.csv",
              "Child Unique ID,CIN Start Date,CIN Closure Date,Case status\n5,01/02/2026,,\n6,01/02/2026,,CIN\n");
  files_.text("lists/list 7.csv",
              "List 7,,\nChild Unique ID,Child Protection Plan Start Date,Child Protection Plan End "
              "Date\n5,01/03/2026,\n6,01/03/2026,01/10/2026\n");
  files_.text("lists/readme.csv", "nothing,of,ours\n");
  const auto found = read(files_.path("lists"));
  ASSERT_THAT(found, SizeIs(2)) << refusal_.rule;
  EXPECT_EQ(found.at("5").category, Category::Cp);
  EXPECT_EQ(found.at("6").category, Category::Cin) << "the plan ended, the child is still in need";
  EXPECT_TRUE(found.at("6").is_open());
  files_.text("lists/list 7 again.csv",
              "Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End Date\n5,01/03/2026,\n");
  read(files_.path("lists"));
  EXPECT_EQ(refusal_.rule, "annexa.read.list_twice");
  std::filesystem::create_directories(files_.path("others"));
  files_.text("others/notes.csv", "Day,Note\n01/03/2026,x\n");
  read(files_.path("others"));
  EXPECT_EQ(refusal_.rule, "annexa.read.no_list_in_folder");
}

TEST_F(AnnexATest, RefusesTheOtherListsByName) {
  read(files_.text("export.csv", "Child Unique ID,Date of referral,Referral Source\n5,01/02/2026,x\n"));
  EXPECT_EQ(refusal_.rule, "annexa.read.other_list");
  read(files_.archive("x.xlsx", MadeWorkbook{{{"List 3", {{"Child Unique ID", "Date of referral"}}}}}.parts()));
  EXPECT_EQ(refusal_.rule, "annexa.read.no_list");
}

TEST_F(AnnexATest, NamesTheColumnsAListLacks) {
  read(files_.archive("x.xlsx", MadeWorkbook{{{"List 7", {{"Child Unique ID", "Something"}, {"1", "2"}}}}}.parts()));
  EXPECT_EQ(refusal_.rule, "annexa.read.columns_missing");
  EXPECT_THAT(refusal_.values, Contains(std::pair<std::string, std::string>("sheet", "List 7")));
}

}  // namespace
}  // namespace plumbline::intake
