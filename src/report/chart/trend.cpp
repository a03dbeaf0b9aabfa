#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.hpp"
#include "report/chart/svg.hpp"

namespace plumbline::report {

namespace {

constexpr std::string_view kGrid = "#dfe2e4", kAxis = "#0b0c0c", kSecondary = "#484949", kLine = "#1f4e79",
                           kLimit = "#8a5a00";

struct EndLabel {
  double wanted = 0;  // the y of the line it names
  double y = 0;
  std::string words;
  std::string_view colour;
};

// Moves labels apart so that none covers another, as little as needed, in the lines' own order.
void spread(std::vector<EndLabel>& labels, double gap, double top, double bottom) {
  std::sort(labels.begin(), labels.end(), [](const EndLabel& a, const EndLabel& b) { return a.wanted < b.wanted; });
  double least = top;
  for (auto& label : labels) {
    label.y = std::max(label.wanted, least);
    least = label.y + gap;
  }
  double most = bottom;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    label->y = std::min(label->y, most);
    most = label->y - gap;
  }
}

struct Segment {
  double x1, y1, x2, y2;
  int weight;  // how bad it is to write across it
};
struct Frame {
  double left, top, right, bottom;
};
struct Place {
  double x, y;  // middle of the words, their base line
};

// How much of the segment runs through the box, in weighted steps of three units.
double crossing(const Segment& line, double x1, double y1, double x2, double y2) {
  const int steps = 1 + static_cast<int>(std::hypot(line.x2 - line.x1, line.y2 - line.y1) / 3);
  int inside = 0;
  for (int step = 0; step <= steps; ++step) {
    const double part = static_cast<double>(step) / steps;
    const double x = line.x1 + (line.x2 - line.x1) * part, y = line.y1 + (line.y2 - line.y1) * part;
    inside += x > x1 && x < x2 && y > y1 && y < y2;
  }
  return inside * line.weight;
}

// Where a point's label stands: of six places around it the one that crosses the least, above before below.
Place label_place(double x, double y, double width, double radius, const std::vector<Segment>& lines,
                  const Frame& frame) {
  const double half = width / 2, beside = half + radius + 3;
  const Place places[] = {{x, y - radius - 5},          {x, y + radius + 14}, {x - beside + 6, y - radius},
                          {x + beside - 6, y - radius}, {x + beside, y + 14}, {x - beside, y + 14}};
  Place best = places[0];
  double least = 1e9;
  double order = 0;
  for (const auto& place : places) {
    const double x1 = place.x - half - 2, x2 = place.x + half + 2, y1 = place.y - 12, y2 = place.y + 3;
    double cost = order += 0.5;
    if (x1 < frame.left - 6 || x2 > frame.right + 6 || y1 < frame.top || y2 > frame.bottom) cost += 1000;
    for (const auto& line : lines) cost += crossing(line, x1, y1, x2, y2);
    if (cost < least) {
      least = cost;
      best = place;
    }
  }
  return best;
}

}  // namespace

