// How well graders agree (MOD-5): auditors with the moderator, and auditors of one case with each other (joint audits,
// ALLOC-8). Beyond chance by weighted kappa and Gwet's coefficient, with intervals; too few or too uniform grades are
// "not estimable", never a number.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/statistics/agreement.hpp"
#include "report/catalogue.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {

// Pairs of grades: counts[i][j] is how often the first gave grades[i] and the second grades[j].
struct PairFigures {
  std::string key;   // of the section or person; empty for all
  std::string name;  // as people read it
  domain::GradePairs counts;
  std::optional<domain::GraderAgreement> kappa;  // nothing: not estimable
  std::optional<domain::GraderAgreement> ac;
  long long pairs() const;
  Share agreement() const;  // the very same grade
  friend bool operator==(const PairFigures&, const PairFigures&) = default;
};

// Several auditors of the same cases, each on their own; missing grades are allowed for.
struct JointFigures {
  std::string key;  // of the section; empty for the overall grade
  std::string name;
  long long cases = 0;                  // graded by two or more
  long long graders = 0;                // most of one case
  Share agreement;                      // of all pairs of graders of one case, the very same grade
  std::optional<domain::GraderAgreement> ac;  // Gwet's general form, its error over cases
};

struct JointCase {
  base::Period period;
  std::string child;
  std::vector<std::pair<std::string, std::optional<domain::Grade>>> overall;  // by part
  std::vector<std::string> references;
  bool differ = false;
};

struct AgreementReport {
  std::string council;
  std::string council_key;
  std::string programme_title;
  ReportAsk ask;
  base::Instant made_at{};
  domain::Weights weights = domain::Weights::Quadratic;
  std::vector<domain::Grade> grades;  // of the programme's scale, in order
  PairFigures all;                    // auditor and moderator, overall grade
  std::vector<PairFigures> auditors;  // by name, never by rank; empty for those who may not see it
  std::vector<JointFigures> joint;    // overall first, then by section
  std::vector<JointCase> cases;       // of joint audits; references only where the reader may list audits
};

std::string_view to_string(domain::Weights weights);  // `none`, `linear`, `quadratic`
std::optional<domain::Weights> parse_weights(std::string_view text);

// Refusals as make_monthly, and report.make.weights.
base::Result<AgreementReport> make_agreement(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                             app::Reader& reader, const domain::Framework& framework);
std::string to_json(const AgreementReport& report, const domain::Framework& framework);
std::vector<FigureRow> rows_of(const AgreementReport& report);
ReportPage page_of(const AgreementReport& report, FigureLinks links);

// Joint audits alone: what each case was graded, and how far the graders agree (REP-4).
std::string joint_json(const AgreementReport& report, const domain::Framework& framework);
ReportPage joint_page(const AgreementReport& report, FigureLinks links);

// Of one auditor's pairs; used by the auditor's own feedback too.
PairFigures pair_figures(std::string key, std::string name, const std::vector<app::GradePair>& pairs,
                         const std::vector<domain::Grade>& grades, domain::Weights weights);
std::vector<domain::Grade> grades_of_scale(const domain::Framework& framework, const domain::Programme& programme,
                                           const std::vector<domain::Grade>& also);
// `0.41 (0.22 to 0.60)`; `not estimable`.
std::string say_agreement(const std::optional<domain::GraderAgreement>& agreement);
std::string say_interval(const domain::GraderAgreement& agreement);  // `0.22 to 0.60`, within -1 and 1

}  // namespace plumbline::report
