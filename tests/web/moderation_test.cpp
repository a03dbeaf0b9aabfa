// The queue of audits to moderate: whom it leads where (MOD-1).
#include "app/ports/audit_ports.hpp"
#include "base/hash.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

class ModerationQueue : public SiteTest {
 protected:
  static std::string page(const web::Response& response) {
    EXPECT_EQ(response.status(), 200);
    return std::string(response.body());
  }
};

// Found while reading: the queue and the home page led a moderator whose job the framework does not name to a page that
// refuses them.
TEST_F(ModerationQueue, LeadsNobodyToAnAuditThatIsForAnotherJob) {
  app::AuditFilter waiting;
  waiting.programme = "tier2";
  waiting.states = {domain::AuditState::Submitted};
  const auto audit = tests::audits(site, waiting).front();
  const auto path = "/audits/" + audit.id.text();
  EXPECT_THAT(page(site.get("Moderator", "/moderation")), HasSubstr(path + "/moderate"));
  as("Wrong job", tests::person_of(site, "Head of service"), app::Role::Moderator, app::ScopeKind::Council);
  EXPECT_EQ(site.get("Wrong job", path + "/moderate").status(), 403);
  EXPECT_THAT(page(site.get("Wrong job", "/moderation")),
              AllOf(Not(HasSubstr(path + "/moderate")), HasSubstr(path + "\""),
                    HasSubstr("Not for your job:\nQA lead or principal social worker")));
  EXPECT_THAT(page(site.get("Wrong job", "/")), Not(HasSubstr(path + "/moderate")));
  EXPECT_THAT(page(site.get("Wrong job", path)),
              AllOf(Not(HasSubstr(path + "/moderate")), HasSubstr("Waiting for moderation")));
}

// Found while reading: the link to the second page showed the first again.
TEST_F(ModerationQueue, HasASecondPage) {
  const auto audit = tests::audit_in(site, domain::AuditState::Submitted);
  const auto work = site.store().begin(site.filled().council);
  for (int n = 0; n < 60; ++n) {
    auto more = audit;
    more.id = domain::AuditId(base::new_uuid(site.clock().now()));
    more.reference = "MORE-" + std::to_string(1000 + n);
    *more.submitted_at += std::chrono::hours(n + 1);
    work->audits().add(more);
  }
  ASSERT_TRUE(work->commit());
  EXPECT_THAT(page(site.get("Moderator", "/moderation")), AllOf(HasSubstr("page=2"), Not(HasSubstr("MORE-1059"))));
  EXPECT_THAT(page(site.get("Moderator", "/moderation?page=2")),
              AllOf(HasSubstr("MORE-1059"), Not(HasSubstr("MORE-1000"))));
}

}  // namespace
}  // namespace plumbline
