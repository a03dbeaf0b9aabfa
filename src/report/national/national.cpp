#include "report/national/national.hpp"

#include <algorithm>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"

namespace plumbline::report {

using domain::Grade;

namespace {

constexpr std::array kColumns{Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate};

using Shown = std::optional<std::int64_t>;

Json shown(const Shown& n) { return n ? Json(*n) : Json(nullptr); }
std::string said(const Shown& n) { return n ? number(*n) : "Hidden"; }

// A share only where all that it is made of may be seen.
std::optional<Share> good_of(const std::vector<Shown>& row) {
  if (!row[0] || !row[1] || !row.back()) return std::nullopt;
  return Share{*row[0] + *row[1], *row.back()};
}
std::optional<Share> rate_of(const std::vector<Shown>& row) {
  if (!row[0] || !row.back()) return std::nullopt;
  return Share{*row[0], *row.back()};
}
Json json_of(const std::optional<Share>& share) { return share ? share_json(*share) : Json(nullptr); }
std::string said(const std::optional<Share>& share) { return share ? say_share(*share) : "Hidden"; }

// One council is the whole, and the whole is no council's sum: a line of its own, said twice.
domain::ShownTable shown_of(const domain::CountTable& counts, std::int64_t below) {
  if (counts.size() > 1) return domain::suppressed(domain::with_totals(counts), below);
  const auto line = domain::suppressed_line(counts.front(), below);
  return {line, line};
}

std::size_t hidden_in(const domain::ShownTable& table) {
  std::size_t n = 0;
  for (const auto& row : table)
    for (const auto& cell : row) n += cell ? 0 : 1;
  return n;
}

}  // namespace

NationalCouncil national_council(const std::string& key, const std::string& name, const app::ReportCounts& counts,
                                 base::Period from, base::Period to) {
  const auto figures = figures_of(counts, from, to, std::nullopt, {});
  return {key, name, figures.grades, figures.returns.distributed, figures.returns.returned};
}

NationalReport national_report(std::vector<NationalCouncil> councils, base::Period from, base::Period to,
                               std::int64_t below, base::Instant made_at) {
  NationalReport report{from, to, made_at, std::max<std::int64_t>(below, 5), std::move(councils), {}, {}};
  domain::CountTable grades;
  domain::CountTable returns;
  for (const auto& council : report.councils) {
    std::vector<std::int64_t> row;
    for (const auto grade : kColumns) row.push_back(council.grades.of(grade));
    row.back() += council.grades.of(Grade::InadequateCritical);
    grades.push_back(std::move(row));
    returns.push_back({council.returned, council.distributed - council.returned});
  }
  report.grades = shown_of(grades, report.below);
  report.returns = shown_of(returns, report.below);
  return report;
}

MadeReport made_of(const NationalReport& report) {
  MadeReport made;
  made.name = "national";
  made.ask.from = report.from;
  made.ask.to = report.to;
  made.file = "councils-national-" + iso(report.from) + (report.from == report.to ? "" : "-to-" + iso(report.to));
  Json json{{"report", "national"},
            {"from", iso(report.from)},
            {"to", iso(report.to)},
            {"made_at", base::iso(report.made_at)},
            {"suppressed_below", report.below},
            {"suppressed", hidden_in(report.grades) + hidden_in(report.returns)}};
  Json councils = Json::array();
  std::string csv;
  base::append_csv(csv, {"council", "distributed", "returned", "outstanding", "good", "requires-improvement",
                         "inadequate", "graded"});
  ReportTable grades{"Overall grades by council",
                     {{"Council", false},
                      {"Outstanding", true},
                      {"Good", true},
                      {"Requires improvement", true},
                      {"Inadequate", true},
                      {"Graded", true},
                      {"Good or better", true}},
                     {}};
  ReportTable returns{"Audits returned by council",
                      {{"Council", false}, {"Returned", true}, {"Not returned", true}, {"Sent", true}, {"Rate", true}},
                      {}};
  for (std::size_t i = 0; i < report.grades.size(); ++i) {
    const bool total = i + 1 == report.grades.size();
    const auto key = total ? std::string("all") : report.councils[i].key;
    const auto name = total ? std::string("All councils") : report.councils[i].name;
    const auto& graded = report.grades[i];
    const auto& back = report.returns[i];
    Json counts;
    for (std::size_t c = 0; c < kColumns.size(); ++c) counts[std::string(to_string(kColumns[c]))] = shown(graded[c]);
    Json one{{"council", key},
             {"counts", std::move(counts)},
             {"total", shown(graded.back())},
             {"good_or_better", json_of(good_of(graded))},
             {"returned", shown(back[0])},
             {"distributed", shown(back.back())},
             {"rate", json_of(rate_of(back))}};
    if (total)
      json["all"] = std::move(one);
    else
      councils.push_back(std::move(one));
    const auto text = [](const Shown& n) { return n ? std::to_string(*n) : std::string(); };
    base::append_csv(csv, {key, text(back.back()), text(back[0]), text(graded[0]), text(graded[1]), text(graded[2]),
                           text(graded[3]), text(graded.back())});
    if (total && report.councils.size() == 1) continue;  // people read it once
    ReportRow row{{words(name)}, total};
    for (const auto& cell : graded) row.cells.push_back(words(said(cell)));
    row.cells.push_back(words(said(good_of(graded))));
    grades.rows.push_back(std::move(row));
    returns.rows.push_back({{words(name), words(said(back[0])), words(said(back[1])), words(said(back.back())),
                             words(said(rate_of(back)))},
                            total});
  }
  json["councils"] = std::move(councils);
  made.json = text_of(json);
  made.csv = std::move(csv);
  made.page.title = "Across councils, " + say_months(report.from, report.to);
  made.page.meta = "Made on " + base::say(report.made_at) + ".";
  made.page.lead = "Grades and returns of " +
                   base::count_of(static_cast<long long>(report.councils.size()), "council", "councils") +
                   ". Counts under " + std::to_string(report.below) +
                   " are hidden, and others with them where they would give a hidden one away.";
  made.page.sections.push_back(
      {"grades", "Grades", {{{}, {}, {std::move(grades)}, ""}}, ReportSection::Place::Main, {}});
  made.page.sections.push_back(
      {"returned", "Audits returned", {{{}, {}, {std::move(returns)}, ""}}, ReportSection::Place::Main, {}});
  return made;
}

}  // namespace plumbline::report
