// The forms of meetings, reviews, the rolling plan and performance figures under rough handling: a second press, an old
// window, ten megabytes pasted, the wrong role, another council's identifiers.
#include "app/learning/themes.hpp"
#include "app/ports/meeting_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/theme_ports.hpp"
#include "domain/framework/loader.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

class LearningForms : public SiteTest {
 protected:
  LearningForms() : SiteTest(500, 3, "knowsley") {
    lead = tests::person_of(site, "QA lead").text();
    given_a_review();
    review = read()->reviews().find("thematic-review", december).value();
    given_a_theme();
    // Written down here, so that something is decided at it.
    send("decide", meeting + "/decide", a_decision("Write the guidance"));
    const auto found = read()->meetings().find("thematic-review", december, "");
    decision = read()->meetings().decisions(found->id).front();
  }
  // Planned for a day that has been, agreed, drawn and with its pairs.
  void given_a_review() {
    const std::string month = "/cycles/thematic-review/2026-12";
    send("plan", "/reviews/new",
         {{"programme", "thematic-review"},
          {"period", "2026-12"},
          {"theme", "Neglect"},
          {"venue", "The hall"},
          {"days", "1"},
          {"starts_on", "11"},
          {"starts_on-month", "11"},
          {"starts_on-year", "2026"}});
    send("agree", month + "/agreement",
         {{"version", "0"},
          {"theme", "Neglect"},
          {"source", "Monthly audits"},
          {"size", "12"},
          {"agreed_by", tests::person_of(site, "Head of service").text()},
          {"agreed_on", "2"},
          {"agreed_on-month", "11"},
          {"agreed_on-year", "2026"}});
    send("draw", month + "/draw", {{"size", "12"}});
    send("allocate", month + "/allocate", {});
    send("send", month + "/send", {});
  }
  web::Response post(const std::string& target, const Form& form) { return site.post("QA lead", target, form); }
  void send(const std::string& what, const std::string& target, const Form& form) {
    const auto response = post(target, form);
    EXPECT_EQ(response.status(), 303) << what << "\n" << words(response);
  }
  std::string path(const std::string& rest) const { return "/reviews/" + review.id.text() + rest; }
  std::string version() { return std::to_string(read()->reviews().find(review.id)->version); }
  // Of the section that audits judged below good most often, with an action.
  void given_a_theme() {
    const auto framework = site.services().frameworks.current(*read()).value();
    const auto from = *base::parse_period("2026-08"), to = *base::parse_period("2026-10");
    const auto found =
        app::findings(*framework, *framework->find_programme("operational"), "", from, to, read()->themes());
    send("theme", "/themes/new",
         {{"version", "0"},
          {"title", "Chronologies"},
          {"what", "Each file tells the story in order"},
          {"section", "operational/" + found.at(0).section},
          {"kind", "below-good"},
          {"from", base::iso(from)},
          {"to", base::iso(to)}});
    for (const auto& one : read()->themes().list({}))
      if (one.title == "Chronologies") theme = one;
    send("action", "/themes/" + theme.id.text() + "/actions/new",
         {{"text", "Hold a workshop in each locality"},
          {"owner", lead},
          {"due", "15"},
          {"due-month", "1"},
          {"due-year", "2027"}});
    theme_action = read()->themes().actions(theme.id).front();
  }
  Form a_decision(const std::string& text) const {
    return {{"decision", text}, {"owner", lead}, {"due", "29"}, {"due-month", "1"}, {"due-year", "2027"}};
  }
  static Form with(Form form, const std::string& name, const std::string& value) {
    std::erase_if(form, [&](const auto& field) { return field.first == name; });
    form.emplace_back(name, value);
    return form;
  }
  static void add_day(Form& form, const std::string& name, base::Day day) {
    form.emplace_back(name, std::to_string(static_cast<unsigned>(day.day())));
    form.emplace_back(name + "-month", std::to_string(static_cast<unsigned>(day.month())));
    form.emplace_back(name + "-year", std::to_string(static_cast<int>(day.year())));
  }

