// What a correction changed: figures and texts of two versions of one report.
#pragma once

#include <string>
#include <vector>

#include "report/catalogue.hpp"

namespace plumbline::report {

struct FigureChange {
  std::string what;    // `Overall grades by locality, North: Good`, else the figure's key
  std::string before;  // `29 of 49`; an en dash where the version has no such figure
  std::string after;
};
struct TextChange {
  std::string where;   // the part's heading
  std::string before;  // paragraphs joined by blank lines; empty where there was none
  std::string after;
};
struct Difference {
  std::vector<FigureChange> figures;
  std::vector<TextChange> texts;
  std::vector<std::string> audits;  // of a pack of single cases: the references that came, went or say something else
  bool empty() const { return figures.empty() && texts.empty() && audits.empty(); }
};

// In the order of the report. When it was made is no difference.
Difference difference(const MadeReport& before, const MadeReport& after);

}  // namespace plumbline::report
