// Who reads what of an audit, and what is written down of it: before it is finished the worker and the manager of the
// case know that it is under way and no more; every look is in the journal.
#include "base/text.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

using testing::AnyOf;
using testing::Eq;

class Reading : public SiteTest {
 protected:
  // An audit in that state with a judged section, whose first text is `words`.
  domain::Audit written_in(domain::AuditState state) {
    app::AuditFilter filter;
    filter.states = {state};
    for (const auto& audit : tests::audits(site, filter))
      for (const auto& saved : read()->audits().sections(audit.id))
        if (audit.worker_id && audit.supervisor_id && audit.overall && saved.judgement && !saved.evidence.empty()) {
          section = saved.section;
          words = saved.evidence.substr(0, saved.evidence.find_first_of("’'\"&<>\n"));
          return audit;
        }
    throw base::Broken("the demo has no audit with words in that state");
  }
  long long looks(const domain::Audit& audit) {
    const auto lines = read()->journal().list({"audit", audit.id.text(), ""}, {1, 0, "", false});
    return std::ranges::count(lines.rows, "audit-viewed", &app::JournalLine::action);
  }

  std::string section;
  std::string words;
};

TEST_F(Reading, AnUnfinishedAuditIsADraftToItsWorkerAndManager) {
  const auto audit = written_in(domain::AuditState::Submitted);
  const auto path = "/audits/" + audit.id.text();
  for (const auto& reader : {as("its worker", *audit.worker_id, app::Role::SocialWorker),
                             as("its manager", *audit.supervisor_id, app::Role::TeamManager)}) {
    const auto page = site.get(reader, path);
    EXPECT_EQ(page.status(), 200) << reader;
    EXPECT_THAT(body(page), HasSubstr("You can read what was found once it is finished."));
    EXPECT_THAT(body(page), Not(HasSubstr("app-grade--")));
    EXPECT_THAT(body(page), Not(HasSubstr("/sections/")));
    for (const auto* part : {"/overall", "/documents", "/conversations/family"})
      EXPECT_THAT(site.get(reader, path + part).status(), AnyOf(Eq(403), Eq(404))) << reader << part;
    const auto refused = site.get(reader, path + "/sections/" + section);
    EXPECT_EQ(refused.status(), 403);
    EXPECT_THAT(body(refused), HasSubstr("still being written"));
    EXPECT_THAT(body(refused), Not(HasSubstr(words)));
    const auto list = body(site.get(reader, "/audits?text=" + audit.reference));
    EXPECT_THAT(list, HasSubstr(audit.reference));
    EXPECT_THAT(list, Not(HasSubstr("app-grade--")));
    const auto csv = body(site.get(reader, "/audits.csv?text=" + audit.reference));
    EXPECT_THAT(csv, HasSubstr(audit.reference));
    EXPECT_THAT(csv, Not(HasSubstr(std::string(to_string(*audit.overall)))));
  }
  EXPECT_THAT(body(site.get("QA lead", path + "/sections/" + section)), HasSubstr(words));
}

// Found while reading: no page showed the worker a draft's grade, but the list took it as a filter and as an order, so
// that trying each grade gave it away.
TEST_F(Reading, NoFilterOrderOrExportGivesADraftsGradeAway) {
  const auto audit = written_in(domain::AuditState::Submitted);
  const auto worker = as("its worker", *audit.worker_id, app::Role::SocialWorker);
  const auto own = "text=" + audit.reference;
  for (const auto grade : domain::kGrades)
    for (const auto* name : {"grade", "before_moderation"}) {
      const auto query = own + "&" + name + "=" + std::string(to_string(grade));
      EXPECT_THAT(body(site.get(worker, "/audits?" + query)), HasSubstr("No audits match")) << query;
      EXPECT_THAT(body(site.get(worker, "/audits.csv?" + query)), Not(HasSubstr(audit.reference))) << query;
    }
  for (const auto* query : {"grade_band=good-or-better", "grade_band=below-good", "before_band=below-good",
                            "graded=yes", "good_practice=yes", "moderated=yes"})
    EXPECT_THAT(body(site.get(worker, "/audits?" + own + "&" + query)), HasSubstr("No audits match")) << query;
  EXPECT_THAT(
      body(site.get("QA lead", "/audits?" + own + "&before_moderation=" + std::string(to_string(*audit.overall)))),
      HasSubstr(audit.reference));
}

