// The pages of the worker's own view and of what a final grade sets off, in a synthetic early help service.
#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

class AftermathPages : public SiteTest {
 protected:
  AftermathPages() : SiteTest(400, 2, "waltham-forest") {}

  // Whole, without flaws, and with that status.
  std::string page(const std::string& role, const std::string& path, int status = 200) {
    return whole(site.get(role, path), path, status);
  }
  std::string post(const std::string& role, const std::string& path,
                   const std::vector<std::pair<std::string, std::string>>& form, int status) {
    return whole(site.post(role, path, form), path, status);
  }
  static std::string whole(const web::Response& response, const std::string& path, int status) {
    EXPECT_EQ(response.status(), status) << path;
    const std::string html(response.body());
    const auto* type = response.find("Content-Type");
    if (status != 303 && type != nullptr && type->starts_with("text/html"))
      for (const auto& flaw : tests::flaws_of(html)) ADD_FAILURE() << path << " " << flaw;
    const auto* to = response.find("Location");
    return status == 303 && to != nullptr ? *to : html;
  }
  domain::Audit an_audit(domain::AuditState state, const std::optional<domain::Grade>& grade = {}) {
    app::AuditFilter filter;
    filter.states = {state};
    if (grade) filter.grade = to_string(*grade);
    // One that the demo has done nothing with yet.
    const auto reader = read();
    for (const auto& audit : tests::audits(site, filter)) {
      const bool untouched = !reader->perspectives().find(audit.id) && !reader->disagreements().of(audit.id) &&
                             !reader->follow_ups().hand_over_of(audit.id) && !audit.reaudit_of;
      if (untouched && audit.worker_id && audit.supervisor_id && audit.auditor && audit.part.empty()) return audit;
    }
    throw base::Broken("the demo has no such audit");
  }
  static std::string path_of(const domain::Audit& audit, const std::string& rest = {}) {
    return "/audits/" + audit.id.text() + rest;
  }
  template <class Change>
  void write(Change change) {
    const auto work = site.store().begin(site.filled().council);
    change(*work);
    ASSERT_TRUE(work->commit());
  }
};

TEST_F(AftermathPages, LetTheWorkerGiveTheirViewAndTheAuditorReadIt) {
  const auto audit = an_audit(domain::AuditState::Sent);
  const auto worker = as("Worker", audit.worker_id, app::Role::SocialWorker);
  const auto auditor = as("Auditor of it", audit.auditor, app::Role::Auditor);
  const auto path = path_of(audit, "/perspective");
  EXPECT_THAT(page(worker, "/"), HasSubstr("Your view is asked for"));
  EXPECT_THAT(page(worker, path_of(audit)), HasSubstr("Your view"));
  EXPECT_THAT(page(worker, path), HasSubstr("data-autosave"));
  EXPECT_THAT(page(auditor, path), HasSubstr("has not sent their view yet"));
  EXPECT_THAT(post(worker, path, {{"version", "0"}, {"then", "send"}}, 422), HasSubstr("Answer at least one question"));

  // Saved while one types; a second window shows both texts and loses neither.
  EXPECT_EQ(site.post(worker, path + "/draft", {{"version", "0"}, {"answer-1", "First window"}}).status(), 200);
  EXPECT_EQ(site.post(worker, path + "/draft", {{"version", "0"}, {"answer-1", "Second window"}}).status(), 409);
  const auto both = post(worker, path, {{"version", "0"}, {"answer-1", "Second <b>window"}, {"then", "save"}}, 409);
  EXPECT_THAT(both, HasSubstr("First window"));
  EXPECT_THAT(both, HasSubstr("Second &lt;b&gt;window"));
  EXPECT_THAT(both, HasSubstr("name=\"version\" value=\"1\""));
  EXPECT_THAT(page(auditor, path), Not(HasSubstr("First window"))) << "a draft is the worker's alone";
  EXPECT_EQ(site.post(auditor, path, {{"version", "1"}, {"answer-1", "Mine"}}).status(), 403);

  post(worker, path, {{"version", "1"}, {"answer-1", "We wanted calm mornings."}, {"then", "send"}}, 303);
  EXPECT_THAT(page(auditor, path), HasSubstr("We wanted calm mornings."));
  EXPECT_THAT(page(worker, path), Not(HasSubstr("data-autosave"))) << "sent is sent";
  EXPECT_THAT(page(worker, "/"), Not(HasSubstr("Your view is asked for")));
}

