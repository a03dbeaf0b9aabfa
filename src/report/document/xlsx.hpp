// A report as an Excel workbook: a first sheet with the words, then a sheet a table with Excel's own table, its header
// frozen and its numbers as numbers; charts are Excel's own, drawn from the sheet “Chart data”.
#pragma once

#include <string>

#include "base/result.hpp"
#include "report/page.hpp"

namespace plumbline::report {

// Texts are never formulas, whatever they begin with. Refuses document.make.folder.
base::Result<std::string> to_xlsx(const ReportPage& page, const std::string& marking);

// What a table's text means as a number: `1,234` is 1234, `59%` is 0.59, `0.48` has two decimals. False where it is
// words, such as `–`.
struct CellNumber {
  double value = 0;
  bool percent = false;
  int decimals = 0;
};
bool read_number(const std::string& text, CellNumber& number);

}  // namespace plumbline::report
