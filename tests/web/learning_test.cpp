// What people type into meetings and the rolling plan, page by page: taken, shown as typed, refused where it is wrong.
#include "app/ports/meeting_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

using testing::StartsWith;

class LearningPages : public SiteTest {
 protected:
  std::string done(const std::string& target, const Form& form) {
    const auto response = site.post("QA lead", target, form);
    EXPECT_EQ(response.status(), 303) << target << "\n" << words(response);
    const auto* to = response.find("Location");
    return to == nullptr ? std::string() : *to;
  }
  // Pressed twice, answered twice the same and done once.
  void done_once(const std::string& target, const Form& form) {
    const auto first = done(target, form);
    const auto lines = tests::journal_lines(site);
    EXPECT_EQ(done(target, form), first);
    EXPECT_EQ(tests::journal_lines(site), lines) << target;
  }
  std::string version_of_meeting() {
    const auto found = read()->meetings().find("tier2", *base::parse_period("2026-12"), "East");
    return std::to_string(found ? found->version : 0);
  }

  const std::string meeting = "/meetings/tier2/2026-12/East";
  const std::string hostile = "Zq7<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>";
};

TEST_F(LearningPages, TakeAMeetingFromItsDayToItsMinutes) {
  EXPECT_THAT(words(site.get("QA lead", meeting)), HasSubstr("Nobody is invited yet"));
  // A time that is none is said beside its field, and what was typed is still there.
  const Form day{{"version", "0"}, {"day", "11"}, {"day-month", "1"}, {"day-year", "2027"}};
  auto wrong = day;
  wrong.insert(wrong.end(), {{"time", "soon"}, {"place", hostile}});
  const auto refused = site.post("QA lead", meeting + "/plan", wrong);
  EXPECT_EQ(refused.status(), 422);
  EXPECT_THAT(words(refused), HasSubstr("Enter the time of the meeting"));
  EXPECT_THAT(body(refused), AllOf(HasSubstr("value=\"soon\""), Not(HasSubstr("<script>alert"))));
  auto right = day;
  right.insert(right.end(), {{"time", "2pm"}, {"place", hostile}, {"reason", "Another meeting needs the room"}});
  done(meeting + "/plan", right);
  EXPECT_THAT(words(site.get("QA lead", meeting)), HasSubstr("at 2:00pm, " + hostile));
  const auto lead = tests::person_of(site, "QA lead").text();
  done(meeting + "/call", {{"version", version_of_meeting()}, {"people", lead}});
  EXPECT_EQ(site.post("QA lead", meeting + "/call", {{"version", version_of_meeting()}}).status(), 422);
  done(meeting + "/record", {{"version", version_of_meeting()},
                             {"present", lead},
                             {"item-0", hostile},
                             {"minutes", std::string(100'000, 'm')}});
  const auto minutes = site.get("QA lead", meeting + "/minutes");
  EXPECT_THAT(body(minutes), AllOf(Not(HasSubstr("<script>alert")), Not(HasSubstr("<img src=x"))));
  EXPECT_THAT(words(minutes), AllOf(HasSubstr(hostile), HasSubstr("These minutes are a draft until they are closed.")));
  const auto too_long = site.post("QA lead", meeting + "/record",
                                  {{"version", version_of_meeting()}, {"minutes", std::string(100'001, 'm')}});
  EXPECT_EQ(too_long.status(), 422);
  const auto stale = site.post("QA lead", meeting + "/record", {{"version", "1"}, {"minutes", "Kept words"}});
  EXPECT_EQ(stale.status(), 409);
  EXPECT_THAT(body(stale), HasSubstr("Kept words")) << "nothing typed is lost";
  const Form decision{{"decision", hostile}, {"owner", lead}, {"due", "17"}, {"due-month", "2"}, {"due-year", "2027"}};
  done(meeting + "/decide", decision);
  done(meeting + "/decide", decision);
  const auto found = read()->meetings().find("tier2", *base::parse_period("2026-12"), "East");
  const auto decisions = read()->meetings().decisions(found->id);
  ASSERT_EQ(decisions.size(), 1U) << "pressed twice, decided once";
  EXPECT_THAT(words(site.get("QA lead", "/")), HasSubstr("From meetings and the rolling plan"));
  EXPECT_THAT(done("/decisions/" + decisions[0].id.text(),
                   {{"version", "0"}, {"state", "done"}, {"outcome", "Written and shared"}}),
              StartsWith("/meetings/"));
  const auto early = site.post("QA lead", meeting + "/close", {{"version", version_of_meeting()}});
  EXPECT_EQ(early.status(), 422);
  EXPECT_THAT(words(early), HasSubstr("The meeting has not taken place yet"));
  {
    const auto work = site.store().begin(site.filled().council);
    auto today = work->meetings().find(found->id).value();
    today.on = site.clock().today();
    today.next_theme_title = "Plans";
    ASSERT_TRUE(work->meetings().save(today));
    ASSERT_TRUE(work->commit());
  }
  done_once(meeting + "/close", {{"version", version_of_meeting()}});
  EXPECT_EQ(read()->meetings().find(found->id)->state, domain::MeetingState::Held);
  done_once(meeting + "/reopen", {{"version", version_of_meeting()}, {"reopen-reason", "A decision was left out"}});
  EXPECT_NE(read()->meetings().find(found->id)->state, domain::MeetingState::Held);
}

TEST_F(LearningPages, MakeAThemeOfAFindingAndFollowIt) {
  std::string link;
  for (const auto& tag : tests::tags_of(body(site.get("QA lead", "/themes/findings?from=2026-08&to=2026-10"))))
    if (link.empty() && tag.get("href").starts_with("/themes/new?")) link = tag.get("href");
  ASSERT_FALSE(link.empty());
  EXPECT_EQ(site.get("QA lead", link).status(), 200);
  Form form{{"version", "0"}, {"title", hostile}, {"what", hostile}};
  std::string select;
  for (const auto& tag : tests::tags_of(body(site.get("QA lead", link)))) {
    if (tag.name == "select") select = tag.get("name");
    if (tag.name == "option" && tag.find("selected")) form.emplace_back(select, tag.get("value"));
    if (tag.name == "input" && tag.get("type") == "radio" && tag.find("checked"))
      form.emplace_back(tag.get("name"), tag.get("value"));
  }
  const auto theme = done("/themes/new", form);
  const auto page = site.get("Head of service", theme);
  EXPECT_THAT(words(page), AllOf(HasSubstr(hostile), HasSubstr("judged below good")));
  EXPECT_THAT(body(page), Not(HasSubstr("<script>alert")));
  EXPECT_EQ(site.post("Head of service", theme + "/close", {{"version", "0"}, {"why", "x"}}).status(), 403);
  done(theme + "/actions/new", {{"text", hostile},
                                {"owner", tests::person_of(site, "Social worker").text()},
                                {"due", "17"},
                                {"due-month", "12"},
                                {"due-year", "2026"},
                                {"link", "Training"}});
  const auto id = theme.substr(theme.rfind('/') + 1);
  const auto action = read()->themes().actions(domain::ThemeId{id}).at(0);
  // Its owner sees the one action, and not the plan.
  const auto own = site.get("Social worker", "/themes/actions/" + action.id.text());
  EXPECT_THAT(words(own), HasSubstr(hostile));
  EXPECT_EQ(site.get("Social worker", theme).status(), 403);
  EXPECT_EQ(site.get("Social worker", "/themes.csv").status(), 403);
  const auto csv = body(site.get("QA lead", "/themes.csv?state=all"));
  EXPECT_THAT(csv, AllOf(StartsWith("theme,state,"), HasSubstr(",Training,")));
  const auto version = [&] { return std::to_string(read()->themes().find(domain::ThemeId{id})->version); };
  done_once(theme + "/close", {{"version", version()}, {"why", "It is settled"}});
  done_once(theme + "/reopen", {{"version", version()}, {"why", "It is back"}});
}

TEST_F(LearningPages, TakeAFileOfFiguresOrSayWhichLineIsWrong) {
  const auto send = [&](const std::string& csv) {
    auto request = site.request_of(web::Method::Post, "QA administrator", "/measures/import");
    request.form.add("csrf_token", site.csrf_token("QA administrator"));
    request.uploads.emplace_back("file", "figures.csv", "text/csv", std::make_shared<const std::string>(csv));
    return site.respond(std::move(request));
  };
  const auto wrong = send("measure,period,locality,value\nVisits,2026-10,East,many\n");
  EXPECT_EQ(wrong.status(), 422);
  EXPECT_THAT(words(wrong), HasSubstr("See line 2, column value."));
  EXPECT_EQ(send("measure,period,locality,value\n" + hostile + ",2026-10,East,41.5\n").status(), 303);
  const auto pack = site.get("QA lead", "/meetings/tier2/2026-10/East/pack");
  EXPECT_THAT(words(pack), AllOf(HasSubstr(hostile), HasSubstr("41.5")));
  EXPECT_THAT(body(pack), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(body(site.get("Director, figures only", "/meetings/tier2/2026-10/East/pack.json")), HasSubstr("41.5"));
  EXPECT_EQ(site.get("Social worker", "/meetings/tier2/2026-10/East/pack").status(), 403);
  EXPECT_EQ(site.get("Head of service", "/measures").status(), 403);
}

TEST_F(LearningPages, ShowWhoIsNotTrainedYet) {
  {
    const auto work = site.store().begin(site.filled().council);
    auto person = *work->people().find(tests::person_of(site, "Senior manager"));
    person.trained_on.reset();
    work->people().put(person);
    ASSERT_TRUE(work->commit());
  }
  EXPECT_THAT(words(site.get("QA lead", "/register/training?trained=no")),
              AllOf(HasSubstr("Not trained yet"), HasSubstr("Tier 2")));
  EXPECT_THAT(body(site.get("QA lead", "/register/training/export?trained=no")), HasSubstr("senior-manager"));
  EXPECT_EQ(site.get("Social worker", "/register/training").status(), 403);
}

}  // namespace
}  // namespace plumbline
