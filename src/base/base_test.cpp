#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/blank.hpp"
#include "base/csv.hpp"
#include "base/day.hpp"
#include "base/duration.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::base {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(Day, IsReadInIsoAndUkForm) {
  EXPECT_EQ(parse_day("2026-12-01"), (Day{2026y, std::chrono::December, 1d}));
  EXPECT_EQ(parse_day(" 1/12/2026 "), (Day{2026y, std::chrono::December, 1d}));
  EXPECT_EQ(parse_day("01/12/2026"), (Day{2026y, std::chrono::December, 1d}));
  for (const auto* wrong :
       {"", "2026-02-29", "31/04/2026", "2026-13-01", "1/2/26", "1899-12-31", "12-01-2026", "2026-1-1", "+1/12/2026"})
    EXPECT_FALSE(parse_day(wrong)) << wrong;
}

TEST(Day, SixMonthsBackFromTheEndOfAugustIsTheEndOfFebruary) {
  EXPECT_EQ(iso(add_months(*parse_day("2026-08-31"), -6)), "2026-02-28");
}

TEST(Instant, IsSaidInLondonTime) {
  EXPECT_EQ(say(*parse_instant("2026-07-01T17:42:00Z")), "1 July 2026 at 6:42pm");
  EXPECT_EQ(say(*parse_instant("2026-11-23T00:05Z")), "23 November 2026 at 12:05am");
  EXPECT_EQ(iso(london_day(*parse_instant("2026-06-30T23:30:00Z"))), "2026-07-01");
  EXPECT_EQ(iso(london_midnight(*parse_day("2026-07-01"))), "2026-06-30T23:00:00Z");
  EXPECT_EQ(say_with_weekday(*parse_day("2026-11-23")), "Monday 23 November 2026");
}

TEST(Duration, IsSaidAsPeopleSayIt) {
  EXPECT_EQ(duration_in_words(-5s), "less than a minute");
  EXPECT_EQ(duration_in_words(59s), "less than a minute");
  EXPECT_EQ(duration_in_words(60s), "1 minute");
  EXPECT_EQ(duration_in_words(1h + 25min), "1 hour 25 minutes");
  EXPECT_EQ(duration_in_words(2h), "2 hours");
  EXPECT_EQ(duration_in_words(24h), "1 day");
  EXPECT_EQ(duration_in_words(51h + 59min), "2 days 3 hours");
}

TEST(Hash, MeetsThePublishedValues) {
  // FIPS 180-2 "abc"; RFC 4231 test case 2.
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(Sha256().add("a").add("bc").finish()), sha256_hex("abc"));
  EXPECT_NE(new_uuid(Instant{1s}), new_uuid(Instant{1s}));
  EXPECT_EQ(new_uuid(Instant{1s}).size(), 36U);
}

std::vector<std::vector<std::string>> read_all(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(in);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string_view> fields;
  for (;;) {
    const auto more = reader.next(fields);
    if (!more) return {{more.error().rule, more.error().values.at(0).second}};
    if (!*more) return rows;
    rows.emplace_back(fields.begin(), fields.end());
  }
}

TEST(Csv, ReadsQuotesLineEndsAndAByteOrderMark) {
  EXPECT_THAT(read_all("\xEF\xBB\xBF"
                       "a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n\r\n,\nlast,"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("x, \"y\"", "1\n2"), ElementsAre("", ""),
                          ElementsAre("last", "")));
}

TEST(Csv, SaysWhichLineItCannotRead) {
  EXPECT_THAT(read_all("a\nb\n\"open\n"), ElementsAre(ElementsAre("csv.read.quote_open", "3")));
  EXPECT_THAT(read_all(std::string("a\nb\0c", 5)), ElementsAre(ElementsAre("csv.read.nul", "2")));
  EXPECT_THAT(read_all("a\n\xC0\xAF\n"), ElementsAre(ElementsAre("csv.read.utf8", "2")));
  EXPECT_THAT(read_all("a\n\"b\"c\n"), ElementsAre(ElementsAre("csv.read.quote_after", "2")));
  EXPECT_THAT(read_all("a\n" + std::string(70000, 'x')), ElementsAre(ElementsAre("csv.read.too_long", "2")));
}

TEST(Csv, WritesWhatItReads) {
  std::string out;
  append_csv(out, {"plain", "a,b", "say \"no\"", "two\nlines", ""});
  EXPECT_EQ(out, "plain,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\n");
  EXPECT_THAT(read_all(out), ElementsAre(ElementsAre("plain", "a,b", "say \"no\"", "two\nlines", "")));
}

TEST(Csv, GuardsEveryCellOfWhatASpreadsheetOpens) {
  EXPECT_EQ(guarded_cell("=1+1"), "'=1+1");
  std::string out;
  append_guarded_csv(out, {"=1+1", "-3, or less", "East", "2026-11-23"});
  EXPECT_EQ(out, "'=1+1,\"'-3, or less\",East,2026-11-23\n");
}

TEST(Text, IsBlankWhereNobodyWroteAnything) {
  EXPECT_TRUE(blank(""));
  EXPECT_TRUE(blank(" \n\t\u00a0"));
  EXPECT_FALSE(blank(" x "));
}

TEST(Text, TrimsNoBreakSpacesAndCountsWithCommas) {
  EXPECT_EQ(trim("\xC2\xA0 North \xC2\xA0"), "North");
  EXPECT_EQ(count_of(7445, "case", "cases"), "7,445 cases");
  EXPECT_EQ(count_of(1, "case", "cases"), "1 case");
}

}  // namespace
}  // namespace plumbline::base
