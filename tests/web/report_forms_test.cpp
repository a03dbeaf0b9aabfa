// One report in all its forms, each read back: the same figures everywhere (REP-7), a PDF whose structure says what
// its pages show, and no way in for hostile text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <regex>
#include <sstream>

#include "app/document/documents.hpp"
#include "app/ports/publication_ports.hpp"
#include "app/ports/renderer_ports.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/catalogue.hpp"
#include "report/document/docx.hpp"
#include "report/document/forms.hpp"
#include "report/document/package.hpp"
#include "report/document/print_html.hpp"
#include "report/document/xlsx.hpp"
#include "report/publication/commentary.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "support/forms.hpp"
#include "support/report_file.hpp"
#include "web/report/report_ask.hpp"

namespace plumbline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::DemoSite;
using tests::ReadTable;
using tests::without_blanks;

constexpr const char* kAsk = "?from=2026-10&to=2026-10";

std::string file(DemoSite& site, const std::string& target) {
  const auto response = tests::report_file(site, "QA lead", target);
  EXPECT_EQ(response.status(), 200) << target;
  const auto* saved_as = response.find("Content-Disposition");
  EXPECT_TRUE(saved_as != nullptr) << target << "\n" << response.body().substr(0, 3000);
  return std::string(response.body());
}

report::MadeReport made_report(DemoSite& site) {
  const auto reader = site.store().read(site.filled().council);
  app::Actor actor;
  actor.council = site.filled().council;
  actor.grants = {{app::Role::QaLead, app::ScopeKind::Council, ""}};
  report::ReportAsk ask;
  ask.from = ask.to = *base::parse_period("2026-10");
  const auto framework = site.services().frameworks.current(*reader).value();
  return report::find_report("monthly")
      ->make(ask, actor, site.clock(), *reader, *framework, report::FigureLinks::Hidden)
      .value();
}

// Its charts; without `all` only those whose numbers are known, which a spreadsheet can draw.
std::size_t charts_of(const report::ReportPage& page, bool all) {
  std::size_t count = 0;
  for (const auto& section : page.sections)
    for (const auto& part : section.parts)
      for (const auto& chart : part.charts) count += all || chart.data.kind != report::ChartData::Kind::None;
  return count;
}

// Every table of the model in the same words as the readers give: what all six are compared with.
std::vector<ReadTable> tables_of(const report::ReportPage& page) {
  std::vector<ReadTable> tables;
  for (const auto& section : page.sections)
    for (const auto& part : section.parts)
      for (const auto& table : part.tables) {
        ReadTable one;
        one.caption = without_blanks(table.caption);
        one.rows.emplace_back();
        for (const auto& column : table.columns) one.rows.back().push_back(without_blanks(column.name));
        for (const auto& row : table.rows) {
          one.rows.emplace_back();
          for (const auto& cell : row.cells) one.rows.back().push_back(without_blanks(cell.text + cell.note));
        }
        tables.push_back(std::move(one));
      }
  return tables;
}

void expect_same(const std::vector<ReadTable>& read, const std::vector<ReadTable>& wanted, const std::string& form) {
  std::size_t cells = 0;
  for (const auto& table : wanted) {
    const auto found = std::find_if(read.begin(), read.end(), [&](const ReadTable& one) {
      return one.caption == table.caption && one.rows.size() == table.rows.size();
    });
    if (found == read.end()) {
      ADD_FAILURE() << form << " has no table “" << table.caption << "” of " << table.rows.size() << " rows";
      continue;
    }
    EXPECT_EQ(found->rows, table.rows) << form << ", " << table.caption;
    for (const auto& row : table.rows) cells += row.size();
  }
  EXPECT_GT(cells, 250U) << form;
}

