#include "intake/annex_a_lists.hpp"

#include <charconv>

#include "base/text.hpp"
#include "intake/annex_a.hpp"
#include "intake/fields.hpp"

namespace plumbline::intake {
namespace annex_a {

using domain::Category;

std::vector<ColumnSpec> specs_of(int list) {
  std::vector<ColumnSpec> specs{{"Child Unique ID", true, {"Child ID", "Child Unique Identifier", "Child's Unique ID"}},
                                {"Gender", false, {"Sex"}},
                                {"Ethnicity"},
                                {"Date of Birth", false, {"DOB", "Date of Birth or expected date of birth"}},
                                {"Age of Child (Years)", false, {"Age"}},
                                {"Does the Child have a Disability", false, {"Disability"}},
                                {"Allocated Team", false, {"Team"}},
                                {"Allocated Worker", false, {"Allocated Social Worker", "Worker"}}};
  switch (list) {
    case kCin:
      specs.push_back({"CIN Start Date", true});
      specs.push_back({"CIN Closure Date", true, {"CIN End Date"}});
      specs.push_back({"Case status"});
      break;
    case kCp:
      specs.push_back({"Child Protection Plan Start Date", true, {"CP Plan Start Date"}});
      specs.push_back({"Child Protection Plan End Date", true, {"CP Plan End Date"}});
      break;
    case kCla:
      specs.push_back({"Date Started to be Looked After", true});
      specs.push_back({"Date Ceased to be Looked After", true});
      break;
    case kCareLeavers:
      specs.push_back({"Allocated Personal Advisor", false, {"Allocated Personal Adviser"}});
      specs.push_back({"Eligibility Category", true});
      break;
    default:
      break;
  }
  return specs;
}

bool is_child_column(std::string_view cell) {
  const auto key = column_key(cell);
  return key == "child unique id" || key == "child id" || key == "child unique identifier" ||
         key == "child's unique id";
}

Category category_of(int list) {
  switch (list) {
    case kCp:
      return Category::Cp;
    case kCla:
      return Category::Cla;
    case kCareLeavers:
      return Category::CareLeaver;
    default:
      return Category::Cin;
  }
}

std::string list_words(int list) { return "List " + std::to_string(list); }

Status status_of(std::string_view text) {
  struct Spelling {
    std::string_view text;
    Status status;
  };
  static constexpr std::array kSpellings{Spelling{"looked after child", Status::LookedAfter},
                                         Spelling{"child looked after", Status::LookedAfter},
                                         Spelling{"looked after", Status::LookedAfter},
                                         Spelling{"lac", Status::LookedAfter},
                                         Spelling{"cla", Status::LookedAfter},
                                         Spelling{"cla&cp", Status::LookedAfter},
                                         Spelling{"cla&cpp", Status::LookedAfter},
                                         Spelling{"cp/cla", Status::LookedAfter},
                                         Spelling{"cla/cp", Status::LookedAfter},
                                         Spelling{"lac&cp", Status::LookedAfter},
                                         Spelling{"cp&cla", Status::LookedAfter},
                                         Spelling{"child protection plan", Status::Protection},
                                         Spelling{"child protection", Status::Protection},
                                         Spelling{"cp", Status::Protection},
                                         Spelling{"cpp", Status::Protection},
                                         Spelling{"cp plan", Status::Protection},
                                         Spelling{"cp ext", Status::Protection},
                                         Spelling{"child in need plan", Status::InNeed},
                                         Spelling{"child in need", Status::InNeed},
                                         Spelling{"cin", Status::InNeed},
                                         Spelling{"cin plan", Status::InNeed},
                                         Spelling{"open assessment", Status::Assessment},
                                         Spelling{"open asmt", Status::Assessment},
                                         Spelling{"assessment", Status::Assessment},
                                         Spelling{"cf assessment in progress", Status::Assessment},
                                         Spelling{"assessment in progress", Status::Assessment},
                                         Spelling{"care leaver", Status::CareLeaver},
                                         Spelling{"closed episode", Status::Closed},
                                         Spelling{"closed", Status::Closed},
                                         Spelling{"closed stepdown", Status::Closed},
                                         Spelling{"closed case", Status::Closed},
                                         Spelling{"closed referral", Status::Closed},
                                         Spelling{"closed assessment", Status::Closed}};
  if (text.empty()) return Status::Blank;
  auto key = column_key(without_letter(text));  // lower case, hyphens as blanks
  key = base::replace_all(base::replace_all(base::replace_all(key, " & ", "&"), " / ", "/"), " and ", "&");
  key = base::replace_all(key, "  ", " ");
  key = base::replace_all(key, "  ", " ");
  for (const auto& one : kSpellings)
    if (one.text == key) return one.status;
  return Status::Unknown;
}

}  // namespace annex_a

std::optional<int> annex_a_list_number(std::string_view sheet_name) {
  const auto key = column_key(sheet_name);
  if (!key.starts_with("list")) return std::nullopt;
  auto rest = base::trim(std::string_view(key).substr(4));
  int number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{} || number < 1 || number > 11) return std::nullopt;
  return number;
}

std::optional<int> annex_a_list_by_header(const SheetRow& header) {
  for (const int list : annex_a::kLists) {
    const auto columns = Columns::match(header, annex_a::specs_of(list), {});
    if (columns && columns->missing().empty()) return list;
  }
  struct Mark {
    std::string_view column;
    int list;
  };
  static constexpr std::array kOthers{Mark{"date of contact", 1},
                                      Mark{"assessment start date", 2},
                                      Mark{"date of referral", 3},
                                      Mark{"continuous assessment start date", 4},
                                      Mark{"strategy discussion initiating section 47 enquiry start date", 5},
                                      Mark{"family identifier", 10}};
  bool has_child = false;
  for (const auto cell : header.cells) has_child = has_child || column_key(cell) == "child unique id";
  if (!has_child) return std::nullopt;
  for (const auto cell : header.cells)
    for (const auto& mark : kOthers)
      if (column_key(cell) == mark.column) return mark.list;
  return std::nullopt;
}

}  // namespace plumbline::intake
