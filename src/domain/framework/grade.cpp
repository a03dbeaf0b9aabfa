#include "domain/framework/grade.hpp"

#include "base/text.hpp"

namespace plumbline::domain {

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::Outstanding:
      return "outstanding";
    case Grade::Good:
      return "good";
    case Grade::RequiresImprovement:
      return "requires-improvement";
    case Grade::Inadequate:
      return "inadequate";
    case Grade::InadequateCritical:
      return "inadequate-critical";
    case Grade::NotApplicable:
      return "na";
  }
  return "";
}

std::string_view say(Grade grade) {
  switch (grade) {
    case Grade::Outstanding:
      return "Outstanding";
    case Grade::Good:
      return "Good";
    case Grade::RequiresImprovement:
      return "Requires improvement";
    case Grade::Inadequate:
      return "Inadequate";
    case Grade::InadequateCritical:
      return "Inadequate – critical";
    case Grade::NotApplicable:
      return "Not applicable";
  }
  return "";
}

std::optional<Grade> parse_grade(std::string_view text) {
  for (const auto grade : {Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate,
                           Grade::InadequateCritical, Grade::NotApplicable})
    if (base::equal_ignoring_case(to_string(grade), base::trim(text))) return grade;
  return std::nullopt;
}

std::string_view to_string(Answer answer) {
  switch (answer) {
    case Answer::Yes:
      return "yes";
    case Answer::No:
      return "no";
    case Answer::Partly:
      return "partly";
    case Answer::NotApplicable:
      return "na";
  }
  return "";
}

std::string_view say(Answer answer) {
  switch (answer) {
    case Answer::Yes:
      return "Yes";
    case Answer::No:
      return "No";
    case Answer::Partly:
      return "Partly";
    case Answer::NotApplicable:
      return "Not applicable";
  }
  return "";
}

std::optional<Answer> parse_answer(std::string_view text) {
  for (const auto answer : {Answer::Yes, Answer::No, Answer::Partly, Answer::NotApplicable})
    if (base::equal_ignoring_case(to_string(answer), base::trim(text))) return answer;
  return std::nullopt;
}

}  // namespace plumbline::domain
