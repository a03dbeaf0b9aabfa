// plumbline report NAME --from 2026-10 --to 2026-12 --format json|csv|html|pdf|docx|xlsx [--out FILE]
#include <CLI/CLI.hpp>
#include <fstream>

#include "app/ports/record_ports.hpp"
#include "app/ports/report_ports.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/document_options.hpp"
#include "cli/report_forms.hpp"
#include "report/catalogue.hpp"
#include "report/document/forms.hpp"
#include "report/inspection/inspection.hpp"
#include "report/national/national.hpp"

namespace plumbline::cli {
namespace {

struct ReportOptions {
  std::string name;
  std::string from;
  std::string to;
  std::string programme;
  std::string cohort;
  std::string locality;
  std::string service_area;
  std::string by = "locality";
  std::string weights;
  std::string person;
  std::string format = "json";
  std::string out;
  DocumentOptions documents;
};

std::string names_of_reports() {
  std::vector<std::string> names;
  for (const auto& kind : report::report_kinds()) names.emplace_back(kind.name);
  names.emplace_back("national");
  return base::join(names, ", ");
}

// Across all councils of the database; the operator alone can ask.
base::Result<std::string> national(const ReportOptions& asked, const Environment& environment, const Options& options) {
  const auto from = base::parse_period(asked.from);
  if (!from) return base::invalid("report.make.period", "from", {{"value", asked.from}});
  const auto to = asked.to.empty() ? from : base::parse_period(asked.to);
  if (!to) return base::invalid("report.make.period", "to", {{"value", asked.to}});
  if (*to < *from) return base::invalid("report.make.period_order", "to");
  TRY(const auto opened, open_council(environment, options, false));
  std::vector<report::NationalCouncil> councils;
  std::int64_t below = 0;
  for (const auto& council : opened.store->read(opened.council)->councils().all()) {
    const auto reader = opened.store->read(council.key);
    TRY(const auto framework, environment.frameworks->current(*reader));
    below = std::max<std::int64_t>(below, framework->suppress_below);
    const app::ReportFilter filter{"", base::iso(*from), base::iso(*to), "", "", ""};
    const auto counts = reader->reports().counts(filter, app::AreaBy::Locality, environment.clock->today());
    councils.push_back(report::national_council(council.key, council.name, counts, *from, *to));
  }
  const auto made =
      report::made_of(report::national_report(std::move(councils), *from, *to, below, environment.clock->now()));
  domain::Council all;
  all.name = "All councils";
  return written(made, asked.format, all, environment, asked.documents);
}

base::Result<std::string> rendered(const ReportOptions& asked, const Environment& environment, const Options& options) {
  if (asked.name == "national") return national(asked, environment, options);
  const auto* kind = report::find_report(asked.name);
  if (!kind)
    return base::invalid("report.make.name", "NAME", {{"report", asked.name}, {"reports", names_of_reports()}});
  const bool bundle = asked.format == "zip" && asked.name == "inspection";
  if (!report::parse_form(asked.format) && !bundle)
    return base::invalid("report.make.format", "format", {{"format", asked.format}, {"formats", names_of_forms()}});
  report::ReportAsk ask;
  const auto from = base::parse_period(asked.from);
  if (!from) return base::invalid("report.make.period", "from", {{"value", asked.from}});
  const auto to = asked.to.empty() ? from : base::parse_period(asked.to);
  if (!to) return base::invalid("report.make.period", "to", {{"value", asked.to}});
  ask.from = *from;
  ask.to = *to;
  ask.programme = asked.programme;
  ask.cohort = asked.cohort;
  ask.locality = asked.locality;
  ask.service_area = asked.service_area;
  ask.by = asked.by == "service-area" ? app::AreaBy::ServiceArea : app::AreaBy::Locality;
  if (!asked.weights.empty()) ask.more["weights"] = asked.weights;
  if (!asked.person.empty()) ask.more["person"] = asked.person;

  TRY(const auto opened, open_council(environment, options, false));
  const auto reader = opened.store->read(opened.council);
  TRY(const auto framework, environment.frameworks->current(*reader));
  if (asked.format == "json")
    return report::report_json(*kind, ask, app::command_line_actor(opened.council), *environment.clock, *reader,
                               *framework);
  TRY(const auto made, kind->make(ask, app::command_line_actor(opened.council), *environment.clock, *reader, *framework,
                                  report::FigureLinks::Hidden));
  if (bundle) return report::bundle_of(made);
  return written(made, asked.format, framework->council, environment, asked.documents);
}

int make(const Environment& environment, const Options& options, const ReportOptions& asked) {
  const auto text = rendered(asked, environment, options);
  if (!text) return refuse(environment, text.error());
  if (asked.out.empty()) {
    *environment.out << *text;
    return kDone;
  }
  std::ofstream file(asked.out, std::ios::binary | std::ios::trunc);
  file << *text;
  file.close();
  if (!file)
    return refuse(environment,
                  base::Error{base::ErrorCode::Invalid, "report.make.output", "out", {{"file", asked.out}}});
  return kDone;
}

}  // namespace

void add_report(CLI::App& app, Commands& commands) {
  auto asked = std::make_shared<ReportOptions>();
  auto* command = app.add_subcommand("report", "Make a report");
  command->add_option("NAME", asked->name, "Which report: " + names_of_reports())->required();
  command->add_option("--from", asked->from, "The first month, such as 2026-10")->required();
  command->add_option("--to", asked->to, "The last month; the first where it is left out");
  command->add_option("--programme", asked->programme, "A programme's key; the monthly one where it is left out");
  command->add_option("--cohort", asked->cohort, "Audits of this cohort only");
  command->add_option("--locality", asked->locality, "Audits of this locality only");
  command->add_option("--service-area", asked->service_area, "Audits of this service area only");
  command->add_option("--by", asked->by, "Areas are localities or service areas")
      ->check(CLI::IsMember({"locality", "service-area"}))
      ->capture_default_str();
  command->add_option("--weights", asked->weights, "Of agreement: how much partial agreement counts")
      ->check(CLI::IsMember({"none", "linear", "quadratic"}));
  command->add_option("--person", asked->person, "Whose report: an auditor's feedback, a worker's learning record");
  command->add_option("--format", asked->format, names_of_forms())->capture_default_str();
  add_document_options(*command, asked->documents);
  command->add_option("--out", asked->out, "A file; standard output where it is left out");
  command->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return make(commands.environment, commands.options, *asked); };
  });
}

}  // namespace plumbline::cli
