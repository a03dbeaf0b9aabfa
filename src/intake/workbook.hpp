// Excel workbooks (.xlsx), read as a stream: whatever the file claims, memory stays bounded by the limits below.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/sheet.hpp"

namespace plumbline::intake {

// A workbook past one of these is refused with a `xlsx.read.…` key that says which.
struct WorkbookLimits {
  std::size_t part_bytes = 256U * 1024 * 1024;  // one part, unpacked
  std::size_t shared_text_bytes = 96U * 1024 * 1024;
  std::size_t ratio = 400;       // unpacked to packed, for parts of over a megabyte
  std::size_t rows = 1'048'576;  // as Excel's own
  std::size_t cells = 20'000'000;
  std::size_t columns = 512;  // a filled cell further right is refused
  std::size_t cell_bytes = 64U * 1024;
  std::size_t entries = 10'000;
};

class Workbook {
 public:
  // Refuses files that are no workbook, saying what to do: .xls or password-protected, .ods, .xlsb, damaged
  // (file.open.…, xlsx.read.…).
  static base::Result<std::shared_ptr<Workbook>> open(const std::string& path, WorkbookLimits limits = {});
  virtual ~Workbook() = default;

  virtual const std::vector<std::string>& sheet_names() const = 0;  // in the workbook's order
  // One sheet's rows. The workbook stays open while a sheet of it lives; one sheet is read at a time.
  virtual base::Result<std::unique_ptr<Sheet>> sheet(std::size_t at) = 0;
};

}  // namespace plumbline::intake
