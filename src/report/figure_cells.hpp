// Cells of a report's tables that show a figure of its CSV: the same number, with its link and its key (REP-5, REP-7).
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "report/monthly/figures.hpp"
#include "report/monthly/page.hpp"
#include "report/monthly/rows.hpp"
#include "report/page.hpp"

namespace plumbline::report {

// `section,period,area,measure,n,of,percent,low,high` with a header; a cell that a spreadsheet would run is guarded.
std::string csv_of(const std::vector<FigureRow>& rows);
// The same line by line, for reports whose counts may be hidden: blank where they are.
std::string csv_head();
void append_figure(std::string& out, const std::string& section, const std::string& period, const std::string& area,
                   const std::string& measure, const std::optional<long long>& n, const std::optional<long long>& of);

ReportCell words(std::string text);
std::string number(long long n);            // with commas
std::string capitalised(std::string text);  // its first letter
std::string say_months(base::Period from, base::Period to);
std::string short_month(base::Period period);   // `Nov 2026`
std::string rounded_percent(double fraction);   // `59%`
std::string say_area(const std::string& area);  // `Not recorded` for a blank one
Fill fill_of(domain::Grade grade);

class FigureCells {
 public:
  FigureCells(const std::vector<FigureRow>& rows, FigureLinks links);

  // The row's count. A figure that the CSV does not have is 0 without link or key.
  ReportCell count(const std::string& section, const std::string& measure, const std::string& period,
                   const std::string& area = "all") const;
  // The row's percentage with its counts below; an en dash of none.
  ReportCell share(const std::string& section, const std::string& measure, const std::string& period,
                   const std::string& area = "all") const;
  ReportCell count(const Figures& figures, const std::string& section, const std::string& measure) const {
    return count(section, measure, period_key(figures), area_key(figures));
  }
  ReportCell share(const Figures& figures, const std::string& section, const std::string& measure) const {
    return share(section, measure, period_key(figures), area_key(figures));
  }

 private:
  const FigureRow* find(const std::string& key) const;
  std::unordered_map<std::string, FigureRow> rows_;
  FigureLinks links_;
};

}  // namespace plumbline::report
