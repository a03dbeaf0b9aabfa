#include "report/catalogue.hpp"

#include <algorithm>

#include "base/percent.hpp"
#include "report/agreement/agreement.hpp"
#include "report/cumulative/cumulative.hpp"
#include "report/fairness/fairness.hpp"
#include "report/figure_cells.hpp"
#include "report/highlight/highlight.hpp"
#include "report/inspection/inspection.hpp"
#include "report/locality/pack.hpp"
#include "report/partner/partner.hpp"
#include "report/person/person.hpp"
#include "report/plan/plan.hpp"

namespace plumbline::report {
namespace {

base::Result<MadeReport> highlight(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                   app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  const MonthlyRequest request{ask.programme, ask.from, ask.to, ask.cohort, ask.locality, ask.service_area, ask.by};
  TRY(const auto report, make_highlight(request, actor, clock, reader, framework));
  MadeReport made{"highlight", ask, "", page_of(report, links), to_json(report), csv_of(rows_of(report))};
  made.ask.programme = report.base.programme;
  made.file = report_file_name(report.base.council_key, "highlight", made.ask);
  return made;
}

base::Result<std::string> highlight_json(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                         app::Reader& reader, const domain::Framework& framework) {
  const MonthlyRequest request{ask.programme, ask.from, ask.to, ask.cohort, ask.locality, ask.service_area, ask.by};
  TRY(const auto report, make_highlight(request, actor, clock, reader, framework));
  return to_json(report);
}

base::Result<MadeReport> agreement(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                   app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  TRY(const auto report, make_agreement(ask, actor, clock, reader, framework));
  return MadeReport{"agreement",
                    report.ask,
                    report_file_name(report.council_key, "agreement", report.ask),
                    page_of(report, links),
                    to_json(report, framework),
                    csv_of(rows_of(report))};
}

// Where no programme is named the first in which several people audit one case, if there is one.
base::Result<MadeReport> joint_audit(const ReportAsk& asked, const app::Actor& actor, const base::Clock& clock,
                                     app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  auto ask = asked;
  const auto joint = std::ranges::find_if(framework.programmes, [](const domain::Programme& programme) {
    return programme.auditors.auditors_per_case > 1 || !programme.auditors.agencies.empty();
  });
  if (ask.programme.empty() && joint != framework.programmes.end()) ask.programme = joint->key;
  TRY(const auto report, make_agreement(ask, actor, clock, reader, framework));
  return MadeReport{"joint-audit",
                    report.ask,
                    report_file_name(report.council_key, "joint-audit", report.ask),
                    joint_page(report, links),
                    joint_json(report, framework),
                    csv_of(rows_of(report))};
}

base::Result<MadeReport> fairness(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                  app::Reader& reader, const domain::Framework& framework, FigureLinks) {
  TRY(const auto report, make_fairness(ask, actor, clock, reader, framework));
  return MadeReport{"fairness",
                    report.ask,
                    report_file_name(report.council_key, "fairness", report.ask),
                    page_of(report),
                    to_json(report, framework),
                    csv_of(rows_of(report))};
}

template <PersonReport::Kind kind>
base::Result<MadeReport> of_person(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                   app::Reader& reader, const domain::Framework& framework, FigureLinks) {
  TRY(const auto report, make_person(kind, ask, actor, clock, reader, framework));
  const std::string name = kind == PersonReport::Kind::Feedback ? "feedback" : "learning-record";
  return MadeReport{name,
                    report.ask,
                    report_file_name(report.council_key, name, report.ask),
                    page_of(report),
                    to_json(report, framework),
                    csv_of(rows_of(report))};
}

base::Result<MadeReport> inspection(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                    app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  TRY(const auto report, make_inspection(ask, actor, clock, reader, framework));
  MadeReport made{
      "inspection", ask, "", page_of(report, links), to_json(report, framework), csv_of(rows_of(report.monthly))};
  made.ask.programme = report.monthly.programme;
  made.file = report_file_name(report.monthly.council_key, "inspection", made.ask);
  return made;
}

}  // namespace

std::string ask_query(const ReportAsk& ask) {
  std::string query = "from=" + base::iso(ask.from) + "&to=" + base::iso(ask.to);
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) query += "&" + std::string(name) + "=" + base::percent_encoded(value);
  };
  add("programme", ask.programme);
  add("cohort", ask.cohort);
  add("locality", ask.locality);
  add("service_area", ask.service_area);
  if (ask.by == app::AreaBy::ServiceArea) add("by", "service-area");
  for (const auto& [name, value] : ask.more) add(name, value);
  return query;
}