TEST(ReportForms, SayTheSameOnPageInPdfWordExcelCsvAndJson) {
  auto& site = DemoSite::instance();
  const auto made = made_report(site);
  const auto wanted = tables_of(made.page);
  ASSERT_GE(wanted.size(), 10U);

  std::vector<ReadTable> on_pages;
  for (const auto* part : {"", "&part=sections", "&part=year"})
    for (auto& table : tests::tables_of_page(site.get("QA lead", std::string("/reports/monthly") + kAsk + part).body()))
      on_pages.push_back(std::move(table));
  expect_same(on_pages, wanted, "the page");
  expect_same(tests::tables_of_pdf(file(site, std::string("/reports/monthly.pdf") + kAsk)), wanted, "the PDF");
  expect_same(tests::tables_of_docx(file(site, std::string("/reports/monthly.docx") + kAsk)), wanted, "Word");

  // Excel has a column of its own for notes and numbers in place of texts.
  auto as_numbers = wanted;
  std::size_t at = 0;
  for (const auto& section : made.page.sections)
    for (const auto& part : section.parts)
      for (const auto& table : part.tables) {
        auto& one = as_numbers[at++];
        one.caption = without_blanks(base::replace_all(table.caption, "?", " ").substr(0, 31));
        for (std::size_t row = 0; row <= table.rows.size(); ++row) {
          std::vector<std::string> cells;
          for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const bool noted = std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& of) {
              return column < of.cells.size() && !of.cells[column].note.empty();
            });
            const auto name = table.columns[column].name;
            auto text = row == 0 ? name : table.rows[row - 1].cells[column].text;
            if (row > 0 && table.columns[column].numeric) text = base::replace_all(text, ",", "");
            if (!text.empty() || row == 0) cells.push_back(without_blanks(text));
            if (noted) {
              const auto note = row == 0 ? name + " (counts)" : table.rows[row - 1].cells[column].note;
              if (!note.empty()) cells.push_back(without_blanks(note));
            }
          }
          one.rows[row] = std::move(cells);
        }
      }
  auto in_excel = tests::tables_of_xlsx(file(site, std::string("/reports/monthly.xlsx") + kAsk));
  ASSERT_EQ(in_excel.size(), as_numbers.size());
  for (std::size_t table = 0; table < as_numbers.size(); ++table) {
    // Blank cells are not written.
    for (auto& row : in_excel[table].rows) std::erase(row, "");
    EXPECT_EQ(in_excel[table].rows, as_numbers[table].rows) << in_excel[table].caption;
  }

  // The CSV holds every figure that a table shows, and the JSON what the CSV holds.
  std::map<std::string, std::pair<std::string, std::string>> in_csv;
  std::istringstream csv(file(site, std::string("/reports/monthly.csv") + kAsk));
  base::CsvReader reader(csv);
  std::vector<std::string_view> fields;
  for (auto more = reader.next(fields); more && *more; more = reader.next(fields))
    in_csv[std::string(fields[0]) + "/" + std::string(fields[3]) + "/" + std::string(fields[1]) + "/" +
           std::string(fields[2])] = {std::string(fields[4]), std::string(fields[6])};
  std::size_t compared = 0;
  for (const auto& section : made.page.sections)
    for (const auto& part : section.parts)
      for (const auto& table : part.tables)
        for (const auto& row : table.rows)
          for (const auto& cell : row.cells) {
            if (cell.figure.empty()) continue;
            const auto found = in_csv.find(cell.figure);
            if (found == in_csv.end()) {
              ADD_FAILURE() << "the CSV has no " << cell.figure;
              continue;
            }
            const auto shown = base::replace_all(cell.text, ",", "");
            const auto& [n, percent] = found->second;
            EXPECT_TRUE(shown == n || shown == percent + "%" || (shown == "–" && percent.empty()))
                << cell.figure << " is " << shown << " in the table, " << n << " and " << percent << "% in the CSV";
            ++compared;
          }
  EXPECT_GT(compared, 150U);
  const auto json = nlohmann::json::parse(site.get("QA lead", std::string("/api/v1/reports/monthly") + kAsk).body());
  auto areas = json["total_by_area"];
  areas.push_back(json["total"]);
  std::size_t in_both = 0;
  for (const auto& area : areas) {
    const auto name = area["area"].get<std::string>();
    const auto csv_n = [&](const std::string& section, const std::string& measure) {
      ++in_both;
      return in_csv[section + "/" + measure + "/2026-10/" + name].first;
    };
    for (const auto* measure : {"sampled", "exempt", "distributed", "returned", "outstanding", "overdue", "late"})
      EXPECT_EQ(csv_n("returns", measure), std::to_string(area["returns"][measure].get<int>())) << name << measure;
    for (const auto* section : {"grades", "grades_before"})
      for (const auto& [grade, n] : area[section]["counts"].items())
        EXPECT_EQ(csv_n(base::replace_all(section, "_", "-"), grade), std::to_string(n.get<int>())) << name << grade;
  }
  EXPECT_GT(in_both, 30U);
}

