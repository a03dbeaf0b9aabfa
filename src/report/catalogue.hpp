// Every report there is, by name, each made once into what all its forms are written from: page, PDF, Word, Excel, HTML
// file, CSV, JSON (REP-7). A new report is one more line of report_kinds().
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/report_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "report/monthly/page.hpp"
#include "report/page.hpp"

namespace plumbline::report {

// What any report may be asked for; each takes what it knows.
struct ReportAsk {
  std::string programme;
  base::Period from;
  base::Period to;
  std::string cohort;
  std::string locality;
  std::string service_area;
  app::AreaBy by = app::AreaBy::Locality;
  std::map<std::string, std::string> more{};  // what one report alone asks, such as `review`

  friend bool operator==(const ReportAsk&, const ReportAsk&) = default;
};
// As the query of an address: `from=2026-10&to=2026-12&programme=tier2`; blanks and defaults are left out, always in
// the same order, so that the same ask is the same text.
std::string ask_query(const ReportAsk& ask);

struct MadeReport {
  std::string name;  // `monthly`
  ReportAsk ask;     // as it was answered: the programme named even where the asker left it to us
  std::string file;  // what a file of it is called, without its ending
  ReportPage page;
  std::string json;
  std::string csv;
};

// Who may open a report. Each asks its own policy besides; this is what lists of reports go by.
enum class ReportReaders {
  Figures,  // app::may_read_reports
  Cases,    // of those, who may list single cases
  Own,      // the person it is about
  Partners  // app::may_read_partner_report
};
// Which months it is made of where nobody names any, the latest that have something to report.
enum class ReportMonths { One, Quarter, Year, EndedQuarter };

struct ReportKind {
  std::string_view name;
  std::string_view title;
  std::string_view purpose;  // what it tells, in a sentence without its stop
  ReportReaders readers = ReportReaders::Figures;
  ReportMonths months = ReportMonths::Year;
  // Asks the report's own policy; refuses as the report does.
  base::Result<MadeReport> (*make)(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                   app::Reader& reader, const domain::Framework& framework, FigureLinks links);
  // Whether a council with that framework has such a report at all; null: each has.
  bool (*offered)(const domain::Framework& framework) = nullptr;
  // The JSON alone, where it is worth not drawing the page for it; null: as make's.
  base::Result<std::string> (*json)(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                    app::Reader& reader, const domain::Framework& framework) = nullptr;
};
// What make's JSON is, by the shortest way.
base::Result<std::string> report_json(const ReportKind& kind, const ReportAsk& ask, const app::Actor& actor,
                                      const base::Clock& clock, app::Reader& reader,
                                      const domain::Framework& framework);
const std::vector<ReportKind>& report_kinds();
// Refusal: access.page.forbidden.
base::Result<void> may_open(const ReportKind& kind, const app::Actor& actor);
const ReportKind* find_report(std::string_view name);  // null where there is none

// `council-monthly-2026-10-to-2026-12`
std::string report_file_name(const std::string& council, std::string_view report, const ReportAsk& ask);

}  // namespace plumbline::report
