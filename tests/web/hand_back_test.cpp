// An audit that was handed back and given to somebody else: why it came back stays to be read by those who allocate,
// and by nobody else (AUDIT-16, ALLOC-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/ports/register_ports.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"

namespace plumbline {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::DemoSite;

TEST(HandedBack, KeepsItsReasonForThoseWhoGaveItToSomebodyElse) {
  DemoSite site;
  app::AuditFilter mine;
  mine.auditor = tests::person_of(site, "Advanced practitioner");
  mine.returned = false;
  const auto audit = tests::audits(site, mine).front();
  const auto path = "/audits/" + audit.id.text();
  const auto version = [&] { return std::to_string(tests::audit_now(site, audit.id).version); };
  ASSERT_EQ(site.post("Advanced practitioner", path + "/hand-back",
                      {{"version", version()}, {"reason", "other"}, {"note", "My sister teaches the child"}})
                .status(),
            303);
  EXPECT_THAT(std::string(site.get("QA administrator", path).body()), HasSubstr("My sister teaches the child"));

  // To whoever the rules let have it.
  int status = 0;
  for (const auto& person : site.store().read(site.filled().council)->people().all()) {
    if (person.role != domain::JobRole::AdvancedPractitioner || person.person_id == *audit.auditor) continue;
    status = site.post("QA administrator", path + "/reallocate",
                       {{"version", version()}, {"to", person.person_id.text()}, {"reason", "Knows the family"}})
                 .status();
    if (status == 303) break;
  }
  ASSERT_EQ(status, 303);
  EXPECT_EQ(tests::audit_now(site, audit.id).hand_back_note, "");

  for (const auto* role : {"QA administrator", "QA lead"}) {
    const std::string page(site.get(role, path).body());
    EXPECT_THAT(page, HasSubstr("Handed back")) << role;
    EXPECT_THAT(page, HasSubstr("My sister teaches the child")) << role;
  }
  const std::string moderators(site.get("Moderator", path).body());
  EXPECT_THAT(moderators, HasSubstr("Handed back")) << "that it moved is no secret";
  EXPECT_THAT(moderators, Not(HasSubstr("My sister")));
  EXPECT_EQ(site.get("Advanced practitioner", path).status(), 404) << "no longer theirs to see";
}

}  // namespace
}  // namespace plumbline
