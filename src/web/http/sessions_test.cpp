#include "web/http/sessions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/ports/memory_session_store.hpp"
#include "base/hash.hpp"
#include "web/http/request.hpp"
#include "web/http/response.hpp"

namespace plumbline::web {
namespace {

using base::Instant;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

const Instant kMorning{std::chrono::sys_days{std::chrono::year{2026} / 12 / 1} + hours{9}};

class SessionsTest : public testing::Test {
 protected:
  // The token that signing in sets.
  std::string sign_in(Sessions& sessions, const std::string& user = "u1", const std::string& with = "") {
    Request request;
    if (!with.empty()) request.cookies.add(std::string(kSessionCookie), with);
    Response response;
    sessions.sign_in(request, response, "north", user);
    cookie_ = *response.find("Set-Cookie");
    return cookie_.substr(kSessionCookie.size() + 1, cookie_.find(';') - kSessionCookie.size() - 1);
  }
  void sign_out(Sessions& sessions, const std::string& token) {
    Request request;
    request.cookies.add(std::string(kSessionCookie), token);
    Response response;
    sessions.sign_out(request, response);
    cookie_ = *response.find("Set-Cookie");
  }

  base::FixedClock clock_{kMorning};
  app::MemorySessionStore store_;
  Sessions sessions_{store_, clock_};
  Sessions other_process_{store_, clock_};
  std::string cookie_;
};

TEST_F(SessionsTest, SetACookieThatScriptsAndOtherSitesCannotUse) {
  const auto token = sign_in(sessions_);
  EXPECT_EQ(cookie_, "__Host-plumbline=" + token + "; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(token.size(), 43u);
}

TEST_F(SessionsTest, KeepOnlyTheHashOfTheToken) {
  const auto token = sign_in(sessions_);
  ASSERT_EQ(store_.size(), 1u);
  EXPECT_EQ(store_.rows().begin()->first, base::sha256_hex(token));
  const auto session = sessions_.find(token);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->council, "north");
  EXPECT_EQ(session->user, "u1");
  EXPECT_NE(session->csrf_token, token);
  EXPECT_EQ(session->csrf_token, other_process_.find(token)->csrf_token);
}

TEST_F(SessionsTest, KnowNoOtherToken) {
  const auto token = sign_in(sessions_);
  EXPECT_FALSE(sessions_.find(""));
  EXPECT_FALSE(sessions_.find(base::random_token()));
  EXPECT_FALSE(sessions_.find(base::sha256_hex(token)));
}

TEST_F(SessionsTest, RotateAtSignIn) {
  const auto first = sign_in(sessions_);
  ASSERT_TRUE(sessions_.find(first));
  const auto second = sign_in(sessions_, "u1", first);
  EXPECT_NE(first, second);
  EXPECT_FALSE(sessions_.find(first));
  EXPECT_TRUE(sessions_.find(second));
  EXPECT_EQ(store_.size(), 1u);
}

TEST_F(SessionsTest, EndAfterHalfAnHourWithoutARequest) {
  const auto token = sign_in(sessions_);
  for (int i = 0; i < 4; ++i) {
    clock_.advance(minutes{29});
    ASSERT_TRUE(sessions_.find(token));
  }
  clock_.advance(minutes{30});
  EXPECT_FALSE(sessions_.find(token));
  EXPECT_FALSE(other_process_.find(token));
}

TEST_F(SessionsTest, EndAfterTwelveHoursHoweverBusy) {
  const auto token = sign_in(sessions_);
  for (int i = 0; i < 12 * 6 - 1; ++i) {
    clock_.advance(minutes{10});
    ASSERT_TRUE(sessions_.find(token)) << i;
  }
  EXPECT_EQ(sessions_.find(token)->ends_at, kMorning + hours{12});
  clock_.advance(minutes{10});
  EXPECT_FALSE(sessions_.find(token));
}

TEST_F(SessionsTest, ReadTheStoreEveryFiveSecondsAndWriteOnceAMinute) {
  const auto token = sign_in(sessions_);
  const int writes = store_.writes();
  for (int i = 0; i < 300; ++i) {
    for (int views = 0; views < 10; ++views) ASSERT_TRUE(sessions_.find(token));
    clock_.advance(seconds{1});
  }
  EXPECT_LE(store_.reads(), 61);
  EXPECT_LE(store_.writes() - writes, 5);
  EXPECT_GE(store_.writes() - writes, 4);
}

TEST_F(SessionsTest, SignOutHereAtOnceAndElsewhereWithinFiveSeconds) {
  const auto token = sign_in(sessions_);
  ASSERT_TRUE(sessions_.find(token));
  ASSERT_TRUE(other_process_.find(token));
  sign_out(sessions_, token);
  EXPECT_THAT(cookie_, HasSubstr("__Host-plumbline=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
  EXPECT_FALSE(sessions_.find(token));
  clock_.advance(seconds{5});
  EXPECT_FALSE(other_process_.find(token));
}

TEST_F(SessionsTest, EndAllOfAPersonAndNobodyElse) {
  const auto one = sign_in(sessions_);
  const auto two = sign_in(sessions_);
  const auto other = sign_in(sessions_, "u2");
  for (const auto& token : {one, two, other}) ASSERT_TRUE(sessions_.find(token));
  sessions_.end_all_of("north", "u1");
  EXPECT_FALSE(sessions_.find(one));
  EXPECT_FALSE(sessions_.find(two));
  EXPECT_TRUE(sessions_.find(other));
}

// A page view that had read the row just before the sign-out must not bring the session back into the cache.
TEST_F(SessionsTest, StayEndedWhenAViewRacesTheSignOut) {
  class RacingStore final : public app::SessionStore {
   public:
    void add(const app::StoredSession& session) override { row_ = session; }
    std::optional<app::StoredSession> find(const std::string&) override {
      const auto read = row_;
      if (between_) std::exchange(between_, nullptr)();
      return read;
    }
    void touch(const std::string&, Instant) override {}
    void remove(const std::string&) override { row_.reset(); }
    void remove_all_of(const std::string&, const std::string&) override { row_.reset(); }
    void remove_ended(Instant, Instant) override {}
    std::optional<app::StoredSession> row_;
    std::function<void()> between_;
  };
  RacingStore store;
  Sessions sessions(store, clock_);
  const auto token = sign_in(sessions);
  store.between_ = [&] { sign_out(sessions, token); };
  EXPECT_TRUE(sessions.find(token)) << "this view began before the sign-out";
  EXPECT_FALSE(sessions.find(token));
}

TEST_F(SessionsTest, RemoveWhatHasEnded) {
  sign_in(sessions_);
  clock_.advance(minutes{31});
  const auto token = sign_in(sessions_, "u2");
  sessions_.remove_ended();
  EXPECT_EQ(store_.size(), 1u);
  EXPECT_TRUE(sessions_.find(token));
}

}  // namespace
}  // namespace plumbline::web
