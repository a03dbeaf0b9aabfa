// A partner agency reads one report, its small numbers hidden, the same in all six forms and by the API; nothing else
// of the reports, and no figure leads it to a case (REP-5).
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/csv.hpp"
#include "report/catalogue.hpp"
#include "support/forms.hpp"
#include "support/pages.hpp"
#include "support/report_file.hpp"

namespace plumbline {
namespace {

constexpr const char* kQuarter = "?from=2026-07&to=2026-09";

class PartnerReports : public testing::Test {
 protected:
  static DemoSite& site() {
    static DemoSite made(600, 3);
    static const bool let_in = [] {
      app::User user;
      user.grants = {{app::Role::Partner, app::ScopeKind::Own, ""}};
      made.let_in("Police", user);
      return true;
    }();
    EXPECT_TRUE(let_in);
    return made;
  }
  static std::string page(const std::string& path) {
    const auto response = site().get("Police", path);
    EXPECT_EQ(response.status(), 200) << path << "\n" << response.body().substr(0, 500);
    return std::string(response.body());
  }
  static std::string file(const std::string& path) {
    const auto response = tests::report_file(site(), "Police", path);
    EXPECT_EQ(response.status(), 200) << path;
    return std::string(response.body());
  }
  static bool is_small(const std::string& text) { return text == "1" || text == "2" || text == "3" || text == "4"; }
};

TEST_F(PartnerReports, AreOneReportAndNoOther) {
  const auto list = page("/reports");
  EXPECT_THAT(list, AllOf(HasSubstr("href=\"/reports/partner\""), Not(HasSubstr("/reports/monthly")),
                          Not(HasSubstr("/publications"))));
  EXPECT_THAT(tests::flaws_of(list), IsEmpty());
  for (const auto& kind : report::report_kinds()) {
    if (kind.readers == report::ReportReaders::Own || kind.readers == report::ReportReaders::Partners) continue;
    const auto path = "/reports/" + std::string(kind.name);
    for (const auto* ending : {"", ".csv", ".html", ".pdf", ".docx", ".xlsx"})
      EXPECT_EQ(site().get("Police", path + ending + "?from=2026-08&to=2026-10").status(), 403) << path << ending;
    for (const auto* ending : {"", ".csv"})
      EXPECT_EQ(site().get("Police", "/api/v1" + path + ending + "?from=2026-08&to=2026-10").status(), 403) << path;
  }
  for (const auto* path : {"/reports/monthly/exemptions", "/publications", "/connect", "/reports/partner/write"})
    EXPECT_EQ(site().get("Police", path).status(), 403) << path;
  const auto offered = nlohmann::json::parse(page("/api/v1/reports"));
  for (const auto& one : offered["data"])
    EXPECT_THAT(one["name"], testing::AnyOf("partner", "feedback", "learning-record"));
}

TEST_F(PartnerReports, HideSmallNumbersInEveryForm) {
  const std::string path = std::string("/reports/partner");
  const auto html = page(path + kQuarter);
  EXPECT_THAT(html, AllOf(HasSubstr("Hidden"), Not(HasSubstr("href=\"/audits?")), Not(HasSubstr("LAN-2026"))));
  EXPECT_THAT(tests::flaws_of(html), IsEmpty());
  const auto on_page = tests::tables_of_page(html);
  ASSERT_GE(on_page.size(), 4U);
  std::size_t cells = 0;
  std::size_t hidden = 0;
  for (const auto& [form, tables] :
       {std::pair{"page", on_page}, std::pair{"html", tests::tables_of_page(file(path + ".html" + kQuarter))},
        std::pair{"PDF", tests::tables_of_pdf(file(path + ".pdf" + kQuarter))},
        std::pair{"Word", tests::tables_of_docx(file(path + ".docx" + kQuarter))},
        std::pair{"Excel", tests::tables_of_xlsx(file(path + ".xlsx" + kQuarter))}}) {
    EXPECT_GE(tables.size(), on_page.size()) << form;  // Word has its key figures in one more
    for (const auto& table : tables)
      for (const auto& row : table.rows)
        for (std::size_t i = 1; i < row.size(); ++i) {
          EXPECT_FALSE(is_small(row[i])) << form << ", " << table.caption << ": " << row[i];
          ++cells;
          hidden += row[i] == "Hidden" ? 1 : 0;
        }
  }
  EXPECT_GT(cells, 300U);
  EXPECT_GT(hidden, 10U);

  std::istringstream csv(page(path + ".csv" + kQuarter));
  base::CsvReader reader(csv);
  std::vector<std::string_view> fields;
  for (auto more = reader.next(fields); more && *more; more = reader.next(fields))
    EXPECT_FALSE(is_small(std::string(fields[4]))) << fields[0] << " " << fields[2] << " " << fields[3];
  const auto told = nlohmann::json::parse(page("/api/v1" + path + kQuarter));
  EXPECT_EQ(told["report"], "partner");
  EXPECT_GE(told["suppressed"].get<int>(), 2);
  for (const auto* table : {"grades", "not_returned", "sections", "moderation", "participation", "actions"})
    for (const auto& line : told[table]) {
      std::size_t missing = 0;
      for (const auto& [measure, n] : line["counts"].items()) {
        missing += n.is_null() ? 1 : 0;
        EXPECT_TRUE(n.is_null() || n == 0 || n >= 5) << table << " " << measure << " " << n;
      }
      if (line["total"].is_null() || line["counts"].size() < 2) continue;
      EXPECT_NE(missing, 1U) << line.dump();
    }
  EXPECT_EQ(told["sections"].size() > 0, true);
}

// A month, an area or a cohort by itself would be the difference of two reports.
TEST_F(PartnerReports, ComeWholeOrNotAtAll) {
  for (const auto* ask : {"?from=2026-07&to=2026-07", "?from=2026-08&to=2026-10", "?from=2026-07&to=2026-12",
                          "?from=2026-10&to=2026-12", "?from=2026-07&to=2026-09&locality=North",
                          "?from=2026-07&to=2026-09&cohort=x", "?from=2026-07&to=2026-09&service_area=x"})
    for (const auto* path : {"/reports/partner", "/reports/partner.csv", "/api/v1/reports/partner"})
      EXPECT_EQ(site().get("Police", std::string(path) + ask).status(), 422) << path << ask;
  // What areas are compared is not the reader's to choose either.
  auto usual = nlohmann::json::parse(page(std::string("/api/v1/reports/partner") + kQuarter));
  auto other = nlohmann::json::parse(page(std::string("/api/v1/reports/partner") + kQuarter + "&by=service-area"));
  EXPECT_EQ(usual, other);
  // Who answers for the audits sees in it what the partner sees.
  auto inside = nlohmann::json::parse(site().get("QA lead", std::string("/api/v1/reports/partner") + kQuarter).body());
  EXPECT_EQ(usual, inside);
}

}  // namespace
}  // namespace plumbline