std::string trend_line(const TrendLine& chart, ChartSize size) {
  const bool narrow = size == ChartSize::Narrow;
  const double width = narrow ? 350 : 860;
  Svg svg(chart.text, size, "trend", width);

  std::vector<EndLabel> ends;
  const auto has_limits = std::any_of(chart.points.begin(), chart.points.end(),
                                      [](const TrendPoint& point) { return point.lower && point.upper; });
  const std::string limit_word = chart.trial ? "trial limit" : "limit";
  double end_room = 16;
  if (!narrow && chart.centre) end_room = text_width("Average 100%", 13, true) + 18;
  if (!narrow && has_limits) end_room = std::max(end_room, text_width("Lower " + limit_word, 13) + 18);

  const double left = 44, right = width - end_room, top = narrow ? 52 : 18, plot = narrow ? 220 : 260;
  const double bottom = top + plot;
  const auto count = chart.points.size();
  const auto x_of = [&](std::size_t at) {
    const double slot = (right - left) / static_cast<double>(std::max<std::size_t>(count, 1));
    return left + slot * (static_cast<double>(at) + 0.5);
  };
  const auto y_of = [&](double share) { return bottom - plot * std::clamp(share, 0.0, 1.0); };
  const auto share = [&](std::size_t at) {
    return static_cast<double>(chart.points[at].n) / static_cast<double>(chart.points[at].of);
  };

  for (const int percent : {0, 20, 40, 60, 80, 100}) {
    const double y = y_of(percent / 100.0);
    svg.line(left, y, right, y, percent == 0 ? kAxis : kGrid, 1);
    svg.text(left - 7, y + 4.5, std::to_string(percent) + "%", {13, false, Anchor::End, kSecondary});
  }
  const double slot = (right - left) / static_cast<double>(std::max<std::size_t>(count, 1));
  const bool room = std::all_of(chart.points.begin(), chart.points.end(),
                                [&](const TrendPoint& point) { return text_width(point.label, 13) + 6 <= slot; });
  for (std::size_t at = 0; at < count; ++at)
    svg.text(x_of(at), bottom + 19, room ? chart.points[at].label : chart.points[at].short_label,
             {13, false, Anchor::Middle, kSecondary});

  std::vector<Segment> lines;  // what the points' labels keep clear of

  // Limits are steps: each month has its own, by its own number of audits.
  for (const bool upper : {true, false}) {
    std::string d;
    const double half = slot / 2;
    bool drawing = false;
    double last_y = 0;
    for (std::size_t at = 0; at < count; ++at) {
      const auto& limit = upper ? chart.points[at].upper : chart.points[at].lower;
      if (!limit) {
        drawing = false;
        continue;
      }
      last_y = y_of(*limit);
      lines.push_back({x_of(at) - half, last_y, x_of(at) + half, last_y, 1});
      d += std::string(drawing ? "L" : "M") + coordinate(x_of(at) - half) + " " + coordinate(last_y) + "L" +
           coordinate(x_of(at) + half) + " " + coordinate(last_y);
      drawing = true;
    }
    if (d.empty()) continue;
    svg.path(d, kLimit, 1.5, "6 4", "limit");
    ends.push_back({last_y, 0, std::string(upper ? "Upper " : "Lower ") + limit_word, kLimit});
  }
  if (chart.centre) {
    const double y = y_of(*chart.centre);
    svg.line(left, y, right, y, kSecondary, 1.5);
    lines.push_back({left, y, right, y, 1});
    ends.push_back(
        {y, 0, "Average " + std::to_string(static_cast<int>(std::floor(*chart.centre * 100 + 0.5))) + "%", kAxis});
  }

  std::string d;
  bool drawing = false;
  for (std::size_t at = 0; at < count; ++at) {
    if (chart.points[at].of <= 0) {
      drawing = false;
      continue;
    }
    d += std::string(drawing ? "L" : "M") + coordinate(x_of(at)) + " " + coordinate(y_of(share(at)));
    if (drawing) lines.push_back({x_of(at - 1), y_of(share(at - 1)), x_of(at), y_of(share(at)), 3});
    drawing = true;
  }
  if (!d.empty()) svg.path(d, kLine, 2.5, {}, "measure");

  for (std::size_t at = 0; at < count; ++at) {
    const auto& point = chart.points[at];
    if (point.of <= 0) continue;
    const double x = x_of(at), y = y_of(share(at));
    if (point.outside)
      svg.diamond(x, y, 7, "#ffffff", "#9b1c31");
    else
      svg.circle(x, y, 4, kLine, kLine);
    // Where months stand close together only the ends and what matters are named; the table has the rest.
    const std::string said = base::percent_of(point.n, point.of);
    if (text_width(said, 13, true) + 6 > slot && !point.outside && at != 0 && at + 1 != count) continue;
    const auto place =
        label_place(x, y, text_width(said, 13, true), point.outside ? 8 : 5, lines, {left, top - 18, right, bottom});
    svg.text(place.x, place.y, said, {13, true, Anchor::Middle});
  }

  if (narrow) {
    // No room at the lines' ends: the lines are named above the plot.
    double x = 0;
    if (chart.centre) {
      svg.line(x, 12, x + 22, 12, kSecondary, 1.5);
      const std::string words =
          "Average " + std::to_string(static_cast<int>(std::floor(*chart.centre * 100 + 0.5))) + "%";
      svg.text(x + 28, 17, words, {13});
      x += 28 + text_width(words, 13) + 18;
    }
    if (has_limits) {
      svg.line(x, 12, x + 22, 12, kLimit, 1.5, "6 4");
      svg.text(x + 28, 17, chart.trial ? "Trial limits" : "Limits", {13});
    }
  } else {
    spread(ends, 17, top + 6, bottom - 2);
    for (const auto& end : ends)
      svg.text(right + 8, end.y + 4.5, end.words, {13, end.colour == kAxis, Anchor::Start, end.colour});
  }
  return svg.finish(bottom + 30);
}

}  // namespace plumbline::report
