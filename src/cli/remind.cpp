// plumbline remind: the day's reminders, and whatever waits in the outbox.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include "app/mail/reminders.hpp"
#include "app/ports/record_ports.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/mail_options.hpp"

namespace plumbline::cli {
namespace {

constexpr int kMostListed = 500;

struct RemindOptions {
  std::string on;
  bool preview = false;
  MailOptions mail;
};

void list(const Environment& environment, const std::string& heading, const std::vector<app::OutboxMessage>& messages) {
  *environment.out << heading << "\n";
  for (const auto& message : messages) {
    *environment.out << fmt::format("  {}  {}  {}", message.to, message.kind, message.subject);
    if (!message.last_error.empty()) *environment.out << "  (" << message.last_error << ")";
    *environment.out << "\n";
  }
}

int preview(const Environment& environment, const Options& options, base::Day on) {
  const auto opened = open_council(environment, options, false);
  if (!opened) return refuse(environment, opened.error());
  const auto reader = opened->store->read(opened->council);
  const auto due = app::reminders_due(on, environment.clock->now(), *environment.frameworks, *reader);
  list(environment, fmt::format("Reminders to write for {}: {}", base::say(on), due.size()), due);
  const auto waiting = reader->outbox().waiting(kMostListed);
  list(environment, fmt::format("Waiting to be sent: {}", waiting.size()), waiting);
  const auto refused = reader->outbox().refused(kMostListed);
  list(environment, fmt::format("Refused by the mail server: {}", refused.size()), refused);
  return kDone;
}

int remind(const Environment& environment, const Options& options, const RemindOptions& asked) {
  auto on = environment.clock->today();
  if (!asked.on.empty()) {
    const auto day = base::parse_day(asked.on);
    if (!day)
      return refuse(environment, base::Error{base::ErrorCode::Invalid, "mail.remind.day", "on", {{"text", asked.on}}});
    on = *day;
  }
  if (asked.preview) return preview(environment, options, on);
  auto mail = open_mail(environment, asked.mail);
  if (!mail) return refuse(environment, mail.error());
  const auto opened = open_council(environment, options, true);
  if (!opened) return refuse(environment, opened.error());
  const auto actor = app::command_line_actor(opened->council);
  const int written = app::write_reminders(actor, on, *environment.clock, *environment.frameworks, *opened->store);
  *environment.out << "Wrote " << base::count_of(written, "reminder", "reminders") << ".\n";
  if (!mail->sender) {
    const auto waiting = opened->store->read(opened->council)->outbox().waiting(kMostListed).size();
    if (waiting > 0)
      *environment.err << "plumbline: "
                       << base::count_of(static_cast<long long>(waiting), "letter waits", "letters wait")
                       << ". Name the mail server with --smtp to send.\n";
    return kDone;
  }
  const auto done = app::deliver(opened->council, *mail->sender, mail->settings, *environment.clock,
                                 *environment.frameworks, *opened->store);
  *environment.out << "Sent " << base::count_of(done.sent, "letter", "letters") << ".\n";
  if (done.refused > 0)
    *environment.err << "plumbline: " << base::count_of(done.refused, "letter was", "letters were")
                     << " refused for good. See plumbline remind --preview.\n";
  if (done.kept > 0) *environment.err << "plumbline: the rest waits. The mail server said: " << done.said << "\n";
  return done.refused + done.kept > 0 ? kRefused : kDone;
}

}  // namespace

void add_remind(CLI::App& app, Commands& commands) {
  auto asked = std::make_shared<RemindOptions>();
  auto* command = app.add_subcommand("remind", "Write the day's reminders and send what waits");
  command->add_option("--on", asked->on, "The day, as 2026-12-01; today when left out");
  command->add_flag("--preview", asked->preview, "Show what would be written and what waits; change and send nothing");
  add_mail_options(*command, asked->mail);
  command->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return remind(commands.environment, commands.options, *asked); };
  });
}

}  // namespace plumbline::cli
