// Every route, asked for by every role and by nobody: tests/golden/web/who-sees.txt is the table of what they get. Then
// what no row of a table can show: other councils, other people's cases, pages of other sites.
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/framework/frameworks.hpp"
#include "app/ports/review_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/framework/loader.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "support/golden.hpp"
#include "support/html.hpp"
#include "web/http/router.hpp"

namespace plumbline {
namespace {

using tests::DemoSite;
using web::Method;

// A route with its names filled in.
struct Ask {
  Method method = Method::Get;
  std::string pattern;
  std::string target;
  bool is_public = false;
  bool has_id = false;  // names one thing of a council: an audit, an action, a concern, a cycle, an upload, a child
};

class Walk {
 public:
  explicit Walk(DemoSite& site) : site_(site) {
    site_.make_no_files();
    app::AuditFilter mine;
    mine.auditor = tests::person_of(site, "Advanced practitioner");
    mine.returned = false;
    under_way_ = tests::audits(site, mine).front();
    waiting_ = tests::audit_in(site, domain::AuditState::Submitted);
    finished_ = tests::audit_in(site, domain::AuditState::Final);
    action_ = tests::action_in(site, domain::ActionState::Open);
    concern_ = tests::concern_of(site);
    follow_up_ = tests::follow_up_of(site);
    disagreement_ = tests::disagreement_of(site);
    note_ = tests::practice_note_of(site);
    decision_ = tests::decision_about(site, under_way_);
    theme_action_ = tests::theme_action_of(site, under_way_);
    upload_ = upload();
    publication_ = publication();
    token_ = token();
  }

  const domain::Audit& under_way() const { return under_way_; }
  const domain::Audit& waiting() const { return waiting_; }
  const domain::Audit& finished() const { return finished_; }
  const domain::Action& action() const { return action_; }
  std::string publication_path() const { return "/publications/" + publication_; }
  std::string upload_path() const { return "/register/import/" + upload_; }
  const domain::Concern& concern() const { return concern_; }

  // All of them but signing out, which ends the walk of whoever does it.
  std::vector<Ask> asks() const {
    std::vector<Ask> all;
    for (const auto& [method, route] : site_.site().router().routes()) {
      if (method == Method::Head || route->pattern == "/sign-out") continue;
      Ask ask{method, route->pattern, route->pattern, route->options.access == web::Access::Public, false};
      fill_in(ask);
      all.push_back(std::move(ask));
    }
    std::sort(all.begin(), all.end(), [](const Ask& a, const Ask& b) {
      // What throws the upload away comes after what reads it.
      const auto last = [](const Ask& ask) { return ask.pattern.ends_with("/discard"); };
      return std::tuple(last(a), a.pattern, a.method) < std::tuple(last(b), b.pattern, b.method);
    });
    return all;
  }

  web::Request request(const Ask& ask, const std::string& role) {
    auto request = site_.request_of(ask.method, role, ask.target);
    if (ask.method == Method::Post) {
      if (!role.empty()) request.form.add("csrf_token", site_.csrf_token(role));
      // Nobody draws here: a size that is none is refused after the question of who may.
      request.form.add("size", "none");
    }
    return request;
  }

 private:
  std::string upload() {
    auto request = site_.request_of(Method::Post, "QA administrator", "/register/import");
    request.form.add("csrf_token", site_.csrf_token("QA administrator"));
    request.form.add("kind", "cases");
    request.form.add("as_of", "1");
    request.form.add("as_of-month", "11");
    request.form.add("as_of-year", "2026");
    // With a row that is wrong, so that confirming it without a tick is refused.
    request.uploads.emplace_back("file", "cases.csv", "text/csv",
                                 std::make_shared<const std::string>(
                                     "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on\n"
                                     "C1,cin,East,S,T1,W1,M1,2026-01-05\nC2,wrong,East,S,T1,W1,M1,2026-01-05\n"));
    const auto response = site_.respond(std::move(request));
    const auto* to = response.find("Location");
    if (to == nullptr) throw base::Broken("the file was not taken");
    const auto path = to->substr(0, to->find('?'));
    return path.substr(path.rfind('/') + 1);
  }

  std::string publication() {
    const auto response =
        site_.post("QA lead", "/reports/monthly/publish?from=2026-10&to=2026-10", {{"confirm", "yes"}});
    const auto* to = response.find("Location");
    if (to == nullptr) throw base::Broken("the report was not published");
    return to->substr(to->rfind('/') + 1);
  }
  std::string token() {
    const auto id = base::new_uuid(site_.clock().now());
    const auto response = site_.post("QA lead", "/tokens",
                                     {{"token", id}, {"name", "A dashboard"}, {"scopes", "reports"}, {"days", "30"}});
    if (response.status() != 200) throw base::Broken("no token was made");
    return id;
  }

