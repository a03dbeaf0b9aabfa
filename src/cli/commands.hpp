// The subcommands, each registered by its own file.
#pragma once

#include "cli/command.hpp"

namespace plumbline::cli {

void add_allocate(CLI::App& app, Commands& commands);
void add_backup(CLI::App& app, Commands& commands);  // backup, restore
void add_check(CLI::App& app, Commands& commands);
void add_council(CLI::App& app, Commands& commands);
void add_demo(CLI::App& app, Commands& commands);
void add_draw(CLI::App& app, Commands& commands);
void add_framework(CLI::App& app, Commands& commands);
void add_remind(CLI::App& app, Commands& commands);
void add_report(CLI::App& app, Commands& commands);
void add_import(CLI::App& app, Commands& commands);
void add_serve(CLI::App& app, Commands& commands);
void add_user(CLI::App& app, Commands& commands);
void add_verify(CLI::App& app, Commands& commands);

// What is wrong with a month on the command line; empty when nothing is.
std::string not_a_period(const std::string& text);

// Parses the arguments and runs the subcommand; returns its exit code. Broken machinery is caught here, once.
int run(int argc, const char* const* argv, Environment& environment);

}  // namespace plumbline::cli
