#include "intake/workbook.hpp"

#include <fmt/core.h>
#include <zip.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <pugixml.hpp>
#include <set>

#include "base/text.hpp"
#include "intake/fields.hpp"
#include "intake/xml_stream.hpp"

namespace plumbline::intake {
namespace {

using base::invalid;
using base::Result;

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kSmallPart = 16U * 1024 * 1024;  // workbook, relations and styles are read whole

std::string with_slashes_right(std::string path) { return base::replace_all(std::move(path), "\\", "/"); }

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseEntry {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using ZipHandle = std::unique_ptr<zip_t, CloseZip>;
using EntryHandle = std::unique_ptr<zip_file_t, CloseEntry>;

// One part of the archive as it is unpacked. The sizes in the archive's own directory may lie, so bytes are counted.
class Part {
 public:
  Part(EntryHandle entry, std::size_t packed, const WorkbookLimits& limits, std::string name)
      : entry_(std::move(entry)), packed_(packed), limits_(limits), name_(std::move(name)), buffer_(kChunk, '\0') {}

  // The next bytes, empty at the end.
  Result<std::string_view> read() {
    const auto got = zip_fread(entry_.get(), buffer_.data(), buffer_.size());
    if (got < 0) return invalid("xlsx.read.damaged", "", {{"part", name_}});
    unpacked_ += static_cast<std::size_t>(got);
    const bool is_bomb = unpacked_ > 1024 * 1024 && unpacked_ / std::max<std::size_t>(packed_, 1) > limits_.ratio;
    if (unpacked_ > limits_.part_bytes || is_bomb) return invalid("xlsx.read.too_big", "", {{"part", name_}});
    return std::string_view(buffer_.data(), static_cast<std::size_t>(got));
  }
  std::size_t packed() const { return packed_; }
  std::size_t unpacked() const { return unpacked_; }

 private:
  EntryHandle entry_;
  std::size_t packed_;
  WorkbookLimits limits_;
  std::string name_;
  std::string buffer_;
  std::size_t unpacked_ = 0;
};

// `B7` → 1; nothing when it isn't a reference. Columns past XFD are past any limit.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (const char c : reference) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper < 'A' || upper > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(upper - 'A' + 1);
    if (++letters > 4) return std::nullopt;
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

std::string letters_of(std::size_t column) {
  std::string out;
  for (++column; column > 0; column = (column - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  return out;
}

// A number format shows a date when it has a day or a year outside quotes, brackets and escapes.
bool is_date_format(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') {
      i = code.find('"', i + 1);
      if (i == std::string_view::npos) return false;
    } else if (c == '[') {
      i = code.find(']', i + 1);
      if (i == std::string_view::npos) return false;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == 'd' || c == 'D' || c == 'y' || c == 'Y') {
      return true;
    } else if (c == ';') {
      return false;
    }
  }
  return false;
}

bool is_built_in_date(unsigned format) {
  return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) ||
         (format >= 50 && format <= 58);
}

// Excel writes 12345678901 as 1.2345678901E10 at times; an identifier must come out as people see it.
std::string plain_number(std::string_view text) {
  if (text.find_first_of("eE.") == std::string_view::npos) return std::string(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::string(text);
  if (value == std::floor(value) && std::abs(value) < 9007199254740992.0) return fmt::format("{:.0f}", value);
  return std::string(text);
}

class SharedStrings final : public XmlListener {
 public:
  void start(std::string_view name, const XmlAttributes&) override {
    if (name == "si")
      begin_ = text_.size();
    else if (name == "rPh")
      in_phonetic_ = true;
    else if (name == "t")
      in_text_ = true;
  }
  void end(std::string_view name) override {
    if (name == "si")
      spans_.emplace_back(begin_, text_.size() - begin_);
    else if (name == "rPh")
      in_phonetic_ = false;
    else if (name == "t")
      in_text_ = false;
  }
  void text(std::string_view piece) override {
    if (in_text_ && !in_phonetic_) text_ += piece;
  }
  std::size_t bytes() const { return text_.size() + spans_.size() * sizeof(spans_[0]); }
  std::optional<std::string_view> at(std::size_t index) const {
    if (index >= spans_.size()) return std::nullopt;
    return std::string_view(text_).substr(spans_[index].first, spans_[index].second);
  }

 private:
  std::string text_;
  std::vector<std::pair<std::size_t, std::size_t>> spans_;
  std::size_t begin_ = 0;
  bool in_text_ = false;
  bool in_phonetic_ = false;
};

// What sheets of one workbook share.
struct Shared {
  std::string path;
  ZipHandle zip;
  WorkbookLimits limits;
  SharedStrings strings;
  std::vector<bool> style_is_date;
  bool from_1904 = false;

  Result<std::unique_ptr<Part>> part(const std::string& name) const {
    const auto index = zip_name_locate(zip.get(), name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return invalid("xlsx.read.part_missing", "", {{"part", name}});
    zip_stat_t stat;
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0 ||
        (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
      return invalid("xlsx.read.damaged", "", {{"part", name}});
    if ((stat.valid & ZIP_STAT_SIZE) != 0 && stat.size > limits.part_bytes)
      return invalid("xlsx.read.too_big", "", {{"part", name}});
    EntryHandle entry(zip_fopen_index(zip.get(), static_cast<zip_uint64_t>(index), 0));
    if (!entry) return invalid("xlsx.read.damaged", "", {{"part", name}});
    return std::make_unique<Part>(std::move(entry), stat.comp_size, limits, name);
  }

  // A small part as a tree. pugixml expands no entities of a document's own; the declaration is refused all the same.
  Result<void> tree(const std::string& name, pugi::xml_document& document) const {
    TRY(const auto source, part(name));
    std::string bytes;
    for (;;) {
      TRY(const auto piece, source->read());
      if (piece.empty()) break;
      bytes += piece;
      if (bytes.size() > kSmallPart) return invalid("xlsx.read.too_big", "", {{"part", name}});
    }
    if (bytes.find("<!DOCTYPE") != std::string::npos) return invalid("xml.read.doctype", "", {{"line", "1"}});
    if (!document.load_buffer(bytes.data(), bytes.size())) return invalid("xlsx.read.damaged", "", {{"part", name}});
    return {};
  }
};

// The rows of one sheet's XML, in the order of the file.
class SheetRows final : public XmlListener {
 public:
  struct Row {
    std::size_t line = 0;
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> spans;  // into text, by column
  };

  explicit SheetRows(const Shared& shared) : shared_(shared) {}

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") {
      row_ = Row{};
      const auto number = attributes.get("r");
      std::size_t line = 0;
      const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
      row_.line = !number.empty() && error == std::errc{} ? line : last_line_ + 1;
      last_line_ = row_.line;
      next_column_ = 0;
      in_row_ = true;
      if (++rows_ > shared_.limits.rows) fail("xlsx.read.rows");
    } else if (name == "c" && in_row_) {
      const auto at = column_of(attributes.get("r"));
      column_ = at ? *at : next_column_;
      next_column_ = column_ + 1;
      type_ = std::string(attributes.get("t"));
      style_ = 0;
      const auto style = attributes.get("s");
      std::from_chars(style.data(), style.data() + style.size(), style_);
      value_.clear();
      if (++cells_ > shared_.limits.cells) fail("xlsx.read.cells");
    } else if (name == "v" || name == "t") {
      in_value_ = in_row_;
    } else if (name == "rPh") {
      in_phonetic_ = true;
    }
  }

  void end(std::string_view name) override {
    if (name == "v" || name == "t") {
      in_value_ = false;
    } else if (name == "rPh") {
      in_phonetic_ = false;
    } else if (name == "c" && in_row_) {
      end_cell();
    } else if (name == "row") {
      in_row_ = false;
      if (!row_.spans.empty()) rows_read_.push_back(std::move(row_));
    }
  }

  void text(std::string_view piece) override {
    if (!in_value_ || in_phonetic_) return;
    if (value_.size() + piece.size() > shared_.limits.cell_bytes) return fail("xlsx.read.cell_long");
    value_ += piece;
  }

  std::deque<Row>& rows() { return rows_read_; }
  const std::optional<base::Error>& failure() const { return failure_; }

 private:
  void fail(std::string rule) {
    if (failure_) return;
    failure_ = base::Error{base::ErrorCode::Invalid,
                           std::move(rule),
                           "",
                           {{"line", std::to_string(row_.line)}, {"column", letters_of(column_)}}};
  }

  void end_cell() {
    if (value_.empty() || failure_) return;
    if (type_ == "s") {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
      const auto text = error == std::errc{} ? shared_.strings.at(index) : std::nullopt;
      if (!text) return fail("xlsx.read.string_missing");
      put(*text);
    } else if (type_ == "b") {
      put(value_ == "1" || base::equal_ignoring_case(value_, "true") ? "TRUE" : "FALSE");
    } else if (type_ == "d") {
      put(std::string_view(value_).substr(0, 10));
    } else if (type_ == "str" || type_ == "inlineStr" || type_ == "e") {
      put(value_);
    } else if (style_ < shared_.style_is_date.size() && shared_.style_is_date[style_]) {
      const auto day = day_of_serial(value_, shared_.from_1904);
      put(day ? base::iso(*day) : plain_number(value_));
    } else {
      put(plain_number(value_));
    }
  }

  void put(std::string_view text) {
    if (base::trim(text).empty()) return;
    if (column_ >= shared_.limits.columns) return fail("xlsx.read.far_column");
    if (!base::is_valid_utf8(text)) return fail("xlsx.read.damaged_text");
    if (row_.spans.size() <= column_) row_.spans.resize(column_ + 1, {0, 0});
    row_.spans[column_] = {row_.text.size(), text.size()};
    row_.text += text;
  }

  const Shared& shared_;
  std::deque<Row> rows_read_;
  std::optional<base::Error> failure_;
  Row row_;
  std::string value_;
  std::string type_;
  std::size_t style_ = 0;
  std::size_t column_ = 0;
  std::size_t next_column_ = 0;
  std::size_t last_line_ = 0;
  std::size_t rows_ = 0;
  std::size_t cells_ = 0;
  bool in_row_ = false;
  bool in_value_ = false;
  bool in_phonetic_ = false;
};

class XlsxSheet final : public Sheet {
 public:
  XlsxSheet(std::shared_ptr<const Shared> shared, std::unique_ptr<Part> part, std::string name)
      : shared_(std::move(shared)), part_(std::move(part)), name_(std::move(name)), rows_(*shared_), xml_(rows_) {}

  Result<bool> next(SheetRow& row) override {
    while (rows_.rows().empty()) {
      if (rows_.failure()) return tl::unexpected<base::Error>(named(*rows_.failure()));
      if (ended_) return false;
      TRY(const auto piece, part_->read());
      ended_ = piece.empty();
      if (auto fed = xml_.feed(piece, ended_); !fed && !rows_.failure())
        return tl::unexpected<base::Error>(named(fed.error()));
    }
    current_ = std::move(rows_.rows().front());
    rows_.rows().pop_front();
    row.line = current_.line;
    row.cells.clear();
    for (const auto& [from, length] : current_.spans)
      row.cells.push_back(std::string_view(current_.text).substr(from, length));
    return true;
  }
  const std::string& name() const override { return name_; }
  bool counts_from_1904() const override { return shared_->from_1904; }
  std::size_t bytes_read() const override { return part_->unpacked(); }

 private:
  base::Error named(base::Error error) const {
    error.values.emplace_back("sheet", name_);
    return error;
  }
  std::shared_ptr<const Shared> shared_;
  std::unique_ptr<Part> part_;
  std::string name_;
  SheetRows rows_;
  XmlStream xml_;
  SheetRows::Row current_;
  bool ended_ = false;
};

std::string_view local(const char* name) {
  const std::string_view whole(name);
  const auto colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

// Calls `visit` for every element of that name, whatever its prefix, as deep as these parts go and no deeper: a part of
// nothing but nested tags must not use up the stack.
template <class Visit>
void each_element(const pugi::xml_node& node, std::string_view name, const Visit& visit, int deepest = 8) {
  if (deepest == 0) return;
  for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
    if (local(child.name()) == name) visit(child);
    each_element(child, name, visit, deepest - 1);
  }
}

std::string attribute(const pugi::xml_node& node, std::string_view name) {
  for (const auto& each : node.attributes())
    if (local(each.name()) == name) return each.value();
  return {};
}

class Xlsx final : public Workbook, public std::enable_shared_from_this<Xlsx> {
 public:
  explicit Xlsx(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  Result<void> read_parts() {
    std::string workbook = "xl/workbook.xml";
    pugi::xml_document relations;
    if (auto found = shared_->tree("_rels/.rels", relations)) {
      each_element(relations, "Relationship", [&](const pugi::xml_node& each) {
        if (attribute(each, "Type").ends_with("/officeDocument")) workbook = resolved("", attribute(each, "Target"));
      });
    }
    const auto folder = workbook.substr(0, workbook.rfind('/') == std::string::npos ? 0 : workbook.rfind('/') + 1);
    pugi::xml_document book;
    CHECK(shared_->tree(workbook, book));
    pugi::xml_document book_relations;
    CHECK(shared_->tree(folder + "_rels/" + workbook.substr(folder.size()) + ".rels", book_relations));
    std::map<std::string, std::string> targets;
    std::string strings;
    std::string styles;
    each_element(book_relations, "Relationship", [&](const pugi::xml_node& each) {
      const auto target = resolved(folder, attribute(each, "Target"));
      const auto type = attribute(each, "Type");
      if (type.ends_with("/sharedStrings")) strings = target;
      if (type.ends_with("/styles")) styles = target;
      targets[attribute(each, "Id")] = target;
    });
    each_element(book, "workbookPr", [&](const pugi::xml_node& each) {
      const auto flag = attribute(each, "date1904");
      shared_->from_1904 = flag == "1" || flag == "true";
    });
    each_element(book, "sheet", [&](const pugi::xml_node& each) {
      std::string id;
      for (const auto& one : each.attributes())  // `r:id`, not `sheetId`
        if (local(one.name()) == "id") id = one.value();
      if (const auto target = targets.find(id); target != targets.end()) {
        names_.push_back(attribute(each, "name"));
        parts_.push_back(target->second);
      }
    });
    if (names_.empty()) return invalid("xlsx.read.no_sheets");
    if (!styles.empty()) CHECK(read_styles(styles));
    if (!strings.empty()) CHECK(read_strings(strings));
    return {};
  }

  const std::vector<std::string>& sheet_names() const override { return names_; }
  Result<std::unique_ptr<Sheet>> sheet(std::size_t at) override {
    TRY(auto part, shared_->part(parts_.at(at)));
    return std::unique_ptr<Sheet>(std::make_unique<XlsxSheet>(shared_, std::move(part), names_.at(at)));
  }

 private:
  static std::string resolved(const std::string& folder, std::string target) {
    target = with_slashes_right(std::move(target));
    if (target.starts_with("/")) return target.substr(1);
    while (target.starts_with("./")) target = target.substr(2);
    return folder + target;
  }

  Result<void> read_styles(const std::string& name) {
    pugi::xml_document styles;
    CHECK(shared_->tree(name, styles));
    std::set<unsigned> dates;
    each_element(styles, "numFmt", [&](const pugi::xml_node& each) {
      if (is_date_format(attribute(each, "formatCode")))
        dates.insert(static_cast<unsigned>(std::strtoul(attribute(each, "numFmtId").c_str(), nullptr, 10)));
    });
    each_element(styles, "cellXfs", [&](const pugi::xml_node& list) {
      for (pugi::xml_node each = list.first_child(); each; each = each.next_sibling()) {
        if (local(each.name()) != "xf") continue;
        const auto format = static_cast<unsigned>(std::strtoul(attribute(each, "numFmtId").c_str(), nullptr, 10));
        shared_->style_is_date.push_back(is_built_in_date(format) || dates.contains(format));
      }
    });
    return {};
  }

  Result<void> read_strings(const std::string& name) {
    TRY(const auto part, shared_->part(name));
    XmlStream xml(shared_->strings);
    for (;;) {
      TRY(const auto piece, part->read());
      CHECK(xml.feed(piece, piece.empty()));
      if (shared_->strings.bytes() > shared_->limits.shared_text_bytes)
        return invalid("xlsx.read.too_big", "", {{"part", name}});
      if (piece.empty()) return {};
    }
  }

  std::shared_ptr<Shared> shared_;
  std::vector<std::string> names_;
  std::vector<std::string> parts_;
};

// An OpenDocument file says what it is in an entry of that name.
bool is_open_document(zip_t* zip) {
  const EntryHandle entry(zip_fopen(zip, "mimetype", 0));
  if (!entry) return false;
  std::array<char, 128> head{};
  const auto got = zip_fread(entry.get(), head.data(), head.size());
  return got > 0 &&
         std::string_view(head.data(), static_cast<std::size_t>(got)).find("opendocument") != std::string_view::npos;
}

}  // namespace

Result<std::shared_ptr<Workbook>> Workbook::open(const std::string& path, WorkbookLimits limits) {
  auto shared = std::make_shared<Shared>();
  shared->path = path;
  shared->limits = limits;
  int error = 0;
  shared->zip.reset(zip_open(path.c_str(), ZIP_RDONLY, &error));
  if (!shared->zip)
    return invalid(error == ZIP_ER_NOENT ? "file.open.missing" : "xlsx.read.damaged_zip", "", {{"file", path}});
  const auto entries = zip_get_num_entries(shared->zip.get(), 0);
  if (entries < 0 || static_cast<std::size_t>(entries) > limits.entries)
    return invalid("xlsx.read.too_big", "", {{"part", path}});
  if (is_open_document(shared->zip.get())) return invalid("file.open.ods");
  if (zip_name_locate(shared->zip.get(), "xl/workbook.bin", 0) >= 0) return invalid("file.open.xlsb");
  auto book = std::make_shared<Xlsx>(shared);
  CHECK(book->read_parts());
  return std::shared_ptr<Workbook>(book);
}

}  // namespace plumbline::intake
