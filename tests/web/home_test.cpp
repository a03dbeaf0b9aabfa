// The home page and the way in, in process over the synthetic council: each role finds its own work and nothing it may
// not open.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>

#include "app/audit/audit_query.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"

namespace plumbline {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using tests::DemoSite;

std::string home_of(const std::string& role) {
  const auto response = DemoSite::instance().get(role, "/");
  EXPECT_EQ(response.status(), 200) << role;
  std::string body(response.body());
  // For looking at the pages by eye.
  if (const char* folder = std::getenv("PLUMBLINE_PAGES"); folder != nullptr)
    std::ofstream(std::string(folder) + "/" + role + ".html") << body;
  return body;
}

TEST(Home, HasSomethingToSayToEveryRole) {
  for (const auto& role : DemoSite::instance().roles()) {
    SCOPED_TRACE(role);
    const auto html = home_of(role);
    EXPECT_THAT(html, AllOf(HasSubstr("<h1"), HasSubstr("What to do next"), HasSubstr("class=\"app-block\"")));
    EXPECT_LT(html.size(), 100'000U);
  }
}

TEST(Home, ShowsAnAuditorTheirAuditWithItsDayInWordsAndOneButton) {
  const auto html = home_of("Advanced practitioner");
  EXPECT_THAT(html, HasSubstr("My audits"));
  EXPECT_THAT(html, AnyOf(HasSubstr("Start the audit"), HasSubstr("Continue the audit"),
                          HasSubstr("No audit is with you now"), HasSubstr("See what the moderator asks")));
}

TEST(Home, ShowsTheQaAdministratorTheMonthAndWhoHasNotReturned) {
  const auto html = home_of("QA administrator");
  EXPECT_THAT(html, AllOf(HasSubstr("November 2026"), HasSubstr("app-dates__item--now"),
                          HasSubstr("returned by locality"), HasSubstr("Who has not returned yet")));
}

// Found while reading: nobody is reminded of an audit whose auditor has left, so that nobody would have made it.
TEST(Home, TellsTheQaAdministratorOfAuditsWithPeopleWhoHaveLeft) {
  DemoSite site;
  const auto home = [&] { return std::string(site.get("QA administrator", "/").body()); };
  EXPECT_THAT(home(), Not(HasSubstr("people who have left")));
  app::AuditFilter out;
  out.states = {domain::AuditState::Sent};
  const auto audit = tests::audits(site, out).front();
  const auto work = site.store().begin(site.filled().council);
  auto auditor = work->people().find(*audit.auditor).value();
  auditor.left_on = site.clock().today();
  work->people().put(auditor);
  ASSERT_TRUE(work->commit());
  EXPECT_THAT(home(), AllOf(HasSubstr("with people who have left"), HasSubstr("auditor_left=yes")));
  const auto list =
      std::string(site.get("QA administrator", "/audits?" + app::audit_query(app::in_hand_of_leavers())).body());
  EXPECT_THAT(list, HasSubstr(audit.reference));
}

TEST(Home, ShowsAModeratorTheQueue) { EXPECT_THAT(home_of("Moderator"), HasSubstr("To moderate")); }

TEST(Home, ShowsASocialWorkerOnlyTheirOwnWork) {
  const auto html = home_of("Social worker");
  EXPECT_THAT(html, HasSubstr("Audits of my work"));
  EXPECT_THAT(
      html, AllOf(Not(HasSubstr("Who has not returned")), Not(HasSubstr("results of")), Not(HasSubstr("by locality"))));
}

// Leadership reads figures, no single case: nothing on its home page may lead to one.
TEST(Home, LeadsLeadershipToNoSingleCase) {
  const auto html = home_of("Director, figures only");
  EXPECT_THAT(html, HasSubstr("graded good or better"));
  EXPECT_THAT(html, Not(HasSubstr("href=\"/audits")));
}

// A link on the home page that answers 404 or 403 is a promise broken.
TEST(Home, LeadsOnlyToPagesThatOpen) {
  auto& site = DemoSite::instance();
  for (const auto& role : site.roles()) {
    const auto html = home_of(role);
    const std::regex link(R"re(href="(/[^"#]*)")re");
    for (std::sregex_iterator at(html.begin(), html.end(), link), end; at != end; ++at) {
      auto target = (*at)[1].str();
      if (target.starts_with("/assets/")) continue;
      for (auto found = target.find("&amp;"); found != std::string::npos; found = target.find("&amp;"))
        target.replace(found, 5, "&");
      EXPECT_LT(site.get(role, target).status(), 400) << role << " " << target;
    }
  }
}

TEST(SignIn, SendsAStrangerToTheFormAndBack) {
  auto& site = DemoSite::instance();
  const auto response = site.get_signed_out("/help");
  ASSERT_EQ(response.status(), 303);
  EXPECT_THAT(*response.find("Location"), HasSubstr("/sign-in?next="));
  EXPECT_THAT(std::string(site.get_signed_out("/sign-in?next=%2Faudits").body()),
              HasSubstr("name=\"next\" value=\"/audits\""));
}

TEST(SignIn, OpensWithTheRightPasswordAndGoesWhereOneWanted) {
  auto& site = DemoSite::instance();
  const auto& someone = site.filled().sign_ins.front();
  const auto response =
      site.post("", "/sign-in", {{"email", someone.email}, {"password", site.filled().password}, {"next", "/audits"}});
  EXPECT_EQ(response.status(), 303);
  EXPECT_EQ(*response.find("Location"), "/audits");
  EXPECT_THAT(*response.find("Set-Cookie"),
              AllOf(HasSubstr("__Host-plumbline="), HasSubstr("HttpOnly"), HasSubstr("Secure")));
}

TEST(SignIn, RefusesTheSameWayWhateverWasWrong) {
  auto& site = DemoSite::instance();
  const auto wrong =
      site.post("", "/sign-in", {{"email", site.filled().sign_ins.back().email}, {"password", "not the password"}});
  const auto nobody = site.post("", "/sign-in", {{"email", "nobody@example.org"}, {"password", "not the password"}});
  for (const auto* response : {&wrong, &nobody}) {
    EXPECT_EQ(response->status(), 422);
    EXPECT_THAT(std::string(response->body()),
                AllOf(HasSubstr("Check your email address and password"), HasSubstr("Error: Sign in")));
    EXPECT_EQ(response->find("Set-Cookie"), nullptr);
  }
  // The password never comes back in the page.
  EXPECT_THAT(std::string(wrong.body()), Not(HasSubstr("not the password")));
}

TEST(SignIn, LeadsNowhereOutside) {
  auto& site = DemoSite::instance();
  for (const char* next : {"//evil.example", "https://evil.example", "/\\evil.example", "/sign-out"}) {
    const auto response = site.post(
        "", "/sign-in",
        {{"email", site.filled().sign_ins.front().email}, {"password", site.filled().password}, {"next", next}});
    ASSERT_EQ(response.status(), 303);
    EXPECT_EQ(*response.find("Location"), "/") << next;
  }
}

TEST(SignIn, AsksForWhatIsMissing) {
  const auto response = DemoSite::instance().post("", "/sign-in", {{"email", ""}, {"password", ""}});
  EXPECT_EQ(response.status(), 422);
  EXPECT_THAT(std::string(response.body()), AllOf(HasSubstr("href=\"#email\""), HasSubstr("href=\"#password\"")));
}

TEST(Session, SaysHowLongItStillLasts) {
  const auto response = DemoSite::instance().post("QA lead", "/session/extend", {});
  EXPECT_EQ(response.status(), 200);
  EXPECT_EQ(response.body(), R"({"seconds":1800})");
}

}  // namespace
}  // namespace plumbline
