// The charts' promises: well-formed, no inline style, named for people who do not see them, told apart without colour,
// and the same bytes for the same numbers (golden files, rewritten by script/rebaseline).
#include "report/chart/chart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <pugixml.hpp>
#include <set>

#include "support/golden.hpp"

namespace plumbline::report {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<Series> kGradeSeries{{"Outstanding", Fill::Outstanding},
                                       {"Good", Fill::Good},
                                       {"Requires improvement", Fill::RequiresImprovement},
                                       {"Inadequate", Fill::Inadequate}};

StackedBars grades_by_area() {
  return {{"grades", "Overall grades by locality, November 2026", "29 of 49 audits were good or better."},
          kGradeSeries,
          {{"North", {2, 10, 6, 1}},
           {"Central and the Children with Complex Health and Disability Service", {1, 8, 5, 0}},
           {"East", {0, 0, 0, 0}},
           {"Rock & <Sea>", {1, 40, 7, 3}}}};
}

GroupedBars before_and_after() {
  return {
      {"moderation", "Grades before and after moderation", "9 audits went from good to requires improvement."},
      {{"Before moderation", Fill::Before}, {"After moderation", Fill::After}},
      {{"Outstanding", {26, 21}}, {"Good", {126, 119}}, {"Requires improvement", {54, 63}}, {"Inadequate", {9, 14}}},
      "audits"};
}

ShareBars returns() {
  return {{"returns", "Audits returned by locality", "48 of 50 returned."},
          {{"North", 16, 20}, {"Central", 18, 18}, {"East", 0, 12}, {"Elsewhere", 0, 0}},
          80};
}

TrendLine year() {
  TrendLine chart{{"trend", "Audits graded good or better, month by month", "Up from 52% to 83%."},
                  "good or better",
                  {},
                  0.636,
                  true};
  const long long n[] = {25, 18, 27, 29, 31, 32, 32, 34, 33, 18, 37, 44};
  const char* months[] = {"Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"};
  for (int at = 0; at < 12; ++at) {
    TrendPoint point{months[at], std::string(months[at], 1), n[at], at == 4 ? 0 : 48, 0.43, 0.84, at == 9};
    if (at == 4) point.n = 0;
    chart.points.push_back(point);
  }
  return chart;
}

std::vector<std::pair<std::string, std::string>> every_chart() {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, size] : {std::pair{"wide", ChartSize::Wide}, std::pair{"narrow", ChartSize::Narrow}}) {
    out.emplace_back(std::string("stacked-") + name, stacked_bars(grades_by_area(), size));
    out.emplace_back(std::string("grouped-") + name, grouped_bars(before_and_after(), size));
    out.emplace_back(std::string("shares-") + name, share_bars(returns(), size));
    out.emplace_back(std::string("trend-") + name, trend_line(year(), size));
  }
  return out;
}

pugi::xml_document parsed(const std::string& svg) {
  pugi::xml_document document;
  const auto outcome = document.load_string(svg.c_str(), pugi::parse_full);
  EXPECT_TRUE(outcome) << outcome.description() << " at " << outcome.offset << "\n" << svg;
  return document;
}

TEST(Chart, IsWellFormedAndNamesItself) {
  for (const auto& [name, svg] : every_chart()) {
    SCOPED_TRACE(name);
    const auto document = parsed(svg);
    const auto root = document.child("svg");
    EXPECT_STREQ(root.attribute("role").value(), "img");
    EXPECT_NE(std::string(root.child("title").text().get()), "");
    EXPECT_NE(std::string(root.child("desc").text().get()), "");
    const std::string title_id = root.child("title").attribute("id").value();
    const std::string desc_id = root.child("desc").attribute("id").value();
    EXPECT_EQ(std::string(root.attribute("aria-labelledby").value()), title_id + " " + desc_id);
  }
}

TEST(Chart, UsesNoInlineStyleSoThatAStrictPolicyHolds) {
  for (const auto& [name, svg] : every_chart()) {
    SCOPED_TRACE(name);
    EXPECT_THAT(svg, Not(HasSubstr("style=")));
    EXPECT_THAT(svg, Not(HasSubstr("<style")));
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
  }
}

TEST(Chart, GivesEachElementAnIdOfItsOwnInBothSizes) {
  std::set<std::string> ids;
  for (const auto& [name, svg] : every_chart())
    for (const auto& found : parsed(svg).select_nodes("//@id")) {
      EXPECT_TRUE(ids.insert(found.attribute().value()).second) << name << ": " << found.attribute().value();
    }
}

