// Writes SVG elements with presentation attributes into a string. Internal to the charts.
#pragma once

#include <string>
#include <string_view>

#include "report/chart/chart.hpp"

namespace plumbline::report {

// A coordinate with at most one decimal: "12", "12.5".
std::string coordinate(double value);
// A round step of counts up to that one: at most six lines, a whole number on each.
long long round_step(long long most);

enum class Anchor { Start, Middle, End };

struct TextStyle {
  double size = 14;
  bool bold = false;
  Anchor anchor = Anchor::Start;
  std::string_view colour = "#0b0c0c";
};

// How a fill looks: plain colour, outline, the text colour that reads on it, and the stripes laid over it, if any.
struct Look {
  std::string_view colour;
  std::string_view outline;
  std::string_view text;
  std::string_view stripes;  // colour of diagonal stripes; empty for none
  std::string_view name;     // of the class and the pattern
};
Look look_of(Fill fill);

class Svg {
 public:
  Svg(const ChartText& text, ChartSize size, std::string_view kind, double width);

  // A filled area; a striped fill is drawn as colour with stripes over it.
  void area(double x, double y, double width, double height, Fill fill);
  void blank(double x, double y, double width, double height);  // paper, to write on
  void line(double x1, double y1, double x2, double y2, std::string_view colour, double width,
            std::string_view dashes = {});
  void path(std::string_view d, std::string_view stroke, double width, std::string_view dashes, std::string_view name);
  void text(double x, double y, std::string_view words, const TextStyle& style);
  // Text on an area of that fill; over stripes it stands on a plain patch, so that it reads.
  void text_on(double x, double y, const std::string& words, double size, Fill fill);
  void circle(double x, double y, double radius, std::string_view fill, std::string_view stroke);
  void diamond(double x, double y, double radius, std::string_view fill, std::string_view stroke);

  // The swatches and names of the series from (x, y), broken into lines within the width; gives the height they took.
  double legend(double x, double y, double width, const std::vector<Series>& series);

  // The whole element. `height` is known only when everything is drawn.
  std::string finish(double height);

 private:
  std::string id_;
  std::string title_;
  std::string description_;
  std::string kind_;
  double width_;
  std::string body_;
  std::vector<Fill> striped_;
};

// Cuts words into at most `lines` lines that fit the width; what does not fit ends with an ellipsis.
std::vector<std::string> wrap(const std::string& words, double width, double font_size, std::size_t lines);

}  // namespace plumbline::report