TEST_F(AftermathPages, LeadFromADisagreementToItsFinding) {
  auto audit = an_audit(domain::AuditState::Final, domain::Grade::RequiresImprovement);
  write([&](app::UnitOfWork& work) {
    audit.finalised_at = site.clock().now();
    ASSERT_TRUE(work.audits().save(audit));
  });
  const auto manager = as("Manager of it", audit.supervisor_id, app::Role::TeamManager);
  const auto worker = as("Worker of it", audit.worker_id, app::Role::SocialWorker);
  EXPECT_THAT(page(manager, path_of(audit)), HasSubstr("Disagree with the grade"));
  EXPECT_THAT(page(worker, path_of(audit)), Not(HasSubstr("Disagree with the grade")));
  EXPECT_EQ(site.get(worker, path_of(audit, "/disagree")).status(), 403);
  page(manager, path_of(audit, "/disagree"));
  EXPECT_THAT(post(manager, path_of(audit, "/disagree"), {}, 422), HasSubstr("Enter why you disagree"));
  const auto to = post(manager, path_of(audit, "/disagree"), {{"reasons", "The visits are on the file."}}, 303);
  const auto raised = *read()->disagreements().of(audit.id);
  EXPECT_EQ(to, "/disagreements/" + raised.id.text());
  ASSERT_TRUE(raised.decider);
  const auto decider = as("Decider", raised.decider, app::Role::HeadOfService);
  EXPECT_THAT(page(manager, to), Not(HasSubstr("Your finding")));
  EXPECT_THAT(page(decider, "/"), HasSubstr("Your independent look"));
  EXPECT_THAT(page(decider, to), HasSubstr("Your finding"));
  EXPECT_THAT(post(decider, to + "/decide", {{"version", "0"}}, 422), HasSubstr("Choose whether the grade stands"));
  EXPECT_THAT(post(decider, to + "/decide", {{"version", "0"}, {"outcome", "changes"}}, 422),
              HasSubstr("Choose the grade that it should be"));
  EXPECT_EQ(site.post(manager, to + "/decide", {{"version", "0"}, {"outcome", "stands"}, {"finding", "x"}}).status(),
            403);
  post(decider, to + "/decide",
       {{"version", "0"}, {"outcome", "changes"}, {"to", "good"}, {"finding", "They were made."}}, 303);
  EXPECT_EQ(tests::audit_now(site, audit.id).grade(), domain::Grade::Good);
  EXPECT_THAT(page(manager, to), HasSubstr("They were made."));
  EXPECT_THAT(page(manager, path_of(audit)), HasSubstr("Independent look"));
  EXPECT_THAT(page(manager, "/disagreements"), HasSubstr(audit.reference));
}

TEST_F(AftermathPages, LeadFromATalkToItsCheck) {
  const auto follow_up = tests::follow_up_of(site);
  const auto audit = tests::audit_now(site, follow_up.audit);
  const auto manager = as("Its manager", audit.supervisor_id, app::Role::TeamManager);
  const auto worker = as("Its worker", audit.worker_id, app::Role::SocialWorker);
  const auto path = "/follow-ups/" + follow_up.id.text();
  EXPECT_THAT(page(manager, "/"), HasSubstr("To agree and record in supervision"));
  EXPECT_THAT(page(manager, path), HasSubstr("Record the talk in supervision"));
  EXPECT_THAT(page(worker, path), Not(HasSubstr("Record the talk in supervision")));
  EXPECT_THAT(page(worker, path), HasSubstr("Agree an action"));
  // Every gap is named at once.
  const auto gaps = post(manager, path + "/actions", {}, 422);
  for (const auto* gap : {"beginning with a verb", "how you will know", "the date by which"})
    EXPECT_THAT(gaps, HasSubstr(gap));
  post(worker, path + "/actions",
       {{"text", "Visit weekly"},
        {"measure", "Each visit is on the record"},
        {"due", "1"},
        {"due-month", "12"},
        {"due-year", "2026"}},
       303);
  const auto missing = post(manager, path + "/talk", {{"version", "0"}}, 422);
  EXPECT_THAT(missing, HasSubstr("Enter the day on which you talked"));
  EXPECT_THAT(missing, HasSubstr("Enter what you talked about and agreed"));
  EXPECT_EQ(site.post(worker, path + "/talk", {{"version", "0"}}).status(), 403);
  post(manager, path + "/talk",
       {{"version", "0"},
        {"talked-on", "16"},
        {"talked-on-month", "11"},
        {"talked-on-year", "2026"},
        {"agreed", "Weekly visits until January."}},
       303);
  EXPECT_THAT(page(worker, path), HasSubstr("Weekly visits until January."));
  EXPECT_THAT(post("QA lead", path + "/check", {{"version", "1"}}, 422), HasSubstr("Choose whether the meeting"));
  EXPECT_EQ(site.post(manager, path + "/check", {{"version", "1"}, {"done", "yes"}}).status(), 403);
  post("QA lead", path + "/check", {{"version", "1"}, {"done", "yes"}}, 303);
  EXPECT_EQ(read()->follow_ups().find(follow_up.id)->state, domain::FollowUpState::Done);
  EXPECT_THAT(page("QA lead", "/follow-ups?state=all"), HasSubstr(audit.reference));
  EXPECT_THAT(std::string(site.get("QA lead", "/follow-ups.csv?state=all").body()), HasSubstr(audit.reference));
}

