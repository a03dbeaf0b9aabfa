#include "report/monthly/answers_page.hpp"

#include "report/monthly/page.hpp"

namespace plumbline::report {
namespace {

using domain::Answer;

ReportPart least_often_yes(const MonthlyReport& report, const FigureCells& cells,
                           const std::vector<const Figures*>& columns) {
  ReportPart part;
  const auto amiss = not_always_yes(report.answers);
  if (amiss.empty()) {
    part.sentences.emplace_back("Every question that applied was answered yes.");
    return part;
  }
  part.sentences.push_back("Least often yes: “" + amiss.front()->text + "”, " +
                           say_share(amiss.front()->share(Answer::Yes)) + ".");
  ReportTable table{"Questions that were not always answered yes", {{"Question", false}}, {}, kFewQuestions};
  for (const auto* figures : columns) table.columns.push_back({say_area(*figures, report), true});
  for (const auto* one : amiss) {
    ReportRow row{{words(one->text)}, false};
    for (const auto* figures : columns)
      row.cells.push_back(cells.share(*figures, answers_section(*one), one->question + ":yes"));
    table.rows.push_back(std::move(row));
  }
  part.tables.push_back(std::move(table));
  part.note = "The share answered yes, of the files to which the question applied.";
  return part;
}

ReportTable every_question(const MonthlyReport& report, const FigureCells& cells) {
  ReportTable table{"Answers to every question",
                    {{"Question", false},
                     {"Yes", true},
                     {"Partly", true},
                     {"No", true},
                     {"Not applicable", true},
                     {"Share yes", true}},
                    {}};
  for (const auto& one : report.answers) {
    const auto section = answers_section(one);
    ReportRow row{{words(one.text)}, false};
    row.cells.front().note = one.section_title;
    for (const auto given : {Answer::Yes, Answer::Partly, Answer::No, Answer::NotApplicable})
      row.cells.push_back(cells.count(report.now, section, one.question + ":" + std::string(to_string(given))));
    row.cells.push_back(cells.share(report.now, section, one.question + ":yes"));
    row.cells.back().note.clear();  // its counts stand beside it
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::vector<ReportSection> answer_sections(const MonthlyReport& report, const FigureCells& cells,
                                           const std::vector<const Figures*>& columns) {
  if (answered_yes(report.answers).of == 0) return {};
  ReportSection first{"answers", "What the checklists found", {}, ReportSection::Place::Main, {}};
  first.parts.push_back(least_often_yes(report, cells, columns));
  ReportSection all{"questions", "Every question of the checklists", {}, ReportSection::Place::OwnPage, {}};
  all.parts.emplace_back();
  all.parts.back().tables.push_back(every_question(report, cells));
  return {std::move(first), std::move(all)};
}

}  // namespace plumbline::report
