#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>

#include "app/ports/memory_session_store.hpp"
#include "http_client.hpp"
#include "web/http/log.hpp"
#include "web/http/router.hpp"
#include "web/http/server.hpp"
#include "web/http/sessions.hpp"
#include "web/http/site.hpp"
#include "web/http/static_files.hpp"

namespace plumbline::web {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class CollectingLog final : public Log {
 public:
  void request(const RequestLine& line) override {
    const std::lock_guard lock(mutex_);
    text_ += std::string(line.method) + " " + std::string(line.route) + " " + std::to_string(line.status) + " " +
             std::string(line.user) + "\n";
  }
  void broken(std::string_view, std::string_view what) override {
    const std::lock_guard lock(mutex_);
    text_ += "broken " + std::string(what) + "\n";
  }
  void event(std::string_view, long long) override {}
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

// The real server on a free port of loopback, with short deadlines.
class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    folder_ = testing::TempDir() + "http_server_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/spool");
    std::filesystem::create_directories(folder_ + "/assets");
    std::ofstream(folder_ + "/assets/app.css") << std::string(4000, 'a');
    std::ofstream(folder_ + "/secret.txt") << "secret";
    files_ = std::make_unique<StaticFiles>(folder_ + "/assets");
    options_.header_deadline = 600ms;
    options_.body_deadline = 800ms;
    options_.idle = 700ms;
    options_.drain = 3000ms;
    options_.spool_folder = folder_ + "/spool";
    open_.access = Access::Public;
    open_.csrf = Csrf::Exempt;
  }
  ~ServerTest() override {
    release();
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void start() {
    Router router;
    router.get("/health", [](const Request&) { return Response::text("ok\n"); },
               {.access = Access::Public, .run = Run::Inline, .logged = Logged::No});
    router.get(
        "/hello/{name}", [](const Request& r) { return Response::text("hello " + std::string(r.param("name"))); },
        open_);
    router.get("/private", [](const Request& r) { return Response::text("private to " + r.signed_in().user); });
    router.post("/save", [](const Request& r) { return Response::text("saved " + std::string(r.form.get("a"))); });
    router.post(
        "/echo",
        [](const Request& r) {
          std::string text = r.body;
          for (const auto& [name, value] : r.form) text += name + "=" + value + ";";
          for (const auto& upload : r.uploads)
            text +=
                upload.filename() + ":" + std::to_string(upload.size()) + (upload.on_disk() ? ":disk;" : ":memory;");
          return Response::text(text);
        },
        open_);
    auto upload = open_;
    upload.body_bytes = 8 * 1024 * 1024;
    router.post(
        "/upload",
        [](const Request& r) {
          std::string text;
          for (const auto& each : r.uploads)
            text += each.filename() + ":" + std::to_string(each.size()) + (each.on_disk() ? ":disk;" : ":memory;");
          return Response::text(text);
        },
        upload);
    router.post("/private-upload", [](const Request&) { return Response::text("kept"); }, {.body_bytes = kUploadBytes});
    router.get(
        "/wait",
        [this](const Request&) {
          ++waiting_;
          std::unique_lock lock(gate_mutex_);
          gate_.wait(lock, [this] { return open_gate_; });
          return Response::text("waited");
        },
        open_);
    router.get(
        "/large", [](const Request&) { return Response::text(std::string(30'000'000, 'x')); }, open_);
    router.get(
        "/broken", [](const Request&) -> Response { throw std::runtime_error("text of a child's case"); }, open_);
    files_->add_to(router);
    site_ = std::make_unique<Site>(std::move(router), &sessions_, log_);
    server_ = std::make_unique<Server>(*site_, options_);
    server_->start();
  }
  RawClient client() { return RawClient(server_->port()); }
  RawClient::Answer ask(std::string_view bytes) { return client().ask(bytes); }
  void release() {
    {
      const std::lock_guard lock(gate_mutex_);
      open_gate_ = true;
    }
    gate_.notify_all();
  }
  void until(const std::function<bool()>& condition) {
    for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(10ms);
    ASSERT_TRUE(condition());
  }
  std::string sign_in() {
    Response response;
    sessions_.sign_in(Request{}, response, "north", "u1");
    return response.find("Set-Cookie")->substr(0, kSessionCookie.size() + 44);
  }
  std::ptrdiff_t spooled() {
    return std::distance(std::filesystem::directory_iterator(folder_ + "/spool"),
                         std::filesystem::directory_iterator());
  }

  std::string folder_;
  ServerOptions options_;
  RouteOptions open_;
  base::SystemClock clock_;
  app::MemorySessionStore store_;
  Sessions sessions_{store_, clock_};
  CollectingLog log_;
  std::unique_ptr<StaticFiles> files_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<Server> server_;
  std::atomic<int> waiting_ = 0;
  std::mutex gate_mutex_;
  std::condition_variable gate_;
  bool open_gate_ = false;
};

