#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "app/ports/register_ports.hpp"
#include "app/register/import.hpp"
#include "app/register/known_children.hpp"
#include "app/register/staff_lists.hpp"
#include "app/register/telling.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// One pass over a feed of cases against what the register holds.
class CasesPass {
 public:
  CasesPass(CaseReads& cases, PersonReads& people, CaseFeed& feed, base::Day as_of);

  // Rows of these children are left out whole, wherever they stand in the file.
  void leave_out(std::set<std::string> children) { twice_ = std::move(children); }

  // Reads to the end. `writer` is nothing for a comparison alone.
  base::Result<void> read(CaseImport* writer, Telling telling);

  // Counts the open cases that the file should have named and did not.
  void count_gone();
  void close_gone(CaseImport& writer);
  // Collected apart from closing: the database is not read and written at once.
  void collect_gone();
  const std::set<std::string>& twice() const { return twice_found_; }
  bool has_rows() const { return counts.rows > 0 || problems.left_out() > 0; }

  ImportCounts counts;
  Problems problems;

 private:
  bool has_gone(const KnownChildren::Entry& entry) const;
  void hold_left_out();
  void take(CaseRow& row, CaseFields gives, CaseImport* writer);
  long long& tally(KnownChildren::Entry::Counted as);

  // The file names the child a second time.
  void again(const CaseRow& row, KnownChildren::Entry& entry, std::int64_t said);
  CaseReads& cases_;
  CaseFeed& feed_;
  FeedInfo info_;
  StaffLists staff_;
  base::Day as_of_;
  KnownChildren known_;
  std::set<std::string> twice_;
  std::set<std::string> twice_found_;
  std::vector<std::string> gone_children_;
};

}  // namespace plumbline::app