  void fill_in(Ask& ask) const {
    const auto put = [&](std::string_view name, std::string_view value, bool id = false) {
      if (ask.target.find(name) == std::string::npos) return;
      ask.target = base::replace_all(ask.target, name, value);
      ask.has_id = ask.has_id || id;
    };
    const std::string_view pattern = ask.pattern;
    if (pattern.starts_with("/audits/") && pattern.ends_with("/moderate")) put("{id:uuid}", waiting_.id.text(), true);
    if (pattern.starts_with("/audits/") && pattern.ends_with("/returned")) put("{id:uuid}", waiting_.id.text(), true);
    if (pattern.find("/record.") != std::string_view::npos) put("{id:uuid}", finished_.id.text(), true);
    if (pattern.starts_with("/audits/")) put("{id:uuid}", under_way_.id.text(), true);
    if (pattern.starts_with("/actions/")) put("{id:uuid}", action_.id.text(), true);
    if (pattern.starts_with("/concerns/")) put("{id:uuid}", concern_.id.text(), true);
    if (pattern.starts_with("/follow-ups/")) put("{id:uuid}", follow_up_.id.text(), true);
    if (pattern.starts_with("/disagreements/")) put("{id:uuid}", disagreement_.id.text(), true);
    if (pattern.starts_with("/earlier-practice/")) put("{id:uuid}", note_.id.text(), true);
    if (pattern.starts_with("/cycles/")) put("{id:uuid}", under_way_.cycle.text(), true);
    if (pattern.starts_with("/register/import/")) put("{id:uuid}", upload_, true);
    if (pattern.starts_with("/decisions/")) put("{id:uuid}", decision_.id.text(), true);
    if (pattern.starts_with("/themes/actions/")) put("{id:uuid}", theme_action_.id.text(), true);
    if (pattern.starts_with("/themes/")) put("{id:uuid}", theme_action_.theme.text(), true);
    // The demo's council holds no reviews: what each role gets of one stands at the end of the table.
    if (pattern.starts_with("/reviews/")) put("{id:uuid}", under_way_.id.text(), true);
    put("{place}", under_way_.locality);
    if (pattern.find("/publications/") != std::string_view::npos) put("{id:uuid}", publication_, true);
    if (pattern.starts_with("/tokens/")) put("{id:uuid}", token_, true);
    put("{reference}", under_way_.reference, true);
    put("{child}", under_way_.child_id.text(), true);
    put("{programme}", under_way_.programme);
    put("{period:period}", base::iso(under_way_.period));
    put("{section}", section());
    put("{kind}", "worker");
    put("{letter}", "none");
    put("{council}", site_.filled().council);
    put("{secret}", "none.ics");
    put("{name...}", "nothing.css");
    put("{name}", "none.css");
    if (ask.target.find('{') != std::string::npos) throw base::Broken("the walk cannot fill in " + ask.pattern);
  }

  std::string section() const {
    const auto framework = site_.services().frameworks.current(*site_.store().read(site_.filled().council)).value();
    return domain::sections_for(*framework->find_tool(under_way_.tool), under_way_.category).front()->key;
  }

