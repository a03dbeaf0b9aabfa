#include "support/forms.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "base/result.hpp"
#include "base/text.hpp"
#include "report/document/package.hpp"
#include "support/databases.hpp"
#include "support/html.hpp"

namespace plumbline::tests {
namespace {

std::string output_of(const std::string& command) {
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw base::Broken("cannot run " + command);
  std::string out;
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) out.append(piece.data(), got);
  if (::pclose(pipe) != 0) throw base::Broken("poppler-utils is missing or refuses the file: " + command);
  return out;
}

std::string with_file(const std::string& bytes, const std::string& before, const std::string& after) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "file.pdf";
  std::ofstream(file, std::ios::binary) << bytes;
  return output_of(before + " '" + file.string() + "' " + after);
}

pugi::xml_document xml_of(const std::string& text) {
  pugi::xml_document document;
  if (!document.load_string(text.c_str(), pugi::parse_default | pugi::parse_ws_pcdata))
    throw base::Broken("a part of an Office file is no XML");
  return document;
}

std::string joined(const pugi::xml_node& node, const char* path) {
  std::string text;
  for (const auto& found : node.select_nodes(path)) text += found.node().text().get();
  return without_blanks(text);
}

}  // namespace

std::string without_blanks(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') continue;
    if (text.substr(at, 2) == "\xC2\xA0") {
      ++at;
      continue;
    }
    out += text[at];
  }
  return out;
}

std::string pdfinfo(const std::string& bytes, const std::string& option) {
  return with_file(bytes, "pdfinfo " + option, "");
}
std::string pdf_text(const std::string& bytes) { return with_file(bytes, "pdftotext -layout", "-"); }

std::vector<ReadTable> tables_of_page(std::string_view html) {
  std::vector<ReadTable> tables;
  bool in_caption = false;
  bool in_cell = false;
  int hidden = 0;  // said to screen readers alone: what a link leads to, a column's name on a phone
  bool inside = false;
  for (const auto& tag : tags_of(html)) {
    if (tag.name == "table") {
      tables.emplace_back();
      inside = true;
    }
    if (tag.name == "/table") inside = false;
    if (!inside) continue;
    if (tag.name == "caption" || tag.name == "/caption") in_caption = tag.name == "caption";
    if (tag.name == "tr") tables.back().rows.emplace_back();
    if (tag.name == "th" || tag.name == "td") {
      tables.back().rows.back().emplace_back();
      in_cell = true;
    }
    if (tag.name == "/th" || tag.name == "/td") in_cell = false;
    const auto looks = tag.get("class");
    if (tag.name == "span" &&
        (hidden > 0 || looks.find("hidden") != std::string::npos || looks.find("__heading") != std::string::npos))
      ++hidden;
    else if (tag.name == "/span" && hidden > 0)
      --hidden;
    if (hidden > 0) continue;
    if (in_caption)
      tables.back().caption += without_blanks(tag.text);
    else if (in_cell)
      tables.back().rows.back().back() += without_blanks(tag.text);
  }
  return tables;
}

namespace {

// A table that goes on over pages has its header on each, and its words in the structure as often.
void read_header_once(ReadTable& table) {
  if (table.rows.empty()) return;
  const auto repeated = [](const std::string& text, std::size_t times) {
    if (text.size() % times != 0) return false;
    const auto one = text.substr(0, text.size() / times);
    for (std::size_t at = 0; at < text.size(); at += one.size())
      if (text.compare(at, one.size(), one) != 0) return false;
    return !one.empty();
  };
  auto& header = table.rows.front();
  for (std::size_t times = 9; times > 1; --times)
    if (std::all_of(header.begin(), header.end(), [&](const auto& text) { return repeated(text, times); })) {
      for (auto& text : header) text.resize(text.size() / times);
      return;
    }
}

}  // namespace

