#include "report/highlight/highlight.hpp"

#include <algorithm>
#include <set>

namespace plumbline::report {

namespace {

constexpr int kTrendMonths = 12;

bool has_audits(const Figures& figures) { return figures.returns.sampled + figures.returns.distributed > 0; }

std::vector<std::string> cohorts_in(const app::ReportCounts& counts) {
  std::set<std::string> found;
  for (const auto& row : counts.audits)
    if (row.state != domain::AuditState::Withdrawn || row.sent) found.insert(row.cohort);
  for (const auto& row : counts.sample) found.insert(row.cohort);
  return {found.begin(), found.end()};
}

std::string title_of(const std::string& cohort, const domain::Programme& programme) {
  for (const auto& known : programme.draw.cohorts)
    if (known.key == cohort) return known.title;
  return cohort;
}

void add_themes(std::vector<Theme>& themes, const Figures& month) {
  std::vector<Theme> found;
  const bool any_flagged =
      std::any_of(month.sections.begin(), month.sections.end(), [](const auto& s) { return s.good_practice > 0; });
  for (const auto& section : month.sections) {
    const long long judged = section.counts.total();
    if (judged == 0) continue;
    const auto strong = any_flagged ? section.good_practice : section.counts.of(domain::Grade::Outstanding);
    if (strong > 0)
      found.push_back({month.from, any_flagged ? Theme::Basis::Flagged : Theme::Basis::Outstanding, section.section,
                       section.title, Share{std::min(strong, judged), judged}});
    const auto below = judged - section.counts.good_or_better().n;
    if (below > 0)
      found.push_back({month.from, Theme::Basis::BelowGood, section.section, section.title, Share{below, judged}});
  }
  std::stable_sort(found.begin(), found.end(), [](const Theme& a, const Theme& b) {
    if (a.is_strength() != b.is_strength()) return a.is_strength();
    // The greater share first, compared without rounding.
    return a.count.n * b.count.of > b.count.n * a.count.of;
  });
  themes.insert(themes.end(), found.begin(), found.end());
}

}  // namespace

std::vector<const Figures*> HighlightReport::months() const {
  std::vector<const Figures*> asked;
  for (const auto& month : base.months)
    if (!(month.from < base.request.from)) asked.push_back(&month);
  return asked;
}

base::Period first_period_of_highlight(const MonthlyRequest& request) {
  return std::min({first_period_needed(request), request.to.plus_months(1 - kTrendMonths),
                   request.from.plus_months(-kTrendMonths)});
}

GradeTrend grade_trend(const CountsByPeriod& counts, base::Period last) {
  GradeTrend trend;
  for (int back = kTrendMonths - 1; back >= 0; --back) {
    const auto period = last.plus_months(-back);
    trend.months.push_back(period);
    trend.shares.push_back(figures_of(counts, period, period, std::nullopt, {}).grades_before.good_or_better());
  }
  trend.chart = domain::p_chart(trend.shares);
  return trend;
}

HighlightReport highlight_report(const MonthlyRequest& request, const app::ReportCounts& counts,
                                 const domain::Framework& framework, const domain::Programme& programme,
                                 const std::string& council_key, base::Instant made_at) {
  HighlightReport report;
  report.base = monthly_report(request, counts, framework, programme, council_key, made_at);
  const auto by_month = by_period(counts);
  const auto sections = reported_sections(framework, programme);
  report.trend = grade_trend(by_month, request.to);

  const auto assured = [](std::vector<Share> shares, const std::optional<int>& target) {
    std::optional<domain::Assurance> found;
    std::erase_if(shares, [](const Share& share) { return share.of == 0; });
    if (target && !shares.empty()) found = domain::assurance(domain::p_chart(shares), *target / 100.0);
    return found;
  };
  std::vector<Share> rates;
  for (const auto period : report.trend.months)
    rates.push_back(figures_of(by_month, period, period, std::nullopt, {}).returns.rate());
  report.returns_assurance = assured(rates, programme.targets.return_percent);
  report.grades_assurance = assured(report.trend.shares, programme.targets.good_or_better_percent);

  // Every month with audits before and within the months asked for, oldest first.
  std::vector<Figures> known;
  for (const auto& [period, rows] : by_month)
    if (!(request.to < period))
      if (auto figures = figures_of(by_month, period, period, std::nullopt, sections); has_audits(figures))
        known.push_back(std::move(figures));

  std::set<std::string> asked_cohorts;
  for (const auto& [period, rows] : by_month) {
    if (period < request.from || request.to < period) continue;
    for (const auto& cohort : cohorts_in(rows)) {
      const auto figures = figures_of(by_month, period, period, std::nullopt, {}, cohort);
      if (!has_audits(figures)) continue;
      report.returns.push_back({period, cohort, figures.returns});
      if (!cohort.empty()) asked_cohorts.insert(cohort);
    }
  }

  for (std::size_t i = 0; i < sections.size(); ++i) {
    SectionSeries series{sections[i].key, sections[i].title, {}};
    const Figures* last = nullptr;  // the latest month so far with judgements of this section
    for (const auto& month : known) {
      const auto& figures = month.sections[i];
      if (!(month.from < request.from)) {
        SectionPeriod one{month.from, month.cohorts, figures, {}, {}, false};
        if (last) {
          one.before_period = last->from;
          one.before = last->sections[i];
          one.unlike_cohorts = std::set(last->cohorts.begin(), last->cohorts.end()) !=
                               std::set(month.cohorts.begin(), month.cohorts.end());
        }
        series.periods.push_back(std::move(one));
      }
      if (figures.counts.total() > 0) last = &month;
    }
    report.sections.push_back(std::move(series));
  }

  for (const auto& cohort : asked_cohorts) {
    CohortSeries series{cohort, title_of(cohort, programme), {}, {}, {}};
    for (const auto& [period, rows] : by_month) {
      if (request.to < period) continue;
      auto figures = figures_of(by_month, period, period, std::nullopt, sections, cohort);
      if (figures.returns.returned == 0) continue;
      series.rounds.push_back({period, std::move(figures.sections)});
    }
    if (series.rounds.size() > 1) {
      const auto& before = series.rounds[series.rounds.size() - 2].sections;
      const auto& now = series.rounds.back().sections;
      for (std::size_t i = 0; i < now.size(); ++i) {
        const auto moved = domain::movement(before[i].counts.good_or_better(), now[i].counts.good_or_better());
        if (!moved || !moved->real) continue;
        (moved->direction == domain::Direction::Up ? series.improved : series.declined).push_back(now[i].section);
      }
    }
    if (!series.rounds.empty()) report.cohorts.push_back(std::move(series));
  }

  for (const auto* month : report.months()) add_themes(report.themes, *month);
  return report;
}

base::Result<HighlightReport> make_highlight(const MonthlyRequest& asked, const app::Actor& actor,
                                             const base::Clock& clock, app::Reader& reader,
                                             const domain::Framework& framework) {
  CHECK(may_read_reports(actor));
  CHECK(check_months(asked.from, asked.to));
  TRY(const auto* programme, programme_asked(asked.programme, framework));
  auto request = asked;
  request.by = areas_by(asked.by, framework);
  app::ReportFilter filter{programme->key,   iso(first_period_of_highlight(request)),
                           iso(request.to),  request.cohort,
                           request.locality, request.service_area};
  const auto counts = reader.reports().counts(filter, request.by, clock.today());
  auto report = highlight_report(request, counts, framework, *programme, actor.council, clock.now());
  filter.from = iso(request.from);
  add_answers(report.base, filter, framework, *programme, reader);
  name_audits(report.base.checks, filter, actor, reader);
  report.taken_forward = planned_themes(
      {programme->key, request.from, request.to, "", request.locality, request.service_area, request.by, {}},
      clock.today(), reader, framework);
  return report;
}

}  // namespace plumbline::report
