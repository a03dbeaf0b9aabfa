// Every report of the catalogue for one fixed council, in all forms that are text: what its page says, its CSV, its
// JSON (tests/golden/reports/demo). Read them as a head of service would before keeping new ones.
#include <gtest/gtest.h>

#include "app/ports/cycle_ports.hpp"
#include "base/text.hpp"
#include "report/catalogue.hpp"
#include "report/standalone_html.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "support/golden.hpp"
#include "support/page_text.hpp"

namespace plumbline {
namespace {

using tests::DemoSite;

// The header and every figure that is of something; of reports with a table by area those of the whole alone, because
// the page tells the areas.
std::string figures_of_something(const std::string& csv, bool whole) {
  std::string kept;
  for (const auto& line : base::split(csv, '\n')) {
    const auto cells = base::split(line, ',');
    if (cells.size() < 6 || (cells[4] == "0" && (cells[5].empty() || cells[5] == "0"))) continue;
    if (whole && cells[2] != "all" && cells[2] != "area") continue;
    kept += line + "\n";
  }
  return kept;
}

TEST(GoldenReports, SayWhatTheySaidOfTheSameCouncil) {
  DemoSite site(600, 3);
  const auto reader = site.store().read(site.filled().council);
  const auto framework = site.services().frameworks.current(*reader).value();
  app::Actor actor;
  actor.council = site.filled().council;
  actor.grants = {{app::Role::QaLead, app::ScopeKind::Council, ""}};
  for (const auto& kind : report::report_kinds()) {
    report::ReportAsk ask;
    ask.to = *base::parse_period("2026-10");
    ask.from = kind.name == "highlight" ? ask.to.plus_months(-1) : ask.to;
    if (kind.months == report::ReportMonths::EndedQuarter) {
      ask.from = *base::parse_period("2026-07");
      ask.to = *base::parse_period("2026-09");
    }
    if (kind.readers == report::ReportReaders::Own)
      ask.more["person"] =
          tests::person_of(site, kind.name == "feedback" ? "Advanced practitioner" : "Social worker").text();
    const auto made = kind.make(ask, actor, site.clock(), *reader, *framework, report::FigureLinks::Hidden);
    ASSERT_TRUE(made) << kind.name << " " << made.error().rule;
    const auto name = "reports/demo/" + std::string(kind.name);
    test::expect_golden(test::page_text(report::standalone_html(made->page, "")), name + ".txt");
    const bool by_area = made->csv.find("\nreturns,") != std::string::npos && kind.name != "partner";
    test::expect_golden(figures_of_something(made->csv, by_area), name + ".csv");
    test::expect_golden(test::json_lines(made->json), name + ".json.txt");
  }
}

}  // namespace
}  // namespace plumbline
