// Files that were good until some bytes changed: every reader answers with rows, problems or a refusal, and never more.
// Under AddressSanitizer (the debug preset) this is the readers' fuzz test.
#include <gtest/gtest.h>

#include <random>

#include "intake/register_files.hpp"
#include "support/made_files.hpp"

namespace plumbline::intake {
namespace {

using support::MadeFiles;
using support::MadeWorkbook;

constexpr base::Day kToday{std::chrono::year{2026}, std::chrono::month{12}, std::chrono::day{1}};

std::string annex_a(const MadeFiles& files) {
  const MadeWorkbook book{{{"List_6",
                            {{"List 6: Children in Need"},
                             {"Child Unique ID", "Date of Birth", "Age of Child (Years)", "CIN Start Date",
                              "CIN Closure Date", "Case status", "Allocated Team"},
                             {"1", support::date_cell("42064"), support::number_cell("11"), support::date_cell("46027"),
                              "", "CIN Plan", "T"},
                             {"2", "01/02/2014", "-1", "2026-01-01", support::error_cell("#N/A"), "LAC", "T"}}},
                           {"List_8",
                            {{"Child Unique ID", "Date Started to be Looked After", "Date Ceased to be Looked After"},
                             {"2", "2026-01-01", ""}}}}};
  std::ifstream in(files.archive("whole.xlsx", book.parts()), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::string kCensus =
    "<?xml version=\"1.0\" "
    "encoding=\"utf-8\"?><Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>"
    "<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></"
    "Header><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID>"
    "<PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex></"
    "ChildIdentifiers><CINdetails><CINreferralDate>2025-10-06</CINreferralDate>"
    "<CINPlanDates><CINPlanStartDate>2025-11-01</CINPlanStartDate></CINPlanDates></CINdetails></Child></Children></"
    "Message>";
const std::string kCases =
    "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags\n"
    "C1,cin,North,S,T1,W1,M1,2026-01-05,,\"a;b\"\nC2,cp,East,S,\"T \"\"2\"\"\",W2,M2,05/02/2026,,\n";

// Reads to the end; counts what came out, so that the reading is not optimised away.
std::size_t drain(const std::string& path) {
  FileReaders readers;
  app::Problems problems;
  auto feed = readers.cases(path, {}, kToday);
  if (!feed) return 1;
  std::size_t rows = 0;
  app::CaseRow row;
  for (;;) {
    const auto more = (*feed)->next(row, problems);
    if (!more || !*more) return rows + problems.kept().size();
    EXPECT_FALSE(row.item.child_id.empty());
    ++rows;
  }
}

void mutate_and_read(const MadeFiles& files, const std::string& whole, unsigned seed, int times) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t most) {
    return static_cast<std::size_t>(random() % std::max<std::size_t>(most, 1));
  };
  for (int i = 0; i < times; ++i) {
    std::string changed = whole;
    for (std::size_t edits = 1 + below(6); edits > 0; --edits) {
      switch (below(5)) {
        case 0:
          changed[below(changed.size())] = static_cast<char>(random() & 0xFFU);
          break;
        case 1:
          changed.resize(std::max<std::size_t>(1, below(changed.size())));
          break;
        case 2:
          changed.insert(below(changed.size()), changed.substr(below(changed.size()), below(64)));
          break;
        case 3:
          changed.erase(below(changed.size()), below(32));
          if (changed.empty()) changed = "x";
          break;
        default:
          changed[below(changed.size())] ^= static_cast<char>(1U << below(8));
          break;
      }
    }
    drain(files.text("changed", changed));
  }
}

TEST(Mutation, OfAWorkbookIsReadOrRefused) {
  const MadeFiles files;
  mutate_and_read(files, annex_a(files), 1, 300);
}

// Inside the archive, past its checksums: the XML of the sheet itself.
TEST(Mutation, OfASheetInsideTheWorkbookIsReadOrRefused) {
  const MadeFiles files;
  const MadeWorkbook book{
      {{"List 7",
        {{"Child Unique ID", "Child Protection Plan Start Date", "Child Protection Plan End Date", "Allocated Team"},
         {support::number_cell("17"), support::date_cell("46027"), "", support::shared_cell(0)}}}},
      {"<t>Team</t>"}};
  std::mt19937 random(2);
  for (int i = 0; i < 300; ++i) {
    auto parts = book.parts();
    for (const char* name : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"}) {
      auto& text = parts[name];
      if (random() % 3 == 0) text[random() % text.size()] = static_cast<char>(random() & 0xFFU);
      if (random() % 7 == 0) text.erase(random() % text.size(), random() % 16);
    }
    drain(files.archive("changed.xlsx", parts));
  }
}

TEST(Mutation, OfACensusIsReadOrRefused) {
  const MadeFiles files;
  mutate_and_read(files, kCensus, 3, 300);
}

TEST(Mutation, OfACsvIsReadOrRefused) {
  const MadeFiles files;
  mutate_and_read(files, kCases, 4, 300);
}

}  // namespace
}  // namespace plumbline::intake
