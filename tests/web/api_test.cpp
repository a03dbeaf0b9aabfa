// The API and its tokens: what a token reads, that it reads no more, and when it stops (SEC-1).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "app/ports/audit_ports.hpp"
#include "app/ports/token_ports.hpp"
#include "app/token/tokens.hpp"
#include "base/hash.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/monthly.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "web/api/api.hpp"
#include "web/report/report_page.hpp"

namespace plumbline {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::DemoSite;
using web::Method;

std::string body(const web::Response& response) { return std::string(response.body()); }

// Made on the page, as a person does, and read off it.
std::string token(DemoSite& site, const std::string& role, const std::vector<std::string>& scopes) {
  std::vector<std::pair<std::string, std::string>> form{
      {"token", base::new_uuid(site.clock().now())}, {"name", "A dashboard"}, {"days", "30"}};
  for (const auto& scope : scopes) form.emplace_back("scopes", scope);
  const auto page = body(site.post(role, "/tokens", form));
  std::smatch found;
  EXPECT_TRUE(std::regex_search(page, found, std::regex("plb\\.lancashire\\.[A-Za-z0-9_-]{43}"))) << page;
  return found.str();
}

web::Response get(DemoSite& site, const std::string& target, const std::string& secret, const std::string& etag = {}) {
  web::Request request;
  request.method = Method::Get;
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  request.headers.add("host", "plumbline.test");
  request.headers.add("accept", "application/json");
  if (!secret.empty()) request.headers.add("authorization", "Bearer " + secret);
  if (!etag.empty()) request.headers.add("if-none-match", etag);
  request.id = "api-test";
  return site.respond(std::move(request));
}

TEST(Api, ReadsWithATokenWhatItsMakerMaySeeAndItsScopesName) {
  DemoSite site;
  const auto all = token(site, "QA lead", {"reports", "audits", "actions"});
  const auto audits = json::parse(body(get(site, "/api/v1/audits?size=5&from=2026-10&to=2026-10", all)));
  EXPECT_EQ(audits["data"].size(), 5U);
  EXPECT_GT(audits["total"], 20);
  EXPECT_FALSE(audits["data"][0].contains("overall_reason")) << "no free text";
  // Every page once, none twice.
  std::set<std::string> seen;
  std::string next = "/api/v1/audits?size=7&from=2026-10&to=2026-10";
  while (!next.empty()) {
    const auto page = json::parse(body(get(site, next, all)));
    for (const auto& one : page["data"]) EXPECT_TRUE(seen.insert(one["reference"]).second);
    next = page["next"].is_null() ? "" : page["next"].get<std::string>();
  }
  EXPECT_EQ(seen.size(), audits["total"].get<std::size_t>());
  EXPECT_EQ(get(site, "/api/v1/audits/" + *seen.begin(), all).status(), 200);
  EXPECT_EQ(get(site, "/api/v1/audits/NONE", all).status(), 404);
  EXPECT_GT(json::parse(body(get(site, "/api/v1/actions", all)))["total"], 10);
  EXPECT_THAT(body(get(site, "/api/v1/reports/monthly.csv", all)), HasSubstr("section,period,area,measure"));
  EXPECT_EQ(json::parse(body(get(site, "/api/v1/reports/monthly", all)))["report"], "monthly");

  const auto figures = token(site, "QA lead", {"reports"});
  EXPECT_EQ(get(site, "/api/v1/reports", figures).status(), 200);
  const auto outside = get(site, "/api/v1/audits", figures);
  EXPECT_EQ(outside.status(), 403);
  EXPECT_EQ(json::parse(body(outside))["error"]["rule"], "token.use.scope");

  // A director's token sees figures and no single case, whatever its scopes say.
  const auto director = token(site, "Director, figures only", {"reports", "audits", "actions"});
  EXPECT_EQ(json::parse(body(get(site, "/api/v1/audits", director)))["total"], 0);
  EXPECT_EQ(get(site, "/api/v1/audits/" + *seen.begin(), director).status(), 404);
  EXPECT_GT(tests::journal_lines(site, "token"), 2);
}

TEST(Api, RefusesTheSameWayWhateverIsWrongWithAToken) {
  DemoSite site;
  const auto secret = token(site, "QA lead", {"reports"});
  for (const auto& wrong :
       {std::string("nonsense"), std::string("plb.lancashire.") + std::string(43, 'a'), secret + "x",
        "plb.elsewhere." + secret.substr(15), std::string("plb..") + std::string(43, 'a')}) {
    const auto refused = get(site, "/api/v1/reports", wrong);
    EXPECT_EQ(refused.status(), 401) << wrong;
    EXPECT_EQ(json::parse(body(refused))["error"]["rule"], "token.use.unknown");
    EXPECT_NE(refused.find("WWW-Authenticate"), nullptr);
  }
  EXPECT_EQ(get(site, "/api/v1/reports", "").status(), 401);
  // Kept as a digest alone.
  const auto kept = site.store().read("lancashire")->tokens().all();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept.front().sha256, base::sha256_hex(secret));
  EXPECT_FALSE(kept.front().last_used_at);
  EXPECT_EQ(get(site, "/api/v1/reports", secret).status(), 200);
  EXPECT_TRUE(site.store().read("lancashire")->tokens().all().front().last_used_at);
  EXPECT_THAT(body(site.get("QA lead", "/tokens")), AllOf(Not(HasSubstr(secret)), HasSubstr("A dashboard")));
  // Revoked on the page, it reads nothing more.
  EXPECT_EQ(site.get("Head of service", "/tokens/" + kept.front().id.text() + "/revoke").status(), 404);
  EXPECT_EQ(site.post("QA lead", "/tokens/" + kept.front().id.text() + "/revoke", {}).status(), 303);
  EXPECT_EQ(get(site, "/api/v1/reports", secret).status(), 401);
  // And past its day.
  const auto ends = token(site, "QA lead", {"reports"});
  EXPECT_EQ(get(site, "/api/v1/reports", ends).status(), 200);
  site.clock().advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(get(site, "/api/v1/reports", ends).status(), 401);
}

