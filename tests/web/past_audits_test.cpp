// A council's old tracker brought in on the pages, as a person does it: bad rows are named with what to do, and what is
// taken counts in every report, in the comparison with a later audit and in the rule against auditing a child twice,
// marked as imported wherever it stands.
#include <nlohmann/json.hpp>

#include "app/ports/audit_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

using nlohmann::json;

constexpr const char* kMonth = "?from=2025-03&to=2025-03&programme=tier2";

class OldTracker : public testing::Test {
 protected:
  OldTracker() {
    auditor_ = tests::person_of(site_, "Advanced practitioner").text();
    worker_ = tests::person_of(site_, "Social worker").text();
    const auto framework = site_.services().frameworks.current(*site_.store().read(site_.filled().council)).value();
    const auto* tool = domain::tool_for(*framework, *framework->find_programme("tier2"), domain::Category::Cin);
    section_ = tool->sections.front().key;
  }

  std::string header() const {
    return "audit_ref,programme,period,distributed_on,returned_on,exempt_reason,child_id,category,locality,worker_id,"
           "auditor_id,worker_took_part,overall,moderated,moderated_overall,section:" +
           section_ + "\n";
  }
  // 24 cases of March 2025: 3 exempt, 21 sent, 17 of them returned, 9 of these moderated, 3 with another grade.
  std::string march() const {
    std::string rows;
    for (int i = 0; i < 24; ++i) {
      const auto number = std::to_string(i);
      const bool exempt = i >= 21;
      const bool returned = i < 17;
      const bool moderated = i < 9;
      const std::string grade = i % 2 == 0 ? "good" : "requires-improvement";
      rows += "OLD-" + number + ",tier2,2025-03," + (exempt ? "" : "2025-03-03") + "," +
              (returned ? "2025-03-20" : "") + "," + (exempt ? "In court" : "") + ",PAST" + number + ",cin," +
              (i % 3 == 0 ? "North" : "East") + "," + worker_ + "," + auditor_ + "," + (returned ? "yes" : "") + "," +
              (returned ? grade : "") + "," + (returned ? moderated ? "yes" : "no" : "") + "," +
              (moderated ? i < 3 ? "inadequate" : grade : "") + "," + (returned ? "good" : "") + "\n";
    }
    return rows;
  }

  // The preview's address.
  std::string upload(const std::string& rows) {
    auto request = site_.request_of(web::Method::Post, "QA administrator", "/register/import");
    request.form.add("csrf_token", site_.csrf_token("QA administrator"));
    request.form.add("kind", "audits");
    request.form.add("as_of", "16");
    request.form.add("as_of-month", "11");
    request.form.add("as_of-year", "2026");
    request.uploads.emplace_back("file", "tracker.csv", "text/csv",
                                 std::make_shared<const std::string>(header() + rows));
    const auto response = site_.respond(std::move(request));
    EXPECT_EQ(response.status(), 303) << response.body();
    const auto* to = response.find("Location");
    return to ? *to : "";
  }
  void take(const std::string& rows) {
    const auto done = site_.post("QA administrator", upload(rows), {});
    EXPECT_EQ(done.status(), 303) << done.body();
  }
  json report(const std::string& name, const std::string& ask = kMonth) {
    const auto response = site_.get("QA lead", "/api/v1/reports/" + name + ask);
    EXPECT_EQ(response.status(), 200) << name << "\n" << response.body();
    return json::parse(body(response));
  }

  DemoSite site_{300, 2};
  std::string auditor_;
  std::string worker_;
  std::string section_;
};

TEST_F(OldTracker, IsCheckedOnThePageAndItsBadRowsSayWhatToDo) {
  const auto preview = upload(march() +
                              "BAD-1,tier2,2025-03,2025-03-03,2025-03-20,,PAST90,cin,East,,,,splendid,,,\n"
                              "BAD-2,tier9,2025-03,2025-03-03,,,PAST91,cin,East,,,,,,,\n"
                              "BAD-3,tier2,2025-03,2025-03-20,2025-03-03,,PAST92,cin,East,,,,good,,,\n"
                              "WEAK-4,tier2,2025-03,,2025-03-20,,PAST93,cin,East,,,,good,yes,,\n");
  const auto page = body(site_.get("QA administrator", preview));
  EXPECT_THAT(page, AllOf(HasSubstr("Line 26"), HasSubstr("‘splendid’ is not a grade. Use outstanding, good,"),
                          HasSubstr("Line 27"), HasSubstr("There is no programme ‘tier9’"), HasSubstr("tier2"),
                          HasSubstr("Line 28"), HasSubstr("before it was sent. Correct one of the two days.")));
  EXPECT_THAT(page, AllOf(HasSubstr("Line 29"), HasSubstr("It counts as sent on 2025-03-01."),
                          HasSubstr("the auditor’s grade counts as confirmed"), HasSubstr("Import 25 audits")));
  EXPECT_THAT(tests::flaws_of(page), IsEmpty());
  // Nothing is lost and nothing half taken.
  const auto refused = site_.post("QA administrator", preview, {});
  EXPECT_EQ(refused.status(), 422);
  EXPECT_THAT(body(refused), HasSubstr("Tick the box"));
  EXPECT_THAT(body(site_.get("QA administrator", "/audits?imported=yes")), Not(HasSubstr("OLD-1")));
  const auto done = site_.post("QA administrator", preview, {{"take_good_rows", "yes"}});
  EXPECT_EQ(done.status(), 303);
  const auto list = body(site_.get("QA administrator", *done.find("Location")));
  EXPECT_THAT(list, AllOf(HasSubstr("25 audits"), HasSubstr("OLD-1"), HasSubstr("Imported"), Not(HasSubstr("BAD-1"))));
  EXPECT_GT(tests::journal_lines(site_, "import"), 1);
}

