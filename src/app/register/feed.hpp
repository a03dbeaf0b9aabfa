// What the readers of foreign files hand to an import: rows one by one, and every problem with the line it stands on
// (FRAME-1). The readers themselves live in intake; nothing here knows CSV, workbooks or XML.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/register/case_fields.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/register/case.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

// Something about a row that a person must know. The sentence comes from the message catalogue by `rule`.
struct RowProblem {
  // LeftOut: the row can't be taken, so the whole import is refused unless the person asks for the good rows.
  // ToCheck: the row is taken; what could not be decided is left blank in it and listed here.
  enum class Weight { LeftOut, ToCheck };
  Weight weight = Weight::LeftOut;
  std::string rule;
  std::string sheet{};    // of a workbook; empty in a CSV
  std::size_t line = 0;   // from 1; 0 when it is about the file as a whole
  std::string column{};   // as the file writes it
  std::string value{};    // of a structured column only, shortened; never free text
  std::string subject{};  // the child's or person's identifier or the team, where it is known
  std::vector<std::pair<std::string, std::string>> more{};  // further {placeholders} of the sentence

  friend bool operator==(const RowProblem&, const RowProblem&) = default;
};

// Collects problems: counts all of them, keeps the first kKept, so that a file of nothing but errors stays bounded.
class Problems {
 public:
  static constexpr std::size_t kKept = 5000;
  void add(RowProblem problem);
  const std::vector<RowProblem>& kept() const { return kept_; }
  std::size_t left_out() const { return left_out_; }
  std::size_t to_check() const { return to_check_; }
  // The subjects of rows left out since the last call: they are not "gone", whatever else is wrong with them.
  std::vector<std::string> take_left_out_subjects() { return std::exchange(left_out_subjects_, {}); }

 private:
  std::vector<RowProblem> kept_;
  std::vector<std::string> left_out_subjects_;
  std::size_t left_out_ = 0;
  std::size_t to_check_ = 0;
};

enum class FileKind { CasesTable, PeopleTable, TeamsTable, AuditsTable, AnnexA, CinCensus };
std::string_view say(FileKind kind);  // `Ofsted Annex A lists`

// What a file is, and how far it speaks.
struct FeedInfo {
  FileKind kind = FileKind::CasesTable;
  std::vector<std::string> ignored_columns{};  // there, but not ours
  std::vector<std::string> missing_columns{};  // ours and optional, not in the file: what is held stays
  CaseFields gives{};                          // cases only
  // Cases only: a case of these categories that the file does not name has gone. A cases table speaks for all.
  std::vector<domain::Category> speaks_for{};
  // A list that can't see the whole of a child's standing (one Annex A list, the census): an open case held as one of
  // these keeps its category when the file says a lesser one.
  std::vector<domain::Category> cannot_see{};
};

// Where reading stands, for a progress bar; bytes of the file (compressed bytes of a workbook).
struct FeedPosition {
  std::size_t done = 0;
  std::size_t of = 0;
};

struct CaseRow {
  domain::Case item;
  std::string sheet;
  std::size_t line = 0;
};
struct PersonRow {
  domain::Person item;
  std::string sheet;
  std::size_t line = 0;
};
struct TeamRow {
  domain::Team item;
  std::string sheet;
  std::size_t line = 0;
};

// Rows of one foreign file. next() fills `row` and says true, or false at the end; rows that can't be read are added to
// `problems` and passed over. A refusal means that the file as a whole can't be read any further.
template <class Row>
class Feed {
 public:
  virtual ~Feed() = default;
  virtual base::Result<bool> next(Row& row, Problems& problems) = 0;
  virtual const FeedInfo& info() const = 0;
  virtual FeedPosition position() const = 0;
};
using CaseFeed = Feed<CaseRow>;
using PersonFeed = Feed<PersonRow>;
using TeamFeed = Feed<TeamRow>;

class PastAuditFeed;  // app/register/past_audits.hpp

// One line of a mapping file: the council's column name and ours.
struct ColumnPair {
  std::string theirs;
  std::string ours;
};
using ColumnMapping = std::vector<ColumnPair>;

// The columns of a file beside ours, for the mapping page.
struct ColumnsFound {
  FileKind kind = FileKind::CasesTable;
  std::vector<std::string> theirs;  // in file order
  std::vector<ColumnPair> matched;
  std::vector<std::string> missing;           // ours, required, matched by none
  std::vector<std::string> optional_missing;  // ours, matched by none, not required
};

// The port to the readers. Files are told apart by content, never by their name.
class RegisterFiles {
 public:
  virtual ~RegisterFiles() = default;
  // `as_of` decides what is open in files that hold ended plans with future dates.
  virtual base::Result<std::unique_ptr<CaseFeed>> cases(const std::string& path, const ColumnMapping& mapping,
                                                        base::Day as_of) = 0;
  virtual base::Result<std::unique_ptr<PersonFeed>> people(const std::string& path, const ColumnMapping& mapping) = 0;
  virtual base::Result<std::unique_ptr<TeamFeed>> teams(const std::string& path, const ColumnMapping& mapping) = 0;
  virtual base::Result<std::unique_ptr<PastAuditFeed>> audits(const std::string& path,
                                                              const ColumnMapping& mapping) = 0;
  virtual base::Result<ColumnsFound> columns(const std::string& path, FileKind table, const ColumnMapping& mapping) = 0;
  // A mapping file: YAML (`theirs: ours` a line) or CSV with the columns theirs and ours.
  virtual base::Result<ColumnMapping> mapping(const std::string& path) = 0;
  virtual base::Result<std::string> sha256(const std::string& path) = 0;
};

}  // namespace plumbline::app
