#include "web/http/body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace plumbline::web {
namespace {

using testing::Pair;

bool parse(std::string_view text, Fields& fields, FormLimits limits = {}) {
  return parse_urlencoded(text, limits, fields);
}

TEST(Urlencoded, ReadsNamesValuesAndRepeats) {
  Fields fields;
  ASSERT_TRUE(parse("a=1&b=two+words&a=%C3%A9&empty=&bare", fields));
  EXPECT_THAT(std::vector(fields.begin(), fields.end()),
              testing::ElementsAre(Pair("a", "1"), Pair("b", "two words"), Pair("a", "é"), Pair("empty", ""),
                                   Pair("bare", "")));
  EXPECT_EQ(fields.all("a").size(), 2u);
}

TEST(Urlencoded, RefusesBrokenEscapesNulAndWhatIsNotUtf8) {
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%ff=a", "=a"}) {
    Fields fields;
    EXPECT_FALSE(parse(bad, fields)) << bad;
  }
}

TEST(Urlencoded, HoldsItsLimits) {
  Fields fields;
  EXPECT_FALSE(parse("a=1&b=2&c=3", fields, {.fields = 2}));
  EXPECT_FALSE(parse("a=12345", fields, {.field_bytes = 4}));
  EXPECT_FALSE(parse("abcde=1", fields, {.name_bytes = 4}));
}

TEST(Query, KeepsBrokenEscapesAsTyped) {
  Fields fields;
  ASSERT_TRUE(parse_query("q=100%&r=%4", {}, fields));
  EXPECT_EQ(fields.get("q"), "100%");
  EXPECT_EQ(fields.get("r"), "%4");
}

TEST(Cookies, LeaveOutWhatIsMalformed) {
  Fields cookies;
  parse_cookies("a=1; b=x=y;; =z; c ; d=\"q\"", cookies);
  EXPECT_THAT(std::vector(cookies.begin(), cookies.end()),
              testing::ElementsAre(Pair("a", "1"), Pair("b", "x=y"), Pair("d", "\"q\"")));
}

TEST(Boundary, IsTakenOnlyWhenRfc2046AllowsIt) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), "");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a:b\""), "a:b");
  for (const char* bad : {"multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=a",
                          "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a",
                          "multipart/form-data; boundary=a\nb"})
    EXPECT_EQ(multipart_boundary(bad), "") << bad;
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), "");
}

std::string part(std::string_view headers, std::string_view content) {
  return "--B\r\n" + std::string(headers) + "\r\n\r\n" + std::string(content) + "\r\n";
}
std::string field(std::string_view name, std::string_view value) {
  return part("Content-Disposition: form-data; name=\"" + std::string(name) + "\"", value);
}
std::string file(std::string_view filename, std::string_view content) {
  return part("Content-Disposition: form-data; name=\"f\"; filename=\"" + std::string(filename) +
                  "\"\r\nContent-Type: text/csv",
              content);
}

struct Read {
  bool ok = false;
  Fields fields;
  std::vector<Upload> uploads;
};

Read read(const std::string& body, std::size_t step, FormLimits limits = {}) {
  MultipartReader reader("B", limits, testing::TempDir());
  Read out;
  out.ok = true;
  for (std::size_t at = 0; out.ok && at < body.size(); at += step)
    out.ok = reader.push(std::string_view(body).substr(at, step));
  out.ok = out.ok && reader.finish();
  out.fields = std::move(reader.fields());
  out.uploads = std::move(reader.uploads());
  return out;
}

TEST(Multipart, ReadsFieldsAndFilesHoweverTheBytesArrive) {
  // The content holds most of a delimiter, to be told from a true one.
  const std::string body =
      field("a", "1") + file("cases.csv", "x\r\n--\r\n-\r\n--A\r\n") + field("b", "") + "--B--\r\n";
  for (const std::size_t step : {1u, 2u, 3u, 7u, 64u, 100000u}) {
    SCOPED_TRACE(step);
    const auto got = read(body, step);
    ASSERT_TRUE(got.ok);
    EXPECT_THAT(std::vector(got.fields.begin(), got.fields.end()), testing::ElementsAre(Pair("a", "1"), Pair("b", "")));
    ASSERT_EQ(got.uploads.size(), 1u);
    EXPECT_EQ(got.uploads[0].field(), "f");
    EXPECT_EQ(got.uploads[0].filename(), "cases.csv");
    EXPECT_EQ(got.uploads[0].content_type(), "text/csv");
    EXPECT_EQ(got.uploads[0].text(100), "x\r\n--\r\n-\r\n--A\r\n");
  }
}

