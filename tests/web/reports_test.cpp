// Every report of the catalogue in the browser, in process over the synthetic council: who may open which, and that
// one's own reports are one's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/catalogue.hpp"
#include "support/demo_site.hpp"
#include "support/html.hpp"

namespace plumbline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::DemoSite;

const std::string kMonths = "?from=2026-08&to=2026-10";

std::string page(const std::string& role, const std::string& path) {
  const auto response = DemoSite::instance().get(role, path);
  EXPECT_EQ(response.status(), 200) << role << " " << path;
  return std::string(response.body());
}

bool is_own(std::string_view name) { return name == "feedback" || name == "learning-record"; }

TEST(ReportPages, TellEveryReportOfTheCatalogue) {
  for (const auto& kind : report::report_kinds()) {
    if (is_own(kind.name)) continue;
    const auto path = "/reports/" + std::string(kind.name);
    const auto html = page("QA lead", path + kMonths);
    EXPECT_THAT(html, HasSubstr("<h1")) << path;
    EXPECT_LT(html.size(), 250'000U) << path;
    const auto told = nlohmann::json::parse(page("QA lead", "/api/v1" + path + kMonths));
    EXPECT_EQ(told["report"], std::string(kind.name));
    EXPECT_THAT(page("QA lead", path + ".csv" + kMonths), HasSubstr("section,period,area,measure"));
    EXPECT_THAT(page("QA lead", path + ".html" + kMonths), HasSubstr("<!DOCTYPE html>"));
  }
}

TEST(ReportPages, ListWhatAPersonMayOpen) {
  const auto lead = page("QA lead", "/reports");
  for (const auto* name : {"highlight", "cumulative", "agreement", "fairness", "inspection", "thematic", "joint-audit"})
    EXPECT_THAT(lead, HasSubstr("href=\"/reports/" + std::string(name) + "\""));
  EXPECT_THAT(page("Director, figures only", "/reports"), Not(HasSubstr("/reports/inspection")));
  EXPECT_EQ(DemoSite::instance().get("Director, figures only", "/reports/inspection").status(), 403);
  EXPECT_EQ(DemoSite::instance().get("Director, figures only", "/reports/inspection.zip").status(), 403);
}

TEST(ReportPages, JoinEarlyHelpToTheMainReport) {
  const auto told = nlohmann::json::parse(page("QA lead", "/api/v1/reports/monthly?from=2026-10&to=2026-10"));
  ASSERT_TRUE(told.contains("joined")) << "programmes whose route joins the main report";
  const auto title = told["joined"][0]["title"].get<std::string>();
  EXPECT_THAT(page("QA lead", "/reports/monthly?from=2026-10&to=2026-10"), HasSubstr(title));
}

TEST(ReportPages, TellPeopleTheirOwnAndNobodyElses) {
  auto& site = DemoSite::instance();
  EXPECT_THAT(page("Social worker", "/reports/learning-record"), HasSubstr("Learning record"));
  EXPECT_THAT(page("Advanced practitioner", "/reports/feedback"), HasSubstr("Feedback to an auditor"));
  for (const auto* role : {"Social worker", "Advanced practitioner", "Team manager", "Head of service"})
    for (const auto* path : {"/reports/feedback?person=somebody", "/reports/learning-record?person=somebody"})
      EXPECT_EQ(site.get(role, path).status(), 403) << role << " " << path;
  EXPECT_EQ(site.get("QA lead", "/reports/feedback?person=somebody").status(), 200);
}

TEST(ReportPages, LeadLeadershipToNoSingleCaseInAnyReport) {
  for (const auto& kind : report::report_kinds()) {
    if (is_own(kind.name) || kind.name == "inspection") continue;
    const auto html = page("Director, figures only", "/reports/" + std::string(kind.name) + kMonths);
    EXPECT_THAT(html, AllOf(Not(HasSubstr("href=\"/audits")), Not(HasSubstr("LAN-2026")))) << kind.name;
  }
}

TEST(ReportPages, SayWhatIsWrongWithTheAsk) {
  auto& site = DemoSite::instance();
  EXPECT_EQ(site.get("QA lead", "/reports/highlight?from=2026-10&to=2026-09").status(), 422);
  EXPECT_EQ(site.get("QA lead", "/reports/agreement?from=2026-10&to=2026-10&weights=cubic").status(), 422);
  EXPECT_EQ(site.get("QA lead", "/reports/cumulative?from=oh%20no").status(), 422);
}

TEST(ReportPages, HaveNoFlaws) {
  for (const auto& kind : report::report_kinds()) {
    if (is_own(kind.name)) continue;
    EXPECT_THAT(tests::flaws_of(page("QA lead", "/reports/" + std::string(kind.name) + kMonths)), IsEmpty())
        << kind.name;
  }
  EXPECT_THAT(tests::flaws_of(page("QA lead", "/reports/explained")), IsEmpty());
  EXPECT_THAT(tests::flaws_of(page("Social worker", "/reports/learning-record")), IsEmpty());
}

TEST(ReportPages, HandOutTheInspectionBundle) {
  const auto archive = page("QA lead", "/reports/inspection.zip" + kMonths);
  EXPECT_TRUE(archive.starts_with("PK"));
  EXPECT_THAT(archive, AllOf(HasSubstr("audits.csv"), HasSubstr("inspection.json"), HasSubstr("impact.csv")));
}

}  // namespace
}  // namespace plumbline
