// plumbline check: integrity of the database, the journal's hash chain of every council.
#include <CLI/CLI.hpp>

#include "app/ports/record_ports.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"

namespace plumbline::cli {
namespace {

// Not a matter of soundness, but of what nobody has read yet.
void say_mail(const Environment& environment, const std::string& council, app::OutboxReads& outbox) {
  constexpr int kMost = 500;
  const auto say = [&](std::size_t count, std::string_view what) {
    if (count == 0) return;
    const auto many =
        count == kMost ? "500 letters or more" : base::count_of(static_cast<long long>(count), "letter", "letters");
    *environment.out << council << ": " << many << " " << what << "; see plumbline remind --preview\n";
  };
  say(outbox.waiting(kMost).size(), "in the outbox, not sent yet");
  say(outbox.refused(kMost).size(), "refused by the mail server for good");
}

int check(const Environment& environment, const Options& options) {
  const auto integrity = environment.integrity(options);
  if (!integrity) return refuse(environment, integrity.error());
  auto sound = integrity->empty();
  for (const auto& finding : *integrity) *environment.err << "database: " << finding << "\n";
  const auto store = environment.open_store(options, false);
  if (!store) return refuse(environment, store.error());
  const auto councils = (*store)->read("")->councils().all();
  for (const auto& council : councils) {
    if (!options.council.empty() && council.key != options.council) continue;
    const auto broken = (*store)->read(council.key)->journal().verify();
    if (broken) {
      sound = false;
      *environment.err << council.key << ": " << *broken << "\n";
    } else {
      *environment.out << council.key << ": the journal holds\n";
    }
    say_mail(environment, council.key, (*store)->read(council.key)->outbox());
  }
  if (sound) *environment.out << "The database is sound.\n";
  return sound ? kDone : kRefused;
}

}  // namespace

void add_check(CLI::App& app, Commands& commands) {
  auto* command = app.add_subcommand("check", "Check the database, the journal's hash chain and the totals");
  command->callback(
      [&commands] { commands.chosen = [&commands] { return check(commands.environment, commands.options); }; });
}

}  // namespace plumbline::cli
