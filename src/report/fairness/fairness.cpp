#include "report/fairness/fairness.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "base/text.hpp"
#include "report/chart/chart.hpp"
#include "report/drawn.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"
#include "report/monthly/monthly.hpp"

namespace plumbline::report {
namespace {

constexpr double kChance = 0.95;

std::string age_band(const app::ChildrenCount& child, base::Period to) {
  if (!child.birth_year) return "";
  const int age = static_cast<int>(to.month.year()) - *child.birth_year;
  if (age < 1) return "Under 1";
  if (age < 5) return "1 to 4";
  if (age < 10) return "5 to 9";
  if (age < 16) return "10 to 15";
  if (age < 18) return "16 and 17";
  return "18 and over";
}

std::string in_words(const std::string& code) {
  std::string text = code;
  return capitalised(std::move(text));
}

std::string period_of(const FairnessReport& report) { return period_key(report.ask.from, report.ask.to); }

using GroupOf = std::function<std::string(const app::ChildrenCount&)>;

FairnessDimension dimension_of(const app::SampleAndFrame& counts, const char* key, const char* name, const GroupOf& of,
                               std::vector<std::string> order) {
  FairnessDimension dimension{key, name, {}, 0, 0};
  std::map<std::string, std::pair<long long, long long>> groups;
  long long frame = 0;
  long long sample = 0;
  for (const auto& one : counts.frame) {
    const auto group = of(one);
    (group.empty() ? dimension.frame_not_recorded : frame) += one.n;
    if (!group.empty()) groups[group].first += one.n;
  }
  for (const auto& one : counts.sample) {
    const auto group = of(one);
    (group.empty() ? dimension.sample_not_recorded : sample) += one.n;
    if (!group.empty()) groups[group].second += one.n;
  }
  for (const auto& [group, n] : groups)
    if (std::find(order.begin(), order.end(), group) == order.end()) order.push_back(group);
  for (const auto& group : order) {
    const auto found = groups.find(group);
    if (found == groups.end()) continue;
    const auto [in_frame, in_sample] = found->second;
    const double share = frame > 0 ? static_cast<double>(in_frame) / static_cast<double>(frame) : 0;
    dimension.groups.push_back(
        {group, Share{in_frame, frame}, Share{in_sample, sample}, domain::binomial_range(sample, share, kChance)});
  }
  return dimension;
}

}  // namespace

FairnessReport fairness_report(const app::SampleAndFrame& counts, base::Period to) {
  FairnessReport report;
  report.not_in_register = counts.not_in_register;
  for (const auto& one : counts.frame) report.frame += one.n;
  for (const auto& one : counts.sample) report.sample += one.n;
  report.dimensions.push_back(dimension_of(counts, "age", "Age", [&](const auto& child) { return age_band(child, to); },
                                           {"Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17", "18 and over"}));
  report.dimensions.push_back(
      dimension_of(counts, "gender", "Gender", [](const auto& child) { return in_words(child.gender); }, {}));
  report.dimensions.push_back(
      dimension_of(counts, "ethnicity", "Ethnicity", [](const auto& child) { return in_words(child.ethnicity); }, {}));
  report.dimensions.push_back(dimension_of(counts, "disability", "Disability",
                                           [](const auto& child) -> std::string {
                                             if (child.disability == "yes") return "Disabled";
                                             if (child.disability == "no") return "Not disabled";
                                             return in_words(child.disability);
                                           },
                                           {}));
  return report;
}

base::Result<FairnessReport> make_fairness(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                           app::Reader& reader, const domain::Framework& framework) {
  CHECK(may_read_reports(actor));
  CHECK(check_months(ask.from, ask.to));
  TRY(const auto* programme, programme_asked(ask.programme, framework));
  const app::ReportFilter filter{programme->key, iso(ask.from), iso(ask.to),
                                 ask.cohort,     ask.locality,  ask.service_area};
  const auto counts =
      reader.reports().sample_and_frame(filter, programme->draw.categories, ask.from.first(), ask.to.last());
  auto report = fairness_report(counts, ask.to);
  report.council = framework.council.name;
  report.council_key = actor.council;
  report.programme_title = programme->title;
  report.ask = ask;
  report.ask.programme = programme->key;
  report.made_at = clock.now();
  return report;
}

std::string to_json(const FairnessReport& report, const domain::Framework& framework) {
  auto json = head_json("fairness", report.council_key, framework, report.ask, report.made_at);
  json["frame"] = report.frame;
  json["sample"] = report.sample;
  json["not_in_register"] = report.not_in_register;
  Json dimensions = Json::array();
  for (const auto& dimension : report.dimensions) {
    Json groups = Json::array();
    for (const auto& group : dimension.groups)
      groups.push_back({{"group", group.group},
                        {"frame", share_json(group.frame)},
                        {"sample", share_json(group.sample)},
                        {"chance", {{"least", group.chance.least}, {"most", group.chance.most}}},
                        {"outside", group.outside()}});
    Json one{{"dimension", dimension.key}, {"groups", std::move(groups)}};
    one["not_recorded"] = {{"frame", dimension.frame_not_recorded}, {"sample", dimension.sample_not_recorded}};
    dimensions.push_back(std::move(one));
  }
  json["dimensions"] = std::move(dimensions);
  return text_of(json);
}

std::vector<FigureRow> rows_of(const FairnessReport& report) {
  std::vector<FigureRow> rows;
  const auto period = period_of(report);
  for (const auto& dimension : report.dimensions)
    for (const auto& group : dimension.groups) {
      const auto section = "fairness:" + dimension.key;
      rows.push_back({section, period, group.group, "frame", group.frame.n, group.frame.of, ""});
      rows.push_back({section, period, group.group, "sample", group.sample.n, group.sample.of, ""});
      rows.push_back({section, period, group.group, "chance-least", group.chance.least, std::nullopt, ""});
      rows.push_back({section, period, group.group, "chance-most", group.chance.most, std::nullopt, ""});
    }
  return rows;
}

ReportPage page_of(const FairnessReport& report) {
  const FigureCells cells(rows_of(report), FigureLinks::Hidden);
  const auto period = period_of(report);
  ReportPage page;
  page.title = "Fairness of the sample, " + say_months(report.ask.from, report.ask.to);
  page.caption = report.programme_title;
  page.meta = report.council + ". Made on " + base::say(report.made_at) + ".";
  if (report.sample == 0) {
    page.lead = "No child of the register was audited in these months, so there is no sample to compare yet.";
    return page;
  }
  std::vector<std::string> outside;
  long long groups = 0;
  for (const auto& dimension : report.dimensions)
    for (const auto& group : dimension.groups) {
      ++groups;
      if (group.outside()) outside.push_back(base::lower(dimension.name) + " “" + group.group + "”");
    }
  page.lead = groups == 0 ? "The register holds neither age, gender, ethnicity nor disability, so nothing can be said."
              : outside.empty() ? "In every group as many children were audited as chance alone may give."
                                : "More or fewer than chance usually gives: " + base::join(outside, ", ") + ". Of " +
                                      base::count_of(groups, "group", "groups") +
                                      " about one in twenty lies outside by chance, so look whether it stays so.";
  page.figures.push_back({number(report.sample), "children audited", "", ""});
  page.figures.push_back({number(report.frame), "children in the frame", "", ""});
  for (const auto& dimension : report.dimensions) {
    ReportSection section{"fairness-" + dimension.key, dimension.name, {}, ReportSection::Place::Main, {}};
    ReportPart part;
    if (dimension.groups.empty()) {
      part.sentences.emplace_back("The register does not hold this.");
      section.parts.push_back(std::move(part));
      page.sections.push_back(std::move(section));
      continue;
    }
    const auto differ =
        std::count_if(dimension.groups.begin(), dimension.groups.end(), [](const auto& g) { return g.outside(); });
    part.sentences.push_back(differ == 0 ? "The sample is like the frame: no group differs by more than chance."
                                         : base::count_of(differ, "group differs", "groups differ") +
                                               " by more than chance usually gives.");
    GroupedBars bars{
        {"fairness-chart-" + dimension.key, dimension.name + ": audited, and the least and the most that chance gives",
         part.sentences.front()},
        {{"Audited", Fill::After}, {"Least by chance", Fill::Quiet}, {"Most by chance", Fill::Before}},
        {},
        "children"};
    ReportTable table{dimension.name + " of children in the frame and in the sample",
                      {{dimension.name, false},
                       {"In the frame", true},
                       {"Audited", true},
                       {"Chance alone gives", true},
                       {"Verdict", false}},
                      {}};
    for (const auto& group : dimension.groups) {
      const auto name = "fairness:" + dimension.key;
      bars.rows.push_back({group.group, {group.sample.n, group.chance.least, group.chance.most}});
      const auto* verdict = !group.outside()                      ? "As chance gives"
                            : group.sample.n < group.chance.least ? "Fewer than chance gives"
                                                                  : "More than chance gives";
      table.rows.push_back({{words(group.group), cells.share(name, "frame", period, group.group),
                             cells.share(name, "sample", period, group.group),
                             words(number(group.chance.least) + " to " + number(group.chance.most)), words(verdict)},
                            false});
    }
    part.charts.push_back(drawn(bars));
    part.tables.push_back(std::move(table));
    if (dimension.frame_not_recorded + dimension.sample_not_recorded > 0)
      part.note = "Not recorded: " + number(dimension.frame_not_recorded) + " in the frame, " +
                  number(dimension.sample_not_recorded) + " in the sample.";
    section.parts.push_back(std::move(part));
    page.sections.push_back(std::move(section));
  }
  return page;
}

}  // namespace plumbline::report