TEST_F(Reading, AFinishedAuditIsTheirsToRead) {
  const auto audit = written_in(domain::AuditState::Final);
  const auto worker = as("its worker", *audit.worker_id, app::Role::SocialWorker);
  const auto path = "/audits/" + audit.id.text();
  EXPECT_THAT(body(site.get(worker, path)), HasSubstr("/sections/" + section));
  EXPECT_THAT(body(site.get(worker, path + "/sections/" + section)), HasSubstr(words));
  EXPECT_EQ(site.get(worker, path + "/overall").status(), 200);
}

// The privacy notice says that each viewing of an audit is recorded; documents, overall judgement and check were not.
TEST_F(Reading, IsWrittenDownWhicheverPageOfTheAuditIsOpened) {
  const auto audit = written_in(domain::AuditState::Submitted);
  const auto path = "/audits/" + audit.id.text();
  auto before = looks(audit);
  for (const auto& part : {std::string(), "/sections/" + section, std::string("/overall"), std::string("/documents"),
                           std::string("/conversations/worker")}) {
    site.clock().advance(web::kViewAgain);
    EXPECT_EQ(site.get("QA lead", path + part).status(), 200) << part;
    EXPECT_EQ(looks(audit), before + 1) << part;
    before = looks(audit);
  }
}

// Found while reading: the look was written down inside the unit of work that was refused, and the page broke.
TEST_F(Reading, AListThatALinkNarrowedSaysSo) {
  EXPECT_THAT(body(site.get("QA lead", "/audits?moderated=yes")), HasSubstr("shows only some audits"));
  EXPECT_THAT(body(site.get("QA lead", "/audits?state=final&page=1")), Not(HasSubstr("shows only some audits")));
  const auto both = body(site.get("QA lead", "/audits.csv?state=final&state=withdrawn"));
  EXPECT_THAT(both, AllOf(HasSubstr(",final,"), HasSubstr(",withdrawn,"), Not(HasSubstr(",sent,"))));
}

// Found while looking: those whom the chasing told an hour later were said to have been told when it was raised.
TEST_F(Reading, AConcernSaysWhoWasToldAtOnceAndWhoSince) {
  auto concern = tests::concern_of(site);
  concern.state = domain::ConcernState::Raised;
  concern.acknowledged_at.reset();
  concern.acknowledged_by.reset();
  for (auto& notice : concern.told) notice.told_at = concern.raised_at;
  const auto at_once =
      base::count_of(static_cast<long long>(concern.told.size()), "person was told", "people were told");
  concern.told.push_back(
      {tests::person_of(site, "Senior manager"), "senior-manager", concern.raised_at + std::chrono::hours(1)});
  const auto work = site.store().begin(site.filled().council);
  ASSERT_TRUE(work->concerns().save(concern));
  ASSERT_TRUE(work->commit());
  const auto page = tests::words(site.get("QA lead", "/concerns/" + concern.id.text()));
  EXPECT_THAT(page, AllOf(HasSubstr(at_once), HasSubstr("and 1 more since.")));
}

TEST_F(Reading, AConcernAnsweredLateAndInVainSaysWhatIsMissing) {
  const auto concern = tests::concern_of(site);
  const auto path = "/concerns/" + concern.id.text();
  EXPECT_EQ(site.get("QA lead", path).status(), 200);
  site.clock().advance(web::kViewAgain);
  const auto answer = site.post("QA lead", path + "/acknowledge", {{"version", "0"}, {"response", " "}});
  EXPECT_EQ(answer.status(), 422);
  EXPECT_THAT(body(answer), HasSubstr("error-summary"));
}

TEST_F(Reading, WhoRaisedAConcernMaySeeItAfterTheAuditHasGoneToSomebodyElse) {
  const auto audit = tests::audit_in(site, domain::AuditState::InProgress);
  const auto raiser = as("its first auditor", *audit.auditor, app::Role::Auditor);
  const auto raised =
      site.post(raiser, "/audits/" + audit.id.text() + "/concern", {{"kind", "immediate"}, {"what", "No visits."}});
  ASSERT_EQ(raised.status(), 303);
  const std::string path = *raised.find("Location");
  auto moved = audit;
  const auto work = site.store().begin(site.filled().council);
  moved.auditor = domain::PersonId("somebody-else");
  moved.version = work->audits().find(audit.id)->version;
  ASSERT_TRUE(work->audits().save(moved));
  ASSERT_TRUE(work->commit());
  EXPECT_EQ(site.get(raiser, "/audits/" + audit.id.text()).status(), 404);
  EXPECT_EQ(site.get(raiser, path).status(), 200);
}

}  // namespace
}  // namespace plumbline
