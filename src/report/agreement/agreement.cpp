#include "report/agreement/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/ports/register_ports.hpp"
#include "domain/framework/scale.hpp"
#include "report/monthly/monthly.hpp"

namespace plumbline::report {

using domain::Grade;

namespace {

bool is_number(const std::string& part) {
  return !part.empty() && part.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<std::size_t> place_of(Grade grade, const std::vector<Grade>& grades) {
  const auto at = std::find(grades.begin(), grades.end(), grade);
  if (at == grades.end()) return std::nullopt;
  return static_cast<std::size_t>(at - grades.begin());
}

// Names of auditors are for those who keep the standard; figures alone are for everyone who reads reports.
bool may_see_auditors(const app::Actor& actor) {
  using app::Role;
  return actor.has_council_wide(Role::QaLead) || actor.has_council_wide(Role::Moderator) ||
         actor.has_council_wide(Role::QaAdministrator);
}

using CaseKey = std::pair<base::Period, std::string>;

JointFigures joint_figures(std::string key, std::string name, const std::vector<const app::JointRating*>& ratings,
                           const std::vector<Grade>& grades, domain::Weights weights) {
  JointFigures figures{std::move(key), std::move(name), 0, 0, {}, {}};
  std::map<std::string, std::size_t> part_place;
  for (const auto* rating : ratings) part_place.emplace(rating->part, part_place.size());
  std::map<CaseKey, std::vector<std::optional<int>>> by_case;
  for (const auto* rating : ratings) {
    auto& row = by_case[{rating->period, rating->child.text()}];
    row.resize(part_place.size());
    if (!rating->grade || !domain::is_graded(*rating->grade)) continue;
    if (const auto place = place_of(*rating->grade, grades)) row[part_place[rating->part]] = static_cast<int>(*place);
  }
  std::vector<std::vector<std::optional<int>>> items;
  for (const auto& [at, row] : by_case) {
    std::vector<int> given;
    for (const auto& grade : row)
      if (grade) given.push_back(*grade);
    if (given.size() > 1) ++figures.cases;
    figures.graders = std::max(figures.graders, static_cast<long long>(given.size()));
    for (std::size_t i = 0; i < given.size(); ++i)
      for (std::size_t j = i + 1; j < given.size(); ++j) {
        ++figures.agreement.of;
        if (given[i] == given[j]) ++figures.agreement.n;
      }
    items.push_back(row);
  }
  if (figures.cases > 0) figures.ac = domain::gwet_ac(items, static_cast<int>(grades.size()), weights);
  return figures;
}

}  // namespace

long long PairFigures::pairs() const {
  long long sum = 0;
  for (const auto& row : counts)
    for (const auto n : row) sum += n;
  return sum;
}

Share PairFigures::agreement() const {
  Share share{0, pairs()};
  for (std::size_t i = 0; i < counts.size(); ++i) share.n += counts[i][i];
  return share;
}

std::string_view to_string(domain::Weights weights) {
  switch (weights) {
    case domain::Weights::None:
      return "none";
    case domain::Weights::Linear:
      return "linear";
    case domain::Weights::Quadratic:
      return "quadratic";
  }
  return "";
}

std::optional<domain::Weights> parse_weights(std::string_view text) {
  for (const auto weights : {domain::Weights::None, domain::Weights::Linear, domain::Weights::Quadratic})
    if (to_string(weights) == text) return weights;
  return std::nullopt;
}

std::vector<Grade> grades_of_scale(const domain::Framework& framework, const domain::Programme& programme,
                                   const std::vector<Grade>& also) {
  std::set<Grade> grades(also.begin(), also.end());
  if (const auto* scale = framework.find_scale(programme.scale))
    for (const auto& one : scale->grades) grades.insert(one.grade);
  grades.erase(Grade::NotApplicable);
  if (grades.empty()) grades = {Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate};
  return {grades.begin(), grades.end()};
}

PairFigures pair_figures(std::string key, std::string name, const std::vector<app::GradePair>& pairs,
                         const std::vector<Grade>& grades, domain::Weights weights) {
  PairFigures figures{std::move(key), std::move(name), {}, {}, {}};
  figures.counts.assign(grades.size(), std::vector<std::int64_t>(grades.size(), 0));
  for (const auto& pair : pairs) {
    const auto i = place_of(pair.before, grades);
    const auto j = place_of(pair.after, grades);
    if (i && j) figures.counts[*i][*j] += pair.n;
  }
  figures.kappa = domain::kappa(figures.counts, weights);
  figures.ac = domain::gwet_ac(figures.counts, weights);
  return figures;
}

namespace {
std::string say_coefficient(double value) {
  const auto text = fmt::format("{:.2f}", std::clamp(value, -1.0, 1.0));
  return text == "-0.00" ? std::string("0.00") : text;
}
}  // namespace

std::string say_interval(const domain::GraderAgreement& agreement) {
  const double half = domain::kNormal95 * agreement.standard_error;
  return say_coefficient(agreement.value - half) + " to " + say_coefficient(agreement.value + half);
}

std::string say_agreement(const std::optional<domain::GraderAgreement>& agreement) {
  if (!agreement) return "not estimable";
  if (agreement->standard_error <= 0) return say_coefficient(agreement->value);
  return say_coefficient(agreement->value) + " (" + say_interval(*agreement) + ")";
}

base::Result<AgreementReport> make_agreement(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                             app::Reader& reader, const domain::Framework& framework) {
  CHECK(may_read_reports(actor));
  CHECK(check_months(ask.from, ask.to));
  TRY(const auto* programme, programme_asked(ask.programme, framework));
  AgreementReport report;
  if (const auto asked = ask.more.find("weights"); asked != ask.more.end() && !asked->second.empty()) {
    const auto weights = parse_weights(asked->second);
    if (!weights) return base::invalid("report.make.weights", "weights", {{"value", asked->second}});
    report.weights = *weights;
  }
  report.council = framework.council.name;
  report.council_key = actor.council;
  report.programme_title = programme->title;
  report.ask = ask;
  report.ask.programme = programme->key;
  report.made_at = clock.now();

  const app::ReportFilter filter{programme->key, iso(ask.from), iso(ask.to),
                                 ask.cohort,     ask.locality,  ask.service_area};
  auto pairs = reader.reports().grade_pairs(filter);
  std::erase_if(pairs, [](const auto& p) { return !domain::is_graded(p.before) || !domain::is_graded(p.after); });
  const auto ratings = reader.reports().joint_ratings(filter);
  std::vector<Grade> used;
  for (const auto& pair : pairs) used.insert(used.end(), {pair.before, pair.after});
  for (const auto& rating : ratings)
    if (rating.grade) used.push_back(*rating.grade);
  report.grades = grades_of_scale(framework, *programme, used);
  report.all = pair_figures("", "All auditors", pairs, report.grades, report.weights);

  if (may_see_auditors(actor)) {
    std::map<std::string, std::vector<app::GradePair>> by_auditor;
    for (const auto& pair : pairs)
      if (pair.auditor) by_auditor[pair.auditor->text()].push_back(pair);
    for (const auto& [person, own] : by_auditor)
      report.auditors.push_back(
          pair_figures(person, reader.people().name_of(domain::PersonId(person)), own, report.grades, report.weights));
    std::stable_sort(report.auditors.begin(), report.auditors.end(),
                     [](const auto& a, const auto& b) { return a.name < b.name; });
  }

  // Agencies grade their own parts of a case; only numbered parts are the same work done twice.
  std::map<std::string, std::vector<const app::JointRating*>> by_section;
  for (const auto& rating : ratings)
    if (is_number(rating.part)) by_section[rating.section].push_back(&rating);
  if (by_section.contains(""))
    report.joint.push_back(joint_figures("", "Overall grade", by_section[""], report.grades, report.weights));
  for (const auto& section : reported_sections(framework, *programme))
    if (const auto found = by_section.find(section.key); found != by_section.end())
      report.joint.push_back(joint_figures(section.key, section.title, found->second, report.grades, report.weights));
  const auto visible = app::visibility_of(actor);
  std::map<CaseKey, JointCase> cases;
  if (const auto overall = by_section.find(""); overall != by_section.end())
    for (const auto* rating : overall->second) {
      auto& one = cases[{rating->period, rating->child.text()}];
      one.period = rating->period;
      one.child = rating->child.text();
      one.overall.emplace_back(rating->part, rating->grade);
      one.references.push_back(rating->reference);
      one.differ = one.differ || one.overall.front().second != rating->grade;
    }
  if (visible.everything)
    for (auto& [key, one] : cases) report.cases.push_back(std::move(one));
  return report;
}

}  // namespace plumbline::report
