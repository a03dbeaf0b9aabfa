#include "web/http/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace plumbline::web {
namespace {

Response nothing(const Request&) { return Response(204); }

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    for (const char* pattern : {"/", "/audits", "/audits/new", "/audits/{id}", "/audits/{id}/sections/{section}",
                                "/cycles/{month:period}", "/cycles/{id:uuid}", "/pages/{n:int}", "/assets/{name...}"})
      router_.get(pattern, nothing);
    router_.post("/audits/{id}", nothing);
    router_.add(Method::Delete, "/audits/{id}", nothing);
  }
  std::string pattern_of(std::string_view path, Method method = Method::Get) {
    const auto match = router_.match(method, path);
    return match.route ? match.route->pattern : "none, allow " + match.allow;
  }
  Router router_;
};

TEST_F(RouterTest, PrefersTheLiteralPart) {
  EXPECT_EQ(pattern_of("/"), "/");
  EXPECT_EQ(pattern_of("/audits/new"), "/audits/new");
  EXPECT_EQ(pattern_of("/audits/LAN-2026-12-014"), "/audits/{id}");
  EXPECT_EQ(pattern_of("/audits/new/sections/risk"), "/audits/{id}/sections/{section}");
}

TEST_F(RouterTest, NamesThePartsOfThePath) {
  const auto match = router_.match(Method::Get, "/audits/a1/sections/risk");
  EXPECT_EQ(match.params.get("id"), "a1");
  EXPECT_EQ(match.params.get("section"), "risk");
  EXPECT_EQ(router_.match(Method::Get, "/assets/images/a.svg").params.get("name"), "images/a.svg");
}

TEST_F(RouterTest, TakesATypedPartOnlyWhenItFits) {
  EXPECT_EQ(pattern_of("/cycles/2026-12"), "/cycles/{month:period}");
  EXPECT_EQ(pattern_of("/cycles/0190f3a2-7b3c-7def-8123-456789abcdef"), "/cycles/{id:uuid}");
  for (const char* path :
       {"/cycles/2026-13", "/cycles/2026-00", "/cycles/26-12", "/cycles/0190F3A2-7b3c-7def-8123-456789abcdef",
        "/pages/x", "/pages/-1", "/pages/9999999999"})
    EXPECT_EQ(pattern_of(path), "none, allow ") << path;
  EXPECT_EQ(pattern_of("/pages/12"), "/pages/{n:int}");
}

TEST_F(RouterTest, FindsNothingBeside) {
  for (const char* path : {"", "audits", "/audits/", "//audits", "/audits/a1/", "/audits//sections/risk", "/nowhere"})
    EXPECT_EQ(pattern_of(path), "none, allow ") << path;
}

TEST_F(RouterTest, SaysWhichMethodsAPathAllows) {
  EXPECT_EQ(pattern_of("/audits/a1", Method::Head), "/audits/{id}");
  EXPECT_EQ(pattern_of("/audits/a1", Method::Put), "none, allow GET, HEAD, POST, DELETE");
  EXPECT_EQ(pattern_of("/", Method::Post), "none, allow GET, HEAD");
}

TEST_F(RouterTest, RefusesPatternsThatMakeNoSense) {
  for (const char* pattern : {"", "audits", "/audits/{id", "/a{id}", "/{id:date}", "/{rest...}/more"})
    EXPECT_THROW(router_.get(pattern, nothing), std::invalid_argument) << pattern;
  EXPECT_THROW(router_.get("/audits/{other}", nothing), std::invalid_argument) << "the same place under another name";
}

TEST(Paths, DecodeOrAreRefused) {
  std::string decoded;
  EXPECT_TRUE(decode_path("/a/b%20c", decoded));
  EXPECT_EQ(decoded, "/a/b c");
  for (const char* bad : {"/%", "/%2", "/%zz", "/%00", "/%2f", "/%2F..%2F", "/%0a", "/%ff", "/%7f"})
    EXPECT_FALSE(decode_path(bad, decoded)) << bad;
}

TEST(Paths, AreLocalOrNot) {
  for (const char* local : {"/", "/audits?a=b", "/a//b"}) EXPECT_TRUE(is_local_path(local)) << local;
  for (const char* not_local : {"", "audits", "//evil.example", "/\\evil.example", "https://evil.example",
                                "/\t/evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x"})
    EXPECT_FALSE(is_local_path(not_local)) << not_local;
}

}  // namespace
}  // namespace plumbline::web
