// plumbline user add|password|disable|enable|list
#include <CLI/CLI.hpp>
#include <iostream>

#include "app/user/users.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"

namespace plumbline::cli {
namespace {

struct UserOptions {
  std::string email;
  std::string name;
  std::string person;
  std::vector<std::string> roles;
  bool password_from_input = false;
};

// `team-manager:team:North Team 1`, `moderator:council`, `auditor` (own).
base::Result<app::Grant> parse_grant(const std::string& text) {
  const auto first = text.find(':');
  const auto second = first == std::string::npos ? first : text.find(':', first + 1);
  const auto role = app::parse_role(text.substr(0, first));
  const auto scope =
      first == std::string::npos
          ? std::optional(app::ScopeKind::Own)
          : app::parse_scope_kind(text.substr(first + 1, second == std::string::npos ? second : second - first - 1));
  if (!role || !scope) {
    std::vector<std::string> roles;
    for (const auto known : app::kRoles) roles.emplace_back(to_string(known));
    return base::invalid("user.add.role_unknown", "role", {{"role", text}, {"roles", base::join(roles, ", ")}});
  }
  return app::Grant{*role, *scope, second == std::string::npos ? "" : text.substr(second + 1)};
}

// From standard input where asked, else made here.
std::string password_for(const UserOptions& asked) {
  if (!asked.password_from_input) return base::random_token().substr(0, 20);
  std::string password;
  std::getline(std::cin, password);
  return password;
}

// Once it holds, and not where a person has typed it.
void show(const std::string& password, const Environment& environment, const UserOptions& asked) {
  if (!asked.password_from_input) *environment.out << "Password (shown once): " << password << "\n";
}

int add(const Environment& environment, const Options& options, const UserOptions& asked) {
  std::vector<app::Grant> grants;
  for (const auto& text : asked.roles) {
    const auto grant = parse_grant(text);
    if (!grant) return refuse(environment, grant.error());
    grants.push_back(*grant);
  }
  const auto opened = open_council(environment, options, true);
  if (!opened) return refuse(environment, opened.error());
  app::AddUser command{asked.email, asked.name, std::nullopt, password_for(asked), grants};
  if (!asked.person.empty()) command.person = domain::PersonId{asked.person};
  const auto work = opened->store->begin(opened->council);
  const auto outcome = app::add_user(command, app::command_line_actor(opened->council), *environment.clock,
                                     *environment.passwords, *work);
  if (!outcome) return refuse(environment, outcome.error());
  show(command.password, environment, asked);
  *environment.out << "Added " << base::lower(asked.email) << "\n";
  return kDone;
}

int change(const Environment& environment, const Options& options, const UserOptions& asked, const std::string& what) {
  const auto opened = open_council(environment, options, true);
  if (!opened) return refuse(environment, opened.error());
  const auto actor = app::command_line_actor(opened->council);
  const auto work = opened->store->begin(opened->council);
  const bool new_password = what == "password";
  const auto password = new_password ? password_for(asked) : std::string();
  const auto outcome =
      new_password
          ? app::set_password({asked.email, password}, actor, *environment.clock, *environment.passwords, *work)
          : app::disable_user({asked.email, what == "disable"}, actor, *environment.clock, *work);
  if (!outcome) return refuse(environment, outcome.error());
  if (new_password) show(password, environment, asked);
  *environment.out << "Done.\n";
  return kDone;
}

int list(const Environment& environment, const Options& options) {
  const auto opened = open_council(environment, options, false);
  if (!opened) return refuse(environment, opened.error());
  for (const auto& user : opened->store->read(opened->council)->users().all()) {
    std::vector<std::string> roles;
    for (const auto& grant : user.grants)
      roles.push_back(std::string(to_string(grant.role)) + ":" + std::string(to_string(grant.scope)) +
                      (grant.value.empty() ? "" : ":" + grant.value));
    *environment.out << user.email << "\t" << user.name << "\t" << base::join(roles, ", ")
                     << (user.disabled ? "\tdisabled" : "") << "\n";
  }
  return kDone;
}

}  // namespace

void add_user(CLI::App& app, Commands& commands) {
  auto* command = app.add_subcommand("user", "Who may sign in");
  command->require_subcommand(1);
  auto asked = std::make_shared<UserOptions>();
  auto* adding = command->add_subcommand("add", "Add a user");
  adding->add_option("EMAIL", asked->email)->required();
  adding->add_option("--person", asked->person, "Their identifier in people.csv");
  adding->add_option("--name", asked->name, "Their name, where no person is given");
  adding->add_option("--role", asked->roles,
                     "role or role:scope:value; again for more. Left out: what the person's job suggests");
  adding->add_flag("--password-stdin", asked->password_from_input, "Read the password from standard input");
  adding->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return add(commands.environment, commands.options, *asked); };
  });
  for (const auto& [what, says] :
       {std::pair{"password", "Set a new password"}, std::pair{"disable", "Let a user sign in no more"},
        std::pair{"enable", "Let a disabled user sign in again"}}) {
    auto* changing = command->add_subcommand(what, says);
    changing->add_option("EMAIL", asked->email)->required();
    if (std::string(what) == "password")
      changing->add_flag("--password-stdin", asked->password_from_input, "Read the password from standard input");
    changing->callback([&commands, asked, what = std::string(what)] {
      commands.chosen = [&commands, asked, what] {
        return change(commands.environment, commands.options, *asked, what);
      };
    });
  }
  command->add_subcommand("list", "List the users")->callback([&commands] {
    commands.chosen = [&commands] { return list(commands.environment, commands.options); };
  });
}

}  // namespace plumbline::cli
