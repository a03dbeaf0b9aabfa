// The parts that the JSON of every report is made of; their shapes are a contract (formats.md, "Report JSON").
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "report/catalogue.hpp"
#include "report/monthly/figures.hpp"
#include "report/monthly/monthly.hpp"
#include "report/share.hpp"

namespace plumbline::report {

using Json = nlohmann::ordered_json;

// {"n":29,"of":49,"percent":59,"low":…,"high":…}; percent, low and high are null of none.
Json share_json(const Share& share);
// A count for each of the four grades; the critical form stands there only where somebody gave it.
Json four_grades_json(const GradeCounts& counts);
Json reasons_json(const std::vector<ReasonCount>& reasons);
Json changes_json(const std::vector<GradeChange>& changes);
// What checklists found: a question each, with its answers.
Json answers_json(const std::vector<QuestionFigures>& questions);
// Every check, also those that hold; `audits` names what makes a difference, as far as the reader may see it.
Json checks_json(const std::vector<Check>& checks);
// What was asked: report, council, framework, programme, from, to, made_at and the filters that were set.
Json head_json(std::string_view report, const std::string& council, const domain::Framework& framework,
               const ReportAsk& ask, base::Instant made_at);
// The same of a report made of the monthly figures, with what its areas are.
Json head_json(std::string_view report, const MonthlyReport& made);
// Indented, one LF at the end.
std::string text_of(const Json& json);

}  // namespace plumbline::report
