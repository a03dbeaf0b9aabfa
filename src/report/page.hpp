// A report as people read it, before it is a web page or a file: each figure a sentence, then a picture, then its
// table. Finished words alone; who shows it only lays it out and escapes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/framework/grade.hpp"
#include "report/chart/data.hpp"

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
  std::size_t page_rows = 0;  // a web page shows the first so many, so that it loads at once; files have all. 0: all
};

struct ReportChart {
  std::string wide;  // SVG of report/chart in both sizes
  std::string narrow;
  ChartData data{};  // the same as numbers, for forms that draw their own; see drawn()
};

// What the QA lead wrote beside the figures: plain text in paragraphs and lists, nothing else.
struct CommentaryBlock {
  enum class Kind { Paragraph, Item };
  Kind kind = Kind::Paragraph;
  std::string text;
  friend bool operator==(const CommentaryBlock&, const CommentaryBlock&) = default;
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
  std::vector<CommentaryBlock> commentary{};  // stands under the heading, before the figures
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
  std::vector<CommentaryBlock> commentary{};  // on the report as a whole, under the lead
  std::string version{};                      // `Version 2, published 3 December 2026 …`; empty for a working copy
};

}  // namespace plumbline::report
