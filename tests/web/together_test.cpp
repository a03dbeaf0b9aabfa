// The pages on which several people meet on one audit: the audit team's part before a leader's discussion, from the
// draw to the notes on what was prepared (AUDIT-14).
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "domain/allocation/allocation.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

class LeadersDiscussionPages : public testing::Test {
 protected:
  LeadersDiscussionPages() : site_(600, 1) {
    for (const auto& person : site_.store().read(site_.filled().council)->people().all()) {
      app::User user;
      user.person = person.person_id;
      user.name = person.name;
      user.grants = {{app::Role::Auditor, app::ScopeKind::Own, ""}};
      site_.let_in(person.person_id.text(), user);
    }
  }
  std::string page(const std::string& role, const std::string& target, int status = 200) {
    const auto response = site_.get(role, target);
    EXPECT_EQ(response.status(), status) << target << " for " << role;
    std::string html(response.body());
    EXPECT_THAT(tests::flaws_of(html), IsEmpty()) << target;
    return html;
  }
  std::string post(const std::string& role, const std::string& target,
                   const std::vector<std::pair<std::string, std::string>>& form, int status = 303) {
    const auto response = site_.post(role, target, form);
    EXPECT_EQ(response.status(), status) << target << " for " << role << "\n" << response.body().substr(0, 2000);
    return std::string(response.body());
  }
  DemoSite site_;
};

TEST_F(LeadersDiscussionPages, LeadFromTheAuditTeamToTheLeader) {
  const std::string month = "/cycles/tier3/2026-11";
  post("QA administrator", month + "/draw", {{"size", "2"}});
  post("QA administrator", month + "/allocate", {});
  EXPECT_THAT(page("QA administrator", month + "/allocation"), HasSubstr("Cases and who may have them"));
  post("QA administrator", month + "/send", {});
  EXPECT_THAT(page("QA administrator", month), HasSubstr("Being prepared by"));

  app::AuditFilter filter;
  filter.programme = "tier3";
  const auto audit = tests::audit_now(site_, tests::audits(site_, filter).front().id);
  const auto leader = audit.auditor->text();
  const auto* preparer = audit.co_auditor(domain::CoAuditorKind::Preparer);
  ASSERT_NE(preparer, nullptr);
  const auto team = preparer->person.text();
  const auto url = "/audits/" + audit.id.text();
  EXPECT_THAT(page(team, "/"), AllOf(HasSubstr("To prepare"), HasSubstr("Prepare " + audit.reference)));
  EXPECT_THAT(page(leader, "/"), AllOf(HasSubstr("Being prepared by"), HasSubstr(audit.reference)));
  EXPECT_THAT(page(leader, url), HasSubstr("Being prepared by"));
  EXPECT_THAT(page(leader, url + "/sections/child"), Not(HasSubstr("data-autosave")));
  EXPECT_THAT(page(team, url + "/sections/child"), Not(HasSubstr("data-autosave")));
  EXPECT_THAT(page(team, url), HasSubstr("The audit team’s part"));
  EXPECT_THAT(post(team, url + "/prepared", {}, 422), HasSubstr("first. The auditor reads it"));

  for (const std::string section : {"summary", "compliance", "quality"}) {
    EXPECT_THAT(page(team, url + "/sections/" + section), HasSubstr("data-autosave"));
    std::vector<std::pair<std::string, std::string>> form{{"version", "0"},
                                                          {"judgement", "good"},
                                                          {"evidence", "The record shows it well."},
                                                          {"impact", "The child knows whom to ring."},
                                                          {"then", "back"}};
    for (const char* question : {"details", "relationships", "assessment", "plan", "visits", "reviews", "supervision",
                                 "chronology", "health", "education", "pathway", "child-heard", "analysis"})
      form.emplace_back(std::string("answer-") + question, "yes");
    post(team, url + "/sections/" + section, form);
  }
  page(team, url + "/prepared");
  page("QA administrator", url + "/people");
  post(team, url + "/prepared", {});
  EXPECT_THAT(page(leader, "/"), Not(HasSubstr("Being prepared by")));
  const auto prepared = page(leader, url + "/sections/summary");
  EXPECT_THAT(prepared, AllOf(HasSubstr("Prepared by"), HasSubstr("Your note"), Not(HasSubstr("data-autosave"))));
  post(leader, url + "/sections/summary/notes", {{"note", ""}}, 422);
  post(leader, url + "/sections/summary/notes", {{"note", "Ask about <the> grandmother."}});
  EXPECT_THAT(page(team, url + "/sections/summary"), HasSubstr("Ask about &lt;the&gt; grandmother."));
  EXPECT_THAT(page(leader, url + "/sections/child"), HasSubstr("data-autosave"));
  EXPECT_THAT(site_.broken(), IsEmpty());
}

