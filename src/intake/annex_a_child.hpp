// What all the rows of one child on Annex A's lists amount to: Ofsted's rule, and a word for a person where the rows
// contradict one another.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/register/feed.hpp"
#include "base/day.hpp"
#include "intake/annex_a_lists.hpp"

namespace plumbline::intake::annex_a {

// One row of one list.
struct Entry {
  int list = 0;
  std::size_t line = 0;
  std::optional<base::Day> start;
  std::optional<base::Day> end;
  std::string team;
  std::string worker;
  Status status = Status::Blank;
  std::string status_text;

  bool is_open(base::Day as_of) const { return !end || *end > as_of; }
};

struct Child {
  std::string id;
  std::vector<Entry> entries;
  std::optional<base::Day> born;
  std::string gender;
  std::string ethnicity;
  std::string disability;
  bool unborn = false;
  bool undecided = false;  // a problem already says why this child is left out
};

// What of the file a decision hangs on, beside the child's own rows.
struct FileSays {
  base::Day as_of{};
  std::array<std::string, 4> sheets;  // by list, from kCin; empty for a CSV
  std::array<std::size_t, 4> rows{};  // by list, from kCin

  const std::string& sheet_of(int list) const { return sheets[static_cast<std::size_t>(list - kCin)]; }
  std::size_t rows_of(int list) const { return rows[static_cast<std::size_t>(list - kCin)]; }
};

// Fills `row` with the case. False when there is none to take; `problems` says why, and what was left blank.
bool decide(const Child& child, const FileSays& file, app::CaseRow& row, app::Problems& problems);

}  // namespace plumbline::intake::annex_a