TEST(ReportPdf, HasAStructureThatSaysWhatItsPagesShow) {
  auto& site = DemoSite::instance();
  const auto bytes = file(site, std::string("/reports/monthly.pdf") + kAsk);
  const auto facts = tests::pdfinfo(bytes, "");
  EXPECT_THAT(facts, AllOf(HasSubstr("Tagged:          yes"), HasSubstr("JavaScript:      no"),
                           HasSubstr("Title:           Monthly report, October 2026")));
  const auto structure = tests::pdfinfo(bytes, "-struct-text");
  const auto count = [&](const std::string& pattern) {
    const std::regex wanted(pattern);
    return std::distance(std::sregex_iterator(structure.begin(), structure.end(), wanted), std::sregex_iterator());
  };
  const auto made = made_report(site);
  std::size_t charts = 0;
  std::size_t tables = 0;
  for (const auto& section : made.page.sections)
    for (const auto& part : section.parts) charts += part.charts.size(), tables += part.tables.size();
  EXPECT_EQ(count("\n *H1 "), 1);
  EXPECT_EQ(count("\n *H2 "), static_cast<long>(made.page.sections.size()));
  EXPECT_EQ(count("\n *Table"), static_cast<long>(tables));
  EXPECT_EQ(count("\n *Caption"), static_cast<long>(tables));
  EXPECT_EQ(count("\n *Figure"), static_cast<long>(charts)) << "each chart is one figure, nothing around it another";
  EXPECT_GT(count("/Scope /Column"), 30);
  EXPECT_GT(count("/Scope /Row"), 30);
  // A header cell that does not say what it is the head of is read as a cell among others.
  EXPECT_EQ(count("\n *TH"), count("/Scope /(Column|Row)") + count("\n *THead"));
  // The words in place of each picture, as the file has them.
  const std::regex alternative("/Alt ?\\(");
  const auto alternatives =
      std::distance(std::sregex_iterator(bytes.begin(), bytes.end(), alternative), std::sregex_iterator());
  const std::regex wide_alternative("/Alt ?<");
  const auto in_hex =
      std::distance(std::sregex_iterator(bytes.begin(), bytes.end(), wide_alternative), std::sregex_iterator());
  EXPECT_GE(alternatives + in_hex, static_cast<long>(charts));
  EXPECT_THAT(bytes, HasSubstr("Share of the audits sent that were returned"));
  // Nobody certified it for anything, and it does not say so.
  EXPECT_THAT(bytes, Not(HasSubstr("pdfuaid")));
  const auto text = tests::pdf_text(bytes);
  EXPECT_THAT(text, AllOf(HasSubstr("OFFICIAL-SENSITIVE"), HasSubstr("Page 1 of "), HasSubstr("Page 2 of ")));
}