std::string get(std::string_view path, std::string_view more = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a.example\r\n" + std::string(more) + "\r\n";
}
std::string post(std::string_view path, std::string_view body, std::string_view more = "") {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: a.example\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) +
         "\r\n" + std::string(body);
}
constexpr std::string_view kForm = "Content-Type: application/x-www-form-urlencoded\r\n";
constexpr std::string_view kMultipart = "Content-Type: multipart/form-data; boundary=B\r\n";
std::string file_part(std::size_t size, std::string_view filename = "cases.csv") {
  return "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + std::string(filename) + "\"\r\n\r\n" +
         std::string(size, 'x') + "\r\n--B--\r\n";
}

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  start();
  auto c = client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = c.ask(get("/hello/world"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello world");
    EXPECT_TRUE(answer.has("Connection: keep-alive"));
  }
  EXPECT_TRUE(c.ask(get("/hello/x", "Connection: close\r\n")).has("Connection: close"));
  EXPECT_TRUE(c.closes());
  auto old = client();
  EXPECT_EQ(old.ask("GET /hello/x HTTP/1.0\r\nHost: a\r\n\r\n").status, 200);
  EXPECT_TRUE(old.closes());
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  auto c = client();
  c.send(get("/hello/1") + post("/echo", "two") + get("/health") + get("/hello/4"));
  EXPECT_EQ(c.receive().body, "hello 1");
  EXPECT_EQ(c.receive().body, "two");
  EXPECT_EQ(c.receive().body, "ok\n");
  EXPECT_EQ(c.receive().body, "hello 4");
}

TEST_F(ServerTest, AnswersHeadWithoutBody) {
  start();
  auto c = client();
  c.send("HEAD /hello/world HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello/next"));
  const auto head = c.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.has("Content-Length: 11"));
  EXPECT_EQ(c.receive().body, "hello next");
}

TEST_F(ServerTest, ReadsChunkedBodies) {
  start();
  auto c = client();
  EXPECT_EQ(c.ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n "
                  "world\r\n0\r\nX: y\r\n\r\n")
                .body,
            "hello world");
  EXPECT_EQ(c.ask(get("/health")).status, 200);
  for (const char* bad : {"5\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "5\r\nhelloX\r\n0\r\n\r\n",
                          "fffffffffffffffff\r\n", " 5\r\nhello\r\n0\r\n\r\n"})
    EXPECT_EQ(ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(bad)).status,
              400)
        << bad;
}

