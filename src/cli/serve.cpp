#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/document_options.hpp"
#include "cli/mail_options.hpp"

namespace plumbline::cli {

void add_serve(CLI::App& app, Commands& commands) {
  auto serve = std::make_shared<ServeOptions>();
  auto* command = app.add_subcommand("serve", "Serve the web application and the API");
  command->add_option("--listen", serve->listen, "Address and port")->capture_default_str();
  add_mail_options(*command, serve->mail);
  add_document_options(*command, serve->documents);
  add_browser_option(*command, serve->documents);
  command->add_flag("--behind-tls", serve->behind_tls, "A proxy in front speaks TLS: tell browsers to insist on it");
  command->add_flag("--dev", serve->dev, "Reload templates when they change");
  command->callback([&commands, serve] {
    commands.chosen = [&commands, serve] { return commands.environment.serve(commands.options, *serve); };
  });
}

}  // namespace plumbline::cli
