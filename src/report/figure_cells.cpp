#include "report/figure_cells.hpp"

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace plumbline::report {

std::string csv_head() {
  std::string out;
  base::append_csv(out, {"section", "period", "area", "measure", "n", "of", "percent", "low", "high"});
  return out;
}

void append_figure(std::string& out, const std::string& section, const std::string& period, const std::string& area,
                   const std::string& measure, const std::optional<long long>& n, const std::optional<long long>& of) {
  std::string percent;
  std::string low;
  std::string high;
  if (n && of) {
    const Share share{*n, *of};
    if (const auto whole = share.percent()) {
      percent = std::to_string(*whole);
      const auto interval = domain::wilson(share);
      low = fmt::format("{:.4f}", interval.low);
      high = fmt::format("{:.4f}", interval.high);
    }
  }
  base::append_csv(out, {base::guarded_cell(section), period, base::guarded_cell(area), base::guarded_cell(measure),
                         n ? std::to_string(*n) : "", of ? std::to_string(*of) : "", percent, low, high});
}

std::string csv_of(const std::vector<FigureRow>& rows) {
  auto out = csv_head();
  for (const auto& row : rows) append_figure(out, row.section, row.period, row.area, row.measure, row.n, row.of);
  return out;
}

ReportCell words(std::string text) { return {std::move(text), {}, {}, {}}; }
std::string number(long long n) { return base::with_commas(n); }
std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string say_months(base::Period from, base::Period to) {
  return from == to ? say(from) : say(from) + " to " + say(to);
}
std::string short_month(base::Period period) {
  return say(period).substr(0, 3) + " " + std::to_string(static_cast<int>(period.month.year()));
}
std::string rounded_percent(double fraction) { return std::to_string(static_cast<int>(fraction * 100 + 0.5)) + "%"; }
std::string say_area(const std::string& area) { return area.empty() || area == "not-recorded" ? "Not recorded" : area; }

Fill fill_of(domain::Grade grade) {
  using domain::Grade;
  switch (grade) {
    case Grade::Outstanding:
      return Fill::Outstanding;
    case Grade::Good:
      return Fill::Good;
    case Grade::RequiresImprovement:
      return Fill::RequiresImprovement;
    case Grade::Inadequate:
      return Fill::Inadequate;
    case Grade::InadequateCritical:
      return Fill::InadequateCritical;
    case Grade::NotApplicable:
      return Fill::NotGraded;
  }
  return Fill::NotGraded;
}

namespace {
std::string key_of(const std::string& section, const std::string& measure, const std::string& period,
                   const std::string& area) {
  return section + "/" + measure + "/" + period + "/" + area;
}
}  // namespace

FigureCells::FigureCells(const std::vector<FigureRow>& rows, FigureLinks links) : links_(links) {
  rows_.reserve(rows.size());
  for (const auto& row : rows) rows_.emplace(key_of(row.section, row.measure, row.period, row.area), row);
}

const FigureRow* FigureCells::find(const std::string& key) const {
  const auto row = rows_.find(key);
  return row == rows_.end() ? nullptr : &row->second;
}

ReportCell FigureCells::count(const std::string& section, const std::string& measure, const std::string& period,
                              const std::string& area) const {
  const auto key = key_of(section, measure, period, area);
  const auto* row = find(key);
  if (!row) return words("0");
  return {number(row->n), links_ == FigureLinks::Shown && row->n > 0 ? row->link : "", {}, key};
}

ReportCell FigureCells::share(const std::string& section, const std::string& measure, const std::string& period,
                              const std::string& area) const {
  const auto key = key_of(section, measure, period, area);
  const auto* row = find(key);
  if (!row || !row->of) return words("–");
  const Share share{row->n, *row->of};
  return {say_percent(share), links_ == FigureLinks::Shown && share.n > 0 ? row->link : "",
          number(share.n) + " of " + number(share.of), key};
}

}  // namespace plumbline::report
