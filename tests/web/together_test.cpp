// The pages on which several people meet on one audit: the audit team's part before a leader's discussion, from the
// draw to the notes on what was prepared (AUDIT-14).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "domain/allocation/allocation.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "support/html.hpp"

namespace plumbline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::DemoSite;

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

}  // namespace
}  // namespace plumbline