// The chair works through the follow-ups at the meeting: each is checked from its page, and stays in the minutes.
TEST_F(AftermathPages, CheckATalkFromTheMeetingAndKeepItInTheMinutes) {
  auto follow_up = tests::follow_up_of(site);
  const auto audit = tests::audit_now(site, follow_up.audit);
  write([&](app::UnitOfWork& work) {
    follow_up.state = domain::FollowUpState::Recorded;
    follow_up.agreed = "Weekly visits until January.";
    follow_up.talked_on = base::london_day(site.clock().now());
    ASSERT_TRUE(work.follow_ups().save(follow_up));
  });
  const std::string meeting = "/meetings/" + audit.programme + "/2026-11/all";
  const auto path = "/follow-ups/" + follow_up.id.text();
  const auto asked = path + "?period=2026-11&amp;place=all#check";
  EXPECT_THAT(page("QA lead", meeting), HasSubstr(asked));
  EXPECT_THAT(page("QA lead", meeting + "/minutes"), Not(HasSubstr(asked))) << "the page to print has nothing to press";
  const auto form = page("QA lead", path + "?period=2026-11&place=all");
  EXPECT_THAT(form, HasSubstr("Weekly visits until January."));
  EXPECT_THAT(form, HasSubstr("Back to the meeting"));
  EXPECT_THAT(page("QA lead", path + "?period=2026-11&place=//elsewhere.example"), Not(HasSubstr("elsewhere")));
  const std::vector<std::pair<std::string, std::string>> checked{
      {"version", std::to_string(follow_up.version)}, {"done", "no"}, {"period", "2026-11"}, {"place", "all"}};
  EXPECT_THAT(post("QA lead", path + "/check", checked, 422), HasSubstr("name=\"place\" value=\"all\""))
      << "what is missing costs nobody their way back";
  auto whole = checked;
  whole.emplace_back("note", "The visits are not on the record.");
  EXPECT_EQ(post("QA lead", path + "/check", whole, 303), meeting + "#follow-ups");
  for (const auto* read_at : {"", "/minutes"}) {
    const auto minutes = page("QA lead", meeting + read_at);
    EXPECT_THAT(minutes, HasSubstr("Follow-up that was checked")) << read_at;
    EXPECT_THAT(minutes, HasSubstr("The visits are not on the record.")) << read_at;
  }
}

// Found while reading: minutes with a check that somebody else was quicker with could never be saved, or lost the words
// on it.
TEST_F(AftermathPages, KeepTheMinutesWhereSomebodyElseWasQuickerWithACheck) {
  auto follow_up = tests::follow_up_of(site);
  write([&](app::UnitOfWork& work) {
    follow_up.state = domain::FollowUpState::Recorded;
    follow_up.talked_on = base::london_day(site.clock().now());
    ASSERT_TRUE(work.follow_ups().save(follow_up));
  });
  const auto audit = tests::audit_now(site, follow_up.audit);
  const auto id = follow_up.id.text();
  const auto meeting = "/meetings/" + audit.programme + "/2026-11/all";
  const auto meeting_version = [&] {
    const auto found = read()->meetings().find(audit.programme, *base::parse_period("2026-11"), "");
    return found ? std::to_string(found->version) : std::string("0");
  };
  const auto minutes = [&](const std::string& version) {
    return Form{{"version", meeting_version()},
                {"minutes", "Said at length Zq8"},
                {"version-" + id, version},
                {"done-" + id, "yes"},
                {"note-" + id, "Kept words Zq9"}};
  };
  const auto stale = post("QA lead", meeting + "/record", minutes("7777"), 409);
  EXPECT_THAT(stale, AllOf(HasSubstr("Zq8"), HasSubstr("Zq9")));
  EXPECT_THAT(stale, HasSubstr("name=\"version-" + id + "\" value=\"" + std::to_string(follow_up.version) + "\""));
  post("QA lead", "/follow-ups/" + id + "/check",
       {{"version", std::to_string(follow_up.version)}, {"done", "yes"}, {"note", "It is on the record."}}, 303);
  const auto late = post("QA lead", meeting + "/record", minutes(std::to_string(follow_up.version)), 422);
  EXPECT_THAT(late, AllOf(HasSubstr("Zq8"), HasSubstr("Zq9"), HasSubstr("somebody else has checked meanwhile")));
  post("QA lead", meeting + "/record", {{"version", meeting_version()}, {"minutes", "Said at length Zq8"}}, 303);
}

