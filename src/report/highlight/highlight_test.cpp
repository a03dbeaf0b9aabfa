// The highlight report of a small council counted by hand, and what it may say of movement.
#include "report/highlight/highlight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/csv.hpp"
#include "report/agreement/agreement.hpp"
#include "report/fairness/fairness.hpp"
#include "report/figure_cells.hpp"
#include "report/national/national.hpp"
#include "report/standalone_html.hpp"
#include "report/zip.hpp"
#include "support/golden.hpp"
#include "support/page_text.hpp"

namespace plumbline::report {
namespace {

using domain::AuditState;
using domain::Grade;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

base::Period month(const char* text) { return *base::parse_period(text); }

domain::Framework framework() {
  domain::Framework made;
  made.key = "small";
  made.council.name = "Small Council";
  made.council.service_areas = {"16+", "East"};
  domain::Tool tool;
  tool.key = "tool";
  tool.sections.resize(2);
  tool.sections[0].key = "risk";
  tool.sections[0].title = "Risk";
  tool.sections[1].key = "voice";
  tool.sections[1].title = "Child’s voice";
  made.tools.push_back(tool);
  domain::Programme programme;
  programme.key = "monthly";
  programme.title = "Monthly audits";
  programme.scale = "four";
  programme.targets.return_percent = 80;
  programme.tools.push_back({"tool", {}});
  domain::Cohort cohort;
  cohort.key = "cin";
  cohort.title = "Child in need plan";
  programme.draw.cohorts.push_back(cohort);
  made.programmes.push_back(programme);
  return made;
}

// So many audits of a month, area and cohort that came back with these grades.
void add(app::ReportCounts& counts, const char* period, const char* area, const char* cohort, long long n, Grade grade,
         Grade risk, std::optional<Grade> moderated = {}) {
  app::AuditCount audit;
  audit.period = month(period);
  audit.area = area;
  audit.cohort = cohort;
  audit.state = AuditState::Final;
  audit.sent = audit.returned = true;
  audit.before = grade;
  audit.moderated = moderated;
  audit.picked = moderated.has_value();
  audit.n = n;
  counts.audits.push_back(audit);
  counts.sample.push_back({month(period), area, cohort, false, "", n});
  counts.tools.push_back({month(period), area, cohort, "tool", domain::Category::Cin, n});
  counts.sections.push_back({month(period), area, cohort, "tool", "risk", risk, false, n});
  counts.sections.push_back({month(period), area, cohort, "tool", "voice", Grade::Good, false, n});
}
void add_out(app::ReportCounts& counts, const char* period, const char* area, const char* cohort, long long n) {
  app::AuditCount audit;
  audit.period = month(period);
  audit.area = area;
  audit.cohort = cohort;
  audit.state = AuditState::Sent;
  audit.sent = true;
  audit.n = n;
  counts.audits.push_back(audit);
  counts.sample.push_back({month(period), area, cohort, false, "", n});
}

app::ReportCounts quarter() {
  app::ReportCounts counts;
  add(counts, "2021-08", "East", "cin", 40, Grade::Good, Grade::Inadequate);
  add(counts, "2021-10", "East", "no-plan", 20, Grade::RequiresImprovement, Grade::RequiresImprovement);
  add(counts, "2021-10", "16+", "no-plan", 20, Grade::Good, Grade::Good, Grade::Good);
  add(counts, "2021-11", "East", "cin", 29, Grade::Good, Grade::Good);
  add(counts, "2021-11", "16+", "cin", 9, Grade::Good, Grade::Good, Grade::RequiresImprovement);
  add(counts, "2021-11", "16+", "cin", 11, Grade::RequiresImprovement, Grade::Good);
  add_out(counts, "2021-11", "East", "cin", 20);
  counts.sample.push_back({month("2021-11"), "East", "cin", true, "Closed", 23});
  return counts;
}

HighlightReport small_report(const app::ReportCounts& counts) {
  static const auto kFramework = framework();
  const MonthlyRequest request{"monthly", month("2021-10"), month("2021-12"), "", "", "", app::AreaBy::ServiceArea};
  return highlight_report(request, counts, kFramework, kFramework.programmes.front(), "small",
                          *base::parse_instant("2022-01-10T09:00:00Z"));
}

TEST(HighlightReport, TellsAQuarterInJson) {
  const auto told = json::parse(to_json(small_report(quarter())));
  ASSERT_EQ(told["returns"].size(), 2U);
  const auto& november = told["returns"][1];
  EXPECT_EQ(november["period"], "2021-11");
  EXPECT_EQ(november["cohort"], "cin");
  EXPECT_EQ(november["distributed"], 69);
  EXPECT_EQ(november["returned"], 49);
  EXPECT_EQ(november["exempt"], 23);
  EXPECT_EQ(november["rate"]["percent"], 71);
  EXPECT_EQ(november["target"], 80);
  EXPECT_EQ(told["moderation"][1]["changes"][0]["n"], 9);
  EXPECT_EQ(told["grades"][1]["counts"]["good"], 38);
  EXPECT_EQ(told["grades"][1]["counts"].size(), 4U) << "the critical form stands there only where somebody gave it";
  EXPECT_EQ(told["grades_by_area"][0]["area"], "16+");
  EXPECT_EQ(told["grades_by_area"][0]["total"], 40);
  EXPECT_EQ(told["trend"]["months"].size(), 12U);
  EXPECT_EQ(told["trend"]["months"][11]["period"], "2021-12");
  EXPECT_TRUE(told["trend"]["trial"]);
}

TEST(HighlightReport, KeepsItsBytes) {
  const auto report = small_report(quarter());
  test::expect_golden(to_json(report), "reports/highlight.json");
  test::expect_golden(csv_of(rows_of(report)), "reports/highlight.csv");
  test::expect_golden(test::page_text(standalone_html(page_of(report, FigureLinks::Hidden), "#1d5a8a")),
                      "reports/highlight.txt");
}

// Movement is against the month before whatever its cohort; like cohorts are compared with their like apart from that.
TEST(HighlightReport, ComparesWithTheMonthBeforeAndWithTheLikeCohort) {
  const auto report = small_report(quarter());
  const auto& november = report.sections[0].periods.back();
  ASSERT_TRUE(november.before_period);
  EXPECT_EQ(*november.before_period, month("2021-10"));
  EXPECT_TRUE(november.unlike_cohorts);
  const auto cin = std::find_if(report.cohorts.begin(), report.cohorts.end(),
                                [](const auto& series) { return series.cohort == "cin"; });
  ASSERT_NE(cin, report.cohorts.end());
  EXPECT_EQ(cin->title, "Child in need plan");
  ASSERT_EQ(cin->rounds.size(), 2U);
  EXPECT_EQ(cin->rounds.front().period, month("2021-08"));
  EXPECT_THAT(cin->improved, ElementsAre("risk")) << "0 of 40 to 49 of 49 is no chance";
  EXPECT_THAT(cin->declined, IsEmpty());
}

TEST(HighlightReport, CallsNoSmallDifferenceReal) {
  app::ReportCounts counts;
  add(counts, "2021-10", "East", "cin", 3, Grade::Good, Grade::RequiresImprovement);
  add(counts, "2021-11", "East", "cin", 2, Grade::Good, Grade::Good);
  add(counts, "2021-11", "East", "cin", 2, Grade::Good, Grade::RequiresImprovement);
  const auto told = json::parse(to_json(small_report(counts)));
  const auto& movement = told["sections"][0]["periods"][1]["movement"];
  EXPECT_EQ(movement["good_or_better"], "up");
  EXPECT_FALSE(movement["real"]);
  EXPECT_TRUE(told["sections"][0]["periods"][0]["movement"].is_null());
  EXPECT_THAT(standalone_html(page_of(small_report(counts), FigureLinks::Hidden), ""), HasSubstr("No real change"));
}

// Every cell with a figure says what the CSV says.
TEST(HighlightReport, SaysTheSameOnThePageAndInTheCsv) {
  const auto report = small_report(quarter());
  std::map<std::string, FigureRow> rows;
  for (const auto& row : rows_of(report))
    rows.emplace(row.section + "/" + row.measure + "/" + row.period + "/" + row.area, row);
  std::size_t checked = 0;
  for (const auto& section : page_of(report, FigureLinks::Hidden).sections)
    for (const auto& part : section.parts)
      for (const auto& table : part.tables)
        for (const auto& row : table.rows) {
          EXPECT_EQ(row.cells.size(), table.columns.size()) << table.caption;
          for (const auto& cell : row.cells) {
            if (cell.figure.empty()) continue;
            ASSERT_TRUE(rows.contains(cell.figure)) << cell.figure;
            const auto& figure = rows.at(cell.figure);
            const bool share = cell.text.ends_with("%") || cell.text == "–";
            EXPECT_EQ(cell.text, share ? say_percent({figure.n, figure.of.value_or(0)}) : std::to_string(figure.n))
                << cell.figure;
            ++checked;
          }
        }
  EXPECT_GT(checked, 80U);
}

TEST(Agreement, IsNotEstimableWhereAllGradesAreTheSame) {
  const std::vector<Grade> grades{Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate};
  const auto same =
      pair_figures("", "All", {{std::nullopt, Grade::Good, Grade::Good, 30}}, grades, domain::Weights::Quadratic);
  EXPECT_EQ(same.pairs(), 30);
  EXPECT_EQ(same.agreement(), (Share{30, 30}));
  EXPECT_FALSE(same.kappa);
  EXPECT_EQ(say_agreement(same.kappa), "not estimable");
}

TEST(Fairness, SaysWhatChanceAloneWouldDo) {
  app::SampleAndFrame counts;
  counts.frame = {{2015, "female", "", "no", 500}, {2010, "male", "", "yes", 500}};
  counts.sample = {{2015, "female", "", "no", 48}, {2010, "male", "", "yes", 2}};
  counts.not_in_register = 1;
  const auto report = fairness_report(counts, month("2026-11"));
  ASSERT_EQ(report.dimensions.size(), 4U);
  const auto& gender = report.dimensions[1];
  ASSERT_EQ(gender.groups.size(), 2U);
  EXPECT_EQ(gender.groups[0].group, "Female");
  EXPECT_EQ(gender.groups[0].chance.least, 18);
  EXPECT_EQ(gender.groups[0].chance.most, 32);
  EXPECT_TRUE(gender.groups[0].outside());
  EXPECT_EQ(report.dimensions[0].groups[0].group, "10 to 15");
  EXPECT_THAT(report.dimensions[2].groups, IsEmpty());
  EXPECT_EQ(report.dimensions[2].sample_not_recorded, 50);
}

TEST(NationalReport, HidesWhatCouldTellSomebodyApart) {
  NationalCouncil north{"north", "North", {}, 40, 38};
  north.grades.of(Grade::Good) = 30;
  north.grades.of(Grade::RequiresImprovement) = 6;
  north.grades.of(Grade::Inadequate) = 2;
  NationalCouncil south{"south", "South", {}, 60, 50};
  south.grades.of(Grade::Outstanding) = 9;
  south.grades.of(Grade::Good) = 41;
  const auto made = made_of(national_report({north, south}, month("2026-10"), month("2026-10"), 5,
                                            *base::parse_instant("2026-11-01T09:00Z")));
  const auto told = json::parse(made.json);
  EXPECT_TRUE(told["councils"][0]["counts"]["inadequate"].is_null());
  EXPECT_GE(told["suppressed"].get<int>(), 4) << "one hidden number alone is the total less the others";
  EXPECT_EQ(told["councils"][1]["total"], 50);
}

// One council is not the sum of councils: hidden as that, nothing of it would be left.
TEST(NationalReport, HidesOfOneCouncilNoMoreThanItMust) {
  NationalCouncil north{"north", "North", {}, 52, 44};
  north.grades.of(Grade::Good) = 30;
  north.grades.of(Grade::RequiresImprovement) = 6;
  north.grades.of(Grade::Inadequate) = 2;
  const auto made = made_of(
      national_report({north}, month("2026-10"), month("2026-10"), 5, *base::parse_instant("2026-11-01T09:00Z")));
  const auto told = json::parse(made.json);
  const auto& council = told["councils"][0];
  EXPECT_EQ(council["counts"]["good"], 30);
  EXPECT_EQ(council["counts"]["outstanding"], 0);
  EXPECT_TRUE(council["counts"]["requires-improvement"].is_null() && council["counts"]["inadequate"].is_null());
  EXPECT_EQ(council["total"], 38);
  EXPECT_EQ(council["returned"], 44);
  EXPECT_EQ(told["all"]["counts"], council["counts"]);
  for (const auto& section : made.page.sections) EXPECT_EQ(section.parts.front().tables.front().rows.size(), 1U);
}

// Read back by the layout of the format: names, sizes and the end's count.
TEST(Zip, HoldsItsFiles) {
  const auto archive = zip_of({{"a.csv", "1,2\n"}, {"b.json", "{}\n"}});
  EXPECT_EQ(archive.substr(0, 4), std::string("PK\x03\x04", 4));
  EXPECT_THAT(archive, HasSubstr("a.csv1,2\n"));
  EXPECT_EQ(archive[archive.size() - 22 + 10], '\x02');
}

}  // namespace
}  // namespace plumbline::report