TEST(Api, SaysWhenNothingChangedAndSlowsWhoAsksTooOften) {
  DemoSite site;
  const auto secret = token(site, "QA lead", {"audits"});
  const auto first = get(site, "/api/v1/audits?size=3", secret);
  ASSERT_NE(first.find("ETag"), nullptr);
  const auto again = get(site, "/api/v1/audits?size=3", secret, *first.find("ETag"));
  EXPECT_EQ(again.status(), 304);
  EXPECT_TRUE(again.body().empty());
  EXPECT_EQ(get(site, "/api/v1/audits?size=4", secret, *first.find("ETag")).status(), 200);
  for (const auto* wrong : {"size=501", "size=0", "size=many", "page=0", "state=lost", "from=soon"})
    EXPECT_EQ(get(site, std::string("/api/v1/audits?") + wrong, secret).status(), 422) << wrong;
  int slowed = 0;
  for (int i = 0; i < web::kApiRequestsAMinute + 5; ++i) {
    const auto response = get(site, "/api/v1/audits?size=1", secret);
    if (response.status() != 429) continue;
    ++slowed;
    EXPECT_NE(response.find("Retry-After"), nullptr);
  }
  EXPECT_GT(slowed, 4);
  site.clock().advance(std::chrono::minutes(1));
  EXPECT_EQ(get(site, "/api/v1/audits?size=1", secret).status(), 200);
}

