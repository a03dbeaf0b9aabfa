// The grades of a judgement, and the answers of a compliance question. Stored and part of the files' contract: add,
// never change.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace plumbline::domain {

// Ofsted's four, the critical form of the lowest, and "not applicable", which is an answer but no grade.
enum class Grade { Outstanding, Good, RequiresImprovement, Inadequate, InadequateCritical, NotApplicable };
inline constexpr std::array kGrades{Grade::Outstanding,         Grade::Good,
                                    Grade::RequiresImprovement, Grade::Inadequate,
                                    Grade::InadequateCritical,  Grade::NotApplicable};
std::string_view to_string(Grade grade);                  // `requires-improvement`, `na`
std::string_view say(Grade grade);                        // `Requires improvement`
std::optional<Grade> parse_grade(std::string_view text);  // the stored text, any case
constexpr bool is_graded(Grade grade) { return grade != Grade::NotApplicable; }
// 0 for outstanding to 4 for inadequate - critical; nothing for not applicable. What agreement figures and movement
// use.
constexpr std::optional<int> rank(Grade grade) {
  if (grade == Grade::NotApplicable) return std::nullopt;
  return static_cast<int>(grade);
}
// Requires improvement or worse: a section so graded needs an action (AUDIT-4).
constexpr bool is_below_good(Grade grade) { return is_graded(grade) && grade > Grade::Good; }
constexpr bool is_good_or_better(Grade grade) { return grade == Grade::Outstanding || grade == Grade::Good; }

enum class Answer { Yes, No, Partly, NotApplicable };
inline constexpr std::array kAnswers{Answer::Yes, Answer::No, Answer::Partly, Answer::NotApplicable};
std::string_view to_string(Answer answer);  // `yes`, `no`, `partly`, `na`
std::string_view say(Answer answer);
std::optional<Answer> parse_answer(std::string_view text);

}  // namespace plumbline::domain
