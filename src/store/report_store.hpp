// app::ReportReads on SQL: the counts of a report, grouped by the database.
#pragma once

#include "app/ports/report_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

// A re-audit is chosen for a grade: it is no part of any sample (ACT-4).
inline constexpr std::string_view kNotAgain = "audits.reaudit_of IS NULL";

// The filter's conditions on `audits`; the second begins with the council.
void reported_audits(Where& where, const app::ReportFilter& filter);
Where reported_audits(const app::ReportFilter& filter, const std::string& council);

class SqlReportStore final : public app::ReportReads {
 public:
  explicit SqlReportStore(Scope scope) : scope_(scope) {}
  app::ReportCounts counts(const app::ReportFilter& filter, app::AreaBy by, base::Day today) override;
  std::vector<app::AnswerCount> answers(const app::ReportFilter& filter, app::AreaBy by) override;
  app::Page<app::ExemptCase> exempt_cases(const app::ReportFilter& filter, const app::PageRequest& page,
                                          const app::Visibility& visible) override;
  std::vector<app::GradePair> grade_pairs(const app::ReportFilter& filter) override;
  std::vector<app::WrittenImpact> impacts(const app::ReportFilter& filter) override;
  std::vector<app::JointRating> joint_ratings(const app::ReportFilter& filter) override;
  app::SampleAndFrame sample_and_frame(const app::ReportFilter& filter, const std::vector<domain::Category>& categories,
                                       base::Day first, base::Day last) override;
  std::vector<app::SampleMismatch> sample_mismatches(const app::ReportFilter& filter,
                                                     const app::Visibility& visible) override;

 private:
  Scope scope_;
};

}  // namespace plumbline::store
