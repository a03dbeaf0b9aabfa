// What every table of our own contract does: rows read, cells cleaned, and what can't be read made into problems with
// their place. Internal to the readers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/register/feed.hpp"
#include "base/text.hpp"
#include "intake/columns.hpp"
#include "intake/fields.hpp"
#include "intake/tables.hpp"

namespace plumbline::intake {

inline constexpr std::size_t kLongestName = 200;

// What every table does: reads rows, cleans cells, and turns what can't be read into problems with their place.
class Table {
 public:
  Table(OpenedSheet opened, Columns columns) : opened_(std::move(opened)), columns_(std::move(columns)) {}

  base::Result<bool> next() { return opened_.sheet->next(row_); }
  std::string_view cell(std::size_t column) const { return columns_.cell(row_, column); }
  std::size_t line() const { return row_.line; }
  const std::string& sheet() const { return opened_.sheet->name(); }
  const Columns& columns() const { return columns_; }
  app::FeedPosition position() const { return {opened_.sheet->bytes_read(), opened_.bytes}; }
  void subject(std::string_view subject) { subject_ = subject; }
  // Set by a problem that leaves the row out; reset by begin_row.
  bool is_left_out() const { return left_out_; }
  void begin_row() {
    left_out_ = false;
    subject_ = {};
  }

  void problem(app::Problems& problems, app::RowProblem::Weight weight, std::string rule, std::size_t column,
               std::string_view value) {
    if (weight == app::RowProblem::Weight::LeftOut) left_out_ = true;
    problems.add({weight,
                  std::move(rule),
                  opened_.sheet->name(),
                  row_.line,
                  columns_.name(column),
                  shown(value),
                  std::string(subject_),
                  {}});
  }
  void leave_out(app::Problems& problems, std::string rule, std::size_t column) {
    problem(problems, app::RowProblem::Weight::LeftOut, std::move(rule), column, cell(column));
  }

  void day(std::optional<base::Day>& out, std::size_t column, app::Problems& problems) {
    out.reset();
    const auto text = cell(column);
    if (text.empty()) return;
    out = day_of_cell(text, opened_.sheet->counts_from_1904());
    if (!out) leave_out(problems, "row.read.day", column);
  }
  // Text of a structured column: teams, localities, kinds.
  void text(std::string& out, std::size_t column, app::Problems& problems) {
    const auto value = cell(column);
    out.assign(value);
    // No-break spaces and curly marks are rare: only then is the slower tidying needed.
    for (const char c : value) {
      if (static_cast<unsigned char>(c) >= 0xC2 || c == '\n' || c == '\t') {
        out = tidy_text(value);
        break;
      }
    }
    if (out.size() > kLongestName) leave_out(problems, "row.read.long", column);
  }
  template <class Identifier>
  void id(std::optional<Identifier>& out, std::size_t column, app::Problems& problems) {
    const auto value = cell(column);
    if (value.empty()) return out.reset();
    if (value.size() > kLongestId) leave_out(problems, "row.read.long", column);
    if (!out || out->text() != value) out.emplace(std::string(value));
  }
  void yes_no(bool& out, std::size_t column, app::Problems& problems) {
    out = false;
    const auto text = cell(column);
    if (text.empty()) return;
    if (const auto answer = yes_or_no(text))
      out = *answer;
    else
      leave_out(problems, "row.read.yes_or_no", column);
  }
  // A key: must be there, one line, not a number that lost its digits.
  bool key(std::string_view& out, std::size_t column, app::Problems& problems, std::string_view blank_rule) {
    out = cell(column);
    subject_ = out;
    if (out.empty())
      leave_out(problems, std::string(blank_rule), column);
    else if (out.size() > kLongestId || out.find_first_of("\r\n") != std::string_view::npos)
      leave_out(problems, "row.read.long", column);
    else if (lost_digits(out))
      leave_out(problems, "row.read.digits_lost", column);
    else
      return true;
    return false;
  }

 private:
  OpenedSheet opened_;
  Columns columns_;
  SheetRow row_;
  std::string_view subject_;
  bool left_out_ = false;
};

// Refuses table.read.columns_missing with the names that no column matches.
inline base::Result<Table> open_table(OpenedSheet opened, std::span<const ColumnSpec> specs,
                                      const app::ColumnMapping& mapping) {
  TRY(auto columns, Columns::match(opened.header, specs, mapping));
  if (!columns.missing().empty()) {
    return base::invalid(
        "table.read.columns_missing", "",
        {{"columns", base::join(columns.missing(), ", ")}, {"found", base::join(columns.theirs(), ", ")}});
  }
  opened.header.cells.clear();
  return Table(std::move(opened), std::move(columns));
}

}  // namespace plumbline::intake
