// plumbline allocate
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <set>

#include "app/allocation/allocate_cycle.hpp"
#include "app/messages/messages.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"

namespace plumbline::cli {
namespace {

struct AllocateOptions {
  std::string programme;
  std::string period;
  std::filesystem::path certificate;
  bool send = false;
};

int allocate(const Environment& environment, const Options& options, const AllocateOptions& asked) {
  if (const auto writable = can_write(asked.certificate); !writable) return refuse(environment, writable.error());
  const auto opened = open_council(environment, options, true);
  if (!opened) return refuse(environment, opened.error());
  const auto actor = app::command_line_actor(opened->council);
  const auto period = *base::parse_period(asked.period);
  const auto allocation = app::allocate_cycle({asked.programme, period}, actor, *environment.clock,
                                              *environment.frameworks, *opened->store->begin(opened->council));
  if (!allocation) return refuse(environment, allocation.error());
  std::set<domain::ChildId> placed;
  for (const auto& placement : allocation->placements) placed.insert(placement.child_id);
  for (const auto& child : allocation->unplaced) placed.erase(child);
  *environment.out << fmt::format(
      "Placed {} of {} with {}.\n", placed.size(),
      base::count_of(static_cast<long long>(placed.size() + allocation->unplaced.size()), "case", "cases"),
      base::count_of(static_cast<long long>(allocation->loads.size()), "auditor", "auditors"));
  for (const auto& pair : allocation->pairs) {
    *environment.out << "pair\t" << pair.first.text() << "\t" << pair.second.text() << "\t" << pair.cases << "\n";
  }
  for (const auto& person : allocation->alone) *environment.out << "in no pair\t" << person.text() << "\n";
  for (const auto& agency : allocation->agencies) {
    *environment.out << "agency\t" << agency.key << "\t" << agency.cases << " of at least " << agency.least << "\n";
  }
  for (const auto& placement : allocation->placements) {
    *environment.out << placement.child_id.text() << "\t" << placement.auditor.text();
    if (placement.second) *environment.out << "\t" << placement.second->text();
    if (!placement.part.empty()) *environment.out << "\t" << placement.part;
    *environment.out << "\n";
  }
  {
    const auto reader = opened->store->read(opened->council);
    const auto reads = app::month_reads(*reader);
    const auto month = app::find_drawn_month(asked.programme, period, *environment.frameworks, reads);
    if (!month) return refuse(environment, month.error());
    write_file(asked.certificate,
               [&](std::ostream& out) { out << domain::to_json(app::full_certificate(*month, reads)); });
  }
  for (const auto& blockage : allocation->blockages)
    if (!blockage.agency.empty()) *environment.err << "plumbline: " << domain::say(blockage) << "\n";
  if (!allocation->unplaced.empty()) {
    std::vector<std::string> children;
    for (const auto& child : allocation->unplaced) children.push_back(child.text());
    *environment.err << "plumbline: without an auditor: " << base::join(children, ", ") << "\n";
    for (const auto& blockage : allocation->blockages)
      if (blockage.agency.empty()) *environment.err << domain::say(blockage) << "\n";
    return kRefused;
  }
  if (!asked.send) return kDone;
  const auto sent = app::send_cycle({asked.programme, period, false}, actor, *environment.clock,
                                    *environment.frameworks, *opened->store->begin(opened->council));
  if (!sent) return refuse(environment, sent.error());
  *environment.out << "Sent " << base::count_of(*sent, "audit", "audits") << ".\n";
  return kDone;
}

}  // namespace

void add_allocate(CLI::App& app, Commands& commands) {
  auto asked = std::make_shared<AllocateOptions>();
  auto* command = app.add_subcommand("allocate", "Give a month's cases to auditors, or say why some can't be placed");
  command->add_option("--programme", asked->programme, "The programme's key, such as tier2")->required();
  command->add_option("--period", asked->period, "The month, as 2026-12")->required()->check(not_a_period);
  command->add_option("--certificate", asked->certificate,
                      "Write the certificate with the allocation to this file (JSON)");
  command->add_flag("--send", asked->send, "Send the audits to their auditors, too");
  command->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return allocate(commands.environment, commands.options, *asked); };
  });
}

}  // namespace plumbline::cli
