#include "domain/calendar/working_days.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plumbline::domain {
namespace {

using namespace std::chrono;
using base::Day;
using testing::ElementsAre;

std::vector<std::string> holidays(int in) {
  std::vector<std::string> days;
  for (const auto& holiday : bank_holidays(year{in})) days.push_back(base::iso(holiday.day));
  return days;
}
base::Period month(const char* text) { return *base::parse_period(text); }

// The lists below are those of GOV.UK/bank-holidays for England and Wales.
TEST(BankHolidays, Of2020MoveEarlyMayToVeDay) {
  EXPECT_THAT(holidays(2020), ElementsAre("2020-01-01", "2020-04-10", "2020-04-13", "2020-05-08", "2020-05-25",
                                          "2020-08-31", "2020-12-25", "2020-12-28"));
}
TEST(BankHolidays, Of2021SubstituteBothChristmasDays) {
  EXPECT_THAT(holidays(2021), ElementsAre("2021-01-01", "2021-04-02", "2021-04-05", "2021-05-03", "2021-05-31",
                                          "2021-08-30", "2021-12-27", "2021-12-28"));
}
TEST(BankHolidays, Of2022HaveTheJubileeAndTheStateFuneral) {
  EXPECT_THAT(holidays(2022), ElementsAre("2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02",
                                          "2022-06-03", "2022-08-29", "2022-09-19", "2022-12-26", "2022-12-27"));
}
TEST(BankHolidays, Of2023HaveTheCoronation) {
  EXPECT_THAT(holidays(2023), ElementsAre("2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01", "2023-05-08",
                                          "2023-05-29", "2023-08-28", "2023-12-25", "2023-12-26"));
}
TEST(BankHolidays, Of2024To2028) {
  EXPECT_THAT(holidays(2024), ElementsAre("2024-01-01", "2024-03-29", "2024-04-01", "2024-05-06", "2024-05-27",
                                          "2024-08-26", "2024-12-25", "2024-12-26"));
  EXPECT_THAT(holidays(2025), ElementsAre("2025-01-01", "2025-04-18", "2025-04-21", "2025-05-05", "2025-05-26",
                                          "2025-08-25", "2025-12-25", "2025-12-26"));
  EXPECT_THAT(holidays(2026), ElementsAre("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25",
                                          "2026-08-31", "2026-12-25", "2026-12-28"));
  EXPECT_THAT(holidays(2027), ElementsAre("2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31",
                                          "2027-08-30", "2027-12-27", "2027-12-28"));
  EXPECT_EQ(holidays(2028).front(), "2028-01-03");
}
TEST(BankHolidays, OfThePastKnowMovesAndExtras) {
  EXPECT_THAT(holidays(1995), testing::Contains("1995-05-08"));
  EXPECT_THAT(holidays(1995), testing::Not(testing::Contains("1995-05-01")));
  EXPECT_THAT(holidays(1999), testing::Contains("1999-12-31"));
  EXPECT_THAT(holidays(2002), testing::IsSupersetOf({"2002-06-03", "2002-06-04"}));
  EXPECT_THAT(holidays(2002), testing::Not(testing::Contains("2002-05-27")));
  EXPECT_THAT(holidays(2011), testing::IsSupersetOf({"2011-04-22", "2011-04-25", "2011-04-29", "2011-05-02"}));
  EXPECT_THAT(holidays(2012), testing::IsSupersetOf({"2012-06-04", "2012-06-05"}));
}
TEST(BankHolidays, SayWhichAreSubstitutes) {
  const auto days = bank_holidays(year{2022});
  EXPECT_EQ(days.back(), (BankHoliday{2022y / December / 27, "Christmas Day", true}));
  EXPECT_EQ(days[days.size() - 2], (BankHoliday{2022y / December / 26, "Boxing Day", false}));
}
TEST(BankHolidays, NeverFallOnAWeekendOrTwiceOnOneDay) {
  for (int in = 1995; in <= 2100; ++in) {
    const auto days = bank_holidays(year{in});
    ASSERT_GE(days.size(), 8u);
    for (std::size_t i = 0; i < days.size(); ++i) {
      const weekday on{sys_days{days[i].day}};
      EXPECT_TRUE(on != Saturday && on != Sunday) << base::iso(days[i].day);
      if (i > 0) {
        EXPECT_LT(days[i - 1].day, days[i].day);
      }
    }
  }
}

TEST(Easter, MeetsPublishedDates) {
  EXPECT_EQ(easter_sunday(1818y), Day{1818y / March / 22});  // the earliest there is
  EXPECT_EQ(easter_sunday(1943y), Day{1943y / April / 25});  // the latest
  EXPECT_EQ(easter_sunday(2000y), Day{2000y / April / 23});
  EXPECT_EQ(easter_sunday(2026y), Day{2026y / April / 5});
}

TEST(WorkingDays, AreCountedOverWeekendsAndHolidays) {
  EXPECT_EQ(add_working_days(2026y / December / 24, 1), Day{2026y / December / 29});
  EXPECT_EQ(add_working_days(2026y / December / 29, -1), Day{2026y / December / 24});
  EXPECT_EQ(add_working_days(2022y / June / 1, 1), Day{2022y / June / 6});
  EXPECT_EQ(add_working_days(2026y / December / 26, 0), Day{2026y / December / 26});
  EXPECT_EQ(add_working_days(2026y / November / 23, 15), Day{2026y / December / 14});  // CAL-3's fifteen days
  EXPECT_EQ(working_days_between(2026y / December / 24, 2026y / December / 29), 1);
  EXPECT_EQ(working_days_between(2026y / December / 29, 2026y / December / 24), -1);
  EXPECT_EQ(working_days_between(2026y / January / 1, 2026y / December / 31), 253);
}
TEST(WorkingDays, AddingWhatLiesBetweenReachesTheDay) {
  const Day from{2021y / December / 1};
  for (int ahead = 0; ahead < 400; ++ahead) {
    const Day to = base::add_days(from, ahead);
    if (is_working_day(to)) {
      EXPECT_EQ(add_working_days(from, working_days_between(from, to)), to) << base::iso(to);
    }
  }
}

TEST(Cycle, BeginsAfterAHolidayAndAWeekend) {
  EXPECT_EQ(first_working_day(month("2028-01")), Day{2028y / January / 4});
  EXPECT_EQ(first_working_day(month("2026-08")), Day{2026y / August / 3});
  EXPECT_EQ(nth_working_day(month("2026-01"), 5), Day{2026y / January / 8});
}
TEST(Cycle, ReturnsFiveWorkingDaysBeforeAMonthEndThatIsNotWorked) {
  EXPECT_EQ(working_days_before_month_end(month("2026-05"), 5),
            Day{2026y / May / 22});  // 31 May is a Sunday, 25 a holiday
  EXPECT_EQ(working_days_before_month_end(month("2026-06"), 5), Day{2026y / June / 23});
}

}  // namespace
}  // namespace plumbline::domain