TEST(Chart, DrawsSharesWhoseWidthsAddUpToTheWholeBar) {
  const auto document = parsed(stacked_bars(grades_by_area(), ChartSize::Wide));
  double widths = 0, whole = 0;
  for (const auto& rect : document.select_nodes("//rect[starts-with(@class,'fill-')]")) {
    // The first bar only: North.
    const auto node = rect.node();
    if (whole == 0 && node.attribute("height").as_int() == 28) whole = node.attribute("y").as_double();
    if (node.attribute("height").as_int() == 28 && node.attribute("y").as_double() == whole)
      widths += node.attribute("width").as_double() + 1.5;
  }
  double left = 0, right = 0;
  for (const auto& line : document.select_nodes("//line")) {
    if (left == 0) left = line.node().attribute("x1").as_double();
    right = std::max(right, line.node().attribute("x1").as_double());
  }
  EXPECT_NEAR(widths, right - left, 1.0);
}

TEST(Chart, EscapesWhatPeopleTyped) {
  const auto svg = stacked_bars(grades_by_area(), ChartSize::Wide);
  EXPECT_THAT(svg, HasSubstr("Rock &amp; &lt;Sea&gt;"));
  EXPECT_THAT(svg, Not(HasSubstr("<Sea>")));
}

TEST(Chart, SaysNoneWhereThereIsNothing) {
  EXPECT_THAT(stacked_bars(grades_by_area(), ChartSize::Wide), HasSubstr(">none<"));
  EXPECT_THAT(share_bars(returns(), ChartSize::Wide), HasSubstr("nothing due"));
}

TEST(Chart, LeavesAGapInTheLineForAMonthWithoutAudits) {
  const auto document = parsed(trend_line(year(), ChartSize::Wide));
  const std::string d = document.select_node("//path[@class='measure']/@d").attribute().value();
  EXPECT_EQ(std::count(d.begin(), d.end(), 'M'), 2);
  EXPECT_EQ(document.select_nodes("//circle").size() + document.select_nodes("//path[@class='outside']").size(), 11U);
}

TEST(Chart, TellsAPointOutsideTheLimitsByItsShape) {
  const auto document = parsed(trend_line(year(), ChartSize::Wide));
  EXPECT_EQ(document.select_nodes("//path[@class='outside']").size(), 1U);
}

TEST(Chart, TellsInadequateByStripesAsWellAsByColour) {
  const auto document = parsed(stacked_bars(grades_by_area(), ChartSize::Wide));
  EXPECT_EQ(document.select_nodes("//pattern[@id='grades-wide-inadequate']").size(), 1U);
}

TEST(Chart, KeepsEveryTextInsideThePicture) {
  for (const auto& [name, svg] : every_chart()) {
    SCOPED_TRACE(name);
    const auto document = parsed(svg);
    const double width = document.child("svg").attribute("width").as_double();
    const double height = document.child("svg").attribute("height").as_double();
    for (const auto& found : document.select_nodes("//text")) {
      const auto node = found.node();
      const std::string words = node.text().get();
      const double size = text_width(words, node.attribute("font-size").as_double(), node.attribute("font-weight"));
      const std::string anchor = node.attribute("text-anchor").as_string("start");
      const double x = node.attribute("x").as_double() - (anchor == "start" ? 0 : anchor == "middle" ? size / 2 : size);
      EXPECT_GE(x, -1) << words;
      EXPECT_LE(x + size, width + 1) << words;
      EXPECT_GE(node.attribute("y").as_double(), 10) << words;
      EXPECT_LE(node.attribute("y").as_double(), height) << words;
    }
  }
}

TEST(Chart, KeepsTheLabelsAtTheLinesEndsApart) {
  TrendLine chart = year();
  chart.centre = 0.80;
  for (auto& point : chart.points) point.lower = 0.79;
  const auto document = parsed(trend_line(chart, ChartSize::Wide));
  std::vector<double> at;
  for (const auto& found : document.select_nodes("//text"))
    if (const std::string words = found.node().text().get(); words.starts_with("Average") || words.ends_with("limit"))
      at.push_back(found.node().attribute("y").as_double());
  ASSERT_EQ(at.size(), 3U);
  std::sort(at.begin(), at.end());
  EXPECT_GE(at[1] - at[0], 15);
  EXPECT_GE(at[2] - at[1], 15);
}

TEST(Chart, DrawsNothingRatherThanFailingWithoutRows) {
  for (const auto size : {ChartSize::Wide, ChartSize::Narrow}) {
    parsed(stacked_bars({{"a", "t", "d"}, kGradeSeries, {}}, size));
    parsed(grouped_bars({{"b", "t", "d"}, {}, {}, ""}, size));
    parsed(share_bars({{"c", "t", "d"}, {}, std::nullopt}, size));
    parsed(trend_line({{"e", "t", "d"}, "", {}, std::nullopt, false}, size));
  }
}

TEST(Chart, MatchesItsGoldenFile) {
  for (const auto& [name, svg] : every_chart()) test::expect_golden(svg, "charts/" + name + ".svg");
}

}  // namespace
}  // namespace plumbline::report