const std::vector<ReportKind>& report_kinds() {
  using Readers = ReportReaders;
  using Months = ReportMonths;
  static const std::vector<ReportKind> kKinds{
      {"monthly", "Monthly report",
       "What was sent out and returned, how practice was judged, what became of the actions", Readers::Figures,
       Months::One, make_main_monthly},
      {"highlight", "Quarterly highlight report",
       "A quarter: returns, participation, moderation, grades, movement, like cohorts, learning", Readers::Figures,
       Months::Quarter, highlight, nullptr, highlight_json},
      {"cumulative", "The year so far", "The year so far, summed up month by month", Readers::Figures, Months::Year,
       make_cumulative},
      {"thematic", "Thematic report", "A thematic review or audit", Readers::Figures, Months::Quarter, make_thematic},
      {"action-plan", "Rolling action plan", "Themes of the audits, who does what about them, and whether it helped",
       Readers::Figures, Months::Year, make_action_plan},
      {"locality", "Locality meeting pack", "One locality’s month beside its performance figures", Readers::Figures,
       Months::One, make_locality, has_locality_pack},
      {"agreement", "How well graders agree", "How far auditors and moderators grade alike, beyond chance",
       Readers::Figures, Months::Year, agreement},
      {"joint-audit", "Joint audits", "One case graded by several auditors, each alone", Readers::Figures, Months::Year,
       joint_audit},
      {"fairness", "Fairness of the sample", "The sample beside the frame it was drawn from", Readers::Figures,
       Months::Year, fairness},
      {"partner", "For partner agencies", "What readers outside the service see: a whole quarter, small numbers hidden",
       Readers::Partners, Months::EndedQuarter, make_partner},
      {"feedback", "Feedback to an auditor", "Grades before and after moderation, and how far they agree", Readers::Own,
       Months::Year, of_person<PersonReport::Kind::Feedback>},
      {"learning-record", "Learning record", "What audits of one’s own work showed, evidence of learning", Readers::Own,
       Months::Year, of_person<PersonReport::Kind::LearningRecord>},
      {"inspection", "Inspection pack", "Every audit with its grades, actions and impact, in one bundle",
       Readers::Cases, Months::Quarter, inspection},
  };
  return kKinds;
}

base::Result<void> may_open(const ReportKind& kind, const app::Actor& actor) {
  switch (kind.readers) {
    case ReportReaders::Own:
      return {};
    case ReportReaders::Partners:
      return app::may_read_partner_report(actor);
    case ReportReaders::Cases:
      if (!app::lists_cases(actor)) return base::forbidden("access.page.forbidden");
      return app::may_read_reports(actor);
    case ReportReaders::Figures:
      return app::may_read_reports(actor);
  }
  return base::forbidden("access.page.forbidden");
}

base::Result<std::string> report_json(const ReportKind& kind, const ReportAsk& ask, const app::Actor& actor,
                                      const base::Clock& clock, app::Reader& reader,
                                      const domain::Framework& framework) {
  if (kind.json) return kind.json(ask, actor, clock, reader, framework);
  TRY(auto made, kind.make(ask, actor, clock, reader, framework, FigureLinks::Hidden));
  return std::move(made.json);
}

const ReportKind* find_report(std::string_view name) {
  const auto& kinds = report_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

std::string report_file_name(const std::string& council, std::string_view report, const ReportAsk& ask) {
  auto name = council + "-" + std::string(report) + "-" + base::iso(ask.from);
  if (ask.from != ask.to) name += "-to-" + base::iso(ask.to);
  return name;
}

}  // namespace plumbline::report
