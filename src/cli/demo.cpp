// plumbline demo: an empty database becomes a synthetic council.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iomanip>

#include "app/demo/fill.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"

namespace plumbline::cli {
namespace {

struct DemoOptions {
  std::string framework;
  std::int64_t cases = app::kDemoCases;
  std::string seed = "plumbline";
  int months = -1;
};

// The shipped framework with the largest yearly programme: the one with most to show.
std::string default_framework() {
  std::string chosen;
  int most = -1;
  for (const auto& key : domain::shipped_framework_keys()) {
    const auto loaded = domain::load_framework(domain::shipped_framework_files(), key + ".yaml");
    int target = 0;
    for (const auto& programme : loaded.framework.programmes) target = std::max(target, programme.draw.annual_target);
    if (target > most) most = target, chosen = key;
  }
  return chosen;
}

int fill(const Environment& environment, const Options& options, const DemoOptions& asked) {
  const auto& shipped = domain::shipped_framework_keys();
  const bool ships = std::find(shipped.begin(), shipped.end(), options.council) != shipped.end();
  const auto framework = !asked.framework.empty() ? asked.framework : ships ? options.council : default_framework();
  const auto source = find_framework(framework);
  if (!source) return refuse(environment, source.error());
  app::FillDemo command;
  command.files = source->files;
  command.framework_file = source->file;
  command.council = options.council;
  if (command.council.empty()) {
    const auto dot = source->file.rfind('.');
    command.council = source->file.substr(0, dot);
  }
  command.open_cases = asked.cases;
  command.seed = asked.seed;
  if (asked.months >= 0) command.months = asked.months;
  command.every_programme = true;

  const auto store = environment.open_store(options, true);
  if (!store) return refuse(environment, store.error());
  app::Passwords passwords(1);
  const auto filled = [&] {
    TerminalProgress progress(environment);
    return app::fill_demo(command, *environment.clock, **store, passwords, progress);
  }();
  if (!filled) return refuse(environment, filled.error());

  auto& out = *environment.out;
  out << filled->council_name << " (synthetic, council key " << filled->council << ")\n"
      << "  " << base::with_commas(filled->open_cases) << " open cases and " << base::with_commas(filled->closed_cases)
      << " closed ones, " << base::count_of(filled->people, "person", "people") << "\n"
      << "  " << base::count_of(filled->cycles, "cycle", "cycles")
      << " of audits: " << base::count_of(filled->audits, "audit", "audits") << ", "
      << base::count_of(filled->actions, "action", "actions") << ", "
      << base::count_of(filled->meetings, "meeting", "meetings") << ", "
      << base::count_of(filled->themes, "theme", "themes") << "\n\n"
      << "Sign in with one of these and the password  " << filled->password << "  (shown only now):\n";
  std::size_t widest = 0;
  for (const auto& sign_in : filled->sign_ins) widest = std::max(widest, sign_in.email.size());
  for (const auto& sign_in : filled->sign_ins)
    out << "  " << std::left << std::setw(static_cast<int>(widest) + 2) << sign_in.email << sign_in.role << "\n";
  return kDone;
}

}  // namespace

void add_demo(CLI::App& app, Commands& commands) {
  auto asked = std::make_shared<DemoOptions>();
  auto* command = app.add_subcommand("demo", "Fill an empty database with a synthetic council");
  command->add_option("--framework", asked->framework,
                      "A framework file, or the name of one that ships; the council's key where that ships");
  command->add_option("--cases", asked->cases, "Open cases in the register")->capture_default_str();
  command->add_option("--seed", asked->seed, "The same seed makes the same council")->capture_default_str();
  command->add_option("--months", asked->months, "Finished months of audits; 12 up to 50,000 cases, else 1");
  command->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return fill(commands.environment, commands.options, *asked); };
  });
}

}  // namespace plumbline::cli
