// Taking in the register, people and teams (FRAME-1, FRAME-4), each file the whole list: compared with what is held,
// all or nothing unless the good rows are asked for, written with one entry of the journal. A preview is the same
// comparison without writing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "app/register/feed.hpp"
#include "base/day.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"

namespace plumbline::app {

enum class ImportKind { Cases, People, Teams, Audits };
std::string_view to_string(ImportKind kind);       // `cases`
std::string say(long long rows, ImportKind kind);  // `1 case`, `25 audits`
std::optional<ImportKind> parse_import_kind(std::string_view text);

struct ImportRequest {
  ImportKind kind = ImportKind::Cases;
  std::string path;  // where the file is to be read
  std::string name;  // as people know it: for the journal and messages
  ColumnMapping mapping{};
  base::Day as_of{};  // the day on which what has gone is closed
  bool take_good_rows = false;
  const domain::Framework* framework = nullptr;  // audits alone ask for it: their programmes, tools and sections
};

struct ImportCounts {
  long long rows = 0;  // that could be read
  long long added = 0;
  long long changed = 0;
  long long unchanged = 0;
  long long closed = 0;  // were open, and are not any more: with a closing day in the file, or gone from it
  long long gone = 0;    // of these, gone from the file; of people: who left
  long long held = 0;    // open cases of the register before; of people: who was there
  friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

// Somebody whom the file of people no longer names: marked as having left on the day the file speaks of, never deleted,
// because audits and the record name them. From then on they are given no audit, get no letter (their address is
// forgotten) and cannot sign in; a file that names them again undoes it.
struct Leaver {
  domain::PersonId person;
  std::string name;
  std::vector<std::string> audits;  // references of the audits they have not returned, for somebody else to make
};

struct ImportOutcome {
  FileKind kind = FileKind::CasesTable;
  ImportCounts counts;
  Problems problems;
  std::vector<Leaver> leavers{};  // of a file of people: counts.gone of them, by identifier
  std::vector<std::string> ignored_columns;
  std::string sha256;  // of the file
  bool taken = false;  // written; false for a preview, and where rows that can't be taken refused the whole

  // A file of one team in place of the whole list would close or let go of nearly everything: worth a warning.
  bool leaves_more_than_half() const { return counts.held >= 20 && counts.gone * 2 > counts.held; }
};

// What import_file would do. Refusals: those of the readers, import.file.empty (nothing to import).
base::Result<ImportOutcome> preview_import(const ImportRequest& request, RegisterFiles& files, Reader& reader,
                                           base::Progress& progress);

// Imports and commits, or leaves everything as it was: outcome.taken says which, and outcome.problems why not.
// Refusals as above, access.page.forbidden, and person.import.self: the file of people does not name the one who
// imports it, who could sign in no more.
base::Result<ImportOutcome> import_file(const ImportRequest& request, const Actor& actor, const base::Clock& clock,
                                        RegisterFiles& files, UnitOfWork& work, base::Progress& progress);

// A problem as a sentence, without its place; and with it: `cases.csv, line 12, column opened_on: …`.
std::string sentence(const RowProblem& problem);
std::string sentence_with_place(const RowProblem& problem, const std::string& file);
// All kept problems as CSV for people: file place, column, value, identifier, what to do.
std::string problems_csv(const Problems& problems);

}  // namespace plumbline::app
