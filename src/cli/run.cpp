#include <CLI/CLI.hpp>

#include "cli/commands.hpp"

namespace plumbline::cli {

int run(int argc, const char* const* argv, Environment& environment) {
  CLI::App app{"Plumbline runs the audit of case files in children's services, from the draw to the report."};
  app.name("plumbline");
  app.require_subcommand(1);
  Options options;
  app.add_option("--data", options.data, "Folder of the embedded database")->capture_default_str();
  app.add_option("--database", options.database, "A PostgreSQL address, in place of --data");
  app.add_option("--council", options.council, "The council's key, where the database holds several");
  app.fallthrough();
  Commands commands{environment, options, {}};
  add_allocate(app, commands);
  add_backup(app, commands);
  add_check(app, commands);
  add_council(app, commands);
  add_demo(app, commands);
  add_draw(app, commands);
  add_framework(app, commands);
  add_remind(app, commands);
  add_report(app, commands);
  add_import(app, commands);
  add_serve(app, commands);
  add_user(app, commands);
  add_verify(app, commands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help, *environment.out, *environment.err);
  } catch (const CLI::CallForAllHelp& help) {
    return app.exit(help, *environment.out, *environment.err);
  } catch (const CLI::ParseError& error) {
    app.exit(error, *environment.out, *environment.err);
    return kWrongUsage;
  }
  try {
    return commands.chosen();
  } catch (const base::Broken& broken) {
    *environment.err << "plumbline: " << broken.what() << "\n";
    return kRefused;
  }
}

}  // namespace plumbline::cli