std::vector<ReadTable> tables_of_pdf(const std::string& bytes) {
  std::vector<ReadTable> tables;
  std::istringstream lines(pdfinfo(bytes, "-struct-text"));
  std::size_t table_depth = 0;
  enum class In { Nothing, Caption, Cell } in = In::Nothing;
  std::size_t in_depth = 0;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const auto depth = line.find_first_not_of(' ');
    if (depth == std::string::npos) continue;
    const auto words = std::string_view(line).substr(depth);
    if (words.starts_with("/")) continue;
    if (inside && depth <= table_depth) inside = false;
    if (in != In::Nothing && depth <= in_depth) in = In::Nothing;
    if (words.starts_with("Table")) {
      tables.emplace_back();
      table_depth = depth;
      inside = true;
      continue;
    }
    if (!inside) continue;
    if (words.starts_with("\"")) {
      const auto text = without_blanks(words.substr(1, words.size() - 2));
      if (in == In::Caption) tables.back().caption += text;
      if (in == In::Cell) tables.back().rows.back().back() += text;
    } else if (words.starts_with("Caption")) {
      in = In::Caption;
      in_depth = depth;
    } else if (words == "TR" || words.starts_with("TR ") || words.starts_with("TR:")) {
      tables.back().rows.emplace_back();
    } else if (words.starts_with("TH") && !words.starts_with("THead")) {
      tables.back().rows.back().emplace_back();
      in = In::Cell;
      in_depth = depth;
    } else if (words.starts_with("TD")) {
      tables.back().rows.back().emplace_back();
      in = In::Cell;
      in_depth = depth;
    }
  }
  for (auto& table : tables) read_header_once(table);
  return tables;
}

std::vector<ReadTable> tables_of_docx(const std::string& bytes) {
  const auto parts = report::unpacked(bytes, 100'000'000);
  if (!parts) throw base::Broken("no Word file");
  const auto document = xml_of(parts->at("word/document.xml"));
  std::vector<ReadTable> tables;
  for (const auto& found : document.select_nodes("//w:tbl")) {
    ReadTable table;
    table.caption = without_blanks(found.node().child("w:tblPr").child("w:tblCaption").attribute("w:val").value());
    for (const auto row : found.node().children("w:tr")) {
      table.rows.emplace_back();
      for (const auto cell : row.children("w:tc")) table.rows.back().push_back(joined(cell, ".//w:t"));
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

std::vector<ReadTable> tables_of_xlsx(const std::string& bytes) {
  const auto parts = report::unpacked(bytes, 100'000'000);
  if (!parts) throw base::Broken("no Excel file");
  std::vector<std::string> strings;
  const auto shared = xml_of(parts->at("xl/sharedStrings.xml"));
  for (const auto& found : shared.select_nodes("//si")) strings.push_back(joined(found.node(), ".//t"));
  // Which cell formats show a percent.
  const auto styles = xml_of(parts->at("xl/styles.xml"));
  std::vector<bool> percent;
  for (const auto& found : styles.select_nodes("/styleSheet/cellXfs/xf"))
    percent.push_back(found.node().attribute("numFmtId").as_int() == 9);
  std::vector<ReadTable> tables;
  const auto book = xml_of(parts->at("xl/workbook.xml"));
  const auto sheets = book.select_nodes("/workbook/sheets/sheet");
  for (std::size_t at = 0; at < sheets.size(); ++at) {
    const std::string name = sheets[at].node().attribute("name").value();
    if (name == "Summary" || name == "Chart data") continue;
    ReadTable table;
    table.caption = without_blanks(name);
    const auto sheet = xml_of(parts->at("xl/worksheets/sheet" + std::to_string(at + 1) + ".xml"));
    for (const auto& row : sheet.select_nodes("/worksheet/sheetData/row")) {
      table.rows.emplace_back();
      for (const auto cell : row.node().children("c")) {
        const std::string value = cell.child("v").text().get();
        if (std::string_view(cell.attribute("t").value()) == "s") {
          table.rows.back().push_back(strings.at(std::stoul(value)));
        } else if (percent.at(cell.attribute("s").as_uint())) {
          table.rows.back().push_back(std::to_string(static_cast<int>(std::stod(value) * 100 + 0.5)) + "%");
        } else {
          table.rows.back().push_back(value);
        }
      }
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace plumbline::tests
