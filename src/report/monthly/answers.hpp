// What checklists found: the answers to their questions, counted (AUDIT-3). Tools that judge nothing have no grade to
// report; their answers say how far a concern reaches.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/report_ports.hpp"
#include "domain/framework/framework.hpp"
#include "report/share.hpp"

namespace plumbline::report {

struct QuestionFigures {
  std::string tool;
  std::string section;
  std::string section_title;
  std::string question;  // key
  std::string text;
  std::array<long long, domain::kAnswers.size()> n{};
  long long of(domain::Answer answer) const { return n[static_cast<std::size_t>(answer)]; }
  Share share(domain::Answer answer) const;  // of those to which the question applied
  friend bool operator==(const QuestionFigures&, const QuestionFigures&) = default;
};

bool has_checklists(const domain::Framework& framework, const domain::Programme& programme);
bool is_checklist(const domain::Framework& framework, const std::string& tool);

// Every question of the programme's checklists, in the order of the tools; `area` empty: the whole council. Pure.
std::vector<QuestionFigures> questions_of(const std::vector<app::AnswerCount>& counts,
                                          const domain::Framework& framework, const domain::Programme& programme,
                                          const std::optional<std::string>& area = {});
// Those that somebody answered partly or no, the smallest share of yes first. Points into `questions`.
std::vector<const QuestionFigures*> not_always_yes(const std::vector<QuestionFigures>& questions);
// So many of them stand on a report's first page; files have all.
inline constexpr std::size_t kFewQuestions = 15;
// Yes, of all answers to questions that applied.
Share answered_yes(const std::vector<QuestionFigures>& questions);

}  // namespace plumbline::report
