#include "intake/columns.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "intake/fields.hpp"

namespace plumbline::intake {
namespace {

using base::invalid;
using base::Result;

constexpr std::size_t kLargestMapping = 256 * 1024;

Result<app::ColumnMapping> read_mapping_csv(const std::string& path) {
  TRY(const auto sheet, open_csv(path));
  SheetRow row;
  TRY(const bool any, sheet->next(row));
  const std::vector<ColumnSpec> specs{{"theirs", true}, {"ours", true}};
  if (!any) return invalid("mapping.read.empty");
  TRY(const auto columns, Columns::match(row, specs, {}));
  if (!columns.missing().empty()) return invalid("mapping.read.columns");
  app::ColumnMapping mapping;
  for (;;) {
    TRY(const bool more, sheet->next(row));
    if (!more) return mapping;
    mapping.push_back({std::string(columns.cell(row, 0)), std::string(columns.cell(row, 1))});
  }
}

}  // namespace

Result<Columns> Columns::match(const SheetRow& header, std::span<const ColumnSpec> specs,
                               const app::ColumnMapping& mapping) {
  Columns out;
  out.at_.resize(specs.size());
  out.names_.resize(specs.size());
  const auto spec_of = [&](std::string_view name, bool with_others) -> std::optional<std::size_t> {
    const auto key = column_key(name);
    for (std::size_t i = 0; i < specs.size(); ++i) {
      if (key == column_key(specs[i].ours)) return i;
      if (with_others &&
          std::any_of(specs[i].also.begin(), specs[i].also.end(), [&](auto also) { return key == column_key(also); }))
        return i;
    }
    return std::nullopt;
  };
  for (const auto& pair : mapping)
    if (!spec_of(pair.ours, false)) return invalid("column.match.unknown", "", {{"column", shown(pair.ours)}});
  const auto mapped = [&](std::string_view theirs) -> std::optional<std::size_t> {
    for (const auto& pair : mapping)
      if (column_key(pair.theirs) == column_key(theirs)) return spec_of(pair.ours, false);
    return std::nullopt;
  };
  // A column that the mapping gives to ours wins over one that merely bears our name.
  const auto taken_by_mapping = [&](std::size_t spec) {
    return std::any_of(header.cells.begin(), header.cells.end(), [&](auto cell) { return mapped(cell) == spec; });
  };
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const auto name = tidy_text(header.cells[i]);
    if (name.empty()) continue;
    out.theirs_.push_back(name);
    auto spec = mapped(name);
    if (!spec) {
      spec = spec_of(name, true);
      if (spec && taken_by_mapping(*spec)) spec = std::nullopt;
    }
    if (!spec) {
      out.ignored_.push_back(name);
      continue;
    }
    if (out.at_[*spec]) {
      return invalid("column.match.twice", "",
                     {{"column", std::string(specs[*spec].ours)}, {"first", out.names_[*spec]}, {"second", name}});
    }
    out.at_[*spec] = i;
    out.names_[*spec] = name;
    out.matched_.push_back({name, std::string(specs[*spec].ours)});
  }
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (out.at_[i]) continue;
    out.names_[i] = specs[i].ours;
    (specs[i].required ? out.missing_ : out.optional_missing_).emplace_back(specs[i].ours);
  }
  return out;
}

std::string_view Columns::cell(const SheetRow& row, std::size_t spec) const {
  const auto at = at_[spec];
  return at && *at < row.cells.size() ? cell_text(row.cells[*at]) : std::string_view{};
}

Result<app::ColumnMapping> read_mapping(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return invalid("file.open.missing", "", {{"file", path}});
  std::string text(kLargestMapping + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kLargestMapping) return invalid("mapping.read.too_big");
  const auto first_line = base::lower(text.substr(0, text.find_first_of("\r\n")));
  if (first_line.find(',') != std::string::npos && first_line.find("theirs") != std::string::npos)
    return read_mapping_csv(path);
  app::ColumnMapping mapping;
  try {
    const auto root = YAML::Load(text);
    if (!root.IsMap()) return invalid("mapping.read.columns");
    for (const auto& entry : root) {
      if (!entry.first.IsScalar() || !entry.second.IsScalar())
        return invalid("mapping.read.line", "", {{"line", std::to_string(entry.first.Mark().line + 1)}});
      mapping.push_back({entry.first.Scalar(), entry.second.Scalar()});
    }
  } catch (const YAML::Exception& problem) {
    return invalid("mapping.read.line", "", {{"line", std::to_string(problem.mark.line + 1)}});
  }
  if (mapping.empty()) return invalid("mapping.read.empty");
  return mapping;
}

}  // namespace plumbline::intake
