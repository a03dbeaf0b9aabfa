// The sampling frame: the register as it stood when a draw was made, frozen in one canonical form whose SHA-256
// everyone can compute (formats.md, "The draw, so that anyone can check it"; SAMPLE-1).
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

// One row of a frame, as views into the frame it came from. Blank texts are unknown.
struct FrameRow {
  std::string_view child_id;
  Category category = Category::Cin;
  std::string_view locality;
  std::string_view service_area;
  std::string_view team;
  std::string_view worker_id;
  std::string_view supervisor_id;
  std::optional<base::Day> opened_on;
  std::optional<base::Day> closed_on;
  std::string_view flags;  // joined by `;`
  bool restricted = false;
  std::optional<base::Day> last_audited_on;

  bool is_open() const { return !closed_on.has_value(); }
  bool has_any_flag(const std::vector<std::string>& wanted) const;
};

// Rows sorted bytewise by child_id, each child once. Texts that recur are kept once, so that 400,000 rows take some 35
// MB. Immutable after it is made, so that threads may share it.
class Frame {
 public:
  std::size_t size() const { return rows_.size(); }
  FrameRow row(std::size_t index) const;
  std::string_view child_id(std::size_t index) const { return child(rows_[index]); }
  std::optional<std::size_t> find(std::string_view child_id) const;  // the row's index
  Case case_at(std::size_t index) const;                             // without what is not part of the frame

  const std::string& digest() const { return digest_; }  // SHA-256 of the canonical CSV, 64 lower-case letters
  // The canonical CSV in pieces: UTF-8, LF, header first, quoted only where RFC 4180 asks.
  void write(const std::function<void(std::string_view)>& piece) const;

  // For grouping: rows with the same number have the same text.
  std::uint32_t locality_number(std::size_t index) const { return rows_[index].locality; }
  std::uint32_t service_area_number(std::size_t index) const { return rows_[index].service_area; }
  std::uint32_t flags_number(std::size_t index) const { return rows_[index].flags; }
  std::uint32_t worker_number(std::size_t index) const { return rows_[index].worker; }
  std::string_view text(std::uint32_t number) const { return texts_[number]; }
  std::size_t texts() const { return texts_.size(); }

 private:
  friend class FrameBuilder;
  struct Row {
    std::uint64_t child_at = 0;  // into children_
    std::uint32_t child_length = 0;
    std::uint32_t locality = 0, service_area = 0, team = 0, worker = 0, supervisor = 0, flags = 0;  // into texts_
    std::int32_t opened = kNoDay, closed = kNoDay, audited = kNoDay;                                // days since 1970
    Category category = Category::Cin;
    bool restricted = false;
  };
  static constexpr std::int32_t kNoDay = INT32_MIN;
  std::string_view child(const Row& row) const {
    return std::string_view(children_).substr(row.child_at, row.child_length);
  }
  static std::int32_t pack(const std::optional<base::Day>& day);
  static std::optional<base::Day> unpack(std::int32_t day);

  std::vector<Row> rows_;
  std::string children_;            // all child ids, end to end
  std::vector<std::string> texts_;  // 0 is the blank
  std::string digest_;
};

// Takes rows in any order and makes a frame of them. Blanks around texts are dropped, blank flags too.
class FrameBuilder {
 public:
  FrameBuilder();
  void reserve(std::size_t rows) { frame_.rows_.reserve(rows); }
  void add(const Case& row);
  void add(const FrameRow& row);
  // Sorts and hashes. Refuses `draw.freeze.duplicate_child` and `draw.freeze.no_child_id` (value `rows`: how many).
  base::Result<Frame> freeze() &&;

 private:
  std::uint32_t number_of(std::string_view text);
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  Frame frame_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> numbers_;
  std::size_t without_id_ = 0;
};

base::Result<Frame> freeze(const std::vector<Case>& cases);

// Reads a frame file, or a cases.csv in the files' contract: columns by name in any order, further ones ignored, ISO or
// UK dates, blanks around values dropped. Refuses what base::CsvReader refuses, and `frame.read.…`: no_header,
// column_missing (value `column`), category, date, restricted, no_child_id, duplicate_child, columns (values `line`,
// `column`).
base::Result<Frame> read_frame(std::istream& in);

}  // namespace plumbline::domain
