// The four lists of Ofsted's Annex A that hold cases: their columns, and the words councils put into them.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "domain/register/case.hpp"
#include "intake/columns.hpp"

namespace plumbline::intake::annex_a {

inline constexpr int kCin = 6;
inline constexpr int kCp = 7;
inline constexpr int kCla = 8;
inline constexpr int kCareLeavers = 9;
inline constexpr std::array kLists{kCin, kCp, kCla, kCareLeavers};

enum Column : std::size_t {
  kChild,
  kGender,
  kEthnicity,
  kBirth,
  kAge,
  kDisability,
  kTeam,
  kWorker,
  kStart,
  kEnd,
  kStatus
};

// The columns of one list, in the order of Column. Names are those of the template; `also` are other spellings.
std::vector<ColumnSpec> specs_of(int list);
bool is_child_column(std::string_view cell);  // a header row is known by it

domain::Category category_of(int list);
std::string list_words(int list);  // `List 6`

// What the column `Case status` of list 6 says, in the spellings councils use.
enum class Status { Blank, LookedAfter, Protection, InNeed, Assessment, CareLeaver, Closed, Unknown };

Status status_of(std::string_view text);

}  // namespace plumbline::intake::annex_a
