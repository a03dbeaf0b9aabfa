// Rows of cells from a foreign file, whatever it is: CSV or the sheet of a workbook. One row in memory at a time.
#pragma once

#include <cstddef>
#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace plumbline::intake {

// The cells of one row from column A on; the views stay valid until the next row is read. Cells of a workbook that hold
// a date are ISO text already, an error cell is its text (`#N/A`), an empty one is empty.
struct SheetRow {
  std::size_t line = 0;  // the line of a CSV or the row of a sheet, from 1
  std::vector<std::string_view> cells;
  bool is_blank() const;
};

class Sheet {
 public:
  virtual ~Sheet() = default;
  // False at the end. Rows with nothing in them are passed over.
  virtual base::Result<bool> next(SheetRow& row) = 0;
  virtual const std::string& name() const = 0;             // of the sheet; empty for a CSV
  virtual bool counts_from_1904() const { return false; }  // how this file's date serials count
  virtual std::size_t bytes_read() const = 0;
};

// Refuses file.open.missing; reading refuses what base::CsvReader does.
base::Result<std::unique_ptr<Sheet>> open_csv(const std::string& path);

}  // namespace plumbline::intake
