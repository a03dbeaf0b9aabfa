// The pack of a locality's meeting (MEET-2): the month's audits of that locality alone, and beside them the performance
// figures that the council entered or imported.
#pragma once

#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/learning/meetings.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/measure.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/monthly.hpp"
#include "report/page.hpp"

namespace plumbline::report {

inline constexpr int kMeasureMonths = 6;  // shown of each measure, the pack's own month last

struct MeasureSeries {
  std::string measure;
  std::string unit;                      // of the latest figure
  std::vector<domain::Measure> months;   // of the locality, in order
  std::vector<domain::Measure> council;  // of the whole council, in order
};

struct LocalityPack {
  MonthlyReport monthly;  // of the locality
  std::string meeting;    // `Locality practice improvement meeting`
  std::vector<MeasureSeries> measures;
};

// Refuses meeting.find.none, .locality, meeting.view.forbidden, and what make_monthly refuses of the months.
base::Result<LocalityPack> make_locality_pack(const app::MeetingKey& key, const app::Actor& actor,
                                              const base::Clock& clock, app::Reader& reader,
                                              const domain::Framework& framework);
ReportPage page_of(const LocalityPack& pack, FigureLinks links = FigureLinks::Hidden);
std::string to_json(const LocalityPack& pack);
// The rows of the monthly report, then one a performance figure: section `performance`, its value, unit and target.
std::string to_csv(const LocalityPack& pack);

// As a report like the others: of the last month asked for. Where no locality is named the actor's own, else the
// framework's first; where no programme is, the first that meets by locality.
base::Result<MadeReport> make_locality(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                       app::Reader& reader, const domain::Framework& framework, FigureLinks links);
bool has_locality_pack(const domain::Framework& framework);

}  // namespace plumbline::report
