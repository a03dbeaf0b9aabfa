// What was sent to whom, what waits, what was refused and why, and each letter as it would be.
#include "app/ports/record_ports.hpp"
#include "domain/framework/letter_keys.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

class Letters : public SiteTest {
 protected:
  Letters() {
    const auto work = site.store().begin(site.filled().council);
    for (const auto& [id, state] : {std::pair{"w1", "waits"}, {"s1", "sent"}, {"r1", "refused"}}) {
      app::OutboxMessage message;
      message.id = id;
      message.kind = "audit-sent";
      message.to = std::string(id) + "@example.org";
      message.subject = std::string("Audit about ") + state;
      message.body = "Sign in.\n\n{public_url}/audits/1\n";
      message.created_at = message.not_before = site.clock().now();
      work->outbox().add(message);
    }
    work->outbox().sent("s1", site.clock().now());
    work->outbox().refused_for_good("r1", "550 5.1.1 no such mailbox", site.clock().now());
    EXPECT_TRUE(work->commit());
  }
};

TEST_F(Letters, AreListedByWhereTheyStandWithTheReasonOfARefusal) {
  const auto all = body(site.get("QA administrator", "/letters"));
  EXPECT_THAT(all, AllOf(HasSubstr("Audit about waits"), HasSubstr("Audit about sent"),
                         HasSubstr("Audit about refused"), HasSubstr("550 5.1.1 no such mailbox")));
  EXPECT_THAT(tests::flaws_of(all), IsEmpty());
  const auto refused = body(site.get("Administrator", "/letters?state=refused"));
  EXPECT_THAT(refused, AllOf(HasSubstr("Audit about refused"), Not(HasSubstr("Audit about sent"))));
  EXPECT_THAT(body(site.get("QA lead", "/letters?to=W1%40")),
              AllOf(HasSubstr("Audit about waits"), Not(HasSubstr("Audit about refused"))));
}

TEST_F(Letters, ARefusedOneIsTriedAgainAndThatIsWrittenDown) {
  EXPECT_THAT(body(site.get("QA administrator", "/letters/r1")), HasSubstr("Try again now"));
  EXPECT_THAT(body(site.get("QA administrator", "/letters/s1")), Not(HasSubstr("Try again now")));
  const auto before = tests::journal_lines(site, "mail", "r1");
  EXPECT_EQ(site.post("QA administrator", "/letters/r1/retry", {}).status(), 303);
  const auto message = site.store().read(site.filled().council)->outbox().find("r1");
  EXPECT_FALSE(message->refused_at);
  EXPECT_EQ(tests::journal_lines(site, "mail", "r1"), before + 1);
  EXPECT_EQ(site.post("QA administrator", "/letters/s1/retry", {}).status(), 422) << "sent is sent";
  EXPECT_EQ(site.post("Social worker", "/letters/r1/retry", {}).status(), 403);
}

TEST_F(Letters, CanEachBeReadBeforeTheyGoOut) {
  const auto page = body(site.get("Administrator", "/letters/preview"));
  EXPECT_THAT(tests::flaws_of(page), IsEmpty());
  for (const auto key : domain::kLetterKeys) EXPECT_THAT(page, HasSubstr(std::string(key)));
  EXPECT_THAT(page, Not(HasSubstr("{reference}")));
  EXPECT_THAT(page, HasSubstr("LAN-2026-11-001"));
}

}  // namespace
}  // namespace plumbline
