// A report as people read it, before it is a web page or a file: each figure a sentence, then a picture, then its
// table. Finished words alone; who shows it only lays it out and escapes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/framework/grade.hpp"

namespace plumbline::report {

struct ReportCell {
  std::string text;
  std::string url{};     // to what lies behind the figure; empty where nothing does, or the reader may not see it
  std::string note{};    // a smaller line below
  std::string figure{};  // `section/measure/period/area` of the CSV row whose n or percent this is; empty for words
};

struct ReportColumn {
  std::string name;
  bool numeric = false;
};

struct ReportRow {
  std::vector<ReportCell> cells;  // as many as columns; the first names the row
  bool total = false;
};

struct ReportTable {
  std::string caption;
  std::vector<ReportColumn> columns;
  std::vector<ReportRow> rows;
};

struct ReportChart {
  std::string wide;  // SVG of report/chart in both sizes
  std::string narrow;
};

// One thing told: sentences, pictures, tables, in this order. `note` stands below in small.
struct ReportPart {
  std::vector<std::string> sentences;
  std::vector<ReportChart> charts;
  std::vector<ReportTable> tables;
  std::string note{};
};

struct ReportSection {
  // Long parts have a web page of their own, so that each loads at once; a file holds them all.
  enum class Place { Main, OwnPage };
  std::string id;  // unique on the page, for links
  std::string heading;
  std::vector<ReportPart> parts;
  Place place = Place::Main;
};

struct KeyFigure {
  std::string number;
  std::string label;
  std::string note{};
  std::string url{};
};

struct ReportPage {
  std::string title;    // `Monthly report, November 2026`
  std::string caption;  // the programme
  std::string meta;     // council, when it was made
  std::string lead;     // what matters most, in a sentence or two
  std::vector<KeyFigure> figures;
  std::vector<ReportSection> sections;
};

}  // namespace plumbline::report
