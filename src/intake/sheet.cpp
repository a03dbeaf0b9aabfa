#include "intake/sheet.hpp"

#include <fstream>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace plumbline::intake {
namespace {

class CsvSheet final : public Sheet {
 public:
  explicit CsvSheet(std::ifstream in) : in_(std::move(in)), reader_(in_) {}
  base::Result<bool> next(SheetRow& row) override {
    for (;;) {
      TRY(const bool more, reader_.next(row.cells));
      if (!more) return false;
      if (row.is_blank()) continue;
      row.line = reader_.line();
      return true;
    }
  }
  const std::string& name() const override { return name_; }
  std::size_t bytes_read() const override { return reader_.bytes_read(); }

 private:
  std::ifstream in_;
  base::CsvReader reader_;
  std::string name_;
};

}  // namespace

bool SheetRow::is_blank() const {
  for (const auto cell : cells)
    if (!base::trim(cell).empty()) return false;
  return true;
}

base::Result<std::unique_ptr<Sheet>> open_csv(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return base::invalid("file.open.missing", "", {{"file", path}});
  return std::unique_ptr<Sheet>(std::make_unique<CsvSheet>(std::move(in)));
}

}  // namespace plumbline::intake