TEST_F(ServerTest, CarriesTheSecurityHeadersOnEveryResponse) {
  start();
  for (const auto& request :
       {get("/hello/x"), get("/health"), get("/nowhere"), get("/private"), get("/broken"), get("/assets/app.css"),
        std::string("GET / HTTP/1.1\r\n\r\n"), std::string("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), post("/hello/x", ""),
        post("/echo", std::string(2'000'000, 'x')), get("/" + std::string(9000, 'a'))}) {
    const auto answer = ask(request);
    SCOPED_TRACE(request.substr(0, 60) + " gave " + answer.head);
    ASSERT_NE(answer.status, 0);
    for (const char* header :
         {"Content-Security-Policy: default-src 'none'; script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
          "form-action 'self'", "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin",
          "Permissions-Policy: ", "Cross-Origin-Opener-Policy: same-origin",
          "Cross-Origin-Resource-Policy: same-origin", "X-Request-Id: "})
      EXPECT_TRUE(answer.has(header)) << header;
    EXPECT_TRUE(answer.has(answer.has("text/css") ? "Cache-Control: public" : "Cache-Control: no-store"));
    EXPECT_FALSE(answer.has("unsafe-inline"));
    EXPECT_FALSE(answer.has("Strict-Transport-Security"));
  }
}

// Each would let somebody hide a second request inside the first from a proxy in front of us.
TEST_F(ServerTest, RefusesToBeSmuggledPast) {
  start();
  const std::string hidden = "GET /hello/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string attempts[] = {
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 44\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length : 44\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nX: y\r\n Content-Length: 44\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nX: y\nContent-Length: 44\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\nTransfer-Encoding: chunked\n\n0\n\n" + hidden,
      "POST /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + hidden,
      "POST /echo HTTP/1.1\r\n\r\n" + hidden,
  };
  for (const auto& attempt : attempts) {
    auto c = client();
    const auto answer = c.ask(attempt);
    EXPECT_TRUE(answer.status == 400 || answer.status == 501) << answer.status << " for " << attempt;
    EXPECT_TRUE(answer.has("Connection: close"));
    EXPECT_TRUE(c.closes());
    EXPECT_THAT(c.unread(), Not(HasSubstr("smuggled"))) << attempt;
  }
}

