#include "report/json_parts.hpp"

namespace plumbline::report {

Json share_json(const Share& share) {
  Json json{{"n", share.n}, {"of", share.of}, {"percent", nullptr}, {"low", nullptr}, {"high", nullptr}};
  if (const auto percent = share.percent()) {
    const auto interval = domain::wilson(share);
    json["percent"] = *percent;
    json["low"] = interval.low;
    json["high"] = interval.high;
  }
  return json;
}

Json four_grades_json(const GradeCounts& counts) {
  Json json;
  for (const auto grade : kReportedGrades)
    if (grade != domain::Grade::InadequateCritical || counts.of(grade) > 0)
      json[std::string(to_string(grade))] = counts.of(grade);
  return json;
}

Json reasons_json(const std::vector<ReasonCount>& reasons) {
  Json json = Json::array();
  for (const auto& reason : reasons) json.push_back({{"reason", reason.reason}, {"n", reason.n}});
  return json;
}

Json changes_json(const std::vector<GradeChange>& changes) {
  Json json = Json::array();
  for (const auto& change : changes)
    json.push_back({{"from", to_string(change.from)}, {"to", to_string(change.to)}, {"n", change.n}});
  return json;
}

Json answers_json(const std::vector<QuestionFigures>& questions) {
  Json list = Json::array();
  for (const auto& one : questions)
    list.push_back({{"tool", one.tool},
                    {"section", one.section},
                    {"question", one.question},
                    {"text", one.text},
                    {"yes", share_json(one.share(domain::Answer::Yes))},
                    {"partly", one.of(domain::Answer::Partly)},
                    {"no", one.of(domain::Answer::No)},
                    {"not_applicable", one.of(domain::Answer::NotApplicable)}});
  return list;
}

Json checks_json(const std::vector<Check>& checks) {
  Json json = Json::array();
  for (const auto& check : checks)
    json.push_back({{"check", check.check},
                    {"left", check.left},
                    {"right", check.right},
                    {"difference", check.difference()},
                    {"why", check.holds() ? "" : check.why},
                    {"audits", check.audits}});
  return json;
}

namespace {
Json head_of(std::string_view report, const std::string& council, const std::string& framework,
             const std::string& programme, base::Period from, base::Period to, base::Instant made_at,
             const std::string& cohort, const std::string& locality, const std::string& service_area) {
  Json json{{"report", report}, {"council", council}, {"framework", framework}};
  if (!programme.empty()) json["programme"] = programme;
  json["from"] = iso(from);
  json["to"] = iso(to);
  json["made_at"] = base::iso(made_at);
  if (!cohort.empty()) json["cohort"] = cohort;
  if (!locality.empty()) json["locality"] = locality;
  if (!service_area.empty()) json["service_area"] = service_area;
  return json;
}
}  // namespace

Json head_json(std::string_view report, const std::string& council, const domain::Framework& framework,
               const ReportAsk& ask, base::Instant made_at) {
  return head_of(report, council, framework.key, ask.programme, ask.from, ask.to, made_at, ask.cohort, ask.locality,
                 ask.service_area);
}

Json head_json(std::string_view report, const MonthlyReport& made) {
  const auto& ask = made.request;
  auto json = head_of(report, made.council_key, made.framework, made.programme, ask.from, ask.to, made.made_at,
                      ask.cohort, ask.locality, ask.service_area);
  json["areas_by"] = ask.by == app::AreaBy::Locality ? "locality" : "service-area";
  return json;
}

std::string text_of(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace plumbline::report
