// plumbline council add|list
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/framework/frameworks.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"

namespace plumbline::cli {

base::Result<FrameworkSource> find_framework(const std::string& name) {
  namespace fs = std::filesystem;
  const fs::path path(name);
  if (fs::is_regular_file(path)) {
    FrameworkSource source{domain::shipped_framework_files(), path.filename().string()};
    const auto take = [&](const fs::path& from, const std::string& as) {
      std::ifstream in(from, std::ios::binary);
      std::ostringstream text;
      text << in.rdbuf();
      source.files.insert_or_assign(as, text.str());
    };
    take(path, source.file);
    const auto tools = path.parent_path() / "tools";
    if (fs::is_directory(tools))
      for (const auto& entry : fs::directory_iterator(tools))
        if (entry.path().extension() == ".yaml") take(entry.path(), "tools/" + entry.path().filename().string());
    return source;
  }
  const auto& shipped = domain::shipped_framework_files();
  if (shipped.contains(name + ".yaml")) return FrameworkSource{shipped, name + ".yaml"};
  return base::invalid("framework.file.missing", "framework",
                       {{"framework", name}, {"shipped", base::join(domain::shipped_framework_keys(), ", ")}});
}

namespace {

struct AddOptions {
  std::string key;
  std::string framework;
  std::string name;
};

int add(const Environment& environment, const Options& options, const AddOptions& asked) {
  const auto source = find_framework(asked.framework);
  if (!source) return refuse(environment, source.error());
  const auto store = environment.open_store(options, true);
  if (!store) return refuse(environment, store.error());
  const auto work = (*store)->begin(asked.key);
  const auto outcome = app::add_council({asked.key, asked.name, source->files, source->file, ""},
                                        app::command_line_actor(asked.key), *environment.clock, *work);
  if (!outcome) return refuse(environment, outcome.error());
  *environment.out << "Council " << asked.key << " is ready. Next: plumbline --council " << asked.key
                   << " import teams|people|cases FILE\n";
  return kDone;
}

int list(const Environment& environment, const Options& options) {
  const auto store = environment.open_store(options, false);
  if (!store) return refuse(environment, store.error());
  for (const auto& council : (*store)->read("")->councils().all())
    *environment.out << council.key << "\t" << council.name << "\t" << council.framework << " version "
                     << council.framework_version << "\n";
  return kDone;
}

}  // namespace

void add_council(CLI::App& app, Commands& commands) {
  auto* command = app.add_subcommand("council", "The councils of this database");
  command->require_subcommand(1);
  auto asked = std::make_shared<AddOptions>();
  auto* adding = command->add_subcommand("add", "Add a council, or a new version of its framework");
  adding->add_option("KEY", asked->key, "Its key: small letters, digits and hyphens")->required();
  adding->add_option("--framework", asked->framework, "A framework file, or the name of one that ships")->required();
  adding->add_option("--name", asked->name, "Its name, where the framework's is not right");
  adding->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return add(commands.environment, commands.options, *asked); };
  });
  command->add_subcommand("list", "List the councils")->callback([&commands] {
    commands.chosen = [&commands] { return list(commands.environment, commands.options); };
  });
}

}  // namespace plumbline::cli