  DemoSite& site_;
  domain::Audit under_way_, waiting_, finished_;
  domain::Action action_;
  domain::Concern concern_;
  domain::FollowUp follow_up_;
  domain::Disagreement disagreement_;
  domain::PracticeNote note_;
  domain::Decision decision_;
  domain::ThemeAction theme_action_;
  std::string upload_;
  std::string publication_;
  std::string token_;
};

// Lancashire holds no thematic reviews; in a council that does, one that is planned.
std::string planned_review(DemoSite& site) {
  domain::Review review;
  review.id = domain::ReviewId(base::new_uuid(site.clock().now()));
  review.programme = "thematic-review";
  review.period = base::parse_period("2026-12").value();
  review.theme = "Neglect";
  review.venue = "The hall";
  review.starts_on = base::parse_day("2026-12-01").value();
  review.days = 2;
  review.lead = tests::person_of(site, "QA lead");
  review.created_at = site.clock().now();
  const auto work = site.store().begin(site.filled().council);
  work->reviews().add(review);
  if (!work->commit()) throw base::Broken("the review was not kept");
  return review.id.text();
}

std::string columns_under(const std::vector<std::string>& roles) {
  std::string out;
  for (std::size_t at = 0; at < roles.size(); ++at) out += fmt::format("  {:>2}  {}\n", at + 1, roles[at]);
  return out;
}

TEST(WhoSees, StandsInATableOfAllRoutesAndRoles) {
  DemoSite site;
  Walk walk(site);
  const auto roles = site.roles();
  std::string table =
      "Who gets what: the status of every route for each role and for somebody not signed in (out).\n"
      "The audit is one that the advanced practitioner has under way; moderating and “returned” speak of one that "
      "waits for\n"
      "its moderator. Forms are sent with their token and nothing else, so 422 or 409 is: you may, but write something "
      "first.\n\n" +
      columns_under(roles) + "\n";
  const auto line = [&](std::string_view method, const std::string& pattern, const auto& status_of) {
    table += fmt::format("{:<4} {:<58} {:>3}", method, pattern, status_of(std::string()));
    for (const auto& role : roles) table += fmt::format(" {:>3}", status_of(role));
    table += "\n";
  };
  table += fmt::format("{:<63} out", "");
  for (std::size_t at = 1; at <= roles.size(); ++at) table += fmt::format(" {:>3}", at);
  table += "\n";
  for (const auto& ask : walk.asks()) {
    line(to_string(ask.method), ask.pattern, [&](const std::string& role) {
      const auto response = site.respond(walk.request(ask, role));
      EXPECT_LT(response.status(), 500) << ask.pattern << " " << role;
      if (role.empty() && !ask.is_public) {
        EXPECT_EQ(response.status(), 303) << ask.pattern;
        EXPECT_THAT(*response.find("Location"), testing::StartsWith("/sign-in"));
      }
      // A file that takes a moment is waited for on a page of its own; whether it does is the machine's affair.
      const auto* to = response.find("Location");
      return response.status() == 303 && to != nullptr && to->starts_with("/documents/") ? 200 : response.status();
    });
  }
  table += "\nOther audits, by where they stand\n";
  for (const auto& [name, audit] :
       {std::pair{"waits for its moderator", &walk.waiting()}, {"finished", &walk.finished()}})
    for (const auto* part : {"", "/check", "/conversations/worker", "/documents", "/overall", "/returned"})
      line("GET", fmt::format("/audits/{{id}}{}, {}", part, name), [&, &audit = audit](const std::string& role) {
        return site.respond(site.request_of(Method::Get, role, "/audits/" + audit->id.text() + part)).status();
      });
  table += "\nA planned review, in a council that holds them\n";
  DemoSite reviewing(600, 1, "knowsley");
  reviewing.make_no_files();
  ASSERT_EQ(reviewing.roles(), roles);
  const auto review = planned_review(reviewing);
  std::set<std::pair<std::string, Method>> of_reviews;
  for (const auto& [method, route] : reviewing.site().router().routes())
    if (route->pattern.starts_with("/reviews") && method != Method::Head) of_reviews.emplace(route->pattern, method);
  EXPECT_GT(of_reviews.size(), 10U);
  for (const auto& [pattern, method] : of_reviews)
    line(to_string(method), pattern, [&, &pattern = pattern, method = method](const std::string& role) {
      auto request = reviewing.request_of(method, role, base::replace_all(pattern, "{id:uuid}", review));
      if (method == Method::Post && !role.empty()) request.form.add("csrf_token", reviewing.csrf_token(role));
      const auto status = reviewing.respond(std::move(request)).status();
      EXPECT_LT(status, 500) << pattern << " " << role;
      return status;
    });
  EXPECT_THAT(site.broken(), testing::IsEmpty());
  EXPECT_THAT(reviewing.broken(), testing::IsEmpty());
  test::expect_golden(table, "web/who-sees.txt");
}

// A script that saves what is being typed is told so in a word that it understands, not led to a page.
TEST(WhoSees, TellsAScriptWithoutASessionToSignIn) {
  auto& site = DemoSite::instance();
  auto request = site.request_of(Method::Post, "", "/session/extend");
  request.headers.add("x-csrf-token", "of a session that has ended");
  EXPECT_EQ(site.respond(std::move(request)).status(), 401);
}

// Another council in the same database: its people know everything of their own, and nothing of ours.
TEST(WhoSees, FindsNothingOfAnotherCouncil) {
  DemoSite site;
  Walk walk(site);
  const auto work = site.store().begin("elsewhere");
  ASSERT_TRUE(
      app::add_council({"elsewhere", "Elsewhere Council", domain::shipped_framework_files(), "lancashire.yaml", ""},
                       app::command_line_actor("elsewhere"), site.clock(), *work));
  auto stranger = tests::user_with_all_roles(tests::person_of(site, "QA lead"));
  stranger.council = "elsewhere";
  site.let_in("Stranger", stranger);
  ASSERT_EQ(site.get("Stranger", "/audits").status(), 200);
  const auto before = tests::journal_lines(site);
  int walked = 0;
  for (const auto& ask : walk.asks()) {
    if (!ask.has_id) continue;
    ++walked;
    const auto response = site.respond(walk.request(ask, "Stranger"));
    // A second click on “Import” or “Discard” finds the upload gone; another council's is gone in the same way.
    const bool gone =
        ask.method == Method::Post && ask.pattern.starts_with("/register/import/") && response.status() == 303;
    if (gone) {
      EXPECT_THAT(*response.find("Location"), testing::AnyOf("/register", "/register/import"));
    }
    // A month has no identifier of its own: the address is the stranger's own month, which nobody has drawn.
    const bool own_month = ask.pattern.starts_with("/cycles/{programme}/") && response.status() == 422;
    EXPECT_TRUE(gone || own_month || response.status() == 404)
        << to_string(ask.method) << " " << ask.pattern << " " << response.status();
    EXPECT_THAT(std::string(response.body()), testing::Not(testing::HasSubstr(walk.under_way().reference)));
  }
  EXPECT_GT(walked, 40);
  EXPECT_EQ(site.get("QA administrator", walk.upload_path()).status(), 200) << "our upload is untouched";
  for (const auto* list :
       {"/audits", "/audits.csv", "/actions", "/actions.csv", "/concerns", "/concerns.csv", "/follow-ups",
        "/disagreements", "/hand-overs", "/good-practice", "/moderation/auditors", "/register", "/register/people",
        "/moderation", "/cycles", "/reports/monthly?from=2026-10&to=2026-10", "/"}) {
    const std::string html(site.get("Stranger", list).body());
    EXPECT_THAT(html, testing::Not(testing::HasSubstr("LAN-2026"))) << list;
    EXPECT_THAT(html, testing::Not(testing::HasSubstr(walk.under_way().child_id.text()))) << list;
  }
  EXPECT_EQ(tests::journal_lines(site), before);
}

// Whose case it is not may not even learn that there is one.
TEST(WhoSees, SaysNotFoundWhereACaseIsOutOfOnesSight) {
  DemoSite site;
  Walk walk(site);
  const auto grant = [](app::Role role, app::ScopeKind scope, std::string value) {
    app::User user;
    user.grants = {{role, scope, std::move(value)}};
    return user;
  };
  const std::vector<std::pair<std::string, app::User>> others{
      {"Another auditor", grant(app::Role::Auditor, app::ScopeKind::Own, "")},
      {"Another worker", grant(app::Role::SocialWorker, app::ScopeKind::Own, "")},
      {"Another team's manager", grant(app::Role::TeamManager, app::ScopeKind::Team, "A team of its own")},
      {"Another locality's head", grant(app::Role::HeadOfService, app::ScopeKind::Locality, "Elsewhere")},
      {"Another locality's moderator", grant(app::Role::Moderator, app::ScopeKind::Locality, "Elsewhere")},
      {"A partner", grant(app::Role::Partner, app::ScopeKind::Own, "")},
      {"A director", grant(app::Role::Leadership, app::ScopeKind::Council, "")}};
  for (const auto& [name, user] : others) {
    SCOPED_TRACE(name);
    site.let_in(name, user);
    for (const auto& ask : walk.asks()) {
      const bool one_case = ask.pattern.starts_with("/audits/") || ask.pattern.starts_with("/actions/") ||
                            ask.pattern.starts_with("/concerns/") || ask.pattern.starts_with("/follow-ups/") ||
                            ask.pattern.starts_with("/disagreements/") || ask.pattern.starts_with("/earlier-practice/");
      if (!one_case) continue;
      EXPECT_EQ(site.respond(walk.request(ask, name)).status(), 404) << to_string(ask.method) << " " << ask.pattern;
    }
    for (const auto* list : {"/audits.csv", "/actions.csv"}) {
      const std::string csv(site.get(name, list).body());
      EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1) << list << " has more than its first line";
    }
    for (const auto* list : {"/audits", "/actions", "/concerns", "/follow-ups", "/disagreements", "/good-practice"})
      EXPECT_THAT(std::string(site.get(name, list).body()), testing::Not(testing::HasSubstr("LAN-2026"))) << list;
  }
}

// Leadership reads figures; the audits, actions and files behind them stay with those who answer for them.
TEST(WhoSees, ShowsLeadershipFiguresAndNoSingleCase) {
  DemoSite site;
  Walk walk(site);
  const auto* director = "Director, figures only";
  std::vector<std::string> references;
  std::vector<std::string> children;
  for (const auto& audit : tests::audits(site, {})) {
    references.push_back(audit.reference);
    children.push_back(audit.child_id.text());
  }
  const auto publication = walk.publication_path();
  for (const auto* page : {"/",
                           "/audits",
                           "/audits.csv",
                           "/actions",
                           "/actions.csv",
                           "/concerns",
                           "/concerns.csv",
                           "/follow-ups",
                           "/disagreements",
                           "/hand-overs",
                           "/good-practice",
                           "/good-practice.csv",
                           "/reports",
                           "/reports/monthly",
                           "/reports/monthly?part=sections",
                           "/reports/monthly?part=year",
                           "/reports/monthly.csv",
                           "/reports/monthly.html",
                           "/reports/monthly/exemptions",
                           "/api/v1/reports/monthly",
                           "/api/v1/audits",
                           "/api/v1/actions",
                           "/publications",
                           publication.c_str()}) {
    const auto response = site.get(director, page);
    EXPECT_EQ(response.status(), 200) << page;
    const std::string text(response.body());
    for (const auto& reference : references)
      if (text.find(reference) != std::string::npos) ADD_FAILURE() << page << " names " << reference;
    for (const auto& child : children)
      if (text.find(child) != std::string::npos) ADD_FAILURE() << page << " names the child " << child;
  }
  EXPECT_THAT(std::string(site.get(director, "/reports/monthly").body()), testing::HasSubstr("% ("));
}

// What one's own page did not send changes nothing, whoever is signed in.
TEST(WhoSees, TakesNoFormWithoutItsTokenNorFromAnotherSite) {
  DemoSite site;
  Walk walk(site);
  site.let_in("Everybody", tests::user_with_all_roles(walk.under_way().auditor));
  const auto before = tests::journal_lines(site);
  int walked = 0;
  for (const auto& ask : walk.asks()) {
    if (ask.method != Method::Post || ask.pattern == "/sign-in") continue;
    ++walked;
    SCOPED_TRACE(ask.pattern);
    EXPECT_EQ(site.respond(site.request_of(ask.method, "Everybody", ask.target)).status(), 403) << "without a token";
    auto wrong = site.request_of(ask.method, "Everybody", ask.target);
    wrong.form.add("csrf_token", site.csrf_token("QA lead"));
    EXPECT_EQ(site.respond(std::move(wrong)).status(), 403) << "with another's token";
    auto twice = walk.request(ask, "Everybody");
    twice.form.add("csrf_token", "and another");
    EXPECT_EQ(site.respond(std::move(twice)).status(), 403) << "with two tokens";
    auto request = site.request_of(ask.method, "Everybody", ask.target);
    web::Fields headers;
    for (const auto& [name, value] : request.headers)
      if (name != "origin" && name != "sec-fetch-site") headers.add(name, value);
    request.form.add("csrf_token", site.csrf_token("Everybody"));
    auto foreign = request;
    foreign.headers = headers;
    foreign.headers.add("origin", "https://evil.example");
    EXPECT_EQ(site.respond(std::move(foreign)).status(), 403) << "from another site";
    request.headers = headers;
    request.headers.add("sec-fetch-site", "cross-site");
    EXPECT_EQ(site.respond(std::move(request)).status(), 403) << "from another site, says the browser";
  }
  EXPECT_GT(walked, 25);
  EXPECT_EQ(tests::journal_lines(site), before);
}

// The second click of a double click on “Sign in” comes with the session that the first one made.
TEST(WhoSees, SignsInTwiceWithoutComplaint) {
  auto& site = DemoSite::instance();
  auto again = site.request_of(Method::Post, "QA lead", "/sign-in");
  again.form.add("csrf_token", "");
  again.form.add("email", site.filled().sign_ins.front().email);
  again.form.add("password", site.filled().password);
  const auto response = site.respond(std::move(again));
  EXPECT_EQ(response.status(), 303);
}

}  // namespace
}  // namespace plumbline