// One form of a report's JSON: what the report itself makes is what the API gives, also where that takes a shorter way.
TEST(Api, GivesTheJsonThatTheReportMakes) {
  auto& site = DemoSite::instance();
  const auto reader = site.store().read(site.filled().council);
  const auto framework = site.services().frameworks.current(*reader).value();
  app::Actor lead;
  lead.council = site.filled().council;
  lead.grants = {{app::Role::QaLead, app::ScopeKind::Council, ""}};
  report::ReportAsk ask;
  ask.from = *base::parse_period("2026-08");
  ask.to = *base::parse_period("2026-10");
  int compared = 0;
  for (const auto& kind : report::report_kinds()) {
    if (web::is_own_report(kind)) continue;  // of whoever asks
    const auto made = kind.make(ask, lead, site.clock(), *reader, *framework, report::FigureLinks::Hidden);
    const auto answer = site.get("QA lead", "/api/v1/reports/" + std::string(kind.name) + "?from=2026-08&to=2026-10");
    EXPECT_EQ(answer.status() == 200, made.has_value()) << kind.name;
    if (!made) continue;  // of other months, or not of this council
    EXPECT_EQ(body(answer), made->json) << kind.name;
    ++compared;
  }
  EXPECT_GT(compared, 6);
}

// An answer under a known tag is never older than what it tells: also words that no CSV has are in the tag.
TEST(Api, TagsAReportByAllThatItsJsonSays) {
  DemoSite site;
  const auto secret = token(site, "QA lead", {"reports"});
  const std::string path = "/api/v1/reports/inspection?from=2026-10&to=2026-10";
  const auto tag = *get(site, path, secret).find("ETag");
  site.clock().advance(std::chrono::minutes(2));
  EXPECT_EQ(get(site, path, secret, tag).status(), 304) << "only the time it was made differs";
  app::AuditFilter october;
  october.from = october.to = "2026-10";
  october.programme = "tier2";
  october.states = {domain::AuditState::Final};
  const auto audit = tests::audits(site, october).front();
  {
    const auto work = site.store().begin(site.filled().council);
    auto section = work->audits().sections(audit.id).front();
    section.impact += " One more sentence.";
    ASSERT_TRUE(work->audits().save_section(audit.id, section));
    ASSERT_TRUE(work->commit());
  }
  EXPECT_EQ(get(site, path, secret, tag).status(), 200);
}

TEST(Api, DescribesEveryRouteItHasAndNoOther) {
  auto& site = DemoSite::instance();
  const auto document = json::parse(body(site.get_signed_out("/api/v1/openapi.json")));
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::set<std::string> described;
  for (const auto& [path, operations] : document["paths"].items()) described.insert(path);
  std::set<std::string> routed;
  for (const auto& [method, route] : site.site().router().routes())
    if (route->pattern.starts_with("/api/v1/") && route->pattern != "/api/v1/openapi.json")
      routed.insert(std::regex_replace(route->pattern, std::regex(":uuid"), ""));
  EXPECT_EQ(described, routed);
}

TEST(Tokens, AreFewAndMadeOnceForEachForm) {
  DemoSite site;
  const auto id = base::new_uuid(site.clock().now());
  const std::vector<std::pair<std::string, std::string>> form{
      {"token", id}, {"name", "Twice"}, {"scopes", "reports"}, {"days", "30"}};
  EXPECT_EQ(site.post("QA lead", "/tokens", form).status(), 200);
  EXPECT_EQ(site.post("QA lead", "/tokens", form).status(), 303) << "a double click makes one";
  for (int i = 1; i < app::kMostTokens; ++i) token(site, "QA lead", {"reports"});
  const auto one_more = site.post(
      "QA lead", "/tokens",
      {{"token", base::new_uuid(site.clock().now())}, {"name", "One more"}, {"scopes", "reports"}, {"days", "30"}});
  EXPECT_EQ(one_more.status(), 422);
  EXPECT_THAT(body(one_more), HasSubstr("Revoke one first"));
  EXPECT_EQ(site.post("QA lead", "/tokens", {{"name", ""}, {"days", "31"}}).status(), 422);
}

TEST(Tokens, AreForThoseWhoMayReadReports) {
  for (const auto role : app::kRoles) {
    app::Actor actor;
    actor.user = app::UserId{"u"};
    actor.grants = {{role, app::ScopeKind::Council, ""}};
    EXPECT_EQ(app::may_make_tokens(actor).has_value(), report::may_read_reports(actor).has_value()) << to_string(role);
  }
}

}  // namespace
}  // namespace plumbline
