// An audit tool: ordered sections with a judgement, guidance and questions (AUDIT-1). Data from
// frameworks/tools/*.yaml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/framework/scale.hpp"
#include "domain/register/case.hpp"

namespace plumbline::domain {

// How a question is answered: by reading and thinking (it has no box), by yes/partly/no/not applicable, or in words.
enum class QuestionKind { Prompt, Compliance, Text };
std::string_view to_string(QuestionKind kind);  // `prompt`, `compliance`, `text`
std::optional<QuestionKind> parse_question_kind(std::string_view text);

struct Question {
  std::string key;  // unique in its section; stored with answers, so a new meaning needs a new key
  std::string text;
  std::string hint;
  QuestionKind kind = QuestionKind::Prompt;
  std::vector<Category> categories;  // asked only for these; empty means for all
  std::string not_applicable_when;   // in words, beside the "not applicable" choice; blank: the choice needs no reason
  friend bool operator==(const Question&, const Question&) = default;
};

struct ToolSection {
  std::string key;  // unique in the tool; a column `section:<key>` of audits.csv
  std::string title;
  std::string judge;                    // what to judge here, a sentence or two
  std::vector<std::string> good;        // "what does good look like", a bullet each
  std::vector<std::string> impact;      // prompts for the impact statement
  std::vector<GradeDefinition> grades;  // what a grade looks like in this very section; may be empty
  std::vector<Question> questions;
  std::vector<Category> categories;    // judged only for these; empty means for all
  bool may_be_not_applicable = false;  // the judgement itself may be "not applicable"
  std::string not_applicable_when;     // in words: when that is right
  friend bool operator==(const ToolSection&, const ToolSection&) = default;
};

// How the whole audit is graded: by a judgement of its own, or not at all (a checklist).
struct Tool {
  std::string key;
  int version = 1;     // an audit keeps the version it was made with
  std::string digest;  // SHA-256 (hex) of the file's canonical text
  std::string title;
  std::string purpose;
  bool published = false;         // false: the wording is ours until the council puts its own in
  bool judged = true;             // false: a compliance checklist, questions only, no judgements
  std::string overall;            // guidance for the overall judgement
  int expected_minutes_from = 0;  // how long it should take; 0 when not said
  int expected_minutes_to = 0;
  std::vector<ToolSection> sections;

  const ToolSection* find_section(std::string_view section) const;
  friend bool operator==(const Tool&, const Tool&) = default;
};

// The sections and questions that stand for a case of that category, in order.
bool applies_to(const ToolSection& section, Category category);
bool applies_to(const Question& question, Category category);
std::vector<const ToolSection*> sections_for(const Tool& tool, Category category);
std::vector<const Question*> questions_for(const ToolSection& section, Category category);

}  // namespace plumbline::domain
