#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "intake/register_files.hpp"
#include "support/made_files.hpp"

namespace plumbline::intake {
namespace {

using domain::Category;
using support::MadeFiles;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr base::Day kToday{std::chrono::year{2026}, std::chrono::month{6}, std::chrono::day{1}};

std::string census(const std::string& children,
                   const std::string& header =
                       "<Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>") {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Message><Header><CollectionDetails>" + header +
         "</CollectionDetails></Header>\n<Children>\n" + children + "</Children></Message>\n";
}
std::string child(const std::string& id, const std::string& episodes, const std::string& more = "") {
  return "<Child><ChildIdentifiers><LAchildID>" + id +
         "</LAchildID>stray text<PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex>" + more +
         "</ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</"
         "Disability></Disabilities>"
         "</ChildCharacteristics>" +
         episodes + "</Child>\n";
}
std::string episode(const std::string& inside) {
  return "<CINdetails><CINreferralDate>2025-10-06</CINreferralDate>" + inside + "</CINdetails>";
}

class CensusTest : public testing::Test {
 protected:
  std::map<std::string, domain::Case> read(const std::string& xml) {
    std::map<std::string, domain::Case> out;
    auto feed = readers_.cases(files_.text("census.xml", xml), {}, kToday);
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
      out.emplace(row.item.child_id.text(), row.item);
    }
  }
  std::vector<std::string> rules() const {
    std::vector<std::string> out;
    for (const auto& problem : problems_.kept())
      if (problem.rule != "census.read.cannot_see") out.push_back(problem.rule);
    return out;
  }

