#include "report/inspection/inspection.hpp"

#include <algorithm>
#include <map>

#include "app/policies/audit_policies.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"
#include "report/monthly/rows.hpp"
#include "report/tool_order.hpp"
#include "report/zip.hpp"

namespace plumbline::report {
namespace {

constexpr std::size_t kShownAudits = 80;  // a page stays quick to load

Json day_json(const std::optional<base::Day>& day) { return day ? Json(base::iso(*day)) : Json(nullptr); }
Json day_json(const std::optional<base::Instant>& at) {
  return at ? Json(base::iso(base::london_day(*at))) : Json(nullptr);
}
Json grade_json(const std::optional<domain::Grade>& grade) { return grade ? Json(to_string(*grade)) : Json(nullptr); }

// The columns of a CSV of the bundle, each with where its value stands in an object of the JSON's list.
using Columns = std::vector<std::pair<std::string, Json::json_pointer>>;

std::string cell_of(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

template <class Cells>
void append_row(std::string& out, std::size_t cells, Cells cell) {
  for (std::size_t at = 0; at < cells; ++at) {
    if (at != 0) out += ',';
    base::append_csv_field(out, base::guarded_cell(cell(at)));
  }
  out += '\n';
}

std::string csv_of_list(const Json& list, const Columns& columns) {
  std::string out;
  append_row(out, columns.size(), [&](std::size_t at) { return columns[at].first; });
  for (const auto& one : list)
    append_row(out, columns.size(), [&](std::size_t at) {
      const auto& [name, where] = columns[at];
      return one.contains(where) ? cell_of(one.at(where)) : "";
    });
  return out;
}

Columns same_names(std::initializer_list<const char*> names) {
  Columns columns;
  for (const std::string name : names) columns.emplace_back(name, Json::json_pointer("/" + name));
  return columns;
}

std::string audits_csv(const Json& json) {
  auto columns = same_names({"audit_ref", "programme", "cohort", "period", "child_id", "category", "locality",
                             "service_area", "team", "state", "returned_on", "overall", "moderated_overall"});
  columns.emplace_back("actions", Json::json_pointer("/actions/agreed"));
  for (const std::string name : {"open", "overdue", "done", "signed_off"})
    columns.emplace_back(name, Json::json_pointer("/actions/" + name));
  columns.emplace_back("imported", Json::json_pointer("/imported"));
  return csv_of_list(json.value("audits", Json::array()), columns);
}

std::string actions_csv(const Json& json) {
  return csv_of_list(
      json.value("actions", Json::array()),
      same_names({"audit_ref", "section", "action", "measure", "due_on", "priority", "state", "signed_off_on"}));
}

std::string impact_csv(const Json& json) {
  Json list = Json::array();
  for (const auto& audit : json.value("audits", Json::array()))
    for (const auto& one : audit.value("impact", Json::array()))
      list.push_back({{"audit_ref", audit.value("audit_ref", "")},
                      {"section", one.value("section", "")},
                      {"impact", one.value("text", "")}});
  return csv_of_list(list, same_names({"audit_ref", "section", "impact"}));
}

}  // namespace

base::Result<InspectionReport> make_inspection(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                               app::Reader& reader, const domain::Framework& framework) {
  const MonthlyRequest request{ask.programme, ask.from, ask.to, ask.cohort, ask.locality, ask.service_area, ask.by};
  const auto visible = app::visibility_of(actor);
  // Leadership reads figures; a pack of single cases is not theirs to make.
  if (!app::lists_cases(actor)) return base::forbidden("access.page.forbidden");
  InspectionReport report;
  TRY(report.monthly, make_monthly(request, actor, clock, reader, framework));
  const app::ReportFilter asked{report.monthly.programme, iso(ask.from), iso(ask.to), ask.cohort, ask.locality,
                                ask.service_area};
  auto filter = audits_of(asked);
  filter.distributed = true;
  auto found = reader.audits().list(filter, {1, kMostInspected, "reference", false}, visible);
  if (found.total > kMostInspected)
    return base::invalid("report.make.too_many", "from", {{"most", base::with_commas(kMostInspected)}});
  std::map<domain::AuditId, std::vector<std::pair<SectionName, std::string>>> impacts;
  std::map<std::string, InspectedAudit*> readable;
  for (auto& audit : found.rows) {
    if (app::may_read_findings(actor, audit).has_value()) {
      impacts[audit.id];
    } else {
      audit.overall.reset();
      audit.moderated_overall.reset();
    }
    report.audits.emplace_back().audit = std::move(audit);
  }
  // All at once: a pack has up to kMostInspected audits.
  std::map<domain::AuditId, const domain::Tool*> tools;
  for (auto& one : report.audits)
    if (impacts.contains(one.audit.id)) {
      readable[one.audit.reference] = &one;
      tools[one.audit.id] = framework.find_tool(one.audit.tool);
    }
  for (auto& written : reader.reports().impacts(asked))
    if (const auto of = impacts.find(written.audit); of != impacts.end())
      of->second.emplace_back(section_name(tools[written.audit], written.section), std::move(written.text));
  for (auto& [reference, one] : readable) {
    auto& sections = impacts[one->audit.id];
    std::ranges::sort(sections);
    for (auto& [name, text] : sections) one->impact.emplace_back(name.title, std::move(text));
  }
  app::ActionFilter of;
  of.programme = asked.programme;
  of.from = asked.from;
  of.to = asked.to;
  of.cohort = asked.cohort;
  of.locality = asked.locality;
  of.service_area = asked.service_area;
  const auto today = clock.today();
  for (auto& row : reader.actions().list(of, {1, 0, "", false}, visible).rows) {
    const auto may = readable.find(row.reference);
    if (may == readable.end()) continue;
    auto& count = *may->second;
    const auto state = row.action.state;
    if (state == domain::ActionState::Withdrawn || state == domain::ActionState::Proposed) continue;
    ++count.actions;
    if (state == domain::ActionState::Open) ++count.open;
    if (row.action.is_overdue_on(today)) ++count.overdue;
    if (state == domain::ActionState::Done) ++count.done;
    if (state == domain::ActionState::SignedOff) ++count.signed_off;
    report.actions.push_back(std::move(row));
  }
  return report;
}

std::string to_json(const InspectionReport& report, const domain::Framework& framework) {
  const auto& request = report.monthly.request;
  const ReportAsk ask{report.monthly.programme, request.from,         request.to, request.cohort,
                      request.locality,         request.service_area, request.by, {}};
  auto json = head_json("inspection", report.monthly.council_key, framework, ask, report.monthly.made_at);
  Json audits = Json::array();
  for (const auto& one : report.audits) {
    const auto& audit = one.audit;
    Json impact = Json::array();
    for (const auto& [title, text] : one.impact) impact.push_back({{"section", title}, {"text", text}});
    audits.push_back({{"audit_ref", audit.reference},
                      {"programme", audit.programme},
                      {"cohort", audit.cohort},
                      {"period", iso(audit.period)},
                      {"child_id", audit.child_id.text()},
                      {"category", to_string(audit.category)},
                      {"locality", audit.locality},
                      {"service_area", audit.service_area},
                      {"team", audit.team},
                      {"state", to_string(audit.state)},
                      {"returned_on", day_json(audit.submitted_at)},
                      {"overall", grade_json(audit.overall)},
                      {"moderated_overall", grade_json(audit.moderated_overall)},
                      {"actions",
                       {{"agreed", one.actions},
                        {"open", one.open},
                        {"overdue", one.overdue},
                        {"done", one.done},
                        {"signed_off", one.signed_off}}},
                      {"impact", std::move(impact)},
                      {"imported", audit.imported}});
  }
  json["audits"] = std::move(audits);
  Json actions = Json::array();
  for (const auto& row : report.actions)
    actions.push_back({{"audit_ref", row.reference},
                       {"section", row.action.section},
                       {"action", row.action.text},
                       {"measure", row.action.measure},
                       {"due_on", day_json(row.action.due_on)},
                       {"priority", to_string(row.action.priority)},
                       {"state", to_string(row.action.state)},
                       {"signed_off_on", day_json(row.action.signed_off_at)}});
  json["actions"] = std::move(actions);
  json["reconciliation"] = checks_json(report.monthly.checks);
  return text_of(json);
}

ReportPage page_of(const InspectionReport& report, FigureLinks links) {
  auto page = page_of(report.monthly, links);
  const auto months = say_months(report.monthly.request.from, report.monthly.request.to);
  page.title = "Inspection pack, " + months;
  std::vector<ReportSection> kept;
  ReportSection list{"audits", "Every audit", {}, ReportSection::Place::OwnPage, {}};
  ReportPart part;
  part.sentences.push_back(base::count_of(static_cast<long long>(report.audits.size()), "audit was", "audits were") +
                           " sent out in these months. Impact counts the sections in which it is written; in words it "
                           "stands in the bundle, with the actions.");
  ReportTable table{"Audits with grades and actions",
                    {{"Audit", false},
                     {"Category", false},
                     {"Where it stands", false},
                     {"Before moderation", false},
                     {"After moderation", false},
                     {"Actions", true},
                     {"Open", true},
                     {"Done", true},
                     {"Signed off", true},
                     {"Impact", true}},
                    {},
                    kShownAudits};
  const auto grade = [](const std::optional<domain::Grade>& of) {
    return of ? std::string(say(*of)) : std::string("–");
  };
  for (const auto& one : report.audits) {
    auto reference = words(one.audit.reference);
    if (links == FigureLinks::Shown) reference.url = "/audits/" + one.audit.id.text();
    if (one.audit.imported) reference.note = "Imported";
    auto open = words(number(one.open));
    if (one.overdue > 0) open.note = number(one.overdue) + " overdue";
    table.rows.push_back(
        {{std::move(reference), words(std::string(say(one.audit.category))), words(std::string(say(one.audit.state))),
          words(grade(one.audit.overall)), words(grade(one.audit.moderated_overall)), words(number(one.actions)),
          std::move(open), words(number(one.done)), words(number(one.signed_off)),
          words(number(static_cast<long long>(one.impact.size())))},
         false});
  }
  part.tables.push_back(std::move(table));
  list.parts.push_back(std::move(part));
  for (auto& section : page.sections)
    if (section.id == "grades" || section.id == "moderation" || section.id == "actions" || section.id == "totals")
      kept.push_back(std::move(section));
  if (!page.sections.empty()) kept.insert(kept.begin(), std::move(list));
  page.sections = std::move(kept);
  return page;
}

std::string bundle_of(const MadeReport& made) {
  const auto json = Json::parse(made.json);
  return zip_of({{"audits.csv", audits_csv(json)},
                 {"actions.csv", actions_csv(json)},
                 {"impact.csv", impact_csv(json)},
                 {"figures.csv", made.csv},
                 {"inspection.json", made.json}});
}

}  // namespace plumbline::report
