// What readers outside the service see: no count that is small, and none that could be worked out.
#include "report/partner/partner.hpp"

#include <gtest/gtest.h>

#include <random>

#include "domain/statistics/suppression.hpp"

namespace plumbline::report {
namespace {

using domain::Grade;

Figures figures(const std::string& area, long long good, long long ri, long long inadequate, long long ungraded,
                long long out) {
  Figures made;
  made.area = area;
  made.grades.of(Grade::Good) = good;
  made.grades.of(Grade::RequiresImprovement) = ri;
  made.grades.of(Grade::Inadequate) = inadequate;
  made.returns.returned = good + ri + inadequate + ungraded;
  made.returns.distributed = made.returns.returned + out;
  made.participation.returned = made.participation.held = made.returns.returned;
  return made;
}
Figures sum_of(const std::vector<Figures>& areas) {
  Figures sum = figures("", 0, 0, 0, 0, 0);
  sum.area.reset();
  for (const auto& area : areas) {
    for (const auto grade : kReportedGrades) sum.grades.of(grade) += area.grades.of(grade);
    sum.returns.returned += area.returns.returned;
    sum.returns.distributed += area.returns.distributed;
  }
  sum.participation.returned = sum.participation.held = sum.returns.returned;
  return sum;
}

TEST(PartnerReport, HidesWhatIsSmallAndWhatWouldGiveItAway) {
  const std::vector<Figures> areas{figures("North", 20, 9, 2, 2, 3), figures("Central", 18, 12, 0, 0, 6),
                                   figures("East", 25, 7, 6, 0, 8)};
  const auto report = partner_report(sum_of(areas), areas, figures("", 0, 0, 0, 0, 0), {}, 5);
  ASSERT_EQ(report.grades.lines.size(), 4U);
  EXPECT_FALSE(report.too_few);
  EXPECT_FALSE(report.grades.lines[0].counts[2]) << "two of the north without a grade";
  EXPECT_EQ(report.grades.lines[3].counts[0], 63);
  EXPECT_FALSE(report.not_yet.lines[0].total) << "three not returned";
  EXPECT_FALSE(report.not_yet.lines[1].total) << "else the three are the whole less the others";
  EXPECT_EQ(report.not_yet.lines[3].total, 17);
  EXPECT_GT(report.hidden(), 4U);
}

TEST(PartnerReport, TellsNothingOfSoFewThatTheirNumberTells) {
  const std::vector<Figures> areas{figures("North", 2, 0, 0, 0, 9), figures("South", 1, 1, 0, 0, 9)};
  const auto report = partner_report(sum_of(areas), areas, figures("", 0, 0, 0, 0, 0), {}, 5);
  EXPECT_TRUE(report.too_few);
  EXPECT_TRUE(report.sections.lines.empty() && report.moderation.lines.empty() && report.actions.lines.empty());
}

// Every table under the same total: with it known, no hidden count may follow; in any line and in the table of areas.
TEST(PartnerReport, LeavesNothingToBeWorkedOutByTakingOneNumberFromAnother) {
  std::mt19937 chance(20261122);
  const auto any = [&](int most) { return static_cast<long long>(chance() % static_cast<unsigned>(most)); };
  int with_hidden = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<Figures> areas;
    for (long long i = any(5); i >= 0; --i)
      areas.push_back(figures("A" + std::to_string(i), any(30), any(9), any(5), any(3), any(8)));
    auto whole = sum_of(areas);
    SectionFigures section{"risk", "Risk", {}, 0, 0, 0};
    section.counts.of(Grade::Good) = whole.returns.returned / 2;
    section.counts.of(Grade::RequiresImprovement) = any(5) % std::max(1LL, whole.returns.returned / 2 + 1);
    whole.sections = {section};
    const auto report = partner_report(whole, areas, figures("", 0, 0, 0, 0, 0), {}, 5);
    if (!report.any) continue;
    const auto is_small = [](const Shown& n) { return n && *n > 0 && *n < 5; };
    for (const auto* table :
         {&report.grades, &report.not_yet, &report.sections, &report.moderation, &report.workers, &report.actions})
      for (const auto& line : table->lines) {
        EXPECT_FALSE(is_small(line.total)) << table->key;
        std::size_t hidden = 0;
        std::int64_t seen = 0;
        for (const auto& n : line.counts) {
          EXPECT_FALSE(is_small(n)) << table->key;
          hidden += n ? 0 : 1;
          seen += n.value_or(0);
        }
        with_hidden += hidden > 0 ? 1 : 0;
        if (line.total && line.counts.size() > 1) {
          EXPECT_NE(hidden, 1U) << table->key << ": one hidden alone is the total less the others";
          EXPECT_FALSE(is_small(*line.total - seen)) << table->key << ": the hidden ones are few together";
        }
      }
    // Down the columns as well.
    if (areas.size() > 1) {
      for (std::size_t column = 0; column < report.grades.keys.size(); ++column) {
        std::size_t hidden = 0;
        std::int64_t seen = 0;
        for (const auto& line : report.grades.lines) hidden += line.counts[column] ? 0 : 1;
        for (std::size_t i = 0; i < areas.size(); ++i) seen += report.grades.lines[i].counts[column].value_or(0);
        EXPECT_NE(hidden, 1U);
        if (const auto& whole_of_column = report.grades.lines.back().counts[column]) {
          EXPECT_FALSE(is_small(*whole_of_column - seen)) << "the hidden ones are few together";
        }
      }
      std::size_t hidden = 0;
      for (const auto& line : report.not_yet.lines) hidden += line.total ? 0 : 1;
      EXPECT_NE(hidden, 1U);
    }
    // What is worked out for the reader rests on what is shown.
    for (const auto& line : report.grades.lines) {
      const auto graded = sum_shown(line, {0, 1});
      if (!graded || !line.total) continue;
      EXPECT_LE(*graded, *line.total);
    }
  }
  EXPECT_GT(with_hidden, 300) << "the rounds try what they are for";
}

TEST(PartnerReport, KnowsTheLastQuarterThatHasEnded) {
  EXPECT_EQ(last_ended_quarter(*base::parse_day("2026-11-16")), *base::parse_period("2026-07"));
  EXPECT_EQ(last_ended_quarter(*base::parse_day("2026-12-31")), *base::parse_period("2026-07"));
  EXPECT_EQ(last_ended_quarter(*base::parse_day("2027-01-01")), *base::parse_period("2026-10"));
  EXPECT_EQ(last_ended_quarter(*base::parse_day("2026-04-01")), *base::parse_period("2026-01"));
}

}  // namespace
}  // namespace plumbline::report