  // A form that is in order as it stands, and its fields of free text.
  struct Written {
    std::string target;
    Form form;
    std::vector<std::string> texts;
    std::string kept;  // the field whose version it carries: blank where it has none
  };
  std::vector<Written> forms() {
    const auto stored = read()->meetings().find("thematic-review", december, "");
    const auto of_meeting = std::to_string(stored->version);
    Form plan{
        {"version", version()}, {"theme", "Neglect"}, {"venue", "The hall"}, {"days", "1"}, {"cohort", review.cohort}};
    add_day(plan, "starts_on", review.starts_on);
    Form feedback{{"version", version()}, {"feedback", "Warmth"}};
    add_day(feedback, "feedback_on", review.ends_on());
    Form day{{"version", of_meeting}, {"time", "2pm"}, {"place", "The hall"}, {"reason", "The hall is free"}};
    add_day(day, "day", *base::parse_day("2026-12-10"));
    const auto& evidence = theme.evidence.front();
    Form a_theme{{"version", std::to_string(theme.version)}, {"title", "Plans"}, {"what", "What changes"}};
    auto new_theme = a_theme;
    for (const auto& [name, value] : Form{{"section", evidence.programme + "/" + evidence.section},
                                          {"kind", "below-good"},
                                          {"from", base::iso(evidence.from)},
                                          {"to", base::iso(evidence.to)}})
      new_theme.emplace_back(name, value);
    const std::string plan_path = "/themes/" + theme.id.text();
    return {
        {path("/edit"), plan, {"theme", "venue"}, "theme"},
        {path("/feedback"), feedback, {"feedback"}, "feedback"},
        {path("/report"),
         {{"version", version()}, {"report", "Found"}, {"recommendations", "One"}},
         {"report", "recommendations"},
         "report"},
        {meeting + "/plan", day, {"place", "reason"}, "place"},
        {meeting + "/record",
         {{"version", of_meeting}, {"minutes", "Said"}},
         {"minutes", "item-0", "theme-title"},
         "minutes"},
        {meeting + "/decide", a_decision("Another"), {"decision"}, ""},
        {"/decisions/" + decision.id.text(),
         {{"version", std::to_string(decision.version)}, {"state", "done"}, {"outcome", "Written"}},
         {"outcome"},
         "outcome"},
        {"/themes/new", new_theme, {"title", "what"}, ""},
        {plan_path + "/edit", a_theme, {"title", "what"}, "title"},
        {plan_path + "/actions/new",
         {{"text", "Hold a workshop"}, {"owner", lead}, {"due", "29"}, {"due-month", "1"}, {"due-year", "2027"}},
         {"text"},
         ""},
        {"/themes/actions/" + theme_action.id.text(),
         {{"version", std::to_string(theme_action.version)}, {"state", "done"}, {"outcome", "Held"}},
         {"outcome"},
         "outcome"},
        {"/measures/new",
         {{"measure", "Visits"}, {"period", "2026-10"}, {"value", "87.5"}, {"unit", "%"}},
         {"measure", "value", "unit", "target"},
         ""},
    };
  }

  const std::string meeting = "/meetings/thematic-review/2026-12/all";
  const base::Period december = *base::parse_period("2026-12");
  domain::Review review;
  domain::Theme theme;
  domain::ThemeAction theme_action;
  domain::Decision decision;
  std::string lead;
};

