// plumbline check: integrity of the database, the journal's hash chain and the totals of every council.
#include <CLI/CLI.hpp>

#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/report_ports.hpp"
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

// Of every month that was sent out: sampled = audits sent + exempted, with what makes a difference by name. A case
// whose audit is still to be sent is work under way; an audit that was sent for a case outside the sample is not sound.
bool totals_hold(const Environment& environment, const std::string& council, app::Reader& reader) {
  const app::Visibility everything{true, {}, {}, {}, {}};
  bool sound = true;
  long long months = 0;
  for (const auto& cycle : reader.cycles().list()) {
    if (cycle.state != domain::CycleState::Sent && cycle.state != domain::CycleState::Closed) continue;
    ++months;
    const auto name = council + ": " + cycle.programme + ", " + base::say(cycle.period) + ": ";
    const auto period = base::iso(cycle.period);
    for (const auto& one :
         reader.reports().sample_mismatches({cycle.programme, period, period, "", "", ""}, everything)) {
      if (one.reference.empty()) {
        *environment.out << name << "case " << one.child_id.text() << " was drawn and has no audit yet\n";
        continue;
      }
      const auto audit = reader.audits().find_by_reference(one.reference);
      if (audit && !audit->sent_at) {
        *environment.out << name << "audit " << one.reference << " is not sent yet\n";
        continue;
      }
      sound = false;
      *environment.err << name << "audit " << one.reference << " was sent for a case that is not in the sample\n";
    }
  }
  if (sound)
    *environment.out << council << ": the totals of " << base::count_of(months, "month", "months") << " agree\n";
  return sound;
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
    const auto reader = (*store)->read(council.key);
    if (!totals_hold(environment, council.key, *reader)) sound = false;
    say_mail(environment, council.key, reader->outbox());
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
