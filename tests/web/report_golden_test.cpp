// Every report of the catalogue for a fixed council that has something to tell in it, in all forms that are text: what
// its page says, its CSV, its JSON (tests/golden/reports/demo). Read them as a head of service would before keeping new
// ones.
#include <gtest/gtest.h>

#include "app/demo/fill.hpp"
#include "app/ports/cycle_ports.hpp"
#include "base/text.hpp"
#include "domain/framework/loader.hpp"
#include "report/catalogue.hpp"
#include "report/standalone_html.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"
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

// The council whose reports are told, as its QA lead reads them.
struct Subject {
  Subject(app::Store& store, app::Frameworks& frameworks, const std::string& council) : reader(store.read(council)) {
    framework = frameworks.current(*reader).value();
    actor.council = council;
    actor.grants = {{app::Role::QaLead, app::ScopeKind::Council, ""}};
  }
  std::unique_ptr<app::Reader> reader;
  std::shared_ptr<const domain::Framework> framework;
  app::Actor actor;
};

// Half a year of every programme of a council, with its joint audits, thematic reviews and themes.
class EveryProgrammesCouncil {
 public:
  explicit EveryProgrammesCouncil(const base::Clock& clock) : store_(place_.open()) {
    base::NoProgress quiet;
    app::FillDemo command{"knowsley", domain::shipped_framework_files(), "knowsley.yaml", 600, "plumbline", 6, true};
    const auto filled = app::fill_demo(command, clock, store_, passwords_, quiet);
    if (!filled) throw base::Broken("the demo could not be made: " + filled.error().rule);
    subject_ = std::make_unique<Subject>(store_, frameworks_, filled->council);
  }
  const Subject& subject() const { return *subject_; }

 private:
  const tests::FreshPlace place_{store::Backend::Sqlite};
  store::SqlStore store_;
  app::Passwords passwords_;
  app::Frameworks frameworks_;
  std::unique_ptr<Subject> subject_;
};

// The months in which the council has something of that kind to tell.
report::ReportAsk ask_of(const report::ReportKind& kind) {
  report::ReportAsk ask;
  ask.to = *base::parse_period("2026-10");
  ask.from = ask.to;
  if (kind.name == "highlight") ask.from = ask.to.plus_months(-1);
  if (kind.name == "thematic") ask.from = ask.to.plus_months(-2);
  if (kind.name == "action-plan") ask.to = *base::parse_period("2026-11");
  if (kind.name == "joint-audit") ask.from = *base::parse_period("2026-06");
  if (kind.months == report::ReportMonths::EndedQuarter) {
    ask.from = *base::parse_period("2026-07");
    ask.to = *base::parse_period("2026-09");
  }
  return ask;
}

TEST(GoldenReports, SayWhatTheySaidOfTheSameCouncil) {
  DemoSite site(600, 3);
  const Subject monthly(site.store(), site.services().frameworks, site.filled().council);
  const EveryProgrammesCouncil reviews(site.clock());
  for (const auto& kind : report::report_kinds()) {
    const bool reviewed = kind.name == "joint-audit" || kind.name == "thematic" || kind.name == "action-plan";
    const auto& of = reviewed ? reviews.subject() : monthly;
    auto ask = ask_of(kind);
    if (kind.readers == report::ReportReaders::Own)
      ask.more["person"] =
          tests::person_of(site, kind.name == "feedback" ? "Advanced practitioner" : "Social worker").text();
    const auto made = kind.make(ask, of.actor, site.clock(), *of.reader, *of.framework, report::FigureLinks::Hidden);
    ASSERT_TRUE(made) << kind.name << " " << made.error().rule;
    EXPECT_FALSE(made->page.sections.empty()) << kind.name << " has nothing to tell";
    const auto name = "reports/demo/" + std::string(kind.name);
    test::expect_golden(test::page_text(report::standalone_html(made->page, "")), name + ".txt");
    const bool by_area = made->csv.find("\nreturns,") != std::string::npos && kind.name != "partner";
    test::expect_golden(figures_of_something(made->csv, by_area), name + ".csv");
    test::expect_golden(test::json_lines(made->json), name + ".json.txt");
  }
}

}  // namespace
}  // namespace plumbline
