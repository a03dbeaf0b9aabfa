// plumbline report NAME --from 2026-10 --to 2026-12 --format json|html|csv [--out FILE]
#include <CLI/CLI.hpp>
#include <fstream>

#include "cli/commands.hpp"
#include "report/monthly/page.hpp"
#include "report/monthly/render.hpp"
#include "report/standalone_html.hpp"

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
  std::string format = "json";
  std::string out;
};

base::Result<std::string> rendered(const ReportOptions& asked, const Environment& environment, const Options& options) {
  if (asked.name != "monthly")
    return base::invalid("report.make.name", "NAME", {{"report", asked.name}, {"reports", "monthly"}});
  if (asked.format != "json" && asked.format != "html" && asked.format != "csv")
    return base::invalid("report.make.format", "format", {{"format", asked.format}, {"formats", "json, html or csv"}});
  report::MonthlyRequest request;
  const auto from = base::parse_period(asked.from);
  if (!from) return base::invalid("report.make.period", "from", {{"value", asked.from}});
  const auto to = asked.to.empty() ? from : base::parse_period(asked.to);
  if (!to) return base::invalid("report.make.period", "to", {{"value", asked.to}});
  request.from = *from;
  request.to = *to;
  request.programme = asked.programme;
  request.cohort = asked.cohort;
  request.locality = asked.locality;
  request.service_area = asked.service_area;
  request.by = asked.by == "service-area" ? app::AreaBy::ServiceArea : app::AreaBy::Locality;

  TRY(const auto opened, open_council(environment, options, false));
  const auto reader = opened.store->read(opened.council);
  TRY(const auto framework, environment.frameworks->current(*reader));
  TRY(const auto report,
      report::make_monthly(request, app::command_line_actor(opened.council), *environment.clock, *reader, *framework));
  if (asked.format == "csv") return report::to_csv(report);
  if (asked.format == "html") return report::standalone_html(report::page_of(report), framework->council.colour);
  return report::to_json(report);
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
  command->add_option("NAME", asked->name, "Which report: monthly")->required();
  command->add_option("--from", asked->from, "The first month, such as 2026-10")->required();
  command->add_option("--to", asked->to, "The last month; the first where it is left out");
  command->add_option("--programme", asked->programme, "A programme's key; the monthly one where it is left out");
  command->add_option("--cohort", asked->cohort, "Audits of this cohort only");
  command->add_option("--locality", asked->locality, "Audits of this locality only");
  command->add_option("--service-area", asked->service_area, "Audits of this service area only");
  command->add_option("--by", asked->by, "Areas are localities or service areas")
      ->check(CLI::IsMember({"locality", "service-area"}))
      ->capture_default_str();
  command->add_option("--format", asked->format, "json, html or csv")->capture_default_str();
  command->add_option("--out", asked->out, "A file; standard output where it is left out");
  command->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return make(commands.environment, commands.options, *asked); };
  });
}

}  // namespace plumbline::cli
