// The sample beside the frame by age band, gender, ethnicity and disability, where the register holds them, with what
// chance alone would do (REP-8). It says whether the draw was fair, nothing about practice.
#pragma once

#include <string>
#include <vector>

#include "domain/statistics/binomial.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {

struct FairnessGroup {
  std::string group;
  Share frame;
  Share sample;
  domain::CountRange chance;  // of the sample, 95%
  bool outside() const { return sample.of > 0 && !chance.holds(sample.n); }
};
struct FairnessDimension {
  std::string key;                    // `age`, `gender`, `ethnicity`, `disability`
  std::string name;                   // `Age`
  std::vector<FairnessGroup> groups;  // by name; ages in order
  long long frame_not_recorded = 0;
  long long sample_not_recorded = 0;
};
struct FairnessReport {
  std::string council;
  std::string council_key;
  std::string programme_title;
  ReportAsk ask;
  base::Instant made_at{};
  long long frame = 0;   // children
  long long sample = 0;  // children the register holds
  long long not_in_register = 0;
  std::vector<FairnessDimension> dimensions;
};

// Ages are of the last year asked for, by year of birth. Pure.
FairnessReport fairness_report(const app::SampleAndFrame& counts, base::Period to);
// Refusals as make_monthly.
base::Result<FairnessReport> make_fairness(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                           app::Reader& reader, const domain::Framework& framework);
std::string to_json(const FairnessReport& report, const domain::Framework& framework);
std::vector<FigureRow> rows_of(const FairnessReport& report);
ReportPage page_of(const FairnessReport& report);

}  // namespace plumbline::report
