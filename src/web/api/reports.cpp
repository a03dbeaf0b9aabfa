// Reports and what was published of them, for other programs.
#include "report/catalogue.hpp"
#include "report/monthly/monthly.hpp"
#include "report/publication/reading.hpp"
#include "web/api/api.hpp"
#include "web/report/report_page.hpp"

namespace plumbline::web {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json text() { return {{"type", "string"}}; }

// The same as when it was last asked for, whenever that was.
std::string without_made_at(std::string json) {
  constexpr std::string_view kMadeAt = "\"made_at\": \"";
  if (const auto begin = json.find(kMadeAt); begin != std::string::npos)
    json.erase(begin, json.find('"', begin + kMadeAt.size()) - begin);
  return json;
}

base::Result<ApiAnswer> report_answer(const ApiCall& call, const report::ReportKind& kind) {
  TRY(auto json, made_report_json(call.who, call.request.query, kind, call.reader, call.services.clock));
  saw_report(call.services, call.who.actor, kind, call.request.query);
  auto identity = without_made_at(json);
  return ApiAnswer{std::move(json), "application/json", std::move(identity)};
}

base::Result<ApiAnswer> report_csv_answer(const ApiCall& call, const report::ReportKind& kind) {
  TRY(auto made,
      made_report(call.who, call.request.query, kind, call.reader, call.services.clock, report::FigureLinks::Hidden));
  saw_report(call.services, call.who.actor, kind, call.request.query);
  return ApiAnswer{std::move(made.csv), "text/csv; charset=utf-8", {}};
}

base::Result<ApiAnswer> list_reports(const ApiCall& call) {
  CHECK(app::may_read_partner_report(call.who.actor));
  Json rows = Json::array();
  for (const auto& kind : report::report_kinds())
    if (report::may_open(kind, call.who.actor))
      rows.push_back({{"name", std::string(kind.name)},
                      {"title", std::string(kind.title)},
                      {"json", "/api/v1/reports/" + std::string(kind.name)},
                      {"csv", "/api/v1/reports/" + std::string(kind.name) + ".csv"}});
  return ApiAnswer{dumped({{"data", std::move(rows)}})};
}

Json head_json(const app::Publication& publication) {
  return {{"id", publication.id.text()},  {"report", publication.report},
          {"title", publication.title},   {"caption", publication.caption},
          {"number", publication.number}, {"published_at", base::iso(publication.published_at)},
          {"reason", publication.reason}, {"sha256", publication.sha256}};
}

Json head_schema() {
  return {{"type", "object"},
          {"properties",
           {{"id", text()},
            {"report", text()},
            {"title", text()},
            {"caption", text()},
            {"number", {{"type", "integer"}}},
            {"published_at", {{"type", "string"}, {"format", "date-time"}}},
            {"reason", text()},
            {"sha256", text()}}}};
}

base::Result<ApiAnswer> list_publications(const ApiCall& call) {
  CHECK(report::may_read_reports(call.who.actor));
  TRY(const auto page, asked_api_page(call.request));
  app::PageRequest ask;
  ask.page = page.page;
  ask.size = page.size;
  const auto found = call.reader.publications().latest(ask, report::published_without(call.who.actor));
  Json rows = Json::array();
  for (const auto& publication : found.rows) rows.push_back(head_json(publication));
  return page_answer(call.request, std::move(rows), found.total, page);
}

base::Result<ApiAnswer> one_publication(const ApiCall& call) {
  TRY(const auto open,
      report::open_publication(app::PublicationId{std::string(call.request.param("id"))}, call.who.actor, call.reader));
  auto json = head_json(open.publication);
  json["figures"] = Json::parse(open.made.json, nullptr, false);
  call.services.views.saw(call.who.actor, "publication", open.publication.id.text());
  return ApiAnswer{dumped(json)};
}

std::vector<ApiParameter> ask_parameters(const report::ReportKind& kind) {
  const Json month{{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}$"}};
  std::vector<ApiParameter> all{
      {"from", false, "First month, such as 2026-10; the latest that has something to report where none is named.",
       month},
      {"to", false, "Last month.", month},
      {"programme", false, "A programme's key.", text()},
      {"cohort", false, "Audits of this cohort only.", text()},
      {"locality", false, "Audits of this locality only.", text()},
      {"service_area", false, "Audits of this service area only.", text()},
      {"by", false, "What areas are.", {{"type", "string"}, {"enum", {"locality", "service-area"}}}}};
  if (is_own_report(kind)) all.push_back({"person", false, "Whose; one's own where nobody is named.", text()});
  if (kind.name == "agreement")
    all.push_back({"weights",
                   false,
                   "How much partial agreement counts.",
                   {{"type", "string"}, {"enum", {"none", "linear", "quadratic"}}}});
  return all;
}

}  // namespace

std::vector<ApiEndpoint> report_endpoints() {
  const auto scope = app::TokenScope::Reports;
  const Json object{{"type", "object"}};
  std::vector<ApiEndpoint> all{
      {"/api/v1/reports",
       "/api/v1/reports",
       "listReports",
       "The reports there are",
       scope,
       {},
       "application/json",
       {{"type", "object"}, {"properties", {{"data", {{"type", "array"}, {"items", object}}}}}},
       list_reports},
      {"/api/v1/publications", "/api/v1/publications", "listPublications",
       "Published reports, each in its latest version", scope, page_parameters(), "application/json",
       page_schema(head_schema()), list_publications}};
  auto whole = head_schema();
  whole["properties"]["figures"] = object;
  all.push_back({"/api/v1/publications/{id:uuid}",
                 "/api/v1/publications/{id}",
                 "getPublication",
                 "One published version with its figures and texts",
                 scope,
                 {{"id", true, "Of the version.", text()}},
                 "application/json",
                 whole,
                 one_publication});
  for (const auto& kind : report::report_kinds()) {
    const std::string name(kind.name);
    std::string id;
    bool capital = true;
    for (const char letter : name) {
      if (letter == '-') {
        capital = true;
        continue;
      }
      id += capital && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
      capital = false;
    }
    const std::string title(kind.title);
    all.push_back({"/api/v1/reports/" + name, "/api/v1/reports/" + name, "get" + id, title, scope, ask_parameters(kind),
                   "application/json", object, [&kind](const ApiCall& call) { return report_answer(call, kind); }});
    all.push_back({"/api/v1/reports/" + name + ".csv", "/api/v1/reports/" + name + ".csv", "get" + id + "Csv",
                   title + " as one row a figure", scope, ask_parameters(kind), "text/csv", text(),
                   [&kind](const ApiCall& call) { return report_csv_answer(call, kind); }});
  }
  return all;
}

}  // namespace plumbline::web
