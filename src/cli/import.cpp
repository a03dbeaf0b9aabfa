// plumbline import cases|people|teams|audits FILE
#include <CLI/CLI.hpp>
#include <filesystem>

#include "app/messages/messages.hpp"
#include "app/register/import.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"

namespace plumbline::cli {
namespace {

constexpr std::size_t kShownProblems = 50;

struct ImportOptions {
  std::string kind;
  std::string file;
  std::string map;
  std::string as_of;
  bool dry_run = false;
  bool take_good_rows = false;
};

void list_problems(std::ostream& out, const app::Problems& problems, const std::string& file) {
  std::size_t shown = 0;
  for (const auto weight : {app::RowProblem::Weight::LeftOut, app::RowProblem::Weight::ToCheck}) {
    for (const auto& problem : problems.kept()) {
      if (problem.weight != weight) continue;
      if (++shown > kShownProblems) continue;
      out << (weight == app::RowProblem::Weight::LeftOut ? "left out: " : "to check: ")
          << app::sentence_with_place(problem, file) << "\n";
    }
  }
  const auto all = problems.left_out() + problems.to_check();
  if (all > kShownProblems)
    out << "… and " << base::count_of(static_cast<long long>(all - kShownProblems), "more", "more") << "\n";
}

// All of them, however many: who is missing from the list by mistake must be seen.
void list_leavers(std::ostream& out, const app::ImportOutcome& outcome) {
  for (const auto& leaver : outcome.leavers) {
    out << "not in the file: " << leaver.name << " (" << leaver.person.text() << ")";
    if (!leaver.audits.empty())
      out << ", who has audits for somebody else to make: " << base::join(leaver.audits, ", ");
    out << "\n";
  }
  if (outcome.leaves_more_than_half())
    out << "More than half of the people (" << base::with_commas(outcome.counts.gone) << " of "
        << base::with_commas(outcome.counts.held) << ") are not in this file. Check that it is the whole list.\n";
}

std::string tally(const app::ImportOutcome& outcome, app::ImportKind kind) {
  const auto& counts = outcome.counts;
  std::string out = app::say(counts.rows, kind) + ": " + base::with_commas(counts.added) + " new, " +
                    base::with_commas(counts.changed) + " changed, " + base::with_commas(counts.unchanged) +
                    " unchanged";
  if (kind == app::ImportKind::Cases) out += ", " + base::with_commas(counts.closed) + " closed";
  if (kind == app::ImportKind::People) out += ", " + base::with_commas(counts.gone) + " left";
  if (outcome.problems.left_out() > 0)
    out += ", " + base::with_commas(static_cast<long long>(outcome.problems.left_out())) + " left out";
  if (outcome.problems.to_check() > 0)
    out += ", " + base::with_commas(static_cast<long long>(outcome.problems.to_check())) + " to check";
  return out;
}

int import(const Environment& environment, const Options& options, const ImportOptions& asked) {
  app::RegisterFiles& files = *environment.register_files;
  app::ImportRequest request;
  request.kind = *app::parse_import_kind(asked.kind);
  request.path = asked.file;
  request.name = std::filesystem::path(asked.file).filename().string();
  if (request.name.empty()) request.name = std::filesystem::path(asked.file).parent_path().filename().string();
  request.as_of = environment.clock->today();
  request.take_good_rows = asked.take_good_rows;
  if (!asked.as_of.empty()) {
    const auto day = base::parse_day(asked.as_of);
    if (!day) {
      refuse(environment,
             base::Error{base::ErrorCode::Invalid, "command.import.as_of", "as-of", {{"value", asked.as_of}}});
      return kWrongUsage;
    }
    request.as_of = *day;
  }
  if (!asked.map.empty()) {
    auto mapping = files.mapping(asked.map);
    if (!mapping) return refuse(environment, mapping.error());
    request.mapping = std::move(*mapping);
  }
  const auto opened = open_council(environment, options, !asked.dry_run);
  if (!opened) return refuse(environment, opened.error());

  std::shared_ptr<const domain::Framework> framework;
  if (request.kind == app::ImportKind::Audits) {
    auto found = environment.frameworks->current(*opened->store->read(opened->council));
    if (!found) return refuse(environment, found.error());
    framework = std::move(*found);
    request.framework = framework.get();
  }
  const auto outcome = [&]() -> base::Result<app::ImportOutcome> {
    TerminalProgress progress(environment);
    if (asked.dry_run) {
      const auto reader = opened->store->read(opened->council);
      return app::preview_import(request, files, *reader, progress);
    }
    const auto work = opened->store->begin(opened->council);
    return app::import_file(request, app::command_line_actor(opened->council), *environment.clock, files, *work,
                            progress);
  }();
  if (!outcome) {
    const int code = refuse(environment, outcome.error());
    if (outcome.error().rule == "table.read.columns_missing")
      *environment.err << "Say which in a file, ‘their column: our_column’ on a line each, and name it with --map.\n";
    return code;
  }

  list_problems(*environment.err, outcome->problems, request.name);
  list_leavers(*environment.err, *outcome);
  if (!outcome->ignored_columns.empty())
    *environment.err << "ignored columns: " << base::join(outcome->ignored_columns, ", ") << "\n";
  if (asked.dry_run) {
    *environment.out << "Would import " << tally(*outcome, request.kind) << ". Nothing was written.\n";
    return outcome->problems.left_out() > 0 && !asked.take_good_rows ? kRefused : kDone;
  }
  if (!outcome->taken) {
    return refuse(
        environment,
        base::Error{
            base::ErrorCode::RuleBroken,
            "import.rows.left_out",
            "",
            {{"rows", base::count_of(static_cast<long long>(outcome->problems.left_out()), "problem", "problems")}}});
  }
  *environment.out << "Imported " << tally(*outcome, request.kind) << ".\n";
  return kDone;
}

}  // namespace

void add_import(CLI::App& app, Commands& commands) {
  auto asked = std::make_shared<ImportOptions>();
  auto* command =
      app.add_subcommand("import", "Take in the register, people, teams or audits made before, from a file");
  command->add_option("KIND", asked->kind, "cases, people, teams or audits")
      ->required()
      ->check(CLI::IsMember({"cases", "people", "teams", "audits"}));
  command
      ->add_option("FILE", asked->file,
                   "A CSV, an Excel workbook (.xlsx), Ofsted Annex A lists, or a children in need census (.xml)")
      ->required();
  command->add_option("--as-of", asked->as_of, "The day the file speaks of, on which what has gone is closed (today)");
  command->add_option("--map", asked->map, "YAML or CSV that says which of its columns are ours");
  command->add_flag("--dry-run", asked->dry_run, "Say what would change, and write nothing");
  command->add_flag("--take-good-rows", asked->take_good_rows, "Take the rows without problems and leave the others");
  command->callback([&commands, asked] {
    commands.chosen = [&commands, asked] { return import(commands.environment, commands.options, *asked); };
  });
}

}  // namespace plumbline::cli
