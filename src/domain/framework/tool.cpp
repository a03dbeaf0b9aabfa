#include "domain/framework/tool.hpp"

#include <algorithm>

namespace plumbline::domain {

std::string_view to_string(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::Prompt:
      return "prompt";
    case QuestionKind::Compliance:
      return "compliance";
    case QuestionKind::Text:
      return "text";
  }
  return "";
}

std::optional<QuestionKind> parse_question_kind(std::string_view text) {
  for (const auto kind : {QuestionKind::Prompt, QuestionKind::Compliance, QuestionKind::Text})
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

const ToolSection* Tool::find_section(std::string_view section) const {
  const auto found = std::ranges::find(sections, section, &ToolSection::key);
  return found == sections.end() ? nullptr : &*found;
}

namespace {

bool stands_for(const std::vector<Category>& categories, Category category) {
  return categories.empty() || std::ranges::find(categories, category) != categories.end();
}

}  // namespace

bool applies_to(const ToolSection& section, Category category) { return stands_for(section.categories, category); }
bool applies_to(const Question& question, Category category) { return stands_for(question.categories, category); }

std::vector<const ToolSection*> sections_for(const Tool& tool, Category category) {
  std::vector<const ToolSection*> found;
  for (const auto& section : tool.sections)
    if (applies_to(section, category)) found.push_back(&section);
  return found;
}

std::vector<const Question*> questions_for(const ToolSection& section, Category category) {
  std::vector<const Question*> found;
  for (const auto& question : section.questions)
    if (applies_to(question, category)) found.push_back(&question);
  return found;
}

}  // namespace plumbline::domain
