#include "web/http/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "app/ports/memory_session_store.hpp"
#include "base/result.hpp"
#include "web/http/forms.hpp"
#include "web/http/log.hpp"
#include "web/http/sessions.hpp"
#include "web/http/static_files.hpp"

namespace plumbline::web {
namespace {

using testing::HasSubstr;
using testing::Not;

class CollectingLog final : public Log {
 public:
  void request(const RequestLine&) override {}
  void broken(std::string_view id, std::string_view what) override {
    text += std::string(id) + " " + std::string(what) + "\n";
  }
  void event(std::string_view, long long) override {}
  std::string text;
};

class SiteTest : public testing::Test {
 protected:
  Site site(SiteOptions options = {}) {
    Router router;
    router.get("/", [](const Request& r) { return Response::html("home of " + r.signed_in().user); });
    router.post("/save", [](const Request& r) { return Response::html("saved " + std::string(r.form.get("a"))); });
    router.post("/sign-in",
                [this](const Request& r) {
                  Response response = Response::see_other("/");
                  sessions_.sign_in(r, response, "north", "u1");
                  return response;
                },
                {.access = Access::Public, .csrf = Csrf::OriginOnly});
    router.get("/sign-in", [](const Request&) { return Response::html("sign in"); }, {.access = Access::Public});
    router.post("/api", [](const Request&) { return Response::json("{}"); },
                {.access = Access::Public, .csrf = Csrf::Exempt});
    router.get("/broken", [](const Request&) -> Response { throw base::Broken("the database is away"); },
               {.access = Access::Public});
    router.get("/bug", [](const Request&) -> Response { throw std::runtime_error("what a person typed"); },
               {.access = Access::Public});
    router.get("/gone", [](const Request&) { return Response(404); }, {.access = Access::Public});
    return Site(std::move(router), &sessions_, log_, std::move(options));
  }
  Request ask(Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = path.substr(0, path.find('?'));
    request.target = path;
    request.id = "r1";
    request.headers.add("host", "plumbline.example");
    if (!is_safe(method)) request.headers.add("origin", "https://plumbline.example");
    return request;
  }
  Request signed_in(Request request) {
    if (token_.empty()) {
      Response response;
      sessions_.sign_in(Request{}, response, "north", "u1");
      token_ = response.find("Set-Cookie")->substr(kSessionCookie.size() + 1, 43);
    }
    request.cookies.add(std::string(kSessionCookie), token_);
    return request;
  }
  std::string csrf() { return sessions_.find(token_)->csrf_token; }