TEST_F(LearningForms, RefuseTenMegabytesInAnyFieldAndKeepNothingOfIt) {
  const auto before = tests::journal_lines(site);
  const std::string pasted(10u << 20, 'x');
  for (const auto& written : forms())
    for (const auto& field : written.texts) {
      const auto response = post(written.target, with(written.form, field, pasted));
      EXPECT_EQ(response.status(), 422) << written.target << " " << field;
      EXPECT_THAT(body(response).substr(0, 20'000), HasSubstr("There is a problem")) << written.target << " " << field;
    }
  EXPECT_EQ(tests::journal_lines(site), before) << "nothing was written";
}

TEST_F(LearningForms, ShowWhatWasTypedInAnOldWindowAndLetItBeSavedAfterwards) {
  for (const auto& written : forms()) {
    if (written.kept.empty()) continue;
    const auto old = with(with(written.form, "version", "7777"), written.kept, "Kept words Zq9");
    const auto response = post(written.target, old);
    EXPECT_EQ(response.status(), 409) << written.target;
    EXPECT_THAT(body(response), AllOf(HasSubstr("Kept words Zq9"), HasSubstr("Somebody else saved this")))
        << written.target;
    EXPECT_THAT(tests::flaws_of(response.body()), IsEmpty()) << written.target;
    std::string now;
    for (const auto& tag : tests::tags_of(body(response)))
      if (tag.name == "input" && tag.get("name") == "version" && tag.get("type") == "hidden") now = tag.get("value");
    EXPECT_EQ(post(written.target, with(old, "version", now)).status(), 303) << written.target;
  }
}

TEST_F(LearningForms, TakeASecondPressOnce) {
  const auto count = [&] {
    const auto reader = read();
    return std::tuple(reader->meetings().decisions(decision.meeting).size(), reader->themes().list({}).size(),
                      reader->themes().actions(theme.id).size(), reader->reviews().list().size());
  };
  for (const auto& written : forms()) {
    if (!written.kept.empty()) continue;
    send(written.target, written.target, written.form);
    const auto once = count();
    send(written.target, written.target, written.form);
    EXPECT_EQ(count(), once) << written.target;
  }
  Form plan{{"programme", review.programme}, {"period", "2027-03"}, {"theme", "Voice"}, {"days", "1"}};
  add_day(plan, "starts_on", *base::parse_day("2027-03-10"));
  send("/reviews/new", "/reviews/new", plan);
  const auto once = count();
  send("/reviews/new", "/reviews/new", plan);
  EXPECT_EQ(count(), once);
  // A recommendation becomes one theme, from two windows too.
  send("report", path("/report"), {{"version", version()}, {"report", "Found"}, {"recommendations", "Chronologies"}});
  const auto recommendation = read()->reviews().find(review.id)->recommendations.front().id.text();
  auto from_review = forms()[7].form;
  from_review.emplace_back("review", review.id.text());
  from_review.emplace_back("recommendation", recommendation);
  const auto first = post("/themes/new", with(from_review, "title", "Chronologies"));
  const auto second = post("/themes/new", with(from_review, "title", "Chronologies on files"));
  ASSERT_EQ(first.status(), 303) << words(first);
  EXPECT_EQ(*first.find("Location"), *second.find("Location"));
  EXPECT_THAT(words(site.get("QA lead", *first.find("Location"))), HasSubstr("Thematic review: "));
}

// The forms on a review's own page and the agreement to draw: a second press is answered as the first and does nothing,
// an old window is told so and keeps what was typed, ten megabytes are refused.
TEST_F(LearningForms, StepsOfAReviewStandRoughHandling) {
  auto planned = review;
  {
    // Planned for a day to come, so that notice of it can be given.
    const auto work = site.store().begin(site.filled().council);
    planned.starts_on = *base::parse_day("2026-12-01");
    planned.venue = "The hall";
    ASSERT_TRUE(work->reviews().save(planned));
    ASSERT_TRUE(work->commit());
  }
  struct Step {
    std::string role;
    std::string rest;
    Form form;
    std::string field;  // of free text; blank where it has none
  };
  const auto press = [&](const Step& step, const std::string& version) {
    return site.post(step.role, path(step.rest), with(step.form, "version", version));
  };
  const auto letters = [&] { return read()->outbox().waiting(5000).size(); };
  const auto stands_rough_handling = [&](const Step& step) {
    SCOPED_TRACE(step.rest);
    const auto lines = tests::journal_lines(site);
    if (!step.field.empty()) {
      const auto pasted =
          site.post(step.role, path(step.rest),
                    with(with(step.form, "version", version()), step.field, std::string(10u << 20, 'x')));
      EXPECT_EQ(pasted.status(), 422);
      EXPECT_THAT(body(pasted).substr(0, 20'000), HasSubstr("href=\"#" + step.field + "\""));
    }
    const auto old = press(step, "7777");
    EXPECT_EQ(old.status(), 409);
    EXPECT_THAT(tests::flaws_of(old.body()), IsEmpty());
    EXPECT_THAT(body(old), HasSubstr(step.field.empty() ? "" : "Kept words Zq9"));
    EXPECT_EQ(tests::journal_lines(site), lines) << "nothing was done";
    const auto before = version();
    const auto first = press(step, before);
    ASSERT_EQ(first.status(), 303) << words(first);
    const auto once = std::tuple(tests::journal_lines(site), letters(), version());
    const auto second = press(step, before);
    EXPECT_EQ(second.status(), 303) << words(second);
    EXPECT_EQ(*second.find("Location"), *first.find("Location"));
    EXPECT_EQ(std::tuple(tests::journal_lines(site), letters(), version()), once);
  };
  stands_rough_handling({"QA lead", "/notice", {}, ""});
  {
    const auto work = site.store().begin(site.filled().council);
    auto begun = work->reviews().find(review.id).value();
    begun.starts_on = review.starts_on;
    ASSERT_TRUE(work->reviews().save(begun));
    ASSERT_TRUE(work->commit());
  }
  send("report", path("/report"), {{"version", version()}, {"report", "Found"}, {"recommendations", "One"}});
  const auto framework = site.services().frameworks.current(*read()).value();
  const auto& rule = framework->find_programme("thematic-review")->review;
  const auto approver = [&](const domain::ApprovalStep& step) {
    for (const auto& person : read()->people().all())
      if (std::ranges::find(step.by, person.role) != step.by.end() && person.person_id != review.lead) {
        app::User user;
        user.person = person.person_id;
        user.grants = {{app::Role::HeadOfService, app::ScopeKind::Council, ""}};
        site.let_in("Approver of " + step.key, user);
        return "Approver of " + step.key;
      }
    throw base::Broken("nobody approves " + step.key);
  };
  for (int again = 0; again < 2; ++again) {
    for (const auto& step : rule.approval)
      stands_rough_handling({again == 0 ? approver(step) : "Approver of " + step.key,
                             "/approve",
                             {{"step", step.key}, {"note", "Kept words Zq9"}},
                             "note"});
    if (again == 0) stands_rough_handling({"QA lead", "/take-back", {{"take-back", "Kept words Zq9"}}, "take-back"});
  }
  stands_rough_handling(
      {"QA lead", "/share", {{"step", rule.dissemination.front()}, {"share-note", "Kept words Zq9"}}, "share-note"});
  for (const auto* rest : {"/notice", "/approve", "/take-back", "/share"})
    for (const auto* role : {"Social worker", "Team manager", "Director, figures only"}) {
      const auto status =
          site.post(role, path(rest), {{"version", version()}, {"step", rule.approval.front().key}}).status();
      EXPECT_TRUE(status == 403 || status == 404) << role << " " << rest << " " << status;
    }
}

TEST_F(LearningForms, TakeOneAgreementHoweverOftenItIsSent) {
  const std::string target = "/cycles/thematic-review/2027-03/agreement";
  Form plan{{"programme", review.programme}, {"period", "2027-03"}, {"theme", "Voice"}, {"days", "1"}};
  add_day(plan, "starts_on", *base::parse_day("2027-03-10"));
  send("plan", "/reviews/new", plan);
  Form agreed{{"version", "0"},
              {"theme", "Voice Zq9"},
              {"source", "Monthly audits"},
              {"size", "12"},
              {"agreed_by", tests::person_of(site, "Head of service").text()}};
  add_day(agreed, "agreed_on", *base::parse_day("2026-11-02"));
  for (const auto* field : {"theme", "answers"})
    EXPECT_EQ(post(target, with(agreed, field, std::string(10u << 20, 'x'))).status(), 422) << field;
  send("agree", target, agreed);
  const auto lines = tests::journal_lines(site);
  send("agree again", target, agreed);
  EXPECT_EQ(tests::journal_lines(site), lines);
  const auto other = post(target, with(agreed, "theme", "Another window Zq8"));
  EXPECT_EQ(other.status(), 409);
  EXPECT_THAT(body(other), AllOf(HasSubstr("Another window Zq8"), HasSubstr("Somebody else saved this")));
  EXPECT_EQ(site.post("Social worker", target, agreed).status(), 403);
}

TEST_F(LearningForms, AreNotForTheWrongRole) {
  const auto before = tests::journal_lines(site);
  for (const auto& written : forms())
    for (const auto* role : {"Social worker", "Team manager", "Head of service"}) {
      if (written.target.starts_with("/themes/actions/") && theme_action.owner == tests::person_of(site, role))
        continue;
      const auto response = site.post(role, written.target, written.form);
      EXPECT_TRUE(response.status() == 403 || response.status() == 404)
          << role << " " << written.target << " " << response.status();
    }
  EXPECT_EQ(tests::journal_lines(site), before);
}

TEST_F(LearningForms, FindNothingOfAnotherCouncil) {
  const auto work = site.store().begin("elsewhere");
  ASSERT_TRUE(app::add_council({"elsewhere", "Elsewhere", domain::shipped_framework_files(), "knowsley.yaml", ""},
                               app::command_line_actor("elsewhere"), site.clock(), *work));
  auto stranger = tests::user_with_all_roles(tests::person_of(site, "QA lead"));
  stranger.council = "elsewhere";
  site.let_in("Stranger", stranger);
  const auto before = tests::journal_lines(site);
  for (const auto& written : forms()) {
    if (written.target.starts_with("/meetings") || written.target.ends_with("/new")) continue;  // no id of ours in it
    EXPECT_EQ(site.get("Stranger", written.target).status(), 404) << written.target;
    EXPECT_EQ(site.post("Stranger", written.target, written.form).status(), 404) << written.target;
  }
  for (const auto* rest : {"", "/notice", "/approve", "/take-back", "/share"})
    EXPECT_EQ(site.post("Stranger", path(rest), {{"version", "0"}}).status(), *rest == '\0' ? 405 : 404) << rest;
  EXPECT_EQ(site.get("Stranger", path("")).status(), 404);
  EXPECT_EQ(site.get("Stranger", "/themes/new?review=" + review.id.text()).status(), 404);
  EXPECT_EQ(site.get("Stranger", "/themes/new?meeting=" + decision.meeting.text()).status(), 404);
  for (const auto* list : {"/reviews", "/themes", "/themes.csv", "/meetings", "/programme", "/measures", "/learning"})
    EXPECT_THAT(body(site.get("Stranger", list)), AllOf(Not(HasSubstr(review.id.text())), Not(HasSubstr(theme.title))))
        << list;
  EXPECT_THAT(body(site.get("Stranger", meeting)), Not(HasSubstr("Write the guidance")));
  EXPECT_EQ(tests::journal_lines(site), before);
}

TEST_F(LearningForms, TellOnTheReviewsPageWhoReadsWhatWithWhom) {
  const auto page = site.get("QA lead", path(""));
  EXPECT_THAT(tests::flaws_of(page.body()), IsEmpty());
  EXPECT_THAT(words(page), AllOf(HasSubstr("Pairs"), HasSubstr(" and "), HasSubstr("of 2 asked"), HasSubstr("KNO-"),
                                 HasSubstr("Agreed questions for the worker"), HasSubstr("Asked in ")));
  // Leadership sees the pairs and no single case.
  EXPECT_THAT(words(site.get("Director, figures only", path(""))), AllOf(HasSubstr("Pairs"), Not(HasSubstr("KNO-"))));
}

TEST_F(LearningForms, LeadAHeadOfServiceFromAFindingToWhetherItHelped) {
  const auto page = site.get("Head of service", "/themes/" + theme.id.text());
  EXPECT_THAT(tests::flaws_of(page.body()), IsEmpty());
  const auto told = words(page);
  std::size_t at = 0;
  for (const auto* step : {"What audits showed", "What was done", "What it fed", "Whether it helped"}) {
    const auto found = told.find(step, at);
    ASSERT_NE(found, std::string::npos) << step << " in\n" << told.substr(0, 3000);
    at = found;
  }
  // The audits behind the finding are as many as it says.
  const auto own = site.get("QA lead", "/themes/" + theme.id.text());
  std::string link, text;
  for (const auto& tag : tests::tags_of(body(own)))
    if (tag.name == "a" && tag.get("href").starts_with("/audits?") && link.empty())
      link = tag.get("href"), text = tag.text;
  ASSERT_FALSE(link.empty());
  EXPECT_THAT(words(site.get("QA lead", link)), HasSubstr(" " + text.substr(0, text.find(' ')) + " audit")) << link;
  // A theme of a meeting leads back to it, and the meeting to the theme.
  auto form = with(forms()[7].form, "title", "Plans of the meeting");
  form.emplace_back("meeting", decision.meeting.text());
  const auto made = post("/themes/new", form);
  ASSERT_EQ(made.status(), 303) << words(made);
  EXPECT_THAT(body(site.get("QA lead", *made.find("Location"))), HasSubstr("href=\"" + meeting + "\""));
  EXPECT_THAT(body(site.get("QA lead", meeting)), HasSubstr("href=\"" + *made.find("Location") + "\""));
}

}  // namespace
}  // namespace plumbline
