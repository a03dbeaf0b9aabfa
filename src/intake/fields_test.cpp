#include "intake/fields.hpp"

#include <gtest/gtest.h>

namespace plumbline::intake {
namespace {

std::string day(std::string_view text, bool from_1904 = false) {
  const auto found = day_of_cell(text, from_1904);
  return found ? base::iso(*found) : "none";
}

TEST(DayOfCell, ReadsWhatCouncilsWriteInOneColumn) {
  EXPECT_EQ(day("2026-12-01"), "2026-12-01");
  EXPECT_EQ(day("01/12/2026"), "2026-12-01");
  EXPECT_EQ(day("1/2/2026"), "2026-02-01");
  EXPECT_EQ(day("01.12.2026"), "2026-12-01");
  EXPECT_EQ(day("01-12-2026"), "2026-12-01");
  EXPECT_EQ(day("2026-12-01 00:00:00"), "2026-12-01");
  EXPECT_EQ(day("2026-12-01T09:30:00Z"), "2026-12-01");
  EXPECT_EQ(day("01/12/2026 00:00"), "2026-12-01");
  EXPECT_EQ(day("46357"), "2026-12-01");
  EXPECT_EQ(day("46357.5"), "2026-12-01");
}

TEST(DayOfCell, CountsExcelsDaysWithTheLeapDayThatNeverWas) {
  EXPECT_EQ(day("1"), "1900-01-01");
  EXPECT_EQ(day("59"), "1900-02-28");
  EXPECT_EQ(day("61"), "1900-03-01");
  EXPECT_EQ(day("44895", true), "2026-12-01");
}

TEST(DayOfCell, KnowsNoDayWhereThereIsNone) {
  for (const char* text : {"", "31/02/2026", "2026-13-01", "12/2026", "next week", "-5", "0", "999999", "1e9", "nan",
                           "2026-12-01x", "0x10"})
    EXPECT_EQ(day(text), "none") << text;
}

TEST(TidyText, MakesTypedAndPastedNamesEqual) {
  EXPECT_EQ(tidy_text("\xC2\xA0Jo\xC2\xA0 Bloggs \xC2\xA0"), "Jo Bloggs");
  EXPECT_EQ(tidy_text("Children\xE2\x80\x99s team"), "Children's team");
  EXPECT_EQ(tidy_text("#N/A"), "");
}

TEST(ColumnKey, ForgivesCaseBlanksUnderscoresAndCurlyMarks) {
  EXPECT_EQ(column_key(" Child_Unique ID "), column_key("child unique id"));
  EXPECT_EQ(column_key("Child\xE2\x80\x99s Legal Status"), column_key("Child's legal status"));
  EXPECT_EQ(column_key("Date Ceased to be Looked After "), column_key("date ceased to be looked after"));
}

TEST(GenderOf, UnderstandsTheSpellingsCouncilsSend) {
  for (const char* text : {"a) Male", "1", "1 - Male", "M", "male"}) EXPECT_EQ(gender_of(text), "male") << text;
  for (const char* text : {"b) Female", "2", "2 - Female", "F"}) EXPECT_EQ(gender_of(text), "female") << text;
  for (const char* text : {"c) Not stated/recorded (or unborn)", "0", "9", "U", "Unborn", "Unknown", ""})
    EXPECT_EQ(gender_of(text), "") << text;
  EXPECT_EQ(gender_of("d) Neither"), "neither");
}

TEST(DisabilityOf, TakesAKindForAYes) {
  EXPECT_EQ(disability_of("a) Yes"), "yes");
  EXPECT_EQ(disability_of("AUT"), "yes");
  EXPECT_EQ(disability_of("b) No"), "no");
  EXPECT_EQ(disability_of("NONE"), "no");
  EXPECT_EQ(disability_of("c) Unknown"), "");
  EXPECT_EQ(disability_of("#N/A"), "");
  EXPECT_EQ(disability_of("Not applicable"), "");
}

TEST(Shown, CutsLongValuesBetweenCharacters) {
  EXPECT_EQ(shown("short"), "short");
  const std::string long_value = std::string(59, 'x') + "é and more";
  EXPECT_EQ(shown(long_value), std::string(59, 'x') + "…");
}

}  // namespace
}  // namespace plumbline::intake
