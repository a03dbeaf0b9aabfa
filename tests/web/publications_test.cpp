// Writing on a report, publishing it, correcting it: what was published stays, and what changed is shown (REP-2).
#include <nlohmann/json.hpp>

#include "app/ports/audit_ports.hpp"
#include "app/ports/publication_ports.hpp"
#include "report/document/package.hpp"
#include "report/publication/commentary.hpp"
#include "report/publication/difference.hpp"
#include "report/publication/frozen.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

using testing::ElementsAre;
using Kind = report::CommentaryBlock::Kind;

constexpr const char* kMonth = "?from=2026-10&to=2026-10";

std::string at(const std::string& path) { return "/reports/monthly" + path + kMonth; }
std::string where(const web::Response& response) {
  const auto* to = response.find("Location");
  return to == nullptr ? "" : *to;
}

// A good audit of October turns out to be inadequate.
domain::Audit correct_a_grade(DemoSite& site) {
  app::AuditFilter october;
  october.from = october.to = "2026-10";
  october.grade = "good";
  october.programme = "tier2";
  auto audit = tests::audits(site, october).front();
  audit.moderated_overall = domain::Grade::Inadequate;
  const auto work = site.store().begin(site.filled().council);
  EXPECT_TRUE(work->audits().save(audit));
  EXPECT_TRUE(work->commit());
  return audit;
}

TEST(Commentary, IsParagraphsAndListsAndNothingElse) {
  EXPECT_THAT(
      report::blocks_of("One line\nand its end.\n\nAnother.\n- first\n* second\n  goes on\n\n<b>bold</b> # not"),
      ElementsAre(report::CommentaryBlock{Kind::Paragraph, "One line and its end."},
                  report::CommentaryBlock{Kind::Paragraph, "Another."}, report::CommentaryBlock{Kind::Item, "first"},
                  report::CommentaryBlock{Kind::Item, "second goes on"},
                  report::CommentaryBlock{Kind::Paragraph, "<b>bold</b> # not"}));
  EXPECT_THAT(report::blocks_of(" \n\n- \n"), IsEmpty());
}

TEST(Commentary, IsKeptForItsPartAndLosesNeitherOfTwoWindows) {
  DemoSite site;
  const auto path = at("/write/text") + "&section=grades";
  EXPECT_THAT(body(site.get("QA lead", path)), AllOf(HasSubstr("What the figures say"), HasSubstr("good or better")));
  EXPECT_EQ(site.post("QA lead", path, {{"text", "Mine, first."}, {"version", "0"}}).status(), 303);
  const auto late = site.post("QA lead", path, {{"text", "Mine, from another window."}, {"version", "0"}});
  EXPECT_EQ(late.status(), 409);
  EXPECT_THAT(body(late), AllOf(HasSubstr("Mine, first."), HasSubstr("Mine, from another window.")));
  const auto draft = site.post("QA lead", at("/write/draft") + "&section=grades",
                               {{"text", "Mine, from another window."}, {"version", "1"}});
  EXPECT_EQ(draft.status(), 200);
  EXPECT_EQ(nlohmann::json::parse(body(draft))["version"], "2");
  EXPECT_EQ(site.post("QA lead", at("/write/draft") + "&section=grades", {{"text", "Old"}, {"version", "1"}}).status(),
            409);
  EXPECT_THAT(body(site.get("QA lead", at("/write"))), AllOf(HasSubstr("Written"), HasSubstr("Nothing written")));
  EXPECT_EQ(site.get("QA lead", at("/write/text") + "&section=none").status(), 404);
  EXPECT_EQ(site.post("QA lead", path, {{"text", std::string(5001, 'x')}, {"version", "2"}}).status(), 422);
  EXPECT_EQ(site.post("Head of service", path, {{"text", "Not mine to write."}, {"version", "2"}}).status(), 403);
}

TEST(Publications, StayAsTheyWerePublishedAndShowWhatACorrectionChanged) {
  DemoSite site;
  site.post("QA lead", at("/write/text") + "&section=grades",
            {{"text", "Grades held steady.\n\n- Assessments were prompt"}, {"version", "0"}});
  site.post("QA lead", at("/write/text") + "&section=", {{"text", "An autumn of steady work."}, {"version", "0"}});
  // Unread, it is not published; read by others only, neither.
  EXPECT_EQ(site.post("QA lead", at("/publish"), {}).status(), 422);
  EXPECT_EQ(site.post("Head of service", at("/publish"), {{"confirm", "yes"}}).status(), 403);
  const auto first = where(site.post("QA lead", at("/publish"), {{"confirm", "yes"}}));
  ASSERT_THAT(first, HasSubstr("/publications/"));
  const auto as_published = body(site.get("Director, figures only", first));
  EXPECT_THAT(as_published, AllOf(HasSubstr("Version 1, published on 16 November 2026"),
                                  HasSubstr("Grades held steady."), HasSubstr("<li>Assessments were prompt</li>"),
                                  HasSubstr("An autumn of steady work."), Not(HasSubstr("LAN-2026"))));
  EXPECT_THAT(body(site.get("Director, figures only", "/publications")), HasSubstr("Monthly report, October 2026"));

  // The same again is no version.
  const auto same = site.post("QA lead", at("/publish"), {{"confirm", "yes"}, {"reason", "Once more."}});
  EXPECT_EQ(same.status(), 422);
  EXPECT_THAT(body(same), HasSubstr("Nothing differs from version 1"));

  // A late change of one grade, and of the words on it.
  correct_a_grade(site);
  site.post("QA lead", at("/write/text") + "&section=grades", {{"text", "One grade was corrected."}, {"version", "1"}});
  EXPECT_EQ(site.post("QA lead", at("/publish"), {{"confirm", "yes"}}).status(), 422) << "without saying why";
  const auto second =
      where(site.post("QA lead", at("/publish"), {{"confirm", "yes"}, {"reason", "A grade had been typed wrong."}}));
  ASSERT_THAT(second, HasSubstr("/publications/"));
  ASSERT_NE(second, first);
  const auto changed = body(site.get("Director, figures only", second + "/difference"));
  EXPECT_THAT(changed,
              AllOf(HasSubstr("A grade had been typed wrong."), HasSubstr("Inadequate"), HasSubstr("Good or better"),
                    HasSubstr("Grades held steady."), HasSubstr("One grade was corrected.")));
  EXPECT_THAT(body(site.get("Director, figures only", first)),
              AllOf(HasSubstr("Grades held steady."), HasSubstr("This version was corrected")));
  EXPECT_EQ(site.get("Director, figures only", first + "/difference").status(), 404) << "there was none before it";
  for (const auto* page : {"", "/difference"})
    EXPECT_THAT(tests::flaws_of(site.get("QA lead", second + page).body()), IsEmpty());

  // Every form has the words, and the published figures.
  for (const auto* form : {"json", "csv", "html"}) {
    const auto bytes = body(site.get("QA lead", first + "/report." + form));
    EXPECT_THAT(bytes, AllOf(HasSubstr("Grades held steady."), HasSubstr("An autumn of steady work."))) << form;
  }
  EXPECT_GT(tests::journal_lines(site, "publication"), 1);
}

