#include <fmt/format.h>

#include <algorithm>

#include "app/audit/audit_query.hpp"
#include "base/text.hpp"
#include "report/agreement/agreement.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"

namespace plumbline::report {

using domain::GraderAgreement;
using domain::kFewPairs;

namespace {

Json coefficient(const std::optional<GraderAgreement>& agreement, domain::Weights weights) {
  Json json{{"weights", to_string(weights)}, {"value", nullptr}, {"se", nullptr}, {"low", nullptr}, {"high", nullptr}};
  if (!agreement) {
    json["note"] = "not estimable";
    return json;
  }
  json["value"] = agreement->value;
  if (agreement->items > 1) {
    json["se"] = agreement->standard_error;
    json["low"] = std::max(-1.0, agreement->value - domain::kNormal95 * agreement->standard_error);
    json["high"] = std::min(1.0, agreement->value + domain::kNormal95 * agreement->standard_error);
  }
  return json;
}

Json pair_json(const PairFigures& figures, const AgreementReport& report) {
  Json grades = Json::array();
  for (const auto grade : report.grades) grades.push_back(to_string(grade));
  Json json{{"pairs", figures.pairs()},
            {"agreement", share_json(figures.agreement())},
            {"kappa", coefficient(figures.kappa, report.weights)},
            {"ac", coefficient(figures.ac, report.weights)},
            {"matrix", {{"grades", std::move(grades)}, {"counts", figures.counts}}}};
  if (figures.pairs() < kFewPairs) json["warning"] = "fewer than ten pairs";
  return json;
}

Json joint_list(const AgreementReport& report) {
  Json list = Json::array();
  for (const auto& one : report.joint) {
    Json json{{"section", one.key},
              {"title", one.name},
              {"cases", one.cases},
              {"graders", one.graders},
              {"agreement", share_json(one.agreement)},
              {"ac", coefficient(one.ac, report.weights)}};
    if (one.cases < kFewPairs) json["warning"] = "fewer than ten cases";
    list.push_back(std::move(json));
  }
  return list;
}

std::string few(long long pairs) {
  return pairs < kFewPairs ? " These are fewer than ten pairs, so the figures may change much with the next one." : "";
}

// Landis and Koch's words are left out on purpose: they turn a rough figure into a verdict.
std::string in_words(const std::optional<GraderAgreement>& agreement) {
  if (!agreement) return "Beyond chance nothing can be said: the grades are too few or all the same.";
  return "Beyond what chance alone would give, agreement is " + say_agreement(agreement) +
         " on a scale where 0 is chance and 1 is perfect.";
}

// The audits that auditor and moderator both graded, as every report counts them.
app::AuditFilter scope_of(const AgreementReport& report) {
  const auto& ask = report.ask;
  auto filter = audits_of({ask.programme, iso(ask.from), iso(ask.to), ask.cohort, ask.locality, ask.service_area});
  filter.returned = true;
  filter.picked = true;  // a grade that a disagreement changed was not moderated
  filter.moderated = true;
  filter.reaudit = false;
  return filter;
}

ReportSection joint_section(const AgreementReport& report) {
  ReportSection section{"joint", "Joint audits", {}, ReportSection::Place::Main, {}};
  ReportPart part;
  if (report.joint.empty()) {
    part.sentences.emplace_back("No case was audited by several auditors in these months.");
    section.parts.push_back(std::move(part));
    return section;
  }
  const auto& overall = report.joint.front();
  part.sentences.push_back(base::count_of(overall.cases, "case was", "cases were") +
                           " graded by two or more auditors, each alone. Of all pairs of auditors " +
                           say_share(overall.agreement) + " gave the very same overall grade.");
  ReportTable table{"How far auditors of one case agree",
                    {{"Part", false}, {"Cases", true}, {"Pairs that agree", true}, {"Beyond chance (Gwet)", true}},
                    {}};
  for (const auto& one : report.joint) {
    auto share = words(say_percent(one.agreement));
    share.note = number(one.agreement.n) + " of " + number(one.agreement.of);
    share.figure =
        "joint/agreement/" + period_key(report.ask.from, report.ask.to) + "/" + (one.key.empty() ? "overall" : one.key);
    table.rows.push_back(
        {{words(one.name), words(number(one.cases)), std::move(share), words(say_agreement(one.ac))}, false});
  }
  part.tables.push_back(std::move(table));
  if (overall.cases < kFewPairs) part.note = "Fewer than ten cases: the figures may change much with the next one.";
  section.parts.push_back(std::move(part));
  return section;
}

}  // namespace

std::string to_json(const AgreementReport& report, const domain::Framework& framework) {
  auto json = head_json("agreement", report.council_key, framework, report.ask, report.made_at);
  json.update(pair_json(report.all, report));
  Json auditors = Json::array();
  for (const auto& one : report.auditors) {
    Json entry{{"auditor", one.key}};
    entry.update(pair_json(one, report));
    auditors.push_back(std::move(entry));
  }
  json["by_auditor"] = std::move(auditors);
  json["joint"] = joint_list(report);
  return text_of(json);
}

std::string joint_json(const AgreementReport& report, const domain::Framework& framework) {
  auto json = head_json("joint-audit", report.council_key, framework, report.ask, report.made_at);
  json["agreement"] = joint_list(report);
  Json cases = Json::array();
  for (const auto& one : report.cases) {
    Json grades = Json::array();
    for (const auto& [part, grade] : one.overall)
      grades.push_back({{"part", part}, {"overall", grade ? Json(to_string(*grade)) : Json(nullptr)}});
    cases.push_back({{"period", iso(one.period)},
                     {"child_id", one.child},
                     {"grades", std::move(grades)},
                     {"audits", one.references},
                     {"differ", one.differ}});
  }
  json["cases"] = std::move(cases);
  return text_of(json);
}

std::vector<FigureRow> rows_of(const AgreementReport& report) {
  const auto period = period_key(report.ask.from, report.ask.to);
  std::vector<FigureRow> rows;
  const auto agreement = report.all.agreement();
  auto same = scope_of(report);
  same.grade_changed = false;
  rows.push_back({"agreement", period, "all", "same-grade", agreement.n, agreement.of, audits_link(same)});
  for (std::size_t i = 0; i < report.grades.size(); ++i)
    for (std::size_t j = 0; j < report.grades.size(); ++j) {
      auto filter = scope_of(report);
      filter.before_moderation = to_string(report.grades[i]);
      filter.grade = to_string(report.grades[j]);
      rows.push_back({"agreement", period, "all",
                      std::string(to_string(report.grades[i])) + ">" + std::string(to_string(report.grades[j])),
                      report.all.counts[i][j], report.all.pairs(), audits_link(filter)});
    }
  for (const auto& one : report.auditors) {
    auto filter = scope_of(report);
    filter.grade_changed = false;
    filter.auditor = domain::PersonId(one.key);
    rows.push_back({"auditor", period, one.key, "same-grade", one.agreement().n, one.pairs(), audits_link(filter)});
  }
  for (const auto& one : report.joint)
    rows.push_back(
        {"joint", period, one.key.empty() ? "overall" : one.key, "agreement", one.agreement.n, one.agreement.of, ""});
  return rows;
}

ReportPage page_of(const AgreementReport& report, FigureLinks links) {
  const auto rows = rows_of(report);
  const FigureCells cells(rows, links);
  const auto period = rows.front().period;
  ReportPage page;
  page.title = "How well graders agree, " + say_months(report.ask.from, report.ask.to);
  page.caption = report.programme_title;
  page.meta = report.council + ". Made on " + base::say(report.made_at) + ".";
  const auto share = report.all.agreement();
  const auto pairs = report.all.pairs();
  if (pairs == 0 && report.joint.empty()) {
    page.lead = "No audit was moderated or audited jointly in these months, so there is nothing to compare yet.";
    return page;
  }
  page.lead = pairs == 0 ? "No audit was moderated in these months."
                         : "Auditor and moderator gave the same grade in " + say_share(share) +
                               " of moderated audits. " + in_words(report.all.kappa) + few(pairs);
  page.figures.push_back({say_percent(share), "the same grade", number(share.n) + " of " + number(share.of), ""});
  const auto coefficient_figure = [&](const std::optional<GraderAgreement>& of, const char* name) {
    page.figures.push_back({of ? fmt::format("{:.2f}", of->value) : "–", name,
                            of ? say_interval(*of) + ", 95 times in 100" : "not estimable", ""});
  };
  coefficient_figure(report.all.kappa, "weighted kappa");
  coefficient_figure(report.all.ac, report.weights == domain::Weights::None ? "Gwet’s AC1" : "Gwet’s AC2");

  ReportSection moderator{"moderator", "Auditor and moderator", {}, ReportSection::Place::Main, {}};
  ReportPart part;
  ReportTable matrix{"The auditor’s grade down, the moderator’s across", {{"Auditor", false}}, {}};
  for (const auto grade : report.grades) matrix.columns.push_back({std::string(say(grade)), true});
  for (const auto before : report.grades) {
    ReportRow row{{words(std::string(say(before)))}, false};
    for (const auto after : report.grades)
      row.cells.push_back(
          cells.count("agreement", std::string(to_string(before)) + ">" + std::string(to_string(after)), period));
    matrix.rows.push_back(std::move(row));
  }
  part.tables.push_back(std::move(matrix));
  ReportTable figures{"Agreement in figures", {{"Figure", false}, {"Value with 95% interval", true}}, {}};
  figures.rows.push_back({{words("The same grade"), cells.share("agreement", "same-grade", period)}, false});
  const std::string weights = report.weights == domain::Weights::None
                                  ? "every difference counts in full"
                                  : "near misses count in part, " + std::string(to_string(report.weights)) + " weights";
  figures.rows.push_back({{words("Kappa, " + weights), words(say_agreement(report.all.kappa))}, false});
  figures.rows.push_back(
      {{words(std::string(report.weights == domain::Weights::None ? "Gwet’s AC1" : "Gwet’s AC2") + ", " + weights),
        words(say_agreement(report.all.ac))},
       false});
  part.tables.push_back(std::move(figures));
  part.note = "Kappa falls where nearly all grades are the same; Gwet’s figure does less so. Read them together.";
  moderator.parts.push_back(std::move(part));
  if (!report.auditors.empty()) {
    ReportPart by;
    by.sentences.emplace_back(
        "By auditor, in the order of names. With few pairs one audit makes much of the difference; this is for talking "
        "with each other, not for ranking.");
    ReportTable table{"Agreement by auditor",
                      {{"Auditor", false},
                       {"Pairs", true},
                       {"The same grade", true},
                       {"Kappa", true},
                       {"Gwet", true},
                       {"Note", false}},
                      {}};
    for (const auto& one : report.auditors) {
      auto same = cells.share("auditor", "same-grade", period, one.key);
      table.rows.push_back(
          {{words(one.name), words(number(one.pairs())), std::move(same), words(say_agreement(one.kappa)),
            words(say_agreement(one.ac)), words(one.pairs() < kFewPairs ? "Fewer than ten pairs" : "")},
           false});
    }
    by.tables.push_back(std::move(table));
    moderator.parts.push_back(std::move(by));
  }
  page.sections.push_back(std::move(moderator));
  page.sections.push_back(joint_section(report));
  return page;
}

ReportPage joint_page(const AgreementReport& report, FigureLinks links) {
  ReportPage page;
  page.title = "Joint audits, " + say_months(report.ask.from, report.ask.to);
  page.caption = report.programme_title;
  page.meta = report.council + ". Made on " + base::say(report.made_at) + ".";
  if (report.joint.empty()) {
    page.lead = "No case was audited by several auditors in these months, so there is nothing to compare yet.";
    return page;
  }
  const auto& overall = report.joint.front();
  page.lead = "Several auditors graded " + base::count_of(overall.cases, "case", "cases") +
              ", each alone. Pairs of them gave the same overall grade in " + say_share(overall.agreement) + ". " +
              in_words(overall.ac);
  page.sections.push_back(joint_section(report));
  if (!report.cases.empty()) {
    ReportSection section{"cases", "Case by case", {}, ReportSection::Place::Main, {}};
    ReportPart part;
    const auto differ = std::count_if(report.cases.begin(), report.cases.end(), [](const auto& c) { return c.differ; });
    part.sentences.push_back("The overall grades differ in " +
                             say_share({differ, static_cast<long long>(report.cases.size())}) +
                             " of cases: these are the ones to talk about.");
    ReportTable table{"Overall grades of each case",
                      {{"Child", false}, {"Month", false}, {"Grades", false}, {"Audits", false}, {"Differ", false}},
                      {}};
    for (const auto& one : report.cases) {
      std::vector<std::string> grades;
      for (const auto& [number_of, grade] : one.overall)
        grades.push_back(grade ? std::string(say(*grade)) : std::string("No grade"));
      auto audits = words(base::join(one.references, ", "));
      if (links == FigureLinks::Shown) {
        app::AuditFilter filter;
        filter.programme = report.ask.programme;
        filter.from = filter.to = iso(one.period);
        filter.text = one.child;
        audits.url = audits_link(filter);
      }
      table.rows.push_back({{words(one.child), words(say(one.period)), words(base::join(grades, "; ")),
                             std::move(audits), words(one.differ ? "Yes" : "No")},
                            false});
    }
    part.tables.push_back(std::move(table));
    section.parts.push_back(std::move(part));
    page.sections.push_back(std::move(section));
  }
  return page;
}

}  // namespace plumbline::report