TEST(ReportWord, HasRealTablesPicturesWithWordsAndNoPathOfTheServer) {
  auto& site = DemoSite::instance();
  const auto bytes = file(site, std::string("/reports/monthly.docx") + kAsk);
  const auto parts = report::unpacked(bytes, 100'000'000);
  ASSERT_TRUE(parts);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(parts->at("word/document.xml").c_str()));
  const auto tables = document.select_nodes("//w:tbl").size();
  EXPECT_GE(tables, 10U);
  EXPECT_EQ(document.select_nodes("//w:tbl/w:tr[1]/w:trPr/w:tblHeader").size(), tables) << "headers repeat";
  int width = 0;
  for (const auto& column : document.select_node("//w:tbl/w:tblGrid").node().children("w:gridCol"))
    width += column.attribute("w:w").as_int();
  EXPECT_EQ(width, 11906 - 2 * 964) << "as wide as the text between the template's margins";
  EXPECT_GT(document.select_nodes("//w:tc/w:p/w:pPr/w:jc[@w:val='right']").size(), 100U);
  const auto pictures = document.select_nodes("//wp:docPr");
  EXPECT_EQ(pictures.size(), charts_of(made_report(site).page, true));
  for (const auto& picture : pictures)
    EXPECT_GT(std::string(picture.node().attribute("descr").value()).size(), 30U) << "its words";
  // Twice the resolution of the page's picture.
  EXPECT_THAT(parts->at("word/media/chart1.png").substr(16, 4), std::string("\x00\x00\x06\xb8", 4));
  // Marking, “Page ” and “ of ” stay on their own sides of tabs and fields.
  EXPECT_THAT(parts->at("word/footer1.xml"), AllOf(HasSubstr("NUMPAGES"), HasSubstr(">OFFICIAL-SENSITIVE<"),
                                                   HasSubstr(">Page <"), HasSubstr("> of <")));
  EXPECT_THAT(parts->at("word/header1.xml"), HasSubstr("Monthly report, October 2026"));
  for (const auto& [name, part] : *parts) {
    if (name.ends_with(".png")) continue;
    EXPECT_EQ(part.find("{{"), std::string::npos) << name << " has a place left unfilled";
    for (const auto* path : {"/tmp", "/home", "/root", "/usr/", "file:"})
      EXPECT_EQ(part.find(path), std::string::npos) << name << " names " << path;
  }
}

TEST(ReportExcel, HasItsOwnTablesChartsAndFrozenHeaders) {
  auto& site = DemoSite::instance();
  const auto parts = report::unpacked(file(site, std::string("/reports/monthly.xlsx") + kAsk), 100'000'000);
  ASSERT_TRUE(parts);
  int tables = 0;
  int charts = 0;
  int frozen = 0;
  for (const auto& [name, part] : *parts) {
    tables += name.starts_with("xl/tables/table");
    charts += name.starts_with("xl/charts/chart");
    frozen += name.starts_with("xl/worksheets/sheet") && part.find("state=\"frozen\"") != std::string::npos;
    EXPECT_EQ(part.find("<f>"), std::string::npos) << name << " holds a formula in a cell";
  }
  EXPECT_GE(tables, 10);
  EXPECT_EQ(charts, static_cast<int>(charts_of(made_report(site).page, false)));
  EXPECT_GE(charts, 5);
  EXPECT_EQ(frozen, tables);
  EXPECT_THAT(parts->at("xl/charts/chart1.xml"), HasSubstr("'Chart data'!"));
}

// Found while reading: every number was shown without decimals, so that a kappa of 0.48 stood in Excel as 0.
TEST(ReportExcel, ShowsAsManyDecimalsAsTheTable) {
  report::CellNumber number;
  ASSERT_TRUE(report::read_number("0.48", number));
  EXPECT_EQ(number.decimals, 2);
  ASSERT_TRUE(report::read_number("1,234", number));
  EXPECT_EQ(number.decimals, 0);
  ASSERT_TRUE(report::read_number("59.1%", number));
  EXPECT_EQ(number.decimals, 1);
  EXPECT_TRUE(number.percent);
  report::ReportPage page;
  page.title = "Agreement";
  report::ReportPart part;
  part.tables.push_back({"Agreement", {{"Pairs", false}, {"Kappa", true}}, {{{{"All"}, {"0.48"}}, false}}});
  page.sections.push_back({"agreement", "Agreement", {part}});
  const auto parts = report::unpacked(report::to_xlsx(page, "").value(), 10'000'000);
  ASSERT_TRUE(parts);
  EXPECT_THAT(parts->at("xl/styles.xml"), HasSubstr("formatCode=\"#,##0.00\""));
  EXPECT_THAT(parts->at("xl/worksheets/sheet2.xml"), HasSubstr("<v>0.48</v>"));
}