  base::SystemClock clock_;
  app::MemorySessionStore store_;
  Sessions sessions_{store_, clock_};
  CollectingLog log_;
  std::string token_;
};

TEST_F(SiteTest, SendsWhoIsNotSignedInToTheSignInPageAndBack) {
  const auto response = site().respond(ask(Method::Get, "/?month=2026-12"));
  EXPECT_EQ(response.status(), 303);
  EXPECT_EQ(*response.find("Location"), "/sign-in?next=%2F%3Fmonth%3D2026-12");
  EXPECT_EQ(site().respond(ask(Method::Post, "/save")).status(), 303);
  Request script = ask(Method::Get, "/");
  script.headers.add("accept", "application/json");
  EXPECT_EQ(site().respond(script).status(), 401);
}

TEST_F(SiteTest, ShowsASignedInPersonThePage) {
  EXPECT_EQ(site().respond(signed_in(ask(Method::Get, "/"))).body(), "home of u1");
}

TEST_F(SiteTest, TakesAChangeOnlyWithTheSessionsToken) {
  auto request = signed_in(ask(Method::Post, "/save"));
  request.form.add("a", "1");
  EXPECT_EQ(site().respond(request).status(), 403) << "no token";
  auto wrong = request;
  wrong.form.add("csrf_token", std::string(43, 'a'));
  EXPECT_EQ(site().respond(wrong).status(), 403);
  auto twice = request;
  twice.form.add("csrf_token", csrf());
  twice.form.add("csrf_token", csrf());
  EXPECT_EQ(site().respond(twice).status(), 403);
  auto right = request;
  right.form.add("csrf_token", csrf());
  EXPECT_EQ(site().respond(right).body(), "saved 1");
  auto header = request;
  header.headers.add("x-csrf-token", csrf());
  EXPECT_EQ(site().respond(header).body(), "saved 1");
}

TEST_F(SiteTest, TakesAChangeOnlyFromItsOwnPages) {
  const auto status = [&](const char* origin, const char* fetch_site, SiteOptions options = {}) {
    Request request = ask(Method::Post, "/sign-in");
    request.headers = {};
    request.headers.add("host", "plumbline.example");
    if (origin) request.headers.add("origin", origin);
    if (fetch_site) request.headers.add("sec-fetch-site", fetch_site);
    return site(std::move(options)).respond(request).status();
  };
  EXPECT_EQ(status("https://plumbline.example", "same-origin"), 303);
  EXPECT_EQ(status("http://plumbline.example", nullptr), 303);
  EXPECT_EQ(status(nullptr, "same-origin"), 303);
  EXPECT_EQ(status(nullptr, nullptr), 403);
  EXPECT_EQ(status("null", nullptr), 403);
  EXPECT_EQ(status("https://evil.example", nullptr), 403);
  EXPECT_EQ(status("https://plumbline.example.evil.example", nullptr), 403);
  EXPECT_EQ(status("https://plumbline.example", "cross-site"), 403);
  EXPECT_EQ(status("https://plumbline.example", "same-site"), 403);
  EXPECT_EQ(status(nullptr, "none"), 403);
  SiteOptions tls;
  tls.security.behind_tls = true;
  EXPECT_EQ(status("http://plumbline.example", nullptr, tls), 403);
  SiteOptions named;
  named.security.origins = {"https://audit.example.gov.uk"};
  EXPECT_EQ(status("https://plumbline.example", nullptr, named), 403);
  EXPECT_EQ(status("https://audit.example.gov.uk", nullptr, named), 303);
}

TEST_F(SiteTest, SignsInTwiceAtADoubleClick) {
  EXPECT_EQ(site().respond(ask(Method::Post, "/sign-in")).status(), 303);
  EXPECT_EQ(site().respond(signed_in(ask(Method::Post, "/sign-in"))).status(), 303);
}

TEST_F(SiteTest, LetsARouteWithItsOwnCredentialThrough) {
  Request request = ask(Method::Post, "/api");
  request.headers = {};
  EXPECT_EQ(site().respond(request).status(), 200);
}

TEST_F(SiteTest, ShowsAPlainFailureAndLogsNothingAPersonTyped) {
  const auto broken = site().respond(ask(Method::Get, "/broken"));
  EXPECT_EQ(broken.status(), 500);
  EXPECT_THAT(std::string(broken.body()), HasSubstr("Reference: r1"));
  EXPECT_THAT(log_.text, HasSubstr("r1 the database is away"));
  EXPECT_EQ(site().respond(ask(Method::Get, "/bug")).status(), 500);
  EXPECT_THAT(log_.text, Not(HasSubstr("typed")));
}

TEST_F(SiteTest, DressesBareStatusesInItsOwnPage) {
  SiteOptions options;
  options.error_page = [](const Request&, int status) {
    return Response::html("our page " + std::to_string(status), status);
  };
  EXPECT_EQ(site(options).respond(ask(Method::Get, "/gone")).body(), "our page 404");
  EXPECT_EQ(site(options).respond(ask(Method::Get, "/nowhere")).body(), "our page 404");
  const auto response = site(options).respond(ask(Method::Put, "/save"));
  EXPECT_EQ(response.status(), 405);
  EXPECT_EQ(*response.find("Allow"), "POST");
  options.error_page = [](const Request&, int) -> Response { throw base::Broken("templates are away"); };
  EXPECT_EQ(site(options).respond(ask(Method::Get, "/gone")).status(), 404);
}

TEST_F(SiteTest, AsksTheHookBeforeTheHandler) {
  SiteOptions options;
  options.before = [](Request& r) -> std::optional<Response> {
    if (r.session) r.actor = std::make_shared<const std::string>("actor of " + r.session->user);
    if (r.query.get("stop") == "yes") return Response::text("stopped");
    return std::nullopt;
  };
  EXPECT_EQ(site(options).respond(signed_in(ask(Method::Get, "/?stop=yes"))).body(), "stopped");
  EXPECT_EQ(site(options).respond(signed_in(ask(Method::Get, "/"))).body(), "home of u1");
}

TEST(Responses, CannotBeSplitOrSentAway) {
  Response response;
  EXPECT_THROW(response.set("X", "a\r\nSet-Cookie: b"), base::Broken);
  EXPECT_THROW(Response::see_other("//evil.example"), base::Broken);
  EXPECT_THROW(Response::see_other("https://evil.example"), base::Broken);
  EXPECT_EQ(*Response::csv("a", "Audits é \"x\".csv").find("Content-Disposition"),
            "attachment; filename=\"Audits -- -x-.csv\"; filename*=UTF-8''Audits%20%C3%A9%20%22x%22.csv");
}

TEST(Forms, GatherRefusalsAndKeepWhatWasTyped) {
  Request request;
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"reason", "  moved away \r\n yesterday  "},
                                                        {"blank", " \t "},
                                                        {"n", "-12"},
                                                        {"bad", "1 2"},
                                                        {"c", "x"},
                                                        {"c", " "},
                                                        {"c", "y"}})
    request.form.add(name, value);
  Form form(request);
  EXPECT_EQ(form.text("reason"), "moved away \n yesterday");
  EXPECT_EQ(form.typed("reason"), "  moved away \n yesterday  ");
  EXPECT_EQ(form.whole_number("n"), -12);
  EXPECT_EQ(form.whole_number("bad"), std::nullopt);
  EXPECT_EQ(form.choices("c"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(form.ok());
  form.required("blank", "a.b.blank_missing");
  form.required("nowhere", "a.b.missing");
  form.at_most("c", 0, "a.b.too_long");
  ASSERT_EQ(form.errors().size(), 3u);
  EXPECT_EQ(form.errors()[0], (base::Error{base::ErrorCode::Invalid, "a.b.blank_missing", "blank", {}}));
}

class StaticFilesTest : public testing::Test {
 protected:
  StaticFilesTest() {
    folder_ = testing::TempDir() + "static_files_test";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/assets/images");
    std::ofstream(folder_ + "/secret.txt") << "secret";
    std::ofstream(folder_ + "/assets/app.css") << std::string(5000, 'a');
    std::ofstream(folder_ + "/assets/images/icon.svg") << "<svg/>";
    files_ = std::make_unique<StaticFiles>(folder_ + "/assets");
  }
  ~StaticFilesTest() override { std::filesystem::remove_all(folder_); }
  Response get(std::string name, std::pair<std::string, std::string> header = {"x", ""}) {
    Request request;
    request.headers.add(header.first, header.second);
    return files_->answer(request, name);
  }
  std::string folder_;
  std::unique_ptr<StaticFiles> files_;
};

TEST_F(StaticFilesTest, KeepsTheHashedNameForEver) {
  const std::string path = files_->path("app.css");
  EXPECT_THAT(path, testing::MatchesRegex("/assets/app\\.[0-9a-f]{10}\\.css"));
  const auto response = get(path.substr(8));
  EXPECT_EQ(response.status(), 200);
  EXPECT_EQ(*response.find("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(*response.find("Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(*get("images/icon.svg").find("Cache-Control"), "public, max-age=3600");
}

TEST_F(StaticFilesTest, SendsNothingTwiceAndTextSmall) {
  const auto full = get("app.css");
  EXPECT_EQ(full.body().size(), 5000u);
  EXPECT_EQ(get("app.css", {"if-none-match", *full.find("ETag")}).status(), 304);
  const auto small = get("app.css", {"accept-encoding", "br, gzip"});
  EXPECT_LT(small.body().size(), 200u);
  EXPECT_EQ(*small.find("Content-Encoding"), "gzip");
  EXPECT_EQ(*small.find("Vary"), "Accept-Encoding");
  EXPECT_EQ(get("app.css", {"accept-encoding", "gzip;q=0"}).body().size(), 5000u);
}

TEST_F(StaticFilesTest, OpensNothingOutside) {
  for (const char* name : {"../secret.txt", "images/../../secret.txt", "/etc/passwd", "", "images", "images/", ".",
                           "..", "..\\secret.txt", "./app.css"})
    EXPECT_EQ(get(name).status(), 404) << name;
}

}  // namespace
}  // namespace plumbline::web