TEST(Publications, ArePlainFilesAfterAThawAsBefore) {
  DemoSite site;
  for (const auto* report : {"monthly", "inspection"}) {
    const auto path = "/reports/" + std::string(report) + "/publish" + kMonth;
    const auto where_it_is = where(site.post("QA lead", path, {{"confirm", "yes"}}));
    const auto id = where_it_is.substr(where_it_is.rfind('/') + 1);
    const auto kept = site.store().read(site.filled().council)->publications().find(app::PublicationId{id});
    ASSERT_TRUE(kept) << report;
    const auto made = report::thawed(kept->model);
    ASSERT_TRUE(made);
    EXPECT_EQ(report::frozen(*made), kept->model);
    EXPECT_TRUE(report::difference(*made, *made).empty());
  }
  EXPECT_FALSE(report::thawed("{}"));
}

std::string file_in(const std::string& archive, const std::string& name) {
  const auto parts = report::unpacked(archive, 10'000'000);
  return parts && parts->contains(name) ? parts->at(name) : "";
}

// The pack names single cases: whoever may read figures alone does not know that it is there.
TEST(InspectionPack, IsPublishedForThoseWhoMaySeeEveryCaseAndStaysAsItWas) {
  DemoSite site;
  const auto pack =
      where(site.post("QA lead", "/reports/inspection/publish" + std::string(kMonth), {{"confirm", "yes"}}));
  ASSERT_THAT(pack, HasSubstr("/publications/"));
  const auto page = body(site.get("QA lead", pack));
  EXPECT_THAT(page, AllOf(HasSubstr("Inspection pack, October 2026"), HasSubstr("Download the bundle")));
  EXPECT_THAT(body(site.get("QA lead", pack + "?part=audits")), HasSubstr("LAN-2026-10"));
  const auto id = pack.substr(pack.rfind('/') + 1);
  for (const auto* role : {"Director, figures only", "Team manager"}) {
    for (const auto& path :
         {pack, pack + "/difference", pack + "/report.zip", pack + "/report.json", "/api/v1/publications/" + id})
      EXPECT_EQ(site.get(role, path).status(), 404) << role << " " << path;
    EXPECT_THAT(body(site.get(role, "/publications")),
                AllOf(HasSubstr("Nothing published yet"), Not(HasSubstr("pack"))));
    EXPECT_EQ(nlohmann::json::parse(body(site.get(role, "/api/v1/publications")))["total"], 0) << role;
  }
  EXPECT_THAT(body(site.get("QA administrator", "/publications")), HasSubstr("Inspection pack, October 2026"));

  // A grade is corrected afterwards: the pack says what it said, in every file of its bundle.
  const auto before = body(site.get("QA lead", pack + "/report.zip"));
  const auto audit = correct_a_grade(site);
  const auto after = body(site.get("QA lead", pack + "/report.zip"));
  const auto today = body(site.get("QA lead", "/reports/inspection.zip" + std::string(kMonth)));
  for (const auto* name : {"audits.csv", "actions.csv", "impact.csv", "figures.csv", "inspection.json"}) {
    EXPECT_EQ(file_in(after, name), file_in(before, name)) << name;
    EXPECT_FALSE(file_in(after, name).empty()) << name;
  }
  EXPECT_NE(file_in(today, "audits.csv"), file_in(after, "audits.csv"));
  EXPECT_THAT(file_in(after, "audits.csv"), HasSubstr(audit.reference));
  EXPECT_EQ(file_in(after, "audits.csv").substr(0, 9), "audit_ref");

  // A correction of a single line is one, and says which.
  const auto second = where(site.post("QA lead", "/reports/inspection/publish" + std::string(kMonth),
                                      {{"confirm", "yes"}, {"reason", "A grade had been typed wrong."}}));
  EXPECT_THAT(body(site.get("QA lead", second + "/difference")),
              HasSubstr("What is said of 1 audit differs: " + audit.reference + "."));
}

}  // namespace
}  // namespace plumbline
