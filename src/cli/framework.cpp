// plumbline framework check|list
#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "domain/framework/loader.hpp"

namespace plumbline::cli {
namespace {

// What the council has not put its own words into yet (`published: no`).
void say_whose_words(const Environment& environment, const FrameworkSource& source) {
  const auto framework = domain::load_framework(source.files, source.file).framework;
  std::vector<std::string> ours;
  for (const auto& programme : framework.programmes)
    if (!programme.published) ours.push_back("the programme " + programme.key);
  for (const auto& tool : framework.tools)
    if (!tool.published) ours.push_back("tools/" + tool.key + ".yaml");
  if (!ours.empty())
    *environment.out << "Not in the council's own words yet (`published: no`): " << base::join(ours, ", ") << ".\n";
}

int check(const Environment& environment, const std::string& name) {
  const auto source = find_framework(name);
  if (!source) return refuse(environment, source.error());
  const auto problems = domain::check_definition(source->files, source->file);
  for (const auto& problem : problems) *environment.err << domain::say(problem) << "\n";
  if (!problems.empty()) {
    *environment.err << base::count_of(static_cast<long long>(problems.size()), "problem", "problems") << " in "
                     << source->file << "\n";
    return kRefused;
  }
  *environment.out << source->file << " is sound.\n";
  say_whose_words(environment, *source);
  return kDone;
}

int list(const Environment& environment) {
  for (const auto& key : domain::shipped_framework_keys()) {
    const auto loaded = domain::load_framework(domain::shipped_framework_files(), key + ".yaml");
    *environment.out << key << "\t" << loaded.framework.title << "\tversion " << loaded.framework.version << "\n";
  }
  return kDone;
}

}  // namespace

void add_framework(CLI::App& app, Commands& commands) {
  auto* command = app.add_subcommand("framework", "The definitions of how a council audits");
  command->require_subcommand(1);
  auto name = std::make_shared<std::string>();
  auto* checking = command->add_subcommand("check", "Say what is wrong with a framework or a tool, with line numbers");
  checking->add_option("FILE", *name, "A framework or tool file, or the name of a framework that ships")->required();
  checking->callback(
      [&commands, name] { commands.chosen = [&commands, name] { return check(commands.environment, *name); }; });
  command->add_subcommand("list", "List the frameworks that ship")->callback([&commands] {
    commands.chosen = [&commands] { return list(commands.environment); };
  });
}

}  // namespace plumbline::cli