TEST_F(ServerTest, SaysWhatIsWrongWithARequest) {
  start();
  EXPECT_EQ(ask(get("/nowhere")).status, 404);
  EXPECT_EQ(ask("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").status, 501);
  EXPECT_EQ(ask("BREW / HTTP/1.1\r\nHost: a\r\n\r\n").status, 501);
  const auto wrong = ask("PUT /hello/x HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_TRUE(wrong.has("Allow: GET, HEAD\r\n"));
  EXPECT_EQ(ask("OPTIONS /hello/x HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
  EXPECT_EQ(ask(get("/" + std::string(9000, 'a'))).status, 414);
  EXPECT_EQ(ask(get("/", "X: " + std::string(17000, 'a') + "\r\n")).status, 431);
  EXPECT_EQ(ask("GET / HTTP/3.0\r\nHost: a\r\n\r\n").status, 505);
  EXPECT_EQ(ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status, 505);
  EXPECT_EQ(ask("\x16\x03\x01\x02").status, 400);
  EXPECT_EQ(ask(post("/echo", "x", "Expect: miracles\r\n")).status, 417);
  EXPECT_EQ(ask(get("/%2e%2e%2fetc")).status, 400);
  EXPECT_EQ(ask(get("/hello/%ff")).status, 400);
  EXPECT_EQ(ask(get("http://a.example/hello/absolute")).body, "hello absolute");
  EXPECT_EQ(ask(get("http://b.example/hello/absolute")).status, 400);
  EXPECT_EQ(ask("\r\n" + get("/hello/x")).status, 200) << "RFC 9112 2.2";
}

TEST_F(ServerTest, CapsBodiesByRouteAndStillSaysSo) {
  start();
  auto declared = client();
  const auto answer = declared.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  // A client that sends on regardless still reads the answer rather than a reset.
  auto sends_on = client();
  EXPECT_EQ(sends_on.ask(post("/echo", std::string(6'000'000, 'x'))).status, 413);
  auto chunked = client();
  chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 20; ++i) chunked.send("10000\r\n" + std::string(65536, 'x') + "\r\n");
  EXPECT_EQ(chunked.receive().status, 413);
  EXPECT_EQ(ask(post("/echo", std::string(1'000'000, 'x'))).body.size(), 1'000'000u);
  EXPECT_EQ(ask(post("/upload", file_part(7'000'000), kMultipart)).body, "cases.csv:7000000:disk;");
  EXPECT_EQ(ask(post("/upload", file_part(9'000'000), kMultipart)).status, 413);
  until([&] { return spooled() == 0; });
}

TEST_F(ServerTest, ReadsFormsAndFiles) {
  start();
  EXPECT_EQ(ask(post("/echo", "a=1&b=x+y", kForm)).body, "a=1;b=x y;");
  EXPECT_EQ(ask(post("/echo", "a=%zz", kForm)).status, 400);
  EXPECT_EQ(ask(post("/echo", file_part(10, "../../x.csv"), kMultipart)).body, "x.csv:10:memory;");
  EXPECT_EQ(ask(post("/echo", "--B\r\nnonsense", kMultipart)).status, 400);
  EXPECT_EQ(ask(post("/echo", file_part(10), "Content-Type: multipart/form-data; boundary=\"\r\n")).status, 400);
  EXPECT_EQ(ask(post("/echo", "{\"a\":1}", "Content-Type: application/json\r\n")).body, "{\"a\":1}");
}

TEST_F(ServerTest, TellsAnUploaderToGoOnOnlyWhenItMay) {
  start();
  auto allowed = client();
  const std::string body = file_part(3'000'000);
  allowed.send("POST /upload HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n" + std::string(kMultipart) + "\r\n");
  EXPECT_EQ(allowed.receive(true).status, 100);
  allowed.send(body);
  EXPECT_EQ(allowed.receive().body, "cases.csv:3000000:disk;");
  auto stranger = client();
  stranger.send(
      "POST /private-upload HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nExpect: 100-continue\r\nContent-Length: "
      "200000000\r\n" +
      std::string(kMultipart) + "\r\n");
  EXPECT_EQ(stranger.receive().status, 303) << "to the sign-in page, before a byte of the file was taken";
  auto foreign = client();
  foreign.send(
      "POST /private-upload HTTP/1.1\r\nHost: a\r\nOrigin: http://evil.example\r\nContent-Length: 200000000\r\n" +
      std::string(kMultipart) + "\r\n");
  EXPECT_EQ(foreign.receive().status, 403);
  // The file goes with the request, which the server lets go of after its answer is on the wire.
  for (int tries = 0; tries < 500 && spooled() != 0; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(spooled(), 0);
}

TEST_F(ServerTest, AsksForSignInOriginAndToken) {
  start();
  const auto refused = ask(get("/private?a=b"));
  EXPECT_EQ(refused.status, 303);
  EXPECT_TRUE(refused.has("Location: /sign-in?next=%2Fprivate%3Fa%3Db\r\n"));
  const std::string cookie = sign_in();
  const std::string with = "Cookie: other=1; " + cookie + "\r\n";
  EXPECT_EQ(ask(get("/private", with)).body, "private to u1");
  const auto token = sessions_.find(cookie.substr(cookie.find('=') + 1))->csrf_token;
  const std::string own = with + "Origin: http://a.example\r\n" + std::string(kForm);
  EXPECT_EQ(ask(post("/save", "a=1&csrf_token=" + token, own)).body, "saved 1");
  EXPECT_EQ(ask(post("/save", "a=1", own)).status, 403);
  EXPECT_EQ(ask(post("/save", "a=1&csrf_token=" + token, with + std::string(kForm))).status, 403) << "no origin";
  EXPECT_EQ(ask(post("/save", "a=1&csrf_token=" + token, with + "Origin: http://evil.example\r\n" + std::string(kForm)))
                .status,
            403);
  EXPECT_EQ(ask(post("/save", "a=1&csrf_token=" + token, own + "Sec-Fetch-Site: cross-site\r\n")).status, 403);
}

TEST_F(ServerTest, ServesOnlyTheFilesOfItsFolder) {
  start();
  const auto answer = ask(get(files_->path("app.css"), "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Content-Encoding: gzip"));
  EXPECT_TRUE(answer.has("immutable"));
  for (const char* path :
       {"/assets/../secret.txt", "/assets/..%2fsecret.txt", "/assets/%2e%2e/secret.txt", "/assets//etc/passwd",
        "/assets/..%5csecret.txt", "/assets/", "/assets", "/assets/app.css%00.txt"}) {
    const auto refused = ask(get(path));
    EXPECT_TRUE(refused.status == 404 || refused.status == 400) << path << " " << refused.status;
    EXPECT_THAT(refused.body, Not(HasSubstr("secret"))) << path;
  }
}

TEST_F(ServerTest, DropsWhoDripsAHeaderAtATotalDeadline) {
  start();
  auto c = client();
  const auto begin = std::chrono::steady_clock::now();
  c.send("GET / HTTP/1.1\r\nX: ");
  bool open = true;
  while (open && std::chrono::steady_clock::now() - begin < 5s) {
    open = c.send("a") && !c.closes(50ms);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s) << "each byte must not win more time";
  EXPECT_THAT(c.unread(), HasSubstr("HTTP/1.1 408"));
}

TEST_F(ServerTest, DropsWhoDripsABodyAtATotalDeadline) {
  start();
  auto c = client();
  const auto begin = std::chrono::steady_clock::now();
  c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
  bool open = true;
  while (open && std::chrono::steady_clock::now() - begin < 6s) {
    open = c.send("a") && !c.closes(50ms);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 4s);
  EXPECT_THAT(c.unread(), HasSubstr("HTTP/1.1 408"));
}

TEST_F(ServerTest, GivesALargeUploadTheTimeItsBytesNeed) {
  options_.body_deadline = 300ms;
  options_.least_bytes_per_second = 1'000'000;
  start();
  auto c = client();
  const std::string body = file_part(2'000'000);
  c.send(post("/upload", body, kMultipart).substr(0, 200));
  const std::string rest = post("/upload", body, kMultipart).substr(200);
  for (std::size_t at = 0; at < rest.size(); at += 200'000) {
    ASSERT_TRUE(c.send(std::string_view(rest).substr(at, 200'000)));
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(c.receive().body, "cases.csv:2000000:disk;") << "it took longer than the deadline, but never stopped";
}

TEST_F(ServerTest, ClosesWhoSaysNothing) {
  start();
  auto silent = client();
  auto kept = client();
  ASSERT_EQ(kept.ask(get("/health")).status, 200);
  EXPECT_TRUE(silent.closes(3s));
  EXPECT_TRUE(kept.closes(3s));
  EXPECT_EQ(silent.unread() + kept.unread(), "");
}

TEST_F(ServerTest, DropsWhoNeverReadsItsAnswer) {
  options_.body_deadline = 200ms;
  options_.least_bytes_per_second = 100'000'000;
  start();
  RawClient c(server_->port(), 4096);
  c.send(get("/large"));
  std::this_thread::sleep_for(1500ms);
  EXPECT_NE(c.receive(false, 5s).body.size(), 30'000'000u) << "the connection was given up";
}

TEST_F(ServerTest, AnswersOthersWhile300ClientsDawdle) {
  options_.header_deadline = 20s;
  options_.body_deadline = 20s;
  start();
  std::vector<RawClient> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(client());
    slow.back().send("GET /hello/x HT");
    slow.push_back(client());
    slow.back().send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
    slow.push_back(client());
    slow.back().send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n" + std::string(kMultipart) +
                     "\r\n--B\r\n");
  }
  auto worst = 0ms;
  for (int i = 0; i < 200; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(ask(get("/hello/quick")).body, "hello quick");
    worst = std::max(worst,
                     std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin));
  }
  EXPECT_LT(worst, 500ms);
  slow[0].send("TP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(slow[0].receive().body, "hello x") << "the slow ones are served too, once they have spoken";
}

TEST_F(ServerTest, MakesRoomWhenSilentConnectionsFillIt) {
  options_.connections = 20;
  options_.idle = options_.header_deadline = 30s;
  start();
  std::vector<RawClient> idle;
  for (int i = 0; i < 60; ++i) idle.push_back(client());
  EXPECT_EQ(ask(get("/hello/x")).status, 200);
  EXPECT_TRUE(idle[0].closes(1s)) << "the longest silent one went";
}

TEST_F(ServerTest, Says503WhenWorkersAndQueueAreFull) {
  options_.workers = 2;
  options_.queue = 3;
  start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 2; ++i) {
    clients.push_back(client());
    clients.back().send(get("/wait"));
  }
  until([&] { return waiting_ == 2; });
  for (int i = 0; i < 3; ++i) {
    clients.push_back(client());
    clients.back().send(get("/wait"));
  }
  RawClient::Answer refused;
  until([&] {
    auto c = client();
    refused = c.ask(get("/hello/x"));
    return refused.status == 503;
  });
  EXPECT_TRUE(refused.has("Retry-After: 2"));
  EXPECT_EQ(ask(get("/health")).status, 200) << "health needs no worker";
  release();
  for (auto& c : clients) EXPECT_EQ(c.receive().body, "waited");
}

TEST_F(ServerTest, FinishesWhatIsUnderWayWhenStopped) {
  start();
  auto busy = client();
  busy.send(get("/wait"));
  auto idle = client();
  ASSERT_EQ(idle.ask(get("/health")).status, 200);
  until([&] { return waiting_ == 1; });
  server_->stop();
  EXPECT_TRUE(idle.closes(1s));
  EXPECT_THROW(client(), std::runtime_error) << "no new connections";
  release();
  const auto answer = busy.receive();
  EXPECT_EQ(answer.body, "waited");
  EXPECT_TRUE(answer.has("Connection: close"));
  const auto begin = std::chrono::steady_clock::now();
  server_->wait();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_F(ServerTest, StopsAtSigtermWithinItsLimit) {
  options_.handle_signals = true;
  options_.drain = 300ms;
  options_.header_deadline = 30s;
  start();
  auto dawdling = client();
  dawdling.send("GET / HT");
  ASSERT_EQ(ask(get("/health")).status, 200);
  ::kill(::getpid(), SIGTERM);
  const auto begin = std::chrono::steady_clock::now();
  server_->wait();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_TRUE(dawdling.closes(1s));
}

TEST_F(ServerTest, LogsTheRouteAndNeverWhatWasAsked) {
  start();
  const std::string cookie = sign_in();
  ask(get("/hello/child-4711?note=secret"));
  ask(get("/private", "Cookie: " + cookie + "\r\n"));
  ask(get("/broken"));
  ask(get("/nowhere/child-4711"));
  until([&] { return log_.text().find("404") != std::string::npos; });
  const std::string log = log_.text();
  EXPECT_THAT(log, HasSubstr("GET /hello/{name} 200 \n"));
  EXPECT_THAT(log, HasSubstr("GET /private 200 u1\n"));
  EXPECT_THAT(log, HasSubstr("GET /broken 500"));
  EXPECT_THAT(log, Not(HasSubstr("4711")));
  EXPECT_THAT(log, Not(HasSubstr("secret")));
  EXPECT_THAT(log, Not(HasSubstr("text of a child")));
}

TEST_F(ServerTest, BelievesAProxyOnlyWhenTold) {
  Router router;
  router.get(
      "/who", [](const Request& r) { return Response::text(r.remote_address); }, open_);
  const Site site(std::move(router), nullptr, log_, {.security = {.behind_tls = true}});
  for (const bool trusted : {false, true}) {
    options_.trust_forwarded_for = trusted;
    Server server(site, options_);
    server.start();
    const auto answer = RawClient(server.port()).ask(get("/who", "X-Forwarded-For: 198.51.100.7, 192.0.2.1\r\n"));
    EXPECT_EQ(answer.body, trusted ? "192.0.2.1" : "127.0.0.1");
    EXPECT_TRUE(answer.has("Strict-Transport-Security: max-age="));
  }
}

}  // namespace
}  // namespace plumbline::web
