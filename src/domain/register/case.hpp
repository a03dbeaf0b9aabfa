// A row of the case register: one child, by identifier only (FRAME-2, SEC-3).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"

namespace plumbline::domain {

using ChildId = base::Id<struct ChildTag>;    // the council's identifier of a child, never a name
using PersonId = base::Id<struct PersonTag>;  // the council's identifier of a member of staff
using TeamName = std::string;                 // teams are known by their name, as registers write it

// Where a child stands in the service. The texts are stored and part of the files' contract: add, never change.
enum class Category {
  Referral,
  Assessment,
  NoPlan,
  Cin,
  Cp,
  Cla,
  CareLeaver,
  EarlyHelp,
  Mash,
  Fostering,
  Adoption,
  YouthJustice,
  ChildrensCentre
};
inline constexpr std::array kCategories{
    Category::Referral, Category::Assessment,   Category::NoPlan,         Category::Cin,  Category::Cp,
    Category::Cla,      Category::CareLeaver,   Category::EarlyHelp,      Category::Mash, Category::Fostering,
    Category::Adoption, Category::YouthJustice, Category::ChildrensCentre};
std::string_view to_string(Category category);                  // `care-leaver`
std::string_view say(Category category);                        // `Care leaver`, `Child protection plan`
std::optional<Category> parse_category(std::string_view text);  // the stored text, any case

struct Case {
  ChildId child_id;
  Category category = Category::Cin;
  std::string locality;
  std::string service_area;
  TeamName team;
  std::optional<PersonId> worker_id;
  std::optional<PersonId> supervisor_id;
  std::optional<base::Day> opened_on;
  std::optional<base::Day> closed_on;
  std::optional<base::Day> moved_on;
  std::vector<std::string> flags;  // theme flags, as typed, in order
  bool restricted = false;         // kept out of every draw
  std::optional<base::Day> last_audited_on;
  // For the fairness figures alone (REP-8); not part of the frame's digest.
  std::optional<int> birth_year;
  std::string gender;
  std::string ethnicity;
  std::string disability;

  bool is_open() const { return !closed_on.has_value(); }
  friend bool operator==(const Case&, const Case&) = default;
};

}  // namespace plumbline::domain
