// Signing in and out: what a stranger can learn from it, and what is written down.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/ports/register_ports.hpp"
#include "app/security/lockout.hpp"
#include "app/security/passwords.hpp"
#include "app/user/users.hpp"
#include "base/text.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"

namespace plumbline {
namespace {

using testing::HasSubstr;
using tests::DemoSite;

class SigningIn : public testing::Test {
 protected:
  ~SigningIn() override { EXPECT_THAT(site.broken(), testing::IsEmpty()); }
  std::string answer(const std::string& email, const std::string& password) {
    const auto response = site.post("", "/sign-in", {{"email", email}, {"password", password}});
    return std::to_string(response.status()) + base::replace_all(std::string(response.body()), email, "ADDRESS");
  }
  std::vector<std::string> journal_of(const std::string& email) {
    const auto reader = site.store().read(site.filled().council);
    std::vector<std::string> actions;
    const auto lines =
        reader->journal().list({"user", reader->users().find_by_email(email)->id.text(), ""}, {1, 0, "", false});
    for (const auto& line : lines.rows) actions.push_back(line.action);
    return actions;
  }

  DemoSite site;
  const std::string known = site.filled().sign_ins.front().email;
};

// Found while reading: after five wrong passwords an address with an account was told to wait, and any other was not.
TEST_F(SigningIn, TellsNobodyWhetherAnAddressHasAnAccount) {
  const auto stranger = base::replace_all(known, known.substr(0, known.find('@')), "nobody.known");
  ASSERT_NE(stranger, known);
  for (int attempt = 1; attempt <= app::kFreeAttempts + 2; ++attempt)
    EXPECT_EQ(answer(known, "a wrong password"), answer(stranger, "a wrong password")) << "attempt " << attempt;
  EXPECT_EQ(answer(known, site.filled().password), answer(stranger, site.filled().password))
      << "the right one is not taken either while the account waits";
  EXPECT_THAT(answer(known, "a wrong password"), HasSubstr("After five wrong passwords"));
  site.clock().advance(app::kLongestWait);
  EXPECT_THAT(answer(known, site.filled().password), HasSubstr("303"));
  EXPECT_EQ(journal_of(known).front(), "user-signed-in");
}

// A refusal costs a stranger what it costs a guesser, also while the account waits.
TEST_F(SigningIn, LooksAtThePasswordWhateverComesOfIt) {
  auto& passwords = site.services().passwords;
  for (int attempt = 0; attempt < app::kFreeAttempts; ++attempt) (void)answer(known, "a wrong password");
  const auto before = passwords.compared();
  (void)answer(known, "a wrong password");
  (void)answer("nobody@example.org", "a wrong password");
  EXPECT_EQ(passwords.compared() - before, 2);
}

TEST_F(SigningIn, IsWrittenDownAndSoIsSigningOut) {
  ASSERT_EQ(answer(known, site.filled().password).substr(0, 3), "303");
  const auto& role = site.filled().sign_ins.front().role;
  EXPECT_EQ(site.post(role, "/sign-out", {}).status(), 303);
  EXPECT_THAT(journal_of(known), testing::ElementsAre("user-signed-out", "user-signed-in", "user-added"));
  EXPECT_EQ(site.post("", "/sign-out", {}).status(), 303) << "who is not signed in is not written down";
}

// The command line acts as an administrator; nobody with less may make users, whoever calls.
TEST_F(SigningIn, IsGivenByAdministratorsAlone) {
  app::Actor lead;
  lead.council = site.filled().council;
  lead.grants = {{app::Role::QaLead, app::ScopeKind::Council, ""},
                 {app::Role::Administrator, app::ScopeKind::Team, "East 1"}};
  auto& passwords = site.services().passwords;
  const auto begin = [&] { return site.store().begin(lead.council); };
  const auto rule = [](const auto& outcome) { return outcome ? std::string() : outcome.error().rule; };
  EXPECT_EQ(
      rule(app::add_user(
          {"new@example.org", "New", {}, "kestrel vat umbrella", {{app::Role::QaLead, app::ScopeKind::Council, ""}}},
          lead, site.clock(), passwords, *begin())),
      "access.page.forbidden");
  EXPECT_EQ(rule(app::set_password({known, "kestrel vat umbrella"}, lead, site.clock(), passwords, *begin())),
            "access.page.forbidden");
  EXPECT_EQ(rule(app::disable_user({known, true}, lead, site.clock(), *begin())), "access.page.forbidden");
}

}  // namespace
}  // namespace plumbline