// Whatever a person types stays words, in every form.
TEST(HostileText, ReachesNoFileAsAnythingButWords) {
  auto& site = DemoSite::instance();
  const std::string hostile =
      "<iframe src=\"file:///etc/passwd\" width=\"900\" height=\"900\"></iframe>\n\n"
      "<script>document.body.innerHTML='run';</script>\n\n"
      "<object data=\"file:///etc/passwd\"></object><img src=\"file:///etc/hostname\">\n\n"
      "- <a href=\"file:///etc/passwd\">a link</a>\n"
      "- </style><style>@import 'file:///etc/passwd';</style>\n\n"
      "=cmd|' /C calc'!A0";
  auto made = made_report(site);
  app::Commentary commentary;
  commentary.section = "grades";
  commentary.text = hostile;
  report::add_commentary(made, {commentary});
  // And in every place that is not typed but read from a file of somebody's.
  made.page.title += " </title><iframe src=\"file:///etc/passwd\">";
  made.page.sections.front().parts.front().tables.front().caption = "<iframe src=\"file:///etc/passwd\">";
  made.page.sections.front().parts.front().tables.front().rows.front().cells.front().text = "=1+1";
  auto& renderers = site.services().documents->renderers();
  report::FileLook look;
  look.council = "<iframe src=\"file:///etc/passwd\">\";}body{background:url(file:///etc/passwd)}";
  look.marking = "</style><script>1</script>";
  look.word_template = site.services().documents->look().word_template;
  std::ifstream passwords("/etc/passwd");
  std::string secret;
  std::getline(passwords, secret);
  ASSERT_THAT(secret, HasSubstr("root:"));
  for (const auto form : report::kForms) {
    const auto bytes = report::write_form(form, made, look, renderers);
    ASSERT_TRUE(bytes) << to_string(form);
    if (form == report::Form::Pdf) {
      const auto text = tests::pdf_text(*bytes);
      EXPECT_THAT(text, AllOf(Not(HasSubstr(secret)), HasSubstr("<script>document.body.innerHTML='run';</script>")));
      EXPECT_THAT(*bytes,
                  AllOf(Not(HasSubstr("/URI")), Not(HasSubstr("/EmbeddedFile")), Not(HasSubstr("/JavaScript"))));
    } else if (form == report::Form::Docx || form == report::Form::Xlsx) {
      const auto parts = report::unpacked(*bytes, 100'000'000);
      ASSERT_TRUE(parts);
      for (const auto& [name, part] : *parts) {
        EXPECT_EQ(part.find("<iframe"), std::string::npos) << name;
        EXPECT_EQ(part.find(secret), std::string::npos) << name;
        EXPECT_EQ(part.find("<f>"), std::string::npos) << name;
        EXPECT_EQ(part.find("TargetMode=\"External\""), std::string::npos) << name;
      }
    } else if (form == report::Form::Html) {
      EXPECT_THAT(*bytes, AllOf(Not(HasSubstr("<iframe")), Not(HasSubstr("<script"))));
    } else if (form == report::Form::Csv) {
      std::istringstream in(*bytes);
      base::CsvReader reader(in);
      std::vector<std::string_view> fields;
      for (auto more = reader.next(fields); more && *more; more = reader.next(fields))
        for (const auto field : fields) EXPECT_FALSE(field.starts_with("=")) << field;
    }
  }
}

// Should a text ever slip through unescaped, the page's own policy still keeps the system's files out.
TEST(HostileText, FindsASecondWallBehindTheFirst) {
  auto& site = DemoSite::instance();
  auto page = report::print_html(made_report(site).page, {"#1d5a8a", "OFFICIAL", "Council"});
  const std::string slipped =
      "<main><iframe src=\"file:///etc/passwd\" width=\"900\" height=\"900\"></iframe>"
      "<object data=\"file:///etc/passwd\"></object><embed src=\"file:///etc/passwd\">"
      "<script>document.querySelector('h1').textContent='SCRIPT RAN';</script>";
  page = base::replace_all(page, "<main>", slipped);
  const auto bytes = site.services().documents->renderers().pdf(page);
  ASSERT_TRUE(bytes);
  EXPECT_THAT(tests::pdf_text(*bytes),
              AllOf(Not(HasSubstr("root:x:")), Not(HasSubstr("SCRIPT RAN")), HasSubstr("Monthly report")));
}

