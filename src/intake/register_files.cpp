#include "intake/register_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "intake/annex_a.hpp"
#include "intake/census.hpp"
#include "intake/columns.hpp"
#include "intake/fields.hpp"
#include "intake/past_audits.hpp"
#include "intake/tables.hpp"
#include "intake/workbook.hpp"

namespace plumbline::intake {
namespace {

using base::invalid;
using base::Result;

constexpr std::size_t kMegabyte = 1024 * 1024;
constexpr std::size_t kLargestFile = 500 * kMegabyte;
// The header of a list stands on row 1 or 2; a line of notes above it is forgiven.
constexpr int kHeaderWithin = 5;

enum class Format { Csv, Workbook, Xml };

struct Inspected {
  Format format = Format::Csv;
  std::size_t bytes = 0;
};

Result<Inspected> inspect(const std::string& path) {
  std::error_code problem;
  const auto bytes = std::filesystem::is_regular_file(path, problem) ? std::filesystem::file_size(path, problem) : 0;
  std::ifstream in(path, std::ios::binary);
  if (!in || problem || !std::filesystem::is_regular_file(path, problem))
    return invalid("file.open.missing", "", {{"file", path}});
  if (bytes == 0) return invalid("file.open.empty");
  std::string head(1024, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  const std::string_view start(head);
  // A CSV streams whatever its size; workbooks and census files are never this large.
  const auto bounded = [&](Format format) -> Result<Inspected> {
    if (bytes > kLargestFile)
      return invalid("file.open.too_big", "", {{"most", std::to_string(kLargestFile / kMegabyte)}});
    return Inspected{format, bytes};
  };
  if (start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06")) return bounded(Format::Workbook);
  if (start.starts_with("\xD0\xCF\x11\xE0")) return invalid("file.open.old_excel");
  if (start.starts_with("%PDF")) return invalid("file.open.pdf");
  const auto text = base::trim(start.starts_with("\xEF\xBB\xBF") ? start.substr(3) : start);
  const bool utf16 = start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF");
  if (utf16 && (start.find('<') == 2 || start.find('<') == 3)) return bounded(Format::Xml);
  if (utf16) return invalid("file.open.utf16");
  if (text.starts_with("<")) {
    const auto words = base::lower(text.substr(0, 200));
    if (words.starts_with("<!doctype html") || words.starts_with("<html")) return invalid("file.open.web_page");
    return bounded(Format::Xml);
  }
  if (text.empty()) return invalid("file.open.empty");
  // Control characters that no text begins with: pictures, programs, other archives.
  const auto first = start.substr(0, 64);
  if (std::any_of(first.begin(), first.end(), [](char c) { return (c >= 1 && c < 9) || (c > 13 && c < 32); }))
    return invalid("file.open.unknown");
  return Inspected{Format::Csv, bytes};
}

Result<OpenedSheet> with_header(std::shared_ptr<void> keeps_open, std::unique_ptr<Sheet> sheet, std::size_t bytes) {
  OpenedSheet out;
  out.keeps_open = std::move(keeps_open);
  out.sheet = std::move(sheet);
  out.bytes = bytes;
  out.header_text = std::make_shared<std::string>();
  SheetRow row;
  TRY(const bool any, out.sheet->next(row));
  if (!any) return invalid("table.read.no_header");
  if (row.cells.size() == 1) {
    const auto only = row.cells.front();
    if (std::count(only.begin(), only.end(), ';') > 2 || std::count(only.begin(), only.end(), '\t') > 2)
      return invalid("file.open.separator");
  }
  // The header outlives its row: its text moves into the opened sheet.
  std::vector<std::size_t> lengths;
  for (const auto cell : row.cells) {
    lengths.push_back(cell.size());
    *out.header_text += cell;
  }
  out.header.line = row.line;
  std::size_t at = 0;
  for (const auto length : lengths) {
    out.header.cells.push_back(std::string_view(*out.header_text).substr(at, length));
    at += length;
  }
  return out;
}

// The first sheet of a workbook, or the CSV, with its header read.
Result<OpenedSheet> open_first(const std::string& path, const Inspected& inspected) {
  if (inspected.format == Format::Csv) {
    TRY(auto sheet, open_csv(path));
    return with_header(nullptr, std::move(sheet), inspected.bytes);
  }
  TRY(auto book, Workbook::open(path));
  TRY(auto sheet, book->sheet(0));
  return with_header(book, std::move(sheet), 0);
}

// The Annex A list that a sheet holds by its columns, looking past a title above them; nothing when it holds none.
Result<std::optional<int>> list_in(Sheet& sheet) {
  SheetRow row;
  for (int tried = 0; tried < kHeaderWithin; ++tried) {
    TRY(const bool more, sheet.next(row));
    if (!more) break;
    if (const auto list = annex_a_list_by_header(row)) return list;
  }
  return std::optional<int>{};
}

bool is_register_list(int number) { return number >= 6 && number <= 9; }

Result<std::unique_ptr<app::CaseFeed>> workbook_cases(const std::string& path, const app::ColumnMapping& mapping,
                                                      base::Day as_of) {
  TRY(const auto book, Workbook::open(path));
  std::vector<AnnexAList> lists;
  std::set<int> numbers;
  bool has_other_list = false;
  const auto& names = book->sheet_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto number = annex_a_list_number(names[i]);
    if (!number) continue;
    has_other_list = has_other_list || !is_register_list(*number);
    if (is_register_list(*number) && numbers.insert(*number).second)
      lists.push_back({*number, names[i], [book, i] { return book->sheet(i); }});
  }
  if (!lists.empty()) return annex_a_feed(std::move(lists), true, as_of);
  if (has_other_list) return invalid("annexa.read.no_list");
  TRY(const auto first, book->sheet(0));
  TRY(const auto list, list_in(*first));
  if (!list) {
    TRY(auto sheet, book->sheet(0));
    TRY(auto opened, with_header(book, std::move(sheet), 0));
    return cases_table(std::move(opened), mapping);
  }
  if (!is_register_list(*list)) return invalid("annexa.read.other_list", "", {{"list", std::to_string(*list)}});
  std::vector<AnnexAList> one;
  one.push_back({*list, names.front(), [book] { return book->sheet(0); }});
  return annex_a_feed(std::move(one), false, as_of);
}

// A folder with one CSV a list: read together, as their children can only be weighed together.
Result<std::unique_ptr<app::CaseFeed>> folder_cases(const std::string& path, base::Day as_of) {
  std::vector<std::string> names;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(path, problem))
    if (entry.is_regular_file() && base::lower(entry.path().extension().string()) == ".csv")
      names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::vector<AnnexAList> lists;
  std::set<int> numbers;
  for (const auto& name : names) {
    const auto file = (std::filesystem::path(path) / name).string();
    TRY(const auto sheet, open_csv(file));
    TRY(const auto list, list_in(*sheet));
    if (!list || !is_register_list(*list)) continue;
    if (!numbers.insert(*list).second)
      return invalid("annexa.read.list_twice", "", {{"list", std::to_string(*list)}, {"file", name}});
    lists.push_back({*list, name, [file] { return open_csv(file); }});
  }
  if (lists.empty()) return invalid("annexa.read.no_list_in_folder");
  return annex_a_feed(std::move(lists), true, as_of);
}

Result<Inspected> inspect_table(const std::string& path) {
  TRY(const auto inspected, inspect(path));
  if (inspected.format == Format::Xml) return invalid("file.open.unknown");
  return inspected;
}

}  // namespace

Result<std::unique_ptr<app::CaseFeed>> FileReaders::cases(const std::string& path, const app::ColumnMapping& mapping,
                                                          base::Day as_of) {
  if (std::error_code ignored; std::filesystem::is_directory(path, ignored)) return folder_cases(path, as_of);
  TRY(const auto inspected, inspect(path));
  if (inspected.format == Format::Xml) return census_feed(path, as_of);
  if (inspected.format == Format::Workbook) return workbook_cases(path, mapping, as_of);
  if (mapping.empty()) {
    TRY(const auto peek, open_csv(path));
    TRY(const auto list, list_in(*peek));
    if (list && !is_register_list(*list))
      return invalid("annexa.read.other_list", "", {{"list", std::to_string(*list)}});
    if (list) {
      std::vector<AnnexAList> one;
      one.push_back({*list, "", [path] { return open_csv(path); }});
      return annex_a_feed(std::move(one), false, as_of);
    }
  }
  TRY(auto opened, open_first(path, inspected));
  return cases_table(std::move(opened), mapping);
}

Result<std::unique_ptr<app::PersonFeed>> FileReaders::people(const std::string& path,
                                                             const app::ColumnMapping& mapping) {
  TRY(const auto inspected, inspect_table(path));
  TRY(auto opened, open_first(path, inspected));
  return people_table(std::move(opened), mapping);
}

Result<std::unique_ptr<app::TeamFeed>> FileReaders::teams(const std::string& path, const app::ColumnMapping& mapping) {
  TRY(const auto inspected, inspect_table(path));
  TRY(auto opened, open_first(path, inspected));
  return teams_table(std::move(opened), mapping);
}

Result<std::unique_ptr<app::PastAuditFeed>> FileReaders::audits(const std::string& path,
                                                                const app::ColumnMapping& mapping) {
  TRY(const auto inspected, inspect_table(path));
  TRY(auto opened, open_first(path, inspected));
  return audits_table(std::move(opened), mapping);
}

Result<app::ColumnsFound> FileReaders::columns(const std::string& path, app::FileKind table,
                                               const app::ColumnMapping& mapping) {
  TRY(const auto inspected, inspect_table(path));
  TRY(const auto opened, open_first(path, inspected));
  return table_columns(opened.header, table, mapping);
}

Result<app::ColumnMapping> FileReaders::mapping(const std::string& path) { return read_mapping(path); }

Result<std::string> FileReaders::sha256(const std::string& path) {
  // Of a folder: of its CSVs one after the other, by name.
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    for (const auto& entry : std::filesystem::directory_iterator(path, ignored))
      if (entry.is_regular_file() && base::lower(entry.path().extension().string()) == ".csv")
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
  } else {
    files.emplace_back(path);
  }
  base::Sha256 hash;
  std::string buffer(kMegabyte, '\0');
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return invalid("file.open.missing", "", {{"file", file.string()}});
    while (in) {
      in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
      hash.add(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
    }
  }
  return base::hex(hash.finish());
}

}  // namespace plumbline::intake
