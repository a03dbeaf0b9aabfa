#include "report/monthly/answers.hpp"

#include <algorithm>
#include <set>

namespace plumbline::report {

using domain::Answer;

Share QuestionFigures::share(Answer answer) const {
  return {of(answer), of(Answer::Yes) + of(Answer::Partly) + of(Answer::No)};
}

bool is_checklist(const domain::Framework& framework, const std::string& tool) {
  const auto* known = framework.find_tool(tool);
  return known != nullptr && !known->judged;
}

bool has_checklists(const domain::Framework& framework, const domain::Programme& programme) {
  return std::ranges::any_of(programme.tools, [&](const auto& choice) { return is_checklist(framework, choice.tool); });
}

std::vector<QuestionFigures> questions_of(const std::vector<app::AnswerCount>& counts,
                                          const domain::Framework& framework, const domain::Programme& programme,
                                          const std::optional<std::string>& area) {
  std::vector<QuestionFigures> questions;
  std::set<std::string> seen_tools;
  for (const auto& choice : programme.tools) {
    // Several choices may name one tool.
    if (!is_checklist(framework, choice.tool) || !seen_tools.insert(choice.tool).second) continue;
    for (const auto& section : framework.find_tool(choice.tool)->sections)
      for (const auto& question : section.questions)
        if (question.kind == domain::QuestionKind::Compliance)
          questions.push_back({choice.tool, section.key, section.title, question.key, question.text, {}});
  }
  for (const auto& count : counts) {
    if (area && count.area != *area) continue;
    const auto at = std::ranges::find_if(questions, [&](const QuestionFigures& one) {
      return one.tool == count.tool && one.section == count.section && one.question == count.question;
    });
    if (at != questions.end()) at->n[static_cast<std::size_t>(count.answer)] += count.n;
  }
  return questions;
}

std::vector<const QuestionFigures*> not_always_yes(const std::vector<QuestionFigures>& questions) {
  std::vector<const QuestionFigures*> amiss;
  for (const auto& one : questions)
    if (const auto yes = one.share(Answer::Yes); yes.n < yes.of) amiss.push_back(&one);
  std::ranges::stable_sort(amiss, [](const QuestionFigures* a, const QuestionFigures* b) {
    const auto x = a->share(Answer::Yes), y = b->share(Answer::Yes);
    return x.n * y.of < y.n * x.of;  // compared without rounding
  });
  return amiss;
}

Share answered_yes(const std::vector<QuestionFigures>& questions) {
  Share all{0, 0};
  for (const auto& one : questions) {
    const auto share = one.share(Answer::Yes);
    all.n += share.n;
    all.of += share.of;
  }
  return all;
}

}  // namespace plumbline::report
