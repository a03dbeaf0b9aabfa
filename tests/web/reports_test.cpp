// Every report of the catalogue in the browser, in process over the synthetic council: who may open which, and that
// one's own reports are one's own.
#include <nlohmann/json.hpp>
#include <set>

#include "app/ports/record_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "base/text.hpp"
#include "report/catalogue.hpp"
#include "support/pages.hpp"
#include "support/report_file.hpp"

namespace plumbline {
namespace {

const std::string kMonths = "?from=2026-08&to=2026-10";

std::string page(const std::string& role, const std::string& path) {
  const auto response = DemoSite::instance().get(role, path);
  EXPECT_EQ(response.status(), 200) << role << " " << path;
  return std::string(response.body());
}

bool is_own(const report::ReportKind& kind) { return kind.readers == report::ReportReaders::Own; }
// What readers outside the service see comes by the quarter.
std::string months_of(const report::ReportKind& kind) {
  return kind.months == report::ReportMonths::EndedQuarter ? "?from=2026-07&to=2026-09" : kMonths;
}

TEST(ReportPages, TellEveryReportOfTheCatalogue) {
  for (const auto& kind : report::report_kinds()) {
    if (is_own(kind)) continue;
    const auto path = "/reports/" + std::string(kind.name);
    const auto months = months_of(kind);
    const auto html = page("QA lead", path + months);
    EXPECT_THAT(html, HasSubstr("<h1")) << path;
    EXPECT_LT(html.size(), 250'000U) << path;
    const auto told = nlohmann::json::parse(page("QA lead", "/api/v1" + path + months));
    EXPECT_EQ(told["report"], std::string(kind.name));
    EXPECT_THAT(page("QA lead", path + ".csv" + months), HasSubstr("section,period,area,measure"));
    EXPECT_THAT(page("QA lead", path + ".html" + months), HasSubstr("<!DOCTYPE html>"));
  }
}

TEST(ReportPages, ListWhatAPersonMayOpen) {
  const auto lead = page("QA lead", "/reports");
  for (const auto* name : {"highlight", "cumulative", "agreement", "fairness", "inspection", "thematic", "joint-audit",
                           "locality", "action-plan", "partner"})
    EXPECT_THAT(lead, HasSubstr("href=\"/reports/" + std::string(name) + "\""));
  EXPECT_THAT(page("Director, figures only", "/reports"), Not(HasSubstr("/reports/inspection")));
  EXPECT_EQ(DemoSite::instance().get("Director, figures only", "/reports/inspection").status(), 403);
  EXPECT_EQ(DemoSite::instance().get("Director, figures only", "/reports/inspection.zip").status(), 403);
}

// What is shown is what is chosen: a report of one programme does not stand under "All".
TEST(ReportPages, ChooseTheProgrammeTheyTell) {
  EXPECT_THAT(page("QA lead", "/reports/monthly?from=2026-10&to=2026-10"),
              HasSubstr("<option value=\"tier2\" selected"));
  DemoSite reviews(600, 1, "knowsley");
  EXPECT_THAT(std::string(reviews.get("QA lead", "/reports/joint-audit").body()),
              HasSubstr("<option value=\"joint\" selected"));
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
    if (is_own(kind) || kind.name == "inspection") continue;
    const auto html = page("Director, figures only", "/reports/" + std::string(kind.name) + months_of(kind));
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
    if (is_own(kind)) continue;
    EXPECT_THAT(tests::flaws_of(page("QA lead", "/reports/" + std::string(kind.name) + months_of(kind))), IsEmpty())
        << kind.name;
  }
  EXPECT_THAT(tests::flaws_of(page("QA lead", "/reports/explained")), IsEmpty());
  EXPECT_THAT(tests::flaws_of(page("Social worker", "/reports/learning-record")), IsEmpty());
}

// The pack of a locality's meeting and the rolling plan come as the other reports do, in all six forms.
TEST(ReportPages, TellALocalitysMonthAndTheRollingPlan) {
  DemoSite site(600, 3);
  const auto get = [&](const std::string& path) {
    const auto response = tests::report_file(site, "QA lead", path);
    EXPECT_EQ(response.status(), 200) << path;
    return std::string(response.body());
  };
  const auto theme = tests::theme_action_of(site, tests::audit_in(site, domain::AuditState::Final));
  const auto title = site.store().read(site.filled().council)->themes().find(theme.theme).value().title;
  const auto locality =
      site.services().frameworks.current(*site.store().read(site.filled().council)).value()->council.localities.back();
  const auto pack = get("/reports/locality?to=2026-10&locality=" + locality);
  EXPECT_THAT(pack, AllOf(HasSubstr(locality + " pack, October 2026"), HasSubstr("Performance figures")));
  const auto plan = get("/reports/action-plan?from=2026-01&to=2026-12");
  EXPECT_THAT(plan, AllOf(HasSubstr(title), HasSubstr(theme.text), HasSubstr("What audits showed")));
  const auto on_plan = nlohmann::json::parse(get("/api/v1/reports/action-plan?from=2026-01&to=2026-12"));
  ASSERT_EQ(on_plan["themes"].size(), 1U);
  EXPECT_TRUE(on_plan["themes"][0]["evidence"][0]["count"]["of"].is_number());
  for (const auto& path : {"/reports/locality{}?to=2026-10&locality=" + locality,
                           std::string("/reports/action-plan{}?from=2026-01&to=2026-12")}) {
    const auto of = [&](const char* ending) { return get(base::replace_all(path, "{}", ending)); };
    EXPECT_THAT(of(".csv"), HasSubstr("section,period,area,measure"));
    EXPECT_THAT(of(".html"), HasSubstr("<!DOCTYPE html>"));
    EXPECT_TRUE(of(".pdf").starts_with("%PDF"));
    EXPECT_TRUE(of(".docx").starts_with("PK"));
    EXPECT_TRUE(of(".xlsx").starts_with("PK"));
    EXPECT_THAT(tests::flaws_of(of("")), IsEmpty());
  }
  // What was taken forward stands in the programme's own report, counted and not typed.
  const auto weighed = nlohmann::json::parse(get("/api/v1/reports/highlight?from=2026-10&to=2026-12"));
  ASSERT_EQ(weighed["taken_forward"].size(), 1U);
  EXPECT_EQ(weighed["taken_forward"][0]["theme"], title);
  EXPECT_EQ(weighed["taken_forward"][0]["evidence"][0]["count"], on_plan["themes"][0]["evidence"][0]["count"]);
  EXPECT_THAT(
      get("/reports/thematic?programme=" + weighed["taken_forward"][0]["evidence"][0]["programme"].get<std::string>() +
          "&from=2026-10&to=2026-12"),
      HasSubstr("Themes and actions taken forward"));
}

TEST(ReportPages, AreWrittenToTheJournalWhenSomebodyLooks) {
  DemoSite site(300, 1);
  site.get("QA lead", "/reports/monthly");
  site.get("QA lead", "/reports/feedback?person=" + tests::person_of(site, "Advanced practitioner").text());
  std::set<std::string> looked;
  const auto reader = site.store().read(site.filled().council);
  app::JournalFilter of_reports;
  of_reports.subject_kind = "report";
  for (const auto& line : reader->journal().list(of_reports, {1, 0, "", false}).rows) looked.insert(line.subject_id);
  EXPECT_TRUE(looked.contains("monthly"));
  EXPECT_TRUE(looked.contains("feedback/" + tests::person_of(site, "Advanced practitioner").text()));
}

TEST(ReportPages, HandOutTheInspectionBundle) {
  const auto archive = page("QA lead", "/reports/inspection.zip" + kMonths);
  EXPECT_TRUE(archive.starts_with("PK"));
  EXPECT_THAT(archive, AllOf(HasSubstr("audits.csv"), HasSubstr("inspection.json"), HasSubstr("impact.csv")));
}

}  // namespace
}  // namespace plumbline