// Two who grade one case apart, one of them the QA lead, who sees every other audit of the council (ALLOC-8).
class JointAuditPages : public testing::Test {
 protected:
  JointAuditPages() : site_(600, 1) {
    app::AuditFilter out;
    out.states = {domain::AuditState::InProgress};
    const auto found = tests::audits(site_, out);
    const auto work = site_.store().begin(site_.filled().council);
    for (std::size_t i = 0; i < 2; ++i) {
      auto audit = work->audits().find(found.at(i).id).value();
      audit.child_id = found[0].child_id;
      audit.part = std::to_string(i + 1);
      audit.overall = domain::Grade::RequiresImprovement;
      graders_.push_back(*audit.auditor);
      audits_.push_back(audit.id);
      if (!work->audits().save(audit)) throw base::Broken("the part was not kept");
    }
    if (!work->commit()) throw base::Broken("the joint audit was not kept");
    app::User first;
    first.person = graders_[0];
    first.grants = {{app::Role::Auditor, app::ScopeKind::Own, ""}};
    site_.let_in("First", first);
    auto second = tests::user_with_all_roles(graders_[1]);
    second.council = site_.filled().council;
    site_.let_in("Second", second);
  }
  int status(const std::string& role, std::size_t audit, const std::string& rest = "") {
    return site_.get(role, "/audits/" + audits_[audit].text() + rest).status();
  }
  std::string reference(std::size_t audit) { return tests::audit_now(site_, audits_[audit]).reference; }

  DemoSite site_;
  std::vector<domain::AuditId> audits_;
  std::vector<domain::PersonId> graders_;
};

TEST_F(JointAuditPages, ShowNobodyWhoGradesAnothersAuditBeforeAllAreReturned) {
  for (const std::string rest :
       {"", "/check", "/documents", "/overall", "/conversations/worker", "/moderate", "/concern"}) {
    EXPECT_EQ(status("First", 1, rest), 404) << rest;
    EXPECT_EQ(status("Second", 0, rest), 404) << rest;
  }
  EXPECT_EQ(status("First", 0), 200);
  EXPECT_EQ(status("Second", 1), 200);
  EXPECT_EQ(status("First", 0, "/compare"), 422) << "says that not all are returned";
  for (const auto* list : {"/audits", "/audits.csv", "/moderation", "/"}) {
    EXPECT_THAT(std::string(site_.get("Second", list).body()), Not(HasSubstr(reference(0)))) << list;
    EXPECT_THAT(std::string(site_.get("First", list).body()), Not(HasSubstr(reference(1)))) << list;
  }
  EXPECT_EQ(status("QA lead", 0), 200) << "who does not grade it sees both";
  EXPECT_EQ(status("QA lead", 1), 200);

  const auto work = site_.store().begin(site_.filled().council);
  for (const auto& id : audits_) {
    auto audit = work->audits().find(id).value();
    audit.state = domain::AuditState::Final;
    audit.submitted_at = site_.clock().now();
    ASSERT_TRUE(work->audits().save(audit));
  }
  ASSERT_TRUE(work->commit());
  EXPECT_EQ(status("First", 1), 200);
  EXPECT_EQ(status("Second", 0), 200);
  const auto compared = site_.get("First", "/audits/" + audits_[0].text() + "/compare");
  EXPECT_EQ(compared.status(), 200);
  EXPECT_THAT(tests::flaws_of(compared.body()), IsEmpty());
  EXPECT_THAT(std::string(compared.body()), AllOf(HasSubstr(reference(1)), HasSubstr("What each grade means")));
  const auto url = "/audits/" + audits_[0].text() + "/compare";
  EXPECT_EQ(site_.post("First", url, {{"meaning-good", ""}}).status(), 422);
  EXPECT_EQ(site_.post("First", url, {{"meaning-good", "Kept in what <matters>."}}).status(), 303);
  EXPECT_THAT(std::string(site_.get("Second", url).body()), HasSubstr("Kept in what &lt;matters&gt;."));
  EXPECT_EQ(site_.get("Social worker", url).status(), 404);
  EXPECT_THAT(site_.broken(), IsEmpty());
}

}  // namespace
}  // namespace plumbline
