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

Json head_json(std::string_view report, const std::string& council, const domain::Framework& framework,
               const ReportAsk& ask, base::Instant made_at) {
  Json json{{"report", report}, {"council", council}, {"framework", framework.key}};
  if (!ask.programme.empty()) json["programme"] = ask.programme;
  json["from"] = iso(ask.from);
  json["to"] = iso(ask.to);
  json["made_at"] = base::iso(made_at);
  if (!ask.cohort.empty()) json["cohort"] = ask.cohort;
  if (!ask.locality.empty()) json["locality"] = ask.locality;
  if (!ask.service_area.empty()) json["service_area"] = ask.service_area;
  return json;
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace plumbline::report
