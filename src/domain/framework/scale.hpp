// The grades a form offers and what each means to the council (AUDIT-3).
#pragma once

#include <string>
#include <vector>

#include "domain/framework/grade.hpp"

namespace plumbline::domain {

// What one grade means, shown beside every judgement.
struct GradeDefinition {
  Grade grade = Grade::Good;
  std::string title;  // the council's word for it; say(grade) where the file gives none
  std::string definition;
  friend bool operator==(const GradeDefinition&, const GradeDefinition&) = default;
};

// The grades that a judgement may take, best first. "Not applicable" is never listed: sections allow it one by one.
struct Scale {
  std::string key;
  std::string title;
  std::vector<GradeDefinition> grades;
  bool offers(Grade grade) const;
  const GradeDefinition* find(Grade grade) const;
  friend bool operator==(const Scale&, const Scale&) = default;
};

}  // namespace plumbline::domain
