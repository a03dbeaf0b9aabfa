// Audits and actions for other programs: states, dates, places and grades, never a text about a child.
#include <algorithm>

#include "app/audit/audit_query.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "base/text.hpp"
#include "web/api/api.hpp"
#include "web/http/forms.hpp"

namespace plumbline::web {
namespace {

using Json = nlohmann::ordered_json;

template <class Id>
Json id_or_null(const std::optional<Id>& id) {
  return id ? Json(id->text()) : Json(nullptr);
}
Json day_or_null(const std::optional<base::Day>& day) { return day ? Json(base::iso(*day)) : Json(nullptr); }
Json at_or_null(const std::optional<base::Instant>& at) { return at ? Json(base::iso(*at)) : Json(nullptr); }
Json grade_or_null(const std::optional<domain::Grade>& grade) {
  return grade ? Json(std::string(to_string(*grade))) : Json(nullptr);
}

Json text(const char* description = nullptr) {
  Json schema{{"type", "string"}};
  if (description) schema["description"] = description;
  return schema;
}
Json text_or_null(const char* format = nullptr) {
  Json schema{{"type", {"string", "null"}}};
  if (format) schema["format"] = format;
  return schema;
}
template <class Words>
Json one_of(const Words& words) {
  Json list = Json::array();
  for (const auto word : words) list.push_back(std::string(to_string(word)));
  return {{"type", "string"}, {"enum", std::move(list)}};
}
ApiParameter month(const char* name, const char* description) {
  return {name, false, description, {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}$"}}};
}

Json audit_json(const domain::Audit& audit, const app::Actor& actor) {
  // What is judged shows to those who may read the findings, as on the pages.
  const bool findings = app::may_read_findings(actor, audit).has_value();
  return {{"reference", audit.reference},
          {"programme", audit.programme},
          {"period", base::iso(audit.period)},
          {"cohort", audit.cohort},
          {"child_id", audit.child_id.text()},
          {"category", std::string(to_string(audit.category))},
          {"locality", audit.locality},
          {"service_area", audit.service_area},
          {"team", audit.team},
          {"worker_id", id_or_null(audit.worker_id)},
          {"auditor_id", id_or_null(audit.auditor)},
          {"state", std::string(to_string(audit.state))},
          {"due_on", day_or_null(audit.due_on)},
          {"sent_at", at_or_null(audit.sent_at)},
          {"submitted_at", at_or_null(audit.submitted_at)},
          {"finalised_at", at_or_null(audit.finalised_at)},
          {"overall", findings ? grade_or_null(audit.overall) : Json(nullptr)},
          {"moderated_overall", findings ? grade_or_null(audit.moderated_overall) : Json(nullptr)},
          {"grade", findings ? grade_or_null(audit.grade()) : Json(nullptr)}};
}

Json audit_schema() {
  Json properties{{"reference", text("What people say aloud.")},
                  {"programme", text()},
                  {"period", text("The month, as 2026-11.")},
                  {"cohort", text()},
                  {"child_id", text("The child's identifier, never a name.")},
                  {"category", text()},
                  {"locality", text()},
                  {"service_area", text()},
                  {"team", text()},
                  {"worker_id", text_or_null()},
                  {"auditor_id", text_or_null()},
                  {"state", one_of(domain::kAuditStates)},
                  {"due_on", text_or_null("date")},
                  {"sent_at", text_or_null("date-time")},
                  {"submitted_at", text_or_null("date-time")},
                  {"finalised_at", text_or_null("date-time")},
                  {"overall", text_or_null()},
                  {"moderated_overall", text_or_null()},
                  {"grade", text_or_null()}};
  Json required = Json::array();
  for (const auto& [name, schema] : properties.items()) required.push_back(name);
  return {{"type", "object"}, {"required", std::move(required)}, {"properties", std::move(properties)}};
}

// A filter's word that is not known is refused: a report on too many audits would be believed.
template <class Words>
base::Result<void> check_word(const Request& request, std::string_view name, const Words& words) {
  for (const auto value : request.query.all(name)) {
    if (value.empty()) continue;
    std::vector<std::string> known;
    for (const auto word : words) known.emplace_back(to_string(word));
    if (std::find(known.begin(), known.end(), value) == known.end())
      return base::invalid("token.use.value", std::string(name),
                           {{"value", std::string(value).substr(0, 40)}, {"known", base::join(known, ", ")}});
  }
  return {};
}
base::Result<void> check_months(const Request& request) {
  for (const auto* name : {"from", "to"})
    if (const auto value = request.query.get(name); !value.empty() && !base::parse_period(value))
      return base::invalid("report.make.period", name, {{"value", std::string(value).substr(0, 40)}});
  return {};
}

base::Result<ApiAnswer> list_audits(const ApiCall& call) {
  TRY(const auto page, asked_api_page(call.request));
  CHECK(check_word(call.request, "state", domain::kAuditStates));
  CHECK(check_months(call.request));
  auto filter = app::read_audit_query([&](std::string_view name) { return std::string(call.request.query.get(name)); });
  app::PageRequest ask;
  ask.page = page.page;
  ask.size = page.size;
  ask.sort = "reference";
  const auto found = call.reader.audits().list(filter, ask, app::visibility_of(call.who.actor));
  Json rows = Json::array();
  for (const auto& audit : found.rows) rows.push_back(audit_json(audit, call.who.actor));
  return page_answer(call.request, std::move(rows), found.total, page);
}

base::Result<ApiAnswer> one_audit(const ApiCall& call) {
  TRY(const auto audit, call.reader.audits().find_by_reference(std::string(call.request.param("reference"))));
  CHECK(app::may_view(call.who.actor, audit));
  auto json = audit_json(audit, call.who.actor);
  json["sections"] = Json::array();
  if (app::may_read_findings(call.who.actor, audit))
    for (const auto& section : call.reader.audits().section_outlines(audit.id, false))
      json["sections"].push_back({{"section", section.section},
                                  {"judgement", grade_or_null(section.judgement)},
                                  {"good_practice", section.good_practice}});
  call.services.views.saw(call.who.actor, "audit", audit.id.text());
  return ApiAnswer{json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"};
}

constexpr std::array kListedActions{domain::ActionState::Open, domain::ActionState::Done,
                                    domain::ActionState::SignedOff, domain::ActionState::Withdrawn};

base::Result<ApiAnswer> list_actions(const ApiCall& call) {
  TRY(const auto page, asked_api_page(call.request));
  CHECK(check_word(call.request, "state", kListedActions));
  CHECK(check_months(call.request));
  const Form form(call.request.query);
  const auto today = call.services.clock.today();
  app::ActionFilter filter;
  filter.states = {kListedActions.begin(), kListedActions.end()};
  for (const auto state : kListedActions)
    if (form.text("state") == to_string(state)) filter.states = {state};
  if (form.text("overdue") == "yes") filter.overdue_on = today, filter.states = {domain::ActionState::Open};
  filter.programme = form.text("programme");
  filter.locality = form.text("locality");
  filter.service_area = form.text("service_area");
  filter.team = form.text("team");
  filter.from = form.text("from");
  filter.to = form.text("to");
  filter.cohort = form.text("cohort");
  app::PageRequest ask;
  ask.page = page.page;
  ask.size = page.size;
  const auto found = call.reader.actions().list(filter, ask, app::visibility_of(call.who.actor));
  Json rows = Json::array();
  for (const auto& row : found.rows) {
    const auto& action = row.action;
    rows.push_back({{"id", action.id.text()},
                    {"audit", row.reference},
                    {"child_id", row.child_id.text()},
                    {"section", action.section},
                    {"locality", row.locality},
                    {"team", row.team},
                    {"owner_id", id_or_null(action.owner)},
                    {"priority", std::string(to_string(action.priority))},
                    {"state", std::string(to_string(action.state))},
                    {"due_on", day_or_null(action.due_on)},
                    {"overdue", action.is_overdue_on(today)},
                    {"done_at", at_or_null(action.done_at)},
                    {"signed_off_at", at_or_null(action.signed_off_at)}});
  }
  return page_answer(call.request, std::move(rows), found.total, page);
}

std::vector<ApiParameter> place_parameters() {
  std::vector<ApiParameter> all{month("from", "First month of the audits."), month("to", "Last month of the audits.")};
  for (const auto* name : {"programme", "cohort", "locality", "service_area", "team"})
    all.push_back({name, false, "Of this one only.", text()});
  return all;
}

}  // namespace

std::vector<ApiEndpoint> list_endpoints() {
  auto audit_parameters = place_parameters();
  audit_parameters.push_back({"state", false, "Where the audit stands.", one_of(domain::kAuditStates)});
  auto action_parameters = place_parameters();
  action_parameters.push_back({"state", false, "Where the action stands.", one_of(kListedActions)});
  action_parameters.push_back(
      {"overdue", false, "Open ones past their day only.", {{"type", "string"}, {"enum", {"yes"}}}});
  for (auto* parameters : {&audit_parameters, &action_parameters})
    for (auto& one : page_parameters()) parameters->push_back(std::move(one));
  auto detail = audit_schema();
  detail["properties"]["sections"] = {
      {"type", "array"},
      {"items",
       {{"type", "object"},
        {"properties",
         {{"section", text()}, {"judgement", text_or_null()}, {"good_practice", {{"type", "boolean"}}}}}}}};
  const Json action{{"type", "object"},
                    {"properties",
                     {{"id", text()},
                      {"audit", text("The audit's reference.")},
                      {"child_id", text()},
                      {"section", text()},
                      {"locality", text()},
                      {"team", text()},
                      {"owner_id", text_or_null()},
                      {"priority", text()},
                      {"state", one_of(kListedActions)},
                      {"due_on", text_or_null("date")},
                      {"overdue", {{"type", "boolean"}}},
                      {"done_at", text_or_null("date-time")},
                      {"signed_off_at", text_or_null("date-time")}}}};
  return {{"/api/v1/audits", "/api/v1/audits", "listAudits", "Audits", app::TokenScope::Audits, audit_parameters,
           "application/json", page_schema(audit_schema()), list_audits},
          {"/api/v1/audits/{reference}",
           "/api/v1/audits/{reference}",
           "getAudit",
           "One audit with its sections' judgements",
           app::TokenScope::Audits,
           {{"reference", true, "The audit's reference.", text()}},
           "application/json",
           detail,
           one_audit},
          {"/api/v1/actions", "/api/v1/actions", "listActions", "Actions of finished audits", app::TokenScope::Actions,
           action_parameters, "application/json", page_schema(action), list_actions}};
}

}  // namespace plumbline::web
