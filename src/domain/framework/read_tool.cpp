#include "domain/framework/readers.hpp"

namespace plumbline::domain::yaml {

namespace {

GradeDefinition read_grade_definition(Fields& fields) {
  GradeDefinition definition;
  definition.grade =
      fields.word("grade", parse_grade, texts_of(kGrades), Presence::Required).value_or(Grade::NotApplicable);
  if (fields.is_written("grade", to_string(Grade::NotApplicable)))
    fields.problem("grade", "`na` is no grade. A section says `may_be_not_applicable: yes` instead.");
  definition.title = fields.text("title");
  if (definition.title.empty()) definition.title = say(definition.grade);
  definition.definition = fields.text("definition", Presence::Required);
  return definition;
}

std::vector<GradeDefinition> read_grade_definitions(Fields& fields, Presence presence) {
  auto all = fields.groups<GradeDefinition>("grades", read_grade_definition, presence);
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].grade == all[i - 1].grade)
      fields.problem("grades",
                     "The grade " + quoted(to_string(all[i].grade)) + " stands here twice. Keep one of them.");
    else if (all[i].grade < all[i - 1].grade)
      fields.problem("grades", "List the grades from best to worst: " + quoted(to_string(all[i].grade)) +
                                   " comes before " + quoted(to_string(all[i - 1].grade)) + ".");
  }
  return all;
}

Question read_question(Fields& fields) {
  Question question;
  question.key = fields.key("key");
  question.text = fields.text("text", Presence::Required);
  question.hint = fields.text("hint");
  question.kind = fields
                      .word("kind", parse_question_kind,
                            texts_of(std::array{QuestionKind::Prompt, QuestionKind::Compliance, QuestionKind::Text}))
                      .value_or(QuestionKind::Prompt);
  question.categories = categories(fields);
  question.not_applicable_when = fields.text("not_applicable_when");
  return question;
}

ToolSection read_section(Fields& fields) {
  ToolSection section;
  section.key = fields.key("key");
  section.title = fields.text("title", Presence::Required);
  section.judge = fields.text("judge", Presence::Required);
  section.good = fields.texts("good", Presence::Required);
  section.impact = fields.texts("impact");
  section.grades = read_grade_definitions(fields, Presence::Optional);
  section.questions = fields.keyed<Question>("questions", read_question);
  section.categories = categories(fields);
  section.may_be_not_applicable = fields.yes_no("may_be_not_applicable", false);
  section.not_applicable_when = fields.text("not_applicable_when");
  if (section.may_be_not_applicable && section.not_applicable_when.empty())
    fields.problem("may_be_not_applicable", "Say in `not_applicable_when` when the section does not apply.");
  return section;
}

}  // namespace

Tool read_tool(Fields& fields) {
  Tool tool;
  tool.key = fields.key("tool");
  tool.version = fields.number("version", 1, 9999, Presence::Required).value_or(1);
  tool.title = fields.text("title", Presence::Required);
  tool.purpose = fields.text("purpose", Presence::Required);
  tool.published = fields.yes_no("published", false);
  tool.judged = fields.yes_no("judged", true);
  tool.overall = fields.text("overall", tool.judged ? Presence::Required : Presence::Optional);
  fields.group("expected_minutes", [&](Fields& minutes) {
    tool.expected_minutes_from = minutes.number("from", 1, 6000, Presence::Required).value_or(0);
    tool.expected_minutes_to = minutes.number("to", 1, 6000, Presence::Required).value_or(0);
    if (tool.expected_minutes_to < tool.expected_minutes_from)
      minutes.problem("to", "`to` is less than `from`. Write the longer time here.");
  });
  tool.sections = fields.keyed<ToolSection>("sections", read_section, Presence::Required);
  if (!tool.judged)
    for (const auto& section : tool.sections)
      if (std::ranges::none_of(section.questions, [](const Question& q) { return q.kind == QuestionKind::Compliance; }))
        fields.problem("sections", "The section " + quoted(section.key) +
                                       " of a tool without judgements needs a question with `kind: compliance`.");
  return tool;
}

Scale read_scale(Fields& fields) {
  Scale scale;
  scale.key = fields.key("key");
  scale.title = fields.text("title", Presence::Required);
  scale.grades = read_grade_definitions(fields, Presence::Required);
  if (scale.grades.size() == 1) fields.problem("grades", "A scale needs at least two grades.");
  return scale;
}

}  // namespace plumbline::domain::yaml
