#include "intake/workbook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/made_files.hpp"

namespace plumbline::intake {
namespace {

using support::MadeFiles;
using support::MadeWorkbook;
using testing::ElementsAre;
using testing::IsEmpty;

class WorkbookTest : public testing::Test {
 protected:
  // The rows of the first sheet as text, or the rule of the refusal as the only cell.
  std::vector<std::vector<std::string>> read(const std::string& path, WorkbookLimits limits = {}) {
    auto book = Workbook::open(path, limits);
    if (!book) return {{book.error().rule}};
    auto sheet = (*book)->sheet(0);
    if (!sheet) return {{sheet.error().rule}};
    std::vector<std::vector<std::string>> out;
    SheetRow row;
    for (;;) {
      const auto more = (*sheet)->next(row);
      if (!more) {
        refusal_ = more.error();
        return {{more.error().rule}};
      }
      if (!*more) return out;
      lines_.push_back(row.line);
      out.emplace_back(row.cells.begin(), row.cells.end());
    }
  }
  std::vector<std::vector<std::string>> read(const MadeWorkbook& book, WorkbookLimits limits = {}) {
    return read(files_.archive("book.xlsx", book.parts()), limits);
  }
  std::vector<std::vector<std::string>> read_sheet_xml(const std::string& rows, WorkbookLimits limits = {}) {
    auto parts = MadeWorkbook{{{"Sheet1", {}}}}.parts();
    parts["xl/worksheets/sheet1.xml"] = rows;
    return read(files_.archive("book.xlsx", parts), limits);
  }