TEST_F(AftermathPages, PutAReauditBesideItsFirst) {
  const auto first = an_audit(domain::AuditState::Final, domain::Grade::RequiresImprovement);
  auto again = first;
  again.id = domain::AuditId{"019b0000-0000-7000-8000-000000000001"};
  again.reference = first.reference + "-again";
  again.reaudit_of = first.id;
  again.overall = domain::Grade::Good;
  again.moderated_overall.reset();
  again.version = 0;
  write([&](app::UnitOfWork& work) { work.audits().add(again); });
  const auto compared = page("QA lead", path_of(again, "/re-audit"));
  EXPECT_THAT(compared, HasSubstr("The work is judged better than before"));
  EXPECT_THAT(compared, HasSubstr(first.reference));
  EXPECT_EQ(site.get("QA lead", path_of(first, "/re-audit")).status(), 404);
  EXPECT_THAT(page("QA lead", path_of(again)), HasSubstr("Re-audit of"));
  EXPECT_THAT(page("QA lead", "/audits?reaudit=yes"), HasSubstr("Re-audit of " + first.reference));
}

TEST_F(AftermathPages, GiveTheNoteForTheChildsRecordAndKeepWhoPutItThere) {
  auto audit = an_audit(domain::AuditState::Final);
  const auto manager = as("Manager", audit.supervisor_id, app::Role::TeamManager);
  EXPECT_THAT(page(manager, "/hand-overs"), HasSubstr(audit.reference));
  const auto path = path_of(audit, "/hand-over");
  EXPECT_THAT(page(manager, path), HasSubstr("readonly"));
  for (const auto* file : {"/record.pdf", "/record.docx"})
    EXPECT_THAT(page(manager, path), HasSubstr("href=\"" + path_of(audit, file) + "\""));
  EXPECT_THAT(page(manager, path), HasSubstr("(" + audit.reference + ")"));
  EXPECT_THAT(post(manager, path, {}, 422), HasSubstr("Enter the day"));
  post(manager, path, {{"on", "16"}, {"on-month", "11"}, {"on-year", "2026"}}, 303);
  EXPECT_THAT(page(manager, path), HasSubstr("The note is on the child’s record"));
  EXPECT_THAT(page(manager, "/hand-overs"), Not(HasSubstr(path)));
}

TEST_F(AftermathPages, ShowFeedbackOnEarlierPracticeToNobodyElse) {
  auto audit = an_audit(domain::AuditState::InProgress);
  const auto auditor = as("The auditor", audit.auditor, app::Role::Auditor);
  const auto path = path_of(audit, "/earlier-practice");
  page(auditor, path);
  const auto gaps = post(auditor, path, {}, 422);
  for (const auto* gap : {"a strength or a concern", "earlier worker or the earlier team", "what you saw"})
    EXPECT_THAT(gaps, HasSubstr(gap));
  EXPECT_EQ(site.get("QA lead", path).status(), 404) << "not even that there is any";
  const auto note = tests::practice_note_of(site);
  const auto note_path = "/earlier-practice/" + note.id.text();
  const auto told = as("The earlier worker", note.worker, app::Role::SocialWorker);
  EXPECT_EQ(site.get("QA lead", note_path).status(), 404);
  EXPECT_EQ(site.get("Head of service", note_path).status(), 404);
  EXPECT_THAT(page(told, "/"), HasSubstr("Feedback on earlier practice"));
  EXPECT_THAT(page(told, note_path), HasSubstr("A clear plan from day one."));
  post(told, note_path + "/acknowledge", {}, 303);
  EXPECT_THAT(page(told, note_path), HasSubstr("You said on"));
}

