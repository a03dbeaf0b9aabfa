// Finds our columns in a foreign header: by name in any order, whatever the case, blanks or underscores, or by the
// mapping a person gave. What is not ours is kept and shown as ignored.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/register/feed.hpp"
#include "base/result.hpp"
#include "intake/sheet.hpp"

namespace plumbline::intake {

struct ColumnSpec {
  std::string_view ours;
  bool required = false;
  std::vector<std::string_view> also{};  // further names the field uses
};

class Columns {
 public:
  // Refuses column.match.twice (two columns for one of ours) and column.match.unknown (the mapping names a column that
  // is not ours); missing ones are listed, not refused.
  static base::Result<Columns> match(const SheetRow& header, std::span<const ColumnSpec> specs,
                                     const app::ColumnMapping& mapping);

  // The cell of a spec in a row, cleaned by cell_text; empty where the column or the cell is missing.
  std::string_view cell(const SheetRow& row, std::size_t spec) const;
  bool has(std::size_t spec) const { return at_[spec].has_value(); }
  const std::string& name(std::size_t spec) const { return names_[spec]; }  // as the file writes it
  const std::vector<std::string>& missing() const { return missing_; }
  const std::vector<std::string>& optional_missing() const { return optional_missing_; }
  const std::vector<std::string>& ignored() const { return ignored_; }
  const std::vector<app::ColumnPair>& matched() const { return matched_; }
  const std::vector<std::string>& theirs() const { return theirs_; }
  // How many of the specs were found: tells a header row from a title.
  std::size_t found() const { return matched_.size(); }

 private:
  std::vector<std::optional<std::size_t>> at_;
  std::vector<std::string> names_;
  std::vector<std::string> missing_;
  std::vector<std::string> optional_missing_;
  std::vector<std::string> ignored_;
  std::vector<app::ColumnPair> matched_;
  std::vector<std::string> theirs_;
};

// The mapping file: YAML (`their column: our_column`) or CSV with the columns `theirs` and `ours`.
base::Result<app::ColumnMapping> read_mapping(const std::string& path);

}  // namespace plumbline::intake
