#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "app/security/lockout.hpp"
#include "app/security/passwords.hpp"

namespace plumbline::app {
namespace {

using base::Instant;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNoon{std::chrono::sys_days{std::chrono::year{2026} / 12 / 1} + std::chrono::hours{12}};

TEST(Lockout, LetsFourFailuresPassAndWaitsLongerAfterEachFurther) {
  SignInAttempts attempts;
  for (int i = 0; i < 4; ++i) attempts = after_failure(attempts, kNoon);
  EXPECT_FALSE(is_locked(attempts, kNoon));
  const auto wait_after = [&](Instant now) {
    attempts = after_failure(attempts, now);
    return *attempts.locked_until - now;
  };
  EXPECT_EQ(wait_after(kNoon), minutes{1});
  EXPECT_TRUE(is_locked(attempts, kNoon + seconds{59}));
  EXPECT_FALSE(is_locked(attempts, kNoon + seconds{60}));
  EXPECT_EQ(wait_after(kNoon + minutes{1}), minutes{2});
  EXPECT_EQ(wait_after(kNoon + minutes{3}), minutes{4});
  EXPECT_EQ(wait_after(kNoon + minutes{7}), minutes{8});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(wait_after(kNoon + minutes{20}), minutes{15});
}

TEST(Lockout, ForgetsADayAfterTheWaitAndAtSuccess) {
  SignInAttempts attempts;
  for (int i = 0; i < 6; ++i) attempts = after_failure(attempts, kNoon);
  attempts = after_failure(attempts, *attempts.locked_until + kForgetAfter);
  EXPECT_EQ(attempts, (SignInAttempts{1, std::nullopt}));
  EXPECT_EQ(after_success(), SignInAttempts{});
}

std::string refusal(std::string_view password, const std::vector<std::string>& own = {}) {
  const auto checked = check_new_password(password, own);
  return checked ? "" : checked.error().rule;
}

TEST(NewPassword, NeedsTwelveLettersWhateverTheirBytes) {
  EXPECT_EQ(refusal("kestrel-vat"), "password.choose.too_short");
  EXPECT_EQ(refusal("kestrel-vats"), "");
  EXPECT_EQ(refusal("żółwżółwżół"), "password.choose.too_short");
  EXPECT_EQ(refusal(std::string(300, 'x') + "kestrel"), "password.choose.too_long");
}

TEST(NewPassword, IsNoneOfThoseThatAreTriedFirst) {
  for (const char* common : {"password1234", "Password2026!", "P4ssw0rd!!!!",  "passwordpassword", "123456789012",
                             "098765432109", "qwertyuiop12",  "1q2w3e4r5t6y",  "aaaaaaaaaaaa",     "abcabcabcabc",
                             "iloveyou1234", "welcomeback1",  "Liverpool2026", "abcdefghijkl",     "letmein12345",
                             "Summer2026!!", "socialworker1", "!!!!12345678",  "zaq12wsxcde3",     "sunshine!sunshine"})
    EXPECT_EQ(refusal(common), "password.choose.common") << common;
  for (const char* fine :
       {"kestrel vat umbrella", "correct horse battery staple", "mT7#qLw2!zRk", "three-boats-nineteen"})
    EXPECT_EQ(refusal(fine), "") << fine;
}

TEST(NewPassword, IsNotMadeOfWhatOthersKnow) {
  EXPECT_EQ(refusal("siobhan.okafor1", {"Siobhan Okafor", "siobhan.okafor@example.gov.uk"}), "password.choose.own");
  EXPECT_EQ(refusal("Northshire2026!", {"Northshire"}), "password.choose.own");
  EXPECT_EQ(refusal("okafor kestrel vat", {"Siobhan Okafor"}), "");
}

TEST(Passwords, MatchOnlyTheirOwnHash) {
  Passwords passwords;
  const auto hash = passwords.hash("kestrel vat umbrella");
  ASSERT_TRUE(hash);
  EXPECT_THAT(*hash, testing::StartsWith("$argon2id$"));
  EXPECT_TRUE(*passwords.matches(*hash, "kestrel vat umbrella"));
  EXPECT_FALSE(*passwords.matches(*hash, "kestrel vat umbrellb"));
  EXPECT_NE(*hash, *passwords.hash("kestrel vat umbrella"));
  EXPECT_FALSE(*passwords.matches("not a hash", "kestrel vat umbrella"));
}

// A clock would tell of the machine's load: the work itself is compared. An argon2id hash begins with all that its time
// depends on: version, memory, passes and lanes.
TEST(Passwords, CostAsMuchForAnUnknownAccount) {
  Passwords passwords;
  const auto cost_of = [](const std::string& hash) {
    std::size_t end = 0;
    for (int sign = 0; sign < 3; ++sign) end = hash.find('$', end + 1);
    return hash.substr(0, end);
  };
  const auto hash = *passwords.hash("kestrel vat umbrella");
  EXPECT_THAT(cost_of(hash), testing::MatchesRegex("\\$argon2id\\$v=[0-9]+\\$m=[0-9]+,t=[0-9]+,p=1"));
  EXPECT_EQ(cost_of(passwords.stand_in()), cost_of(hash));
  const auto compared_for = [&](const std::optional<std::string>& against, const std::string& password) {
    const auto before = passwords.compared();
    EXPECT_FALSE(*passwords.matches(against, password));
    return passwords.compared() - before;
  };
  EXPECT_EQ(compared_for(hash, "a wrong password"), 1);
  EXPECT_EQ(compared_for(std::nullopt, "a wrong password"), 1);
  EXPECT_EQ(compared_for("", "a wrong password"), 1);
  const std::string endless(kLongestPassword + 1, 'x');
  EXPECT_EQ(compared_for(hash, endless), compared_for(std::nullopt, endless));
}

TEST(Passwords, RefuseWhoHasWaitedTooLong) {
  Passwords passwords(1, std::chrono::milliseconds{1});
  std::atomic<int> busy = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto answer = passwords.matches(std::nullopt, "anything");
      if (!answer) {
        EXPECT_EQ(answer.error().rule, "sign_in.attempt.busy");
        ++busy;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_GE(busy, 1);
  EXPECT_LT(busy, 4);
}

}  // namespace
}  // namespace plumbline::app
