// RFC 4180 CSV: a reader that keeps one record in memory, and a writer.
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace plumbline::base {

// Limits on foreign CSV; a file past one is refused with `csv.read.…` naming the line.
struct CsvLimits {
  std::size_t field_bytes = 64 * 1024;
  std::size_t fields = 512;
  std::size_t record_bytes = 1024 * 1024;
};

// Reads record after record from a stream in bounded memory. Accepts a byte-order mark, LF, CRLF or CR line ends,
// quoted fields with doubled quotes and line ends inside. Refuses: NUL bytes, invalid UTF-8, an unclosed quote, text
// after a closing quote, limits passed (rule keys csv.read.nul, .utf8, .quote_open, .quote_after, .too_long; value
// `line`).
class CsvReader {
 public:
  explicit CsvReader(std::istream& in, CsvLimits limits = {});

  // The next record, or false at the end. The views stay valid until the next call. Blank lines are skipped.
  Result<bool> next(std::vector<std::string_view>& fields);
  // The line (from 1) on which the last record began.
  std::size_t line() const { return record_line_; }
  std::size_t bytes_read() const { return bytes_read_; }

 private:
  bool fill();
  std::istream& in_;
  CsvLimits limits_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
  std::size_t bytes_read_ = 0;
  bool begun_ = false;
  std::string record_;
  std::vector<std::pair<std::size_t, std::size_t>> spans_;
};

// Appends one record with LF, quoting only where RFC 4180 asks (comma, quote, CR, LF).
void append_csv(std::string& out, const std::vector<std::string_view>& fields);
void append_csv_field(std::string& out, std::string_view field);
// For CSV that people open in a spreadsheet: a cell beginning with = + - @ TAB or CR gets a leading apostrophe, so that
// it is never run as a formula (OWASP CSV injection). Not for frame files, whose bytes are hashed.
std::string guarded_cell(std::string_view field);
void append_guarded_csv(std::string& out, const std::vector<std::string_view>& fields);

}  // namespace plumbline::base
