// Small foreign files, made by the tests that read them: text files, and workbooks as bare parts, so that a test can
// make the odd ones that no spreadsheet program would write for us.
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace plumbline::support {

// A folder of its own that goes with the test.
class MadeFiles {
 public:
  MadeFiles() {
    static std::atomic<int> number{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("plumbline-made-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(folder_);
  }
  ~MadeFiles() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  MadeFiles(const MadeFiles&) = delete;
  MadeFiles& operator=(const MadeFiles&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string text(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  std::string archive(const std::string& name, const std::map<std::string, std::string>& parts) const {
    int error = 0;
    zip_t* zip = zip_open(path(name).c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (zip == nullptr) throw std::runtime_error("cannot make an archive");
    for (const auto& [part, content] : parts) {
      zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
      if (zip_file_add(zip, part.c_str(), source, ZIP_FL_OVERWRITE) < 0) throw std::runtime_error("cannot add a part");
    }
    if (zip_close(zip) != 0) throw std::runtime_error("cannot write an archive");
    return path(name);
  }

 private:
  std::filesystem::path folder_;
};

inline std::string xml_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

// One cell as its XML without reference. Style 1 shows a date.
inline std::string text_cell(const std::string& text) {
  return "<c t=\"inlineStr\"><is><t>" + xml_text(text) + "</t></is></c>";
}
inline std::string number_cell(const std::string& number) { return "<c><v>" + number + "</v></c>"; }
inline std::string date_cell(const std::string& serial) { return "<c s=\"1\"><v>" + serial + "</v></c>"; }
inline std::string shared_cell(int index) { return "<c t=\"s\"><v>" + std::to_string(index) + "</v></c>"; }
inline std::string error_cell(const std::string& error) { return "<c t=\"e\"><v>" + error + "</v></c>"; }

struct MadeSheet {
  std::string name;
  std::vector<std::vector<std::string>> rows;  // each cell as XML; `<` in front tells cells from plain text
};

struct MadeWorkbook {
  std::vector<MadeSheet> sheets;
  std::vector<std::string> shared{};  // the XML inside each <si>
  bool from_1904 = false;

  std::map<std::string, std::string> parts() const {
    std::map<std::string, std::string> out;
    const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const std::string relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    std::string book = "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relation + "\"><workbookPr" +
                       (from_1904 ? std::string(" date1904=\"1\"") : std::string()) + "/><sheets>";
    std::string relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const auto number = std::to_string(i + 1);
      book += fmt::format(R"(<sheet name="{}" sheetId="{}" r:id="rId{}"/>)", xml_text(sheets[i].name), number, number);
      relations += fmt::format(R"(<Relationship Id="rId{}" Type="{}/worksheet" Target="worksheets/sheet{}.xml"/>)",
                               number, relation, number);
      std::string sheet = "<worksheet xmlns=\"" + main + "\"><sheetData>";
      for (std::size_t r = 0; r < sheets[i].rows.size(); ++r) {
        sheet += "<row r=\"" + std::to_string(r + 1) + "\">";
        for (const auto& cell : sheets[i].rows[r]) {
          if (cell.empty())
            sheet += "<c/>";
          else
            sheet += cell.front() == '<' ? cell : text_cell(cell);
        }
        sheet += "</row>";
      }
      out["xl/worksheets/sheet" + number + ".xml"] = sheet + "</sheetData></worksheet>";
    }
    if (!shared.empty()) {
      std::string strings = "<sst xmlns=\"" + main + "\">";
      for (const auto& one : shared) strings += "<si>" + one + "</si>";
      out["xl/sharedStrings.xml"] = strings + "</sst>";
      relations += "<Relationship Id=\"rIdS\" Type=\"" + relation + "/sharedStrings\" Target=\"sharedStrings.xml\"/>";
    }
    out["xl/styles.xml"] = "<styleSheet xmlns=\"" + main +
                           "\"><numFmts><numFmt numFmtId=\"164\" "
                           "formatCode=\"[$-809]dd/mm/yyyy;@\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
                           "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    relations += "<Relationship Id=\"rIdT\" Type=\"" + relation + "/styles\" Target=\"styles.xml\"/>";
    out["xl/workbook.xml"] = book + "</sheets></workbook>";
    out["xl/_rels/workbook.xml.rels"] = relations + "</Relationships>";
    out["_rels/.rels"] =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
        "Id=\"rId1\" Type=\"" +
        relation + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    out["[Content_Types].xml"] = "<Types/>";
    return out;
  }
};

}  // namespace plumbline::support
