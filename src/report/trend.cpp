#include "report/trend.hpp"

#include "base/text.hpp"
#include "report/figure_cells.hpp"

namespace plumbline::report {

std::string trial_note(const domain::ControlChart& limits) {
  return limits.trial ? "These are trial limits: they rest on fewer than thirteen months and may still move." : "";
}

ToldTrend told_trend(ChartText text, std::string measure, const std::vector<base::Period>& months,
                     const std::vector<Share>& shares, const domain::ControlChart& limits) {
  ToldTrend told{{std::move(text), std::move(measure), {}, {}, limits.trial}, {}, {}, "", trial_note(limits)};
  std::vector<std::string> out_of_line;
  for (std::size_t i = 0; i < months.size(); ++i) {
    const auto& share = shares[i];
    TrendPoint point{short_month(months[i]), say(months[i]).substr(0, 1), share.n, share.of, {}, {}, false};
    std::string range = "–";
    std::string signals;
    if (i < limits.points.size() && share.of > 0) {
      const auto& at = limits.points[i];
      point.lower = at.lower;
      point.upper = at.upper;
      point.outside = at.outside();
      range = rounded_percent(at.lower) + " to " + rounded_percent(at.upper);
      for (const auto signal : at.signals) signals += (signals.empty() ? "" : ", ") + std::string(say(signal));
      if (!at.signals.empty()) out_of_line.push_back(say(months[i]));
    }
    told.chart.points.push_back(std::move(point));
    told.ranges.push_back(std::move(range));
    told.signals.push_back(signals.empty() ? "None" : std::move(signals));
  }
  if (!limits.points.empty()) told.chart.centre = limits.centre;
  told.sentence = out_of_line.empty() ? "No month stands out: they differ no more than by chance."
                                      : "More than chance: " + base::join(out_of_line, ", ") + ".";
  return told;
}

}  // namespace plumbline::report
