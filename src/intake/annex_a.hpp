// Ofsted's Annex A lists 6 to 9 made into cases: the template of August 2019, the 2024 layout, and what councils make
// of them. A child on several lists stands where the first of looked after, protection and need applies (Ofsted's
// rule); a care leaver who is none of these is a care leaver. What the lists leave undecided is a problem for a person,
// never a guess.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/register/feed.hpp"
#include "base/day.hpp"
#include "intake/sheet.hpp"

namespace plumbline::intake {

// One list of the file: its number in Annex A and how to open it. Opened one at a time.
struct AnnexAList {
  int number = 0;
  std::string name{};  // of the sheet; empty for a CSV
  std::function<base::Result<std::unique_ptr<Sheet>>()> open;
};

// The number of an Annex A list by its sheet's name: `List 6`, `List_6`, `list6 CIN`. Nothing for other names.
std::optional<int> annex_a_list_number(std::string_view sheet_name);
// The same by the columns of a header row; nothing when it is none of Annex A's.
std::optional<int> annex_a_list_by_header(const SheetRow& header);

// `whole` says that the file should hold all four lists, so that a missing one is worth a word.
base::Result<std::unique_ptr<app::CaseFeed>> annex_a_feed(std::vector<AnnexAList> lists, bool whole, base::Day as_of);

}  // namespace plumbline::intake