TEST_F(OldTracker, IsForThoseWhoKeepTheRegister) {
  for (const auto* role : {"Team manager", "Social worker", "Head of service", "Director, figures only"})
    EXPECT_EQ(site_.get(role, "/register/import").status(), 403) << role;
}

TEST_F(OldTracker, CountsInEveryReport) {
  take(march());
  const auto monthly = report("monthly")["total"];
  const auto& returns = monthly["returns"];
  EXPECT_EQ(returns["sampled"], 24);
  EXPECT_EQ(returns["exempt"], 3);
  EXPECT_EQ(returns["distributed"], 21);
  EXPECT_EQ(returns["returned"], 17);
  EXPECT_EQ(returns["outstanding"], 4);
  EXPECT_EQ(monthly["grades_before"]["total"], 17);
  EXPECT_EQ(monthly["grades"]["counts"]["inadequate"], 3);
  EXPECT_EQ(monthly["participation"]["rate"]["n"], 17);
  EXPECT_EQ(monthly["moderation"]["moderated"]["n"], 9);
  EXPECT_EQ(report("monthly", std::string(kMonth) + "&locality=North")["total"]["returns"]["returned"], 6);
  for (const auto& check : report("monthly")["reconciliation"]) EXPECT_EQ(check["difference"], 0) << check["check"];

  EXPECT_EQ(report("cumulative")["months"].back()["to_date"]["returned"], 17);
  const auto highlight = report("highlight");
  EXPECT_EQ(highlight["returns"][0]["returned"], 17);
  EXPECT_EQ(highlight["sections"][0]["periods"][0]["good_or_better"]["n"], 17);
  EXPECT_EQ(report("thematic")["reviewed"], 17);
  const auto agreement = report("agreement");
  EXPECT_EQ(agreement["pairs"], 9);
  EXPECT_EQ(agreement["agreement"]["n"], 6);
  // Nobody of the tracker is in the register: they are counted as such, not left out in silence.
  EXPECT_EQ(report("fairness")["not_in_register"], 21);

  const auto pack = report("inspection");
  ASSERT_EQ(pack["audits"].size(), 21U);
  for (const auto& audit : pack["audits"]) EXPECT_EQ(audit["imported"], true) << audit["audit_ref"];
  const auto feedback = report("feedback", std::string(kMonth) + "&person=" + auditor_);
  EXPECT_EQ(feedback["audits"].size(), 17U);
  EXPECT_EQ(feedback["unchanged"]["n"], 6);
  const auto learning = report("learning-record", std::string(kMonth) + "&person=" + worker_);
  EXPECT_EQ(learning["audits"].size(), 17U);
  EXPECT_EQ(learning["audits"][0]["imported"], true);
  EXPECT_EQ(learning["audits"][0]["sections"][0]["judgement"], "good");
  EXPECT_THAT(body(site_.get("Social worker", "/reports/learning-record" + std::string(kMonth))),
              AllOf(HasSubstr("OLD-1"), HasSubstr("Imported")));
  EXPECT_THAT(body(site_.get("QA lead", "/reports/monthly/exemptions" + std::string(kMonth))), HasSubstr("In court"));
  // Each figure leads to its audits, also to these.
  EXPECT_THAT(body(site_.get("QA lead", "/audits?programme=tier2&from=2025-03&to=2025-03&returned=yes")),
              HasSubstr("17 audits"));
}

TEST_F(OldTracker, IsWhatALaterAuditOfTheChildIsReadBeside) {
  app::AuditFilter finished;
  finished.programme = "tier2";
  finished.category = "cin";
  finished.states = {domain::AuditState::Final};
  const auto later = tests::audits(site_, finished).front();
  const auto path = "/audits/" + later.id.text();
  EXPECT_EQ(site_.get("QA lead", path + "/re-audit").status(), 404) << "nothing to read it beside yet";
  take("OLD-77,tier2,2025-03,2025-03-03,2025-03-20,," + later.child_id.text() + ",cin," + later.locality + "," +
       worker_ + "," + auditor_ + ",yes,inadequate,no,,inadequate\n");
  EXPECT_THAT(body(site_.get("QA lead", path)), HasSubstr("Compare it with the audit before, OLD-77"));
  const auto page = body(site_.get("QA lead", path + "/re-audit"));
  EXPECT_THAT(page, AllOf(HasSubstr("OLD-77"), HasSubstr("20 March 2025, imported"), HasSubstr(later.reference),
                          HasSubstr("Inadequate")));
  const bool better = later.grade() && later.grade() != domain::Grade::Inadequate;
  EXPECT_THAT(page, HasSubstr(better ? "The work is judged better than before" : "The work is judged as before"));
  EXPECT_THAT(tests::flaws_of(page), IsEmpty());
  EXPECT_EQ(site_.get("Director, figures only", path + "/re-audit").status(), 404);
}

// The rule against auditing a child twice asks the register when the child was audited last.
TEST_F(OldTracker, KeepsAChildOutOfTheNextDraws) {
  const auto reader = site_.store().read(site_.filled().council);
  std::string child;
  reader->cases().for_each([&](const domain::Case& row) {
    if (!row.closed_on && !row.last_audited_on && row.category == domain::Category::Cin) child = row.child_id.text();
  });
  ASSERT_FALSE(child.empty());
  take("OLD-78,tier2,2026-10,2026-10-01,2026-10-20,," + child + ",cin,North,,,yes,good,no,,good\n");
  EXPECT_EQ(site_.store().read(site_.filled().council)->cases().find(domain::ChildId(child))->last_audited_on,
            base::parse_day("2026-10-01"));
}

}  // namespace
}  // namespace plumbline
