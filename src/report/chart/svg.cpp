#include "report/chart/svg.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "report/markup.hpp"

namespace plumbline::report {

namespace {

// Widths of Arial's letters from space to tilde, in thousandths of the font size (the font's own metrics).
constexpr std::uint16_t kArial[] = {278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
                                    556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
                                    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
                                    667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
                                    333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
                                    556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

constexpr std::string_view kFont = "Arial, 'Liberation Sans', Helvetica, sans-serif";

}  // namespace

double text_width(const std::string& text, double font_size, bool bold) {
  double thousandths = 0;
  for (const unsigned char letter : text) {
    if ((letter & 0xC0) == 0x80) continue;  // the rest of a letter already counted
    // Of the others, those of three bytes are mostly wide signs such as the ellipsis.
    thousandths += letter >= 32 && letter < 127 ? kArial[letter - 32] : letter >= 0xE0 ? 1000 : 600;
  }
  return thousandths / 1000 * font_size * (bold ? 1.07 : 1.0);
}

long long round_step(long long most) {
  long long step = 1;
  for (long long power = 1; step * 6 < most; power *= 10)
    for (const long long factor : {1, 2, 5})
      if (step * 6 < most) step = factor * power;
  return step;
}

std::string coordinate(double value) {
  const auto tenths = static_cast<long long>(std::llround(value * 10));
  if (tenths % 10 == 0) return std::to_string(tenths / 10);
  return fmt::format("{}{}.{}", tenths < 0 ? "-" : "", std::llabs(tenths) / 10, std::llabs(tenths) % 10);
}

Look look_of(Fill fill) {
  switch (fill) {
    case Fill::Outstanding:
      return {"#0b4f3c", "#0b4f3c", "#ffffff", "", "outstanding"};
    case Fill::Good:
      return {"#7fc8ae", "#2f7d62", "#0b0c0c", "", "good"};
    case Fill::RequiresImprovement:
      return {"#fbe3a6", "#8a5a00", "#0b0c0c", "", "requires-improvement"};
    case Fill::Inadequate:
      return {"#9b1c31", "#9b1c31", "#ffffff", "#ffffff", "inadequate"};
    case Fill::InadequateCritical:
      return {"#4a0713", "#4a0713", "#ffffff", "#f0b6c0", "inadequate-critical"};
    case Fill::NotGraded:
      return {"#ffffff", "#6b6c6c", "#0b0c0c", "", "not-graded"};
    case Fill::Before:
      return {"#c7d3dd", "#52646f", "#0b0c0c", "", "before"};
    case Fill::After:
      return {"#1f4e79", "#1f4e79", "#ffffff", "", "after"};
    case Fill::Bar:
      return {"#1f4e79", "#1f4e79", "#ffffff", "", "bar"};
    case Fill::Quiet:
      return {"#c7d3dd", "#52646f", "#0b0c0c", "", "quiet"};
  }
  return {};
}

Svg::Svg(const ChartText& text, ChartSize size, std::string_view kind, double width)
    : id_(text.id + (size == ChartSize::Wide ? "-wide" : "-narrow")),
      title_(text.title),
      description_(text.description),
      kind_(kind),
      width_(width) {}

void Svg::area(double x, double y, double width, double height, Fill fill) {
  const Look look = look_of(fill);
  body_ += fmt::format(
      R"(<rect class="fill-{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1"/>)",
      look.name, coordinate(x), coordinate(y), coordinate(width), coordinate(height), look.colour, look.outline);
  if (!look.stripes.empty()) {
    if (std::find(striped_.begin(), striped_.end(), fill) == striped_.end()) striped_.push_back(fill);
    body_ += fmt::format(R"svg(<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{}-{})"/>)svg", coordinate(x),
                         coordinate(y), coordinate(width), coordinate(height), id_, look.name);
  }
  body_ += '\n';
}

void Svg::blank(double x, double y, double width, double height) {
  body_ += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="#ffffff"/>)", coordinate(x), coordinate(y),
                       coordinate(width), coordinate(height));
  body_ += '\n';
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view colour, double width,
               std::string_view dashes) {
  body_ += fmt::format(R"(<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>)", coordinate(x1),
                       coordinate(y1), coordinate(x2), coordinate(y2), colour, coordinate(width),
                       dashes.empty() ? std::string() : fmt::format(R"( stroke-dasharray="{}")", dashes));
  body_ += '\n';
}

void Svg::path(std::string_view d, std::string_view stroke, double width, std::string_view dashes,
               std::string_view name) {
  body_ += fmt::format(
      R"(<path class="{}" d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round"{}/>)", name, d,
      stroke, coordinate(width), dashes.empty() ? std::string() : fmt::format(R"( stroke-dasharray="{}")", dashes));
  body_ += '\n';
}