  MadeFiles files_;
  std::vector<std::size_t> lines_;
  base::Error refusal_;
};

TEST_F(WorkbookTest, ReadsSharedRichAndInlineText) {
  MadeWorkbook book{{{"Sheet1", {{support::shared_cell(0), support::shared_cell(1), "typed in"}}}}};
  book.shared = {"<t>plain</t>", "<r><t>part </t></r><r><rPr><b/></rPr><t>bold</t></r><rPh><t>not this</t></rPh>"};
  EXPECT_THAT(read(book), ElementsAre(ElementsAre("plain", "part bold", "typed in")));
}

TEST_F(WorkbookTest, ShowsDatesByTheirFormatAndNumbersAsTheyAre) {
  const MadeWorkbook book{
      {{"Sheet1",
        {{support::date_cell("43586"), support::number_cell("43586"), "<c s=\"2\"><v>43586.75</v></c>",
          support::number_cell("1.2345678901E10"), "<c t=\"b\"><v>1</v></c>", support::error_cell("#N/A")}}}}};
  EXPECT_THAT(read(book), ElementsAre(ElementsAre("2019-05-01", "43586", "2019-05-01", "12345678901", "TRUE", "#N/A")));
}

TEST_F(WorkbookTest, CountsDatesFrom1904WhereTheWorkbookSaysSo) {
  MadeWorkbook book{{{"Sheet1", {{support::date_cell("42124")}}}}};
  book.from_1904 = true;
  EXPECT_THAT(read(book), ElementsAre(ElementsAre("2019-05-01")));
}

TEST_F(WorkbookTest, KeepsRowNumbersAndSkipsGaps) {
  EXPECT_THAT(read_sheet_xml("<worksheet><sheetData><row r=\"3\"><c r=\"B3\"><v>1</v></c></row><row r=\"9\"/>"
                             "<row r=\"12\"><c r=\"A12\"><v>2</v></c></row></sheetData></worksheet>"),
              ElementsAre(ElementsAre("", "1"), ElementsAre("2")));
  EXPECT_THAT(lines_, ElementsAre(3, 12));
}

TEST_F(WorkbookTest, ReadsPartsWhoseNamesCarryPrefixes) {
  EXPECT_THAT(
      read_sheet_xml(
          "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"),
      ElementsAre(ElementsAre("7")));
}

TEST_F(WorkbookTest, RefusesAFilledCellFarToTheRightAndSaysWhere) {
  EXPECT_THAT(
      read_sheet_xml("<worksheet><sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData></worksheet>"),
      ElementsAre(ElementsAre("xlsx.read.far_column")));
  EXPECT_THAT(refusal_.values, testing::Contains(std::pair<std::string, std::string>("column", "XFD")));
}

TEST_F(WorkbookTest, PassesOverEmptyCellsFarToTheRight) {
  EXPECT_THAT(read_sheet_xml("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" "
                             "s=\"1\"/></row></sheetData></worksheet>"),
              ElementsAre(ElementsAre("1")));
}

TEST_F(WorkbookTest, RefusesASheetThatUnpacksToFarMoreThanItIs) {
  std::string rows = "<worksheet><sheetData>";
  rows.append(40'000'000, ' ');
  EXPECT_THAT(read_sheet_xml(rows + "</sheetData></worksheet>"), ElementsAre(ElementsAre("xlsx.read.too_big")));
}

TEST_F(WorkbookTest, RefusesMoreRowsOrCellsThanItsLimits) {
  std::string rows = "<worksheet><sheetData>";
  for (int i = 0; i < 20; ++i) rows += "<row><c><v>1</v></c></row>";
  rows += "</sheetData></worksheet>";
  WorkbookLimits few_rows;
  few_rows.rows = 10;
  EXPECT_THAT(read_sheet_xml(rows, few_rows), ElementsAre(ElementsAre("xlsx.read.rows")));
  WorkbookLimits few_cells;
  few_cells.cells = 10;
  EXPECT_THAT(read_sheet_xml(rows, few_cells), ElementsAre(ElementsAre("xlsx.read.cells")));
}

TEST_F(WorkbookTest, RefusesADocumentTypeBeforeAnyEntityIsExpanded) {
  EXPECT_THAT(read_sheet_xml("<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b "
                             "\"&a;&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is>"
                             "<t>&b;</t></is></c></row></sheetData></worksheet>"),
              ElementsAre(ElementsAre("xml.read.doctype")));
  auto parts = MadeWorkbook{{{"Sheet1", {}}}}.parts();
  parts["xl/workbook.xml"] = "<!DOCTYPE w [<!ENTITY a \"ha\">]>" + parts["xl/workbook.xml"];
  EXPECT_THAT(read(files_.archive("other.xlsx", parts)), ElementsAre(ElementsAre("xml.read.doctype")));
}

TEST_F(WorkbookTest, RefusesTextThatNeverEndsInATag) {
  EXPECT_THAT(read_sheet_xml("<worksheet><sheetData><row attribute=\"" +
                             [] {
                               std::string noise;
                               for (unsigned i = 0; i < 4'000'000; ++i)
                                 noise += static_cast<char>('a' + (i * 7919U + i / 3U) % 26U);
                               return noise;
                             }()),
              ElementsAre(ElementsAre("xml.read.too_long")));
}

TEST_F(WorkbookTest, RefusesElementsInsideEachOtherWithoutEnd) {
  std::string nested;
  for (int i = 0; i < 5000; ++i) nested += "<a>";
  EXPECT_THAT(read_sheet_xml(nested), ElementsAre(ElementsAre("xml.read.deep")));
}

TEST_F(WorkbookTest, SaysWhatToDoWithOtherSpreadsheetFiles) {
  const auto ods = files_.archive(
      "a.ods", {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}});
  EXPECT_THAT(read(ods), ElementsAre(ElementsAre("file.open.ods")));
  EXPECT_THAT(read(files_.archive("a.xlsb", {{"xl/workbook.bin", "x"}})), ElementsAre(ElementsAre("file.open.xlsb")));
  EXPECT_THAT(read(files_.archive("a.docx", {{"word/document.xml", "<a/>"}})),
              ElementsAre(ElementsAre("xlsx.read.part_missing")));
}

TEST_F(WorkbookTest, RefusesEveryTruncationWithoutHarm) {
  const auto path = files_.archive("whole.xlsx", MadeWorkbook{{{"Sheet1", {{"a", "b"}, {"c", "d"}}}}}.parts());
  std::ifstream in(path, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), {});
  for (std::size_t length = 1; length < whole.size(); length += 7) {
    const auto rows = read(files_.text("cut.xlsx", whole.substr(0, length)));
    ASSERT_EQ(rows.size(), 1U) << length;
    EXPECT_EQ(rows[0].size(), 1U) << length;
  }
}

TEST_F(WorkbookTest, RefusesAReferenceToSharedTextThatIsNotThere) {
  EXPECT_THAT(read(MadeWorkbook{{{"Sheet1", {{support::shared_cell(5)}}}}}),
              ElementsAre(ElementsAre("xlsx.read.string_missing")));
}

}  // namespace
}  // namespace plumbline::intake