TEST_F(AftermathPages, CollateGoodPracticeInTheReadersScope) {
  const auto audit = an_audit(domain::AuditState::Final);
  domain::AuditSection section;
  for (const auto& each : read()->audits().sections(audit.id))
    if (!each.good_practice) section = each;
  ASSERT_FALSE(section.section.empty());
  section.good_practice = true;
  section.evidence = "A sentence to remember, 1 < 2.";
  write([&](app::UnitOfWork& work) { ASSERT_TRUE(work.audits().save_section(audit.id, section)); });
  const auto month = base::iso(audit.period);
  const auto list = "/good-practice?section=" + section.section + "&from=" + month + "&to=" + month;
  EXPECT_THAT(page("QA lead", list + "&shared=no"), HasSubstr("A sentence to remember, 1 &lt; 2."));
  EXPECT_THAT(std::string(site.get("QA lead", "/good-practice.csv").body()), HasSubstr("A sentence to remember"));
  const auto stranger = as("Stranger", domain::PersonId{"nobody-we-know"}, app::Role::SocialWorker);
  EXPECT_THAT(page(stranger, "/good-practice"), Not(HasSubstr("A sentence to remember")));
  const std::vector<std::pair<std::string, std::string>> form{{"audit", audit.id.text()}, {"section", section.section}};
  EXPECT_EQ(site.post(stranger, "/good-practice/share", form).status(), 404);
  post("QA lead", "/good-practice/share", form, 303);
  EXPECT_THAT(page("QA lead", list + "&shared=yes"), HasSubstr("Shared with the team on 16 November 2026"));
}

TEST_F(AftermathPages, TellHowLongConcernsWaited) {
  const auto concern = tests::concern_of(site);
  EXPECT_THAT(page("QA lead", "/concerns"), HasSubstr("Not acknowledged"));
  write([&](app::UnitOfWork& work) {
    auto seen = *work.concerns().find(concern.id);
    seen.state = domain::ConcernState::Acknowledged;
    seen.acknowledged_by = tests::person_of(site, "QA lead");
    seen.acknowledged_at = seen.raised_at + std::chrono::minutes{85};
    ASSERT_TRUE(work.concerns().save(seen));
  });
  EXPECT_THAT(page("QA lead", "/concerns?state=all"), HasSubstr("1 hour 25 minutes"));
  EXPECT_THAT(page("QA lead", "/concerns/" + concern.id.text()), HasSubstr("1 hour 25 minutes"));
  EXPECT_THAT(std::string(site.get("QA lead", "/concerns.csv?state=all").body()), HasSubstr(",85,"));
}

// Found while reading: a second window's action was answered with a bare 409, and one missing field at a time was
// named.
TEST_F(AftermathPages, LoseNothingOfAnActionTypedInTwoWindows) {
  const auto audit = an_audit(domain::AuditState::InProgress);
  const auto auditor = as("Its auditor", audit.auditor, app::Role::Auditor);
  const auto gaps = post(auditor, path_of(audit, "/actions/new"), {{"section", ""}}, 422);
  EXPECT_THAT(gaps, HasSubstr("Enter what is to be done"));
  EXPECT_THAT(gaps, HasSubstr("Enter the date by which"));
  const std::vector<std::pair<std::string, std::string>> day{
      {"due", "1"}, {"due-month", "12"}, {"due-year", "2026"}, {"priority", "high"}};
  auto form = day;
  form.emplace_back("text", std::string(2001, 'x'));
  EXPECT_THAT(post(auditor, path_of(audit, "/actions/new"), form, 422), HasSubstr("2,000 letters"));
  form.back().second = std::string(2000, 'x');
  post(auditor, path_of(audit, "/actions/new"), form, 303);
  domain::Action action;
  for (const auto& each : read()->actions().of(audit.id))
    if (each.text.size() == 2000) action = each;
  const auto edit = "/actions/" + action.id.text() + "/edit";
  auto first = day;
  first.insert(first.end(), {{"version", "0"}, {"text", "First window"}});
  post(auditor, edit, first, 303);
  auto second = day;
  second.insert(second.end(), {{"version", "0"}, {"text", "Second window"}});
  const auto both = post(auditor, edit, second, 409);
  EXPECT_THAT(both, HasSubstr("First window"));
  EXPECT_THAT(both, HasSubstr("Second window"));
  EXPECT_THAT(both, HasSubstr("name=\"version\" value=\"1\""));
}

TEST_F(AftermathPages, CompareAuditorsForThoseWhoKeepTheStandard) {
  page("QA lead", "/moderation/auditors");
  EXPECT_EQ(site.get("Social worker", "/moderation/auditors").status(), 403);
  EXPECT_EQ(site.get("QA lead", "/moderation/auditors.csv").status(), 200);
}

}  // namespace
}  // namespace plumbline
