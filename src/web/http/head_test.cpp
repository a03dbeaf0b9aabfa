#include "web/http/head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plumbline::web {
namespace {

int problem(const std::string& head) { return head_problem(head, {}); }
int with(const std::string& headers) { return problem("GET / HTTP/1.1\r\nHost: a.example\r\n" + headers + "\r\n"); }

TEST(Head, MayBeParsedWhenEveryReaderUnderstandsItAlike) {
  EXPECT_EQ(with(""), 0);
  EXPECT_EQ(with("X-A: b\tc \xe9\r\nContent-Length: 12\r\n"), 0);
  EXPECT_EQ(with("Transfer-Encoding: Chunked\r\n"), 0);
  EXPECT_EQ(problem("GET /a?b=c HTTP/1.0\r\nhOsT: [::1]:8080\r\n\r\n"), 0);
}

TEST(Head, IsRefusedWhenReadersCouldDiffer) {
  EXPECT_EQ(with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(with("Content-Length: 1\r\nContent-Length: 1\r\n"), 400);
  EXPECT_EQ(with("Content-Length: 1, 1\r\n"), 400);
  EXPECT_EQ(with("Content-Length: +1\r\n"), 400);
  EXPECT_EQ(with("Content-Length: -1\r\n"), 400);
  EXPECT_EQ(with("Content-Length:\r\n"), 400);
  EXPECT_EQ(with("Content-Length: 0x1\r\n"), 400);
  EXPECT_EQ(with("Content-Length: 9999999999999999999\r\n"), 400);
  EXPECT_EQ(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(with("Transfer-Encoding: gzip, chunked\r\n"), 501);
  EXPECT_EQ(with("Transfer-Encoding: xchunked\r\n"), 501);
  EXPECT_EQ(with("Transfer-Encoding: chunked\x0b\r\n"), 400);
  EXPECT_EQ(problem("GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(with("X-A: b\r\n folded\r\n"), 400);
  EXPECT_EQ(with("X-A : b\r\n"), 400);
  EXPECT_EQ(with("Content-Length : 5\r\n"), 400);
  EXPECT_EQ(with(": b\r\n"), 400);
  EXPECT_EQ(with("X-A\r\n"), 400);
  EXPECT_EQ(with("X-A: b\nX-C: d\r\n"), 400);
  EXPECT_EQ(with("X-A: b\rX-C: d\r\n"), 400);
  EXPECT_EQ(with(std::string("X-A: \0\r\n", 8)), 400);
  EXPECT_EQ(with("Host: b.example\r\n"), 400);
  EXPECT_EQ(problem("GET / HTTP/1.1\r\nX-A: b\r\n\r\n"), 400);
  EXPECT_EQ(problem("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 400);
  EXPECT_EQ(problem("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400);
  EXPECT_EQ(problem("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"), 400);
}

TEST(Head, HasARequestLineOfThreeParts) {
  const auto line = [](const std::string& text) { return problem(text + "\r\nHost: a\r\n\r\n"); };
  EXPECT_EQ(line("GET /"), 400);
  EXPECT_EQ(line("GET  / HTTP/1.1"), 400);
  EXPECT_EQ(line("GET / / HTTP/1.1"), 400);
  EXPECT_EQ(line("G(T / HTTP/1.1"), 400);
  EXPECT_EQ(line("GET /\x7f HTTP/1.1"), 400);
  EXPECT_EQ(line("GET /\xc3\xa9 HTTP/1.1"), 400);
  EXPECT_EQ(line("GET / http/1.1"), 400);
  EXPECT_EQ(line("GET / HTTP/1.1x"), 400);
  EXPECT_EQ(line("GET / HTTP/2.0"), 505);
  EXPECT_EQ(line("GET /" + std::string(9000, 'a') + " HTTP/1.1"), 414);
}

TEST(Head, HasLimits) {
  EXPECT_EQ(with("X-A: " + std::string(17000, 'a') + "\r\n"), 431);
  std::string many;
  for (int i = 0; i < 101; ++i) many += "X-A: b\r\n";
  EXPECT_EQ(with(many), 431);
}

TEST(PartialHead, IsRefusedAsSoonAsItIsHopeless) {
  const auto partial = [](const std::string& bytes) { return partial_head_problem(bytes, {}); };
  EXPECT_EQ(partial("GET / HT"), 0);
  EXPECT_EQ(partial("GET / HTTP/1.1\r\nHost: a\r\n"), 0);
  EXPECT_EQ(partial("\x16\x03\x01"), 400) << "a TLS handshake";
  EXPECT_EQ(partial("GET / HTTP/1.1\nHost: a\n\n"), 400);
  EXPECT_EQ(partial("GET /" + std::string(9000, 'a')), 414);
  EXPECT_EQ(partial("GET / HTTP/1.1\r\nX-A: " + std::string(17000, 'a')), 431);
}

}  // namespace
}  // namespace plumbline::web