  MadeFiles files_;
  FileReaders readers_;
  app::Problems problems_;
  app::FeedInfo info_;
  base::Error refusal_;
};

TEST_F(CensusTest, PutsAChildWhereTheRunningPlanIs) {
  const auto found = read(census(
      child("cp", episode("<CINPlanDates><CINPlanStartDate>2025-11-01</CINPlanStartDate></CINPlanDates>"
                          "<ChildProtectionPlans><CPPstartDate>2025-12-01</CPPstartDate></ChildProtectionPlans>")) +
      child("cin", episode("<CINPlanDates><CINPlanStartDate>2025-11-01</CINPlanStartDate></CINPlanDates>"
                           "<ChildProtectionPlans><CPPstartDate>2025-10-10</CPPstartDate><CPPendDate>2025-10-30</"
                           "CPPendDate></ChildProtectionPlans>")) +
      child("assessment",
            episode("<Assessments><AssessmentActualStartDate>2026-03-01</AssessmentActualStartDate></Assessments>")) +
      child("nfa", episode("<ReferralNFA>1</ReferralNFA>")) +
      child("assessed", episode("<Assessments><AssessmentActualStartDate>2026-01-01</AssessmentActualStartDate>"
                                "<AssessmentAuthorisationDate>2026-02-01</AssessmentAuthorisationDate></"
                                "Assessments><ReferralNFA>false</ReferralNFA>")) +
      child("referred", episode("<ReferralNFA>0</ReferralNFA>"))));
  EXPECT_EQ(found.at("cp").category, Category::Cp);
  EXPECT_EQ(found.at("cin").category, Category::Cin);
  EXPECT_EQ(found.at("assessment").category, Category::Assessment);
  EXPECT_EQ(found.at("nfa").category, Category::NoPlan);
  EXPECT_EQ(found.at("assessed").category, Category::NoPlan);
  EXPECT_EQ(found.at("referred").category, Category::Referral);
  EXPECT_EQ(found.at("cp").opened_on, base::parse_day("2025-10-06"));
  EXPECT_EQ(found.at("cp").gender, "female");
  EXPECT_EQ(found.at("cp").disability, "no");
  EXPECT_EQ(found.at("cp").birth_year, 2015);
  EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(CensusTest, KnowsNeitherTeamNorWorkerNorWhoIsLookedAfter) {
  read(census(child("1", episode(""))));
  for (const auto field :
       {app::CaseField::Team, app::CaseField::Worker, app::CaseField::Supervisor, app::CaseField::Locality})
    EXPECT_FALSE(info_.gives.has(field));
  EXPECT_THAT(info_.cannot_see, Contains(Category::Cla));
  EXPECT_THAT(info_.speaks_for, Not(Contains(Category::Cla)));
}

TEST_F(CensusTest, TakesTheLatestEpisodeAndClosesWhatEnded) {
  const auto found = read(census(child("1",
                                       "<CINdetails><CINreferralDate>2020-01-01</"
                                       "CINreferralDate><CINclosureDate>2021-01-01</CINclosureDate></CINdetails>"
                                       "<CINdetails><CINreferralDate>2022-01-01</"
                                       "CINreferralDate><CINclosureDate>2023-05-05</CINclosureDate></CINdetails>") +
                                 child("2",
                                       "<CINdetails><CINreferralDate>2020-01-01</"
                                       "CINreferralDate><CINclosureDate>2021-01-01</CINclosureDate></CINdetails>" +
                                           episode("")) +
                                 child("3", episode(""), "<PersonDeathDate>2026-01-09</PersonDeathDate>")));
  EXPECT_EQ(found.at("1").closed_on, base::parse_day("2023-05-05"));
  EXPECT_TRUE(found.at("2").is_open());
  EXPECT_EQ(found.at("3").closed_on, base::parse_day("2026-01-09"));
}

TEST_F(CensusTest, ListsWhatItCannotDecide) {
  const auto found = read(census(
      child("", episode("")) +
      child("two", episode("") + "<CINdetails><CINreferralDate>2026-01-01</CINreferralDate></CINdetails>") +
      child("bare", "") + child("backwards", episode("<CINclosureDate>2024-01-01</CINclosureDate>")) +
      child("undated", "<CINdetails/>") + child("typo", episode("<CINclosureDate>31-31-2026</CINclosureDate>"))));
  EXPECT_THAT(rules(), ElementsAre("census.read.no_child", "census.read.two_open", "census.read.no_episode",
                                   "census.read.ends_before_start", "census.read.no_referral_date", "row.read.day"));
  EXPECT_EQ(found.at("two").opened_on, std::nullopt);
  EXPECT_FALSE(found.contains("typo"));
  EXPECT_EQ(problems_.kept().back().subject, "typo");
  EXPECT_GT(problems_.kept().back().line, 4U);
}

TEST_F(CensusTest, NotesAHeaderThatIsNotACensusDay) {
  read(census(child("1", episode("")),
              "<Collection>CIN</Collection><Year>2025</Year><ReferenceDate>2026-03-28</ReferenceDate>"));
  EXPECT_THAT(rules(), ElementsAre("census.read.reference_date", "census.read.year"));
}

TEST_F(CensusTest, ReadsOnWithoutAReferenceDate) {
  EXPECT_THAT(read(census(child("1", episode("")), "<Collection>CIN</Collection>")), SizeIs(1));
  EXPECT_THAT(rules(), ElementsAre("census.read.no_reference_date"));
}

TEST_F(CensusTest, SaysWhatIsWrongWithBrokenXmlAndOnWhichLine) {
  read(census("<Child>\n<ChildIdentifiers>\n<LAchildID>1</LAchildId>\n</ChildIdentifiers></Child>"));
  EXPECT_EQ(refusal_.rule, "xml.read.malformed");
  EXPECT_THAT(refusal_.values, Contains(std::pair<std::string, std::string>("line", "6")));
  EXPECT_THAT(refusal_.values, Contains(std::pair<std::string, std::string>("what", "mismatched tag")));
}

TEST_F(CensusTest, RefusesBillionLaughsAndOtherXml) {
  read(
      "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 "
      "\"&lol;&lol;&lol;\">]><Message><Children>&lol2;</Children></Message>");
  EXPECT_EQ(refusal_.rule, "xml.read.doctype");
  read("<feed><entry/></feed>");
  EXPECT_EQ(refusal_.rule, "census.read.no_children");
  read(census("", "<Collection>School Census</Collection>"));
  EXPECT_EQ(refusal_.rule, "census.read.collection");
}

TEST_F(CensusTest, ReadsEveryTruncationWithoutHarm) {
  const auto whole = census(child("1", episode("<ReferralNFA>1</ReferralNFA>")) + child("2", episode("")));
  for (std::size_t length = 1; length < whole.size() - 1; length += 3) {
    refusal_ = {};
    read(whole.substr(0, length));
    EXPECT_FALSE(refusal_.rule.empty()) << length;
  }
}

}  // namespace
}  // namespace plumbline::intake
