#include <CLI/CLI.hpp>

#include "cli/commands.hpp"

namespace plumbline::cli {

void add_backup(CLI::App& app, Commands& commands) {
  auto file = std::make_shared<std::filesystem::path>();
  const auto add = [&](const char* name, const char* what, bool restoring) {
    auto* command = app.add_subcommand(name, what);
    command->add_option("FILE", *file, "The backup")->required();
    command->callback([&commands, file, restoring] {
      commands.chosen = [&commands, file, restoring] {
        const auto& environment = commands.environment;
        const auto outcome =
            restoring ? environment.restore(commands.options, *file) : environment.backup(commands.options, *file);
        if (!outcome) return refuse(environment, outcome.error());
        *environment.out << (restoring ? "Restored from " : "Backed up to ") << file->string() << "\n";
        return kDone;
      };
    });
  };
  add("backup", "Copy the database to a file while others work", false);
  add("restore", "Fill an empty data folder from a backup", true);
}

}  // namespace plumbline::cli