void Svg::text(double x, double y, std::string_view words, const TextStyle& style) {
  const std::string_view anchor = style.anchor == Anchor::Start    ? "start"
                                  : style.anchor == Anchor::Middle ? "middle"
                                                                   : "end";
  body_ += fmt::format(R"(<text x="{}" y="{}" font-size="{}" fill="{}"{}{}>{}</text>)", coordinate(x), coordinate(y),
                       coordinate(style.size), style.colour,
                       style.anchor == Anchor::Start ? std::string() : fmt::format(R"( text-anchor="{}")", anchor),
                       style.bold ? R"( font-weight="bold")" : "", escaped(words));
  body_ += '\n';
}

void Svg::text_on(double x, double y, const std::string& words, double size, Fill fill) {
  const Look look = look_of(fill);
  if (!look.stripes.empty()) {
    const double width = text_width(words, size, true) + 6;
    body_ += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>)", coordinate(x - width / 2),
                         coordinate(y - size), coordinate(width), coordinate(size + 5), look.colour);
  }
  text(x, y, words, {size, true, Anchor::Middle, look.text});
}

void Svg::circle(double x, double y, double radius, std::string_view fill, std::string_view stroke) {
  body_ += fmt::format(R"(<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2"/>)", coordinate(x),
                       coordinate(y), coordinate(radius), fill, stroke);
  body_ += '\n';
}

void Svg::diamond(double x, double y, double radius, std::string_view fill, std::string_view stroke) {
  body_ +=
      fmt::format(R"(<path class="outside" d="M{} {}L{} {}L{} {}L{} {}Z" fill="{}" stroke="{}" stroke-width="2"/>)",
                  coordinate(x), coordinate(y - radius), coordinate(x + radius), coordinate(y), coordinate(x),
                  coordinate(y + radius), coordinate(x - radius), coordinate(y), fill, stroke);
  body_ += '\n';
}

double Svg::legend(double x, double y, double width, const std::vector<Series>& series) {
  constexpr double kSwatch = 16, kLine = 24, kSize = 14;
  double at = x;
  double top = y;
  for (const auto& entry : series) {
    const double needed = kSwatch + 7 + text_width(entry.name, kSize) + 20;
    if (at > x && at + needed - 20 > x + width) {
      at = x;
      top += kLine;
    }
    area(at, top + 2, kSwatch, kSwatch, entry.fill);
    text(at + kSwatch + 7, top + 15, entry.name, {kSize, false, Anchor::Start});
    at += needed;
  }
  return series.empty() ? 0 : top - y + kLine;
}

std::string Svg::finish(double height) {
  std::string out = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{}" role="img" aria-labelledby="{}-title {}-desc" )"
      R"(viewBox="0 0 {} {}" width="{}" height="{}" font-family="{}" focusable="false">)",
      kind_, id_, id_, coordinate(width_), coordinate(height), coordinate(width_), coordinate(height), kFont);
  out += fmt::format("\n<title id=\"{}-title\">{}</title>\n<desc id=\"{}-desc\">{}</desc>\n", id_, escaped(title_), id_,
                     escaped(description_));
  if (!striped_.empty()) {
    out += "<defs>";
    for (const Fill fill : striped_) {
      const Look look = look_of(fill);
      out += fmt::format(
          R"svg(<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">)svg"
          R"(<rect width="2" height="8" fill="{}"/></pattern>)",
          id_, look.name, look.stripes);
    }
    out += "</defs>\n";
  }
  out += body_;
  out += "</svg>\n";
  return out;
}

std::vector<std::string> wrap(const std::string& words, double width, double font_size, std::size_t lines) {
  std::vector<std::string> out;
  std::string current;
  std::size_t at = 0;
  while (at < words.size()) {
    auto end = words.find(' ', at);
    if (end == std::string::npos) end = words.size();
    const std::string word = words.substr(at, end - at);
    const std::string longer = current.empty() ? word : current + " " + word;
    if (current.empty() || text_width(longer, font_size) <= width) {
      current = longer;
    } else {
      out.push_back(current);
      current = word;
    }
    at = end + 1;
  }
  if (!current.empty()) out.push_back(current);
  if (out.size() > lines) {
    for (std::size_t more = lines; more < out.size(); ++more) out[lines - 1] += " " + out[more];
    out.resize(lines);
  }
  for (auto& line : out) {
    if (text_width(line, font_size) <= width) continue;
    while (!line.empty() && text_width(line + "…", font_size) > width) {
      auto last = line.size() - 1;
      while (last > 0 && (static_cast<unsigned char>(line[last]) & 0xC0) == 0x80) --last;
      line.erase(last);
    }
    line += "…";
  }
  return out;
}

}  // namespace plumbline::report