// A council's own marking stands on its files in place of the installation's, and `none` is none.
TEST(Marking, IsTheCouncilsOwnWhereItsFrameworkSaysOne) {
  auto& site = DemoSite::instance();
  auto council = std::make_shared<domain::Framework>(
      *site.services().frameworks.current(*site.store().read(site.filled().council)).value());
  web::SignedIn who;
  who.council_name = "Council";
  who.framework = council;
  EXPECT_EQ(web::file_look(who, site.services()).marking, "OFFICIAL-SENSITIVE");
  council->council.marking = "OFFICIAL";
  const auto look = web::file_look(who, site.services());
  EXPECT_EQ(look.marking, "OFFICIAL");
  council->council.marking = "";
  EXPECT_EQ(web::file_look(who, site.services()).marking, "");
  const auto made = made_report(site);
  for (const auto form : {report::Form::Html, report::Form::Xlsx, report::Form::Docx}) {
    const auto bytes = report::write_form(form, made, look, site.services().documents->renderers());
    ASSERT_TRUE(bytes);
    std::string text = *bytes;
    if (form != report::Form::Html) {
      const auto parts = report::unpacked(*bytes, 100'000'000);
      ASSERT_TRUE(parts);
      text.clear();
      for (const auto& [name, part] : *parts) text += part;
    }
    EXPECT_THAT(text, AllOf(HasSubstr("OFFICIAL"), Not(HasSubstr("OFFICIAL-SENSITIVE")))) << to_string(form);
  }
}

TEST(AuditRecord, TellsAFinishedAuditAndIsThereForNoOther) {
  auto& site = DemoSite::instance();
  const auto finished = tests::audit_in(site, domain::AuditState::Final);
  const auto path = "/audits/" + finished.id.text();
  EXPECT_THAT(std::string(site.get("QA lead", path).body()), HasSubstr(path + "/record.pdf"));
  const auto bytes = file(site, path + "/record.pdf");
  const auto text = tests::pdf_text(bytes);
  EXPECT_THAT(text, AllOf(HasSubstr("Audit " + finished.reference), HasSubstr(finished.child_id.text()),
                          HasSubstr("OFFICIAL-SENSITIVE"), HasSubstr("Judgement:"), HasSubstr("Evidence:")));
  EXPECT_THAT(tests::pdfinfo(bytes, ""), HasSubstr("Tagged:          yes"));
  const auto under_way = tests::audit_in(site, domain::AuditState::Sent);
  EXPECT_EQ(site.get("QA lead", "/audits/" + under_way.id.text() + "/record.pdf").status(), 404);
}

TEST(WordTemplate, OfACouncilKeepsItsOwnStylesAndIsRefusedWhenItHasNoPlace) {
  auto& site = DemoSite::instance();
  const auto made = made_report(site);
  auto& renderers = site.services().documents->renderers();
  auto parts = *report::unpacked(site.services().documents->look().word_template, 1'000'000);
  // As Word keeps a typed placeholder: cut into runs wherever it pleases.
  auto own = parts;
  own["word/document.xml"] =
      base::replace_all(own["word/document.xml"], "<w:r><w:t>{{REPORT}}</w:t></w:r>",
                        "<w:r><w:t>{{RE</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>PORT}}</w:t></w:r>");
  own["word/styles.xml"] =
      base::replace_all(own["word/styles.xml"], "w:styleId=\"Heading1\"", "w:styleId=\"berschrift1\"");
  const auto filled = report::to_docx(made.page, {"Own", ""}, report::packed(own), "own.docx", renderers);
  ASSERT_TRUE(filled);
  EXPECT_THAT(report::unpacked(*filled, 100'000'000)->at("word/document.xml"), HasSubstr("w:val=\"berschrift1\""));
  own["word/document.xml"] = base::replace_all(own["word/document.xml"], "PORT}}", "");
  const auto refused = report::to_docx(made.page, {"Own", ""}, report::packed(own), "own.docx", renderers);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().rule, "document.make.template");
  EXPECT_FALSE(report::to_docx(made.page, {"Own", ""}, "PK no zip", "own.docx", renderers));
}

}  // namespace
}  // namespace plumbline
