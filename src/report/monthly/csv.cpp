#include <fmt/format.h>

#include "base/csv.hpp"
#include "report/monthly/render.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {

std::string to_csv(const MonthlyReport& report) {
  std::string out;
  base::append_csv(out, {"section", "period", "area", "measure", "n", "of", "percent", "low", "high"});
  for (const auto& row : rows_of(report)) {
    std::string of;
    std::string percent;
    std::string low;
    std::string high;
    if (row.of) {
      of = std::to_string(*row.of);
      const Share share{row.n, *row.of};
      if (const auto whole = share.percent()) {
        percent = std::to_string(*whole);
        const auto interval = domain::wilson(share);
        low = fmt::format("{:.4f}", interval.low);
        high = fmt::format("{:.4f}", interval.high);
      }
    }
    const auto area = base::guarded_cell(row.area);
    const auto measure = base::guarded_cell(row.measure);
    const auto n = std::to_string(row.n);
    base::append_csv(out, {row.section, row.period, area, measure, n, of, percent, low, high});
  }
  return out;
}

}  // namespace plumbline::report
