// The tables of a report, read back from each of its forms by other eyes than those that wrote them.
#pragma once

#include <string>
#include <vector>

namespace plumbline::tests {

struct ReadTable {
  std::string caption;
  std::vector<std::vector<std::string>> rows;  // the header first; a cell's note follows its text, blanks taken out
};

// All tables of a page, without what fills no cell: blanks are taken out everywhere, because a PDF loses those at the
// ends of its lines.
std::vector<ReadTable> tables_of_page(std::string_view html);
// From the PDF's structure, as poppler's pdfinfo reads it.
std::vector<ReadTable> tables_of_pdf(const std::string& bytes);
std::vector<ReadTable> tables_of_docx(const std::string& bytes);
// One a sheet but for the first and the charts' numbers; `1234` for a number of 1234, `59%` for 0.59 shown as a
// percent.
std::vector<ReadTable> tables_of_xlsx(const std::string& bytes);

std::string without_blanks(std::string_view text);
// What pdfinfo says with that option, such as -struct-text; throws Broken where it fails.
std::string pdfinfo(const std::string& bytes, const std::string& option);
std::string pdf_text(const std::string& bytes);

}  // namespace plumbline::tests
