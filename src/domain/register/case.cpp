#include "domain/register/case.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(Category category) {
  switch (category) {
    case Category::Referral:
      return "referral";
    case Category::Assessment:
      return "assessment";
    case Category::NoPlan:
      return "no-plan";
    case Category::Cin:
      return "cin";
    case Category::Cp:
      return "cp";
    case Category::Cla:
      return "cla";
    case Category::CareLeaver:
      return "care-leaver";
    case Category::EarlyHelp:
      return "early-help";
    case Category::Mash:
      return "mash";
    case Category::Fostering:
      return "fostering";
    case Category::Adoption:
      return "adoption";
    case Category::YouthJustice:
      return "youth-justice";
    case Category::ChildrensCentre:
      return "childrens-centre";
  }
  return "";
}

std::string_view say(Category category) {
  switch (category) {
    case Category::Referral:
      return "Referral";
    case Category::Assessment:
      return "Assessment";
    case Category::NoPlan:
      return "No current plan";
    case Category::Cin:
      return "Child in need";
    case Category::Cp:
      return "Child protection";
    case Category::Cla:
      return "Child looked after";
    case Category::CareLeaver:
      return "Care leaver";
    case Category::EarlyHelp:
      return "Early help";
    case Category::Mash:
      return "MASH contact";
    case Category::Fostering:
      return "Fostering";
    case Category::Adoption:
      return "Adoption";
    case Category::YouthJustice:
      return "Youth justice";
    case Category::ChildrensCentre:
      return "Children’s centre";
  }
  return "";
}

std::optional<Category> parse_category(std::string_view text) {
  for (const auto category : kCategories)
    if (base::equal_ignoring_case(to_string(category), base::trim(text))) return category;
  return std::nullopt;
}

}  // namespace plumbline::domain
