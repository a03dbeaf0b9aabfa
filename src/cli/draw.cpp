// plumbline draw, plumbline verify
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <optional>

#include "app/draw/draw_cycle.hpp"
#include "app/messages/messages.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "domain/draw/draw.hpp"

namespace plumbline::cli {

std::string not_a_period(const std::string& text) {
  return base::parse_period(text) ? "" : "is not a month; write it as 2026-12";
}

namespace {

struct DrawOptions {
  std::string programme;
  std::string period;
  std::optional<int> size;
  std::string cohort;
  std::string issue;
  std::string seed;
  std::string reason;
  std::filesystem::path nominated;
  std::filesystem::path certificate;
  std::filesystem::path frame;
  bool dry_run = false;
};

std::size_t letters(std::string_view text) {  // code points, near enough to columns of a terminal
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

void print_strata(std::ostream& out, const std::vector<domain::StratumQuota>& strata, bool with_drawn) {
  std::size_t width = 7;
  for (const auto& stratum : strata) width = std::max(width, letters(domain::say(stratum)));
  out << fmt::format("{:<{}}  {:>9}  {:>11}  {:>5}{}\n", "Stratum", width, "eligible", "exact quota", "quota",
                     with_drawn ? "  drawn" : "");
  for (const auto& stratum : strata) {
    const auto name = domain::say(stratum);
    out << name << std::string(width - letters(name), ' ')
        << fmt::format("  {:>9}  {:>11}  {:>5}", base::with_commas(stratum.eligible), domain::say_exact(stratum),
                       stratum.quota);
    if (with_drawn) out << fmt::format("  {:>5}", stratum.drawn);
    out << '\n';
  }
}

std::string_view say_rule(std::string_view rule) {
  if (rule == "eligible") return "there are too few eligible cases";
  if (rule == "not-audited-within") return "cases were audited too lately";
  if (rule == "one-per-worker") return "their worker already has a case";
  return "cases are exempted";
}

void print_shortfalls(std::ostream& out, const std::vector<domain::Binding>& binding) {
  for (const auto& each : binding) {
    domain::StratumQuota stratum;
    stratum.category = each.category;
    stratum.area = each.area;
    out << fmt::format("{}: short by {} because {}", domain::say(stratum), each.short_by, say_rule(each.rule));
    if (!each.workers.empty()) {
      std::vector<std::string> workers;
      for (const auto& worker : each.workers) workers.push_back(worker.text());
      out << " (" << base::join(workers, ", ") << ")";
    }
    out << ".\n";
  }
}

base::Result<std::vector<domain::ChildId>> nominated_in(const std::filesystem::path& path) {
  std::vector<domain::ChildId> children;
  if (path.empty()) return children;
  TRY(const auto text, read_file(path));
  for (const auto& line : base::split(text, '\n')) {
    const auto child = base::trim(line);
    if (!child.empty()) children.emplace_back(std::string(child));
  }
  return children;
}

int draw(const Environment& environment, const Options& options, const DrawOptions& asked) {
  app::DrawCycle command;
  command.programme = asked.programme;
  command.period = *base::parse_period(asked.period);
  command.size = asked.size;
  command.cohort = asked.cohort;
  command.issue = asked.issue;
  command.seed = asked.seed;
  command.reason = asked.reason;
  auto nominated = nominated_in(asked.nominated);
  if (!nominated) return refuse(environment, nominated.error());
  command.nominated = std::move(*nominated);
  for (const auto& path : {asked.certificate, asked.frame}) {
    if (const auto writable = can_write(path); !writable) return refuse(environment, writable.error());
  }
  const auto opened = open_council(environment, options, !asked.dry_run);
  if (!opened) return refuse(environment, opened.error());
  const auto actor = app::command_line_actor(opened->council);

  if (asked.dry_run) {
    const auto reader = opened->store->read(opened->council);
    const auto plan = app::preview_draw(command, actor, *environment.clock, *environment.frameworks, *reader);
    if (!plan) return refuse(environment, plan.error());
    *environment.out << fmt::format("A draw of {} from {} would ask for:\n\n", plan->size,
                                    base::count_of(plan->eligible, "eligible case", "eligible cases"));
    print_strata(*environment.out, plan->strata, false);
    if (!plan->binding.empty()) *environment.out << "\nIt would fall short about so:\n";
    print_shortfalls(*environment.out, plan->binding);
    *environment.out << "\nNothing was drawn.\n";
    return kDone;
  }

  const auto work = opened->store->begin(opened->council);
  const auto certificate = app::draw_cycle(command, actor, *environment.clock, *environment.frameworks, *work);
  if (!certificate) return refuse(environment, certificate.error());
  write_file(asked.certificate, [&](std::ostream& out) { out << domain::to_json(*certificate); });
  if (!asked.frame.empty()) {
    const auto reader = opened->store->read(opened->council);
    const auto text = app::frame_text(certificate->frame_sha256, *reader);
    write_file(asked.frame, [&](std::ostream& out) { out << text; });
  }
  print_strata(*environment.out, certificate->strata, true);
  *environment.out << fmt::format("\nDrew {} of {} asked for, for {} {}.\nFrame {} ({}), seed {}\n",
                                  certificate->sample().size(), certificate->request.size, asked.programme,
                                  asked.period, certificate->frame_sha256,
                                  base::count_of(certificate->frame_rows, "row", "rows"), certificate->request.seed);
  print_shortfalls(*environment.err, certificate->binding);
  return kDone;
}

int verify(const Environment& environment, const std::filesystem::path& certificate_file,
           const std::filesystem::path& cases_file) {
  const auto text = read_file(certificate_file);
  if (!text) return refuse(environment, text.error());
  const auto certificate = domain::read_certificate(*text);
  if (!certificate) return refuse(environment, certificate.error());
  std::ifstream cases(cases_file, std::ios::binary);
  if (!cases || std::filesystem::is_directory(cases_file)) {
    return refuse(environment,
                  base::Error{base::ErrorCode::Invalid, "command.file.read", "", {{"file", cases_file.string()}}});
  }
  const auto differences = domain::verify(*certificate, cases);
  if (!differences) return refuse(environment, differences.error());
  if (differences->empty()) {
    *environment.out << fmt::format("The draw holds: {} of {} from a frame of {}, seed {}.\n",
                                    certificate->sample().size(),
                                    base::count_of(certificate->request.size, "case", "cases"),
                                    base::count_of(certificate->frame_rows, "row", "rows"), certificate->request.seed);
    return kDone;
  }
  *environment.err << "plumbline: The draw does not hold.\n";
  for (const auto& difference : *differences)
    *environment.err << difference.what << ": " << difference.sentence << "\n";
  return kRefused;
}

}  // namespace

void add_draw(CLI::App& app, Commands& commands) {
  auto asked = std::make_shared<DrawOptions>();
  auto* command = app.add_subcommand("draw", "Draw a month's cases at random, so that anyone can check it");
  command->add_option("--programme", asked->programme, "The programme's key, such as tier2")->required();
  command->add_option("--period", asked->period, "The month, as 2026-12")->required()->check(not_a_period);
  command->add_option("--size", asked->size, "How many cases, where not as many as the programme says");
  command->add_option("--cohort", asked->cohort, "The cohort's key, where not the month's own; `none` for no cohort");
  command->add_option("--issue", asked->issue, "The theme flag of a cohort that is an issue nominated for the month");
  command->add_option("--seed", asked->seed, "A public number or text; left out, one is made at random");
  command->add_option("--reason", asked->reason, "Why the month is drawn again");
  command->add_option("--nominated", asked->nominated, "A file of nominated child_ids, one a line");
  command->add_option("--certificate", asked->certificate, "Write the certificate to this file (JSON)");
  command->add_option("--frame", asked->frame, "Write the frozen frame to this file (CSV)");
  command->add_flag("--dry-run", asked->dry_run, "Show quotas and shortfalls, never which cases, and draw nothing");
  command->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return draw(commands.environment, commands.options, *asked); };
  });
}

void add_verify(CLI::App& app, Commands& commands) {
  struct Files {
    std::filesystem::path certificate;
    std::filesystem::path cases;
  };
  auto files = std::make_shared<Files>();
  auto* command = app.add_subcommand("verify", "Make a draw again from nothing but its certificate and its frame");
  command->add_option("CERTIFICATE", files->certificate, "The certificate (JSON)")->required();
  command->add_option("--cases", files->cases, "The frame file, or the cases.csv that was imported")->required();
  command->callback([&commands, files] {
    commands.chosen = [&commands, files] { return verify(commands.environment, files->certificate, files->cases); };
  });
}

}  // namespace plumbline::cli
