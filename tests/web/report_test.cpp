// The monthly report in the browser, in process over the synthetic council: who may read it, what it leads to, and that
// it says what its file says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/text.hpp"
#include "report/monthly/rows.hpp"
#include "support/demo_site.hpp"

namespace plumbline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::DemoSite;

std::string page(const std::string& role, const std::string& path) {
  const auto response = DemoSite::instance().get(role, path);
  EXPECT_EQ(response.status(), 200) << role << " " << path;
  return std::string(response.body());
}

TEST(ReportPages, TellAMonthInSentencesPicturesAndTables) {
  const auto html = page("QA lead", "/reports/monthly?from=2026-10&to=2026-10");
  EXPECT_THAT(html, AllOf(HasSubstr("<h1 class=\"govuk-heading-l\">Monthly report, October 2026</h1>"),
                          HasSubstr("Sent and returned by locality"), HasSubstr("Overall grades"),
                          HasSubstr("role=\"img\""), HasSubstr("Do the totals agree?")));
  for (const auto* part : {"", "&part=sections", "&part=year"})
    EXPECT_LT(page("QA lead", std::string("/reports/monthly?from=2026-10&to=2026-10") + part).size(), 100'000U) << part;
}

TEST(ReportPages, AreForThoseWhoAnswerForTheAudits) {
  auto& site = DemoSite::instance();
  for (const auto* role : {"QA lead", "QA administrator", "Moderator", "Team manager", "Head of service",
                           "Principal social worker", "Director, figures only"})
    for (const auto* path : {"/reports", "/reports/monthly", "/reports/monthly.csv", "/reports/monthly.html",
                             "/reports/monthly/exemptions", "/api/v1/reports/monthly"})
      EXPECT_EQ(site.get(role, path).status(), 200) << role << " " << path;
  // A report is no league table for workers, and an auditor's task is the audit.
  for (const auto* role : {"Social worker", "Advanced practitioner", "Administrator"})
    for (const auto* path : {"/reports", "/reports/monthly", "/reports/monthly.csv", "/reports/monthly.html",
                             "/reports/monthly/exemptions", "/api/v1/reports/monthly"})
      EXPECT_EQ(site.get(role, path).status(), 403) << role << " " << path;
}

TEST(ReportPages, LeadLeadershipToNoSingleCase) {
  const auto figures = page("Director, figures only", "/reports/monthly");
  EXPECT_THAT(figures, AllOf(HasSubstr("Sent and returned"), Not(HasSubstr("href=\"/audits?"))));
  EXPECT_THAT(page("QA lead", "/reports/monthly"), HasSubstr("href=\"/audits?"));
  const auto exempt = page("Director, figures only", "/reports/monthly/exemptions");
  EXPECT_THAT(exempt, HasSubstr("No exempted cases"));
  const auto json = nlohmann::json::parse(page("Director, figures only", "/api/v1/reports/monthly"));
  for (const auto& check : json["reconciliation"]) EXPECT_TRUE(check["audits"].empty()) << check.dump();
}

TEST(ReportPages, SayWhatTheApiSays) {
  const auto json = nlohmann::json::parse(page("QA lead", "/api/v1/reports/monthly?from=2026-10&to=2026-10"));
  const auto& returns = json["total"]["returns"];
  const auto html = page("QA lead", "/reports/monthly?from=2026-10&to=2026-10");
  EXPECT_THAT(html, HasSubstr(std::to_string(returns["rate"]["percent"].get<int>()) + "% (" +
                              std::to_string(returns["returned"].get<int>()) + " of " +
                              std::to_string(returns["distributed"].get<int>()) + ") of the audits sent out"));
  const auto csv = page("QA lead", "/reports/monthly.csv?from=2026-10&to=2026-10");
  EXPECT_THAT(csv, HasSubstr("returns,2026-10,all,returned," + std::to_string(returns["returned"].get<int>()) + "," +
                             std::to_string(returns["distributed"].get<int>()) + ","));
}

TEST(ReportPages, SayWhatToDoAboutAMonthThatIsNone) {
  EXPECT_THAT(page("QA lead", "/reports/monthly?from=2019-01&to=2019-01"), HasSubstr("Nothing to report yet"));
  auto& site = DemoSite::instance();
  const auto backwards = site.get("QA lead", "/reports/monthly?from=2026-10&to=2026-09");
  EXPECT_EQ(backwards.status(), 422);
  EXPECT_THAT(std::string(backwards.body()), HasSubstr("Enter a last month that is not before the first month"));
  EXPECT_EQ(site.get("QA lead", "/reports/monthly?from=oh%20no").status(), 422);
  EXPECT_EQ(site.get("QA lead", "/reports/monthly?programme=none").status(), 422);
}

TEST(ReportPages, NameTheExemptedCasesAndWhoAgreed) {
  EXPECT_THAT(page("QA lead", "/reports/monthly/exemptions?from=2026-08&to=2026-11"),
              AllOf(HasSubstr("exempted cases"), HasSubstr("Approved by")));
}

// Found while reading: the list of actions knew no cohort, and had no proposed ones, so that figures of a cohort led to
// more actions than they counted, and the proposed to the open.
TEST(ReportPages, EveryFigureOfActionsIsWhatItsLinkLists) {
  DemoSite site(600, 3, "bradford");
  app::Actor actor;
  actor.council = site.filled().council;
  actor.grants = {{app::Role::QaLead, app::ScopeKind::Council, ""}};
  const auto reader = site.store().read(actor.council);
  const auto framework = site.services().frameworks.current(*reader).value();
  report::MonthlyRequest request;
  request.from = base::parse_period("2026-08").value();
  request.to = base::parse_period("2026-11").value();
  const auto programme = report::programme_asked("", *framework).value();
  std::vector<std::string> cohorts{""};
  for (const auto& cohort : programme->draw.cohorts) cohorts.push_back(cohort.key);
  ASSERT_GT(cohorts.size(), 2U);
  std::map<std::string, std::set<long long>> seen;
  for (const auto& cohort : cohorts) {
    request.cohort = cohort;
    const auto made = report::make_monthly(request, actor, site.clock(), *reader, *framework).value();
    for (const auto& row : report::rows_of(made)) {
      if (row.section != "actions" || row.link.empty()) continue;
      const auto html = std::string(site.get("QA lead", row.link).body());
      std::smatch found;
      std::string listed = "0";
      if (std::regex_search(html, found, std::regex("<p>(?:Showing [0-9,]+ to [0-9,]+ of )?([0-9,]+) actions?</p>")))
        listed = found[1].str();
      EXPECT_EQ(base::with_commas(row.n), listed) << row.link;
      seen[cohort].insert(row.n);
    }
  }
  EXPECT_GT(seen[""].size(), 2U) << "the figures of the whole differ among one another";
  EXPECT_NE(seen[cohorts[1]], seen[""]) << "a cohort is less than the whole";
}

}  // namespace
}  // namespace plumbline
