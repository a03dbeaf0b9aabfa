#include "domain/framework/scale.hpp"

#include <algorithm>

namespace plumbline::domain {

bool Scale::offers(Grade grade) const { return find(grade) != nullptr; }

const GradeDefinition* Scale::find(Grade grade) const {
  const auto found = std::ranges::find(grades, grade, &GradeDefinition::grade);
  return found == grades.end() ? nullptr : &*found;
}

}  // namespace plumbline::domain