TEST(Multipart, PutsLargeFilesOnDiskAndTakesThemAwayAgain) {
  const std::string folder = testing::TempDir() + "multipart_spool";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto files_there = [&] {
    return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
  };
  const std::string content(3'000'000, 'x');
  {
    MultipartReader reader("B", {}, folder);
    const std::string body = file("big.csv", content) + file("small.csv", "s") + "--B--\r\n";
    for (std::size_t at = 0; at < body.size(); at += 65536)
      ASSERT_TRUE(reader.push(std::string_view(body).substr(at, 65536)));
    ASSERT_TRUE(reader.finish());
    ASSERT_EQ(reader.uploads().size(), 2u);
    const Upload big = reader.uploads()[0];
    EXPECT_TRUE(big.on_disk());
    EXPECT_FALSE(reader.uploads()[1].on_disk());
    EXPECT_EQ(big.size(), content.size());
    EXPECT_EQ(big.text(10'000'000), content);
    EXPECT_EQ(files_there(), 1);
    for (const auto& each : std::filesystem::directory_iterator(folder))
      EXPECT_EQ(each.status().permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    big.save_to(testing::TempDir() + "multipart_saved");
    EXPECT_EQ(std::filesystem::file_size(testing::TempDir() + "multipart_saved"), content.size());
  }
  EXPECT_EQ(files_there(), 0);
}

TEST(Multipart, CountsManySmallFilesTogether) {
  std::string body;
  for (int i = 0; i < 5; ++i) body += file("s.csv", std::string(400, 'x'));
  const auto got = read(body + "--B--", 100000, {.memory_bytes = 1000});
  ASSERT_TRUE(got.ok);
  EXPECT_FALSE(got.uploads[1].on_disk());
  EXPECT_TRUE(got.uploads[2].on_disk());
}

TEST(Multipart, ShowsNoPathAndNoControlLettersInAFilename) {
  const auto name = [](std::string_view filename) {
    const auto got = read(file(filename, "x") + "--B--", 1000);
    return got.ok && got.uploads.size() == 1 ? got.uploads[0].filename() : "refused";
  };
  EXPECT_EQ(name("../../etc/passwd"), "passwd");
  EXPECT_EQ(name("C:\\\\temp\\\\cases.csv"), "cases.csv");
  EXPECT_EQ(name(".."), "");
  EXPECT_EQ(name("a\tb\x1b[31m.csv"), "ab[31m.csv");
  EXPECT_EQ(name("a%22b.csv"), "a\"b.csv");
  EXPECT_EQ(name("é.csv"), "é.csv");
  EXPECT_EQ(name("\xff.csv"), "refused");
  EXPECT_EQ(name(std::string(300, 'a')).size(), 255u);
}

TEST(Multipart, RefusesWhatIsMalformed) {
  const std::string good = field("a", "1");
  const std::string bad[] = {
      "",
      "--B",
      "--B--x",
      "preamble\r\n" + good + "--B--",
      good,                                                   // never closed
      good + "--B--\r\ntrailing",                             //
      "--B\r\n\r\nno headers\r\n--B--",                       //
      part("Content-Disposition: form-data", "1") + "--B--",  // no name
      part("Content-Disposition: form-data; name=\"\"", "1") + "--B--",
      part("Content-Disposition: form-data; name=\"a", "1") + "--B--",  // quote not closed
      part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "1") + "--B--",
      part("Content-Disposition: attachment; name=\"a\"", "1") + "--B--",
      part("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "1") + "--B--",
      part("Content-Disposition: form-data;\r\n name=\"a\"", "1") + "--B--",  // folded
      part("Content-Disposition: form-data; name=\"a\"\nX: y", "1") + "--B--",
      field("a", "\xff") + "--B--",
      field("a", std::string(1, '\0')) + "--B--",
      "--B\nContent-Disposition: form-data; name=\"a\"\n\n1\n--B--",
      "--B\r\n" + std::string(9000, 'h'),
  };
  for (const auto& body : bad)
    for (const std::size_t step : {1u, 100000u})
      EXPECT_FALSE(read(body, step).ok) << step << " " << body.substr(0, 100);
}

TEST(Multipart, HoldsItsLimits) {
  EXPECT_FALSE(read(field("a", "1") + field("b", "2") + "--B--", 100, {.fields = 1}).ok);
  EXPECT_FALSE(read(field("a", "12345") + "--B--", 100, {.field_bytes = 4}).ok);
  EXPECT_FALSE(read(field("a", "1234") + field("b", "1234") + "--B--", 100, {.text_bytes = 7}).ok);
  EXPECT_TRUE(read(field("a", "1234") + field("b", "1234") + "--B--", 100, {.text_bytes = 8}).ok);
}

}  // namespace
}  // namespace plumbline::web
