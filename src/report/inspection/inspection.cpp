#include "report/inspection/inspection.hpp"

#include <algorithm>
#include <map>

#include "app/policies/audit_policies.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"
#include "report/zip.hpp"

namespace plumbline::report {
namespace {

constexpr std::size_t kShownAudits = 80;  // a page stays quick to load

std::string word(const std::optional<domain::Grade>& grade) { return grade ? std::string(to_string(*grade)) : ""; }
std::string day(const std::optional<base::Instant>& at) { return at ? base::iso(base::london_day(*at)) : ""; }
Json grade_json(const std::optional<domain::Grade>& grade) { return grade ? Json(to_string(*grade)) : Json(nullptr); }

void append_row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) out += ',';
    base::append_csv_field(out, base::guarded_cell(cells[i]));
  }
  out += '\n';
}

std::string audits_csv(const InspectionReport& report) {
  std::string out;
  append_row(out, {"audit_ref", "programme", "cohort", "period", "child_id", "category", "locality", "service_area",
                   "team", "state", "returned_on", "overall", "moderated_overall", "actions", "open", "overdue",
                   "signed_off", "imported"});
  for (const auto& one : report.audits) {
    const auto& audit = one.audit;
    append_row(out, {audit.reference, audit.programme, audit.cohort, base::iso(audit.period), audit.child_id.text(),
                     std::string(to_string(audit.category)), audit.locality, audit.service_area, audit.team,
                     std::string(to_string(audit.state)), day(audit.submitted_at), word(audit.overall),
                     word(audit.moderated_overall), std::to_string(one.actions), std::to_string(one.open),
                     std::to_string(one.overdue), std::to_string(one.signed_off), audit.imported ? "yes" : "no"});
  }
  return out;
}

std::string actions_csv(const InspectionReport& report) {
  std::string out;
  append_row(out, {"audit_ref", "section", "action", "measure", "due_on", "priority", "state", "signed_off_on"});
  for (const auto& row : report.actions)
    append_row(out,
               {row.reference, row.action.section, row.action.text, row.action.measure,
                row.action.due_on ? base::iso(*row.action.due_on) : "", std::string(to_string(row.action.priority)),
                std::string(to_string(row.action.state)), day(row.action.signed_off_at)});
  return out;
}

std::string impact_csv(const InspectionReport& report) {
  std::string out;
  append_row(out, {"audit_ref", "section", "impact"});
  for (const auto& one : report.audits)
    for (const auto& [title, text] : one.impact) append_row(out, {one.audit.reference, title, text});
  return out;
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
  app::AuditFilter filter;
  filter.programme = report.monthly.programme;
  filter.from = iso(ask.from);
  filter.to = iso(ask.to);
  filter.cohort = ask.cohort;
  filter.locality = ask.locality;
  filter.service_area = ask.service_area;
  filter.distributed = true;
  auto found = reader.audits().list(filter, {1, kMostInspected, "reference", false}, visible);
  if (found.total > kMostInspected)
    return base::invalid("report.make.too_many", "from", {{"most", base::with_commas(kMostInspected)}});
  app::ActionFilter of;
  of.programme = filter.programme;
  of.from = filter.from;
  of.to = filter.to;
  of.locality = ask.locality;
  of.service_area = ask.service_area;
  const auto today = clock.today();
  std::map<std::string, InspectedAudit> counts;
  std::map<std::string, bool> readable;
  for (auto& audit : found.rows) {
    InspectedAudit one;
    readable[audit.reference] = app::may_read_findings(actor, audit).has_value();
    if (readable[audit.reference]) {
      const auto* tool = framework.find_tool(audit.tool);
      for (const auto& section : reader.audits().sections(audit.id)) {
        if (section.impact.empty()) continue;
        std::string title = section.section;
        if (tool)
          for (const auto& known : tool->sections)
            if (known.key == section.section) title = known.title;
        one.impact.emplace_back(title, section.impact);
      }
    } else {
      audit.overall.reset();
      audit.moderated_overall.reset();
    }
    one.audit = std::move(audit);
    report.audits.push_back(std::move(one));
  }
  for (auto& row : reader.actions().list(of, {1, 0, "", false}, visible).rows) {
    const auto may = readable.find(row.reference);
    if (may == readable.end() || !may->second) continue;
    auto& count = counts[row.reference];
    const auto state = row.action.state;
    if (state == domain::ActionState::Withdrawn || state == domain::ActionState::Proposed) continue;
    ++count.actions;
    if (state == domain::ActionState::Open) ++count.open;
    if (row.action.is_overdue_on(today)) ++count.overdue;
    if (state == domain::ActionState::SignedOff) ++count.signed_off;
    report.actions.push_back(std::move(row));
  }
  for (auto& one : report.audits)
    if (const auto count = counts.find(one.audit.reference); count != counts.end()) {
      one.actions = count->second.actions;
      one.open = count->second.open;
      one.overdue = count->second.overdue;
      one.signed_off = count->second.signed_off;
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
    audits.push_back(
        {{"audit_ref", audit.reference},
         {"period", iso(audit.period)},
         {"child_id", audit.child_id.text()},
         {"category", to_string(audit.category)},
         {"locality", audit.locality},
         {"service_area", audit.service_area},
         {"state", to_string(audit.state)},
         {"overall", grade_json(audit.overall)},
         {"moderated_overall", grade_json(audit.moderated_overall)},
         {"actions",
          {{"agreed", one.actions}, {"open", one.open}, {"overdue", one.overdue}, {"signed_off", one.signed_off}}},
         {"impact", std::move(impact)},
         {"imported", audit.imported}});
  }
  json["audits"] = std::move(audits);
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
                           " sent out in these months. Impact and actions in words are in the bundle." +
                           (report.audits.size() > kShownAudits
                                ? " The first " + std::to_string(kShownAudits) + " stand here, all of them there."
                                : std::string()));
  ReportTable table{"Audits with grades and actions",
                    {{"Audit", false},
                     {"Category", false},
                     {"Where it stands", false},
                     {"Before moderation", false},
                     {"After moderation", false},
                     {"Actions", true},
                     {"Open", true},
                     {"Overdue", true},
                     {"Signed off", true},
                     {"Impact", false}},
                    {}};
  const auto grade = [](const std::optional<domain::Grade>& of) {
    return of ? std::string(say(*of)) : std::string("–");
  };
  for (std::size_t i = 0; i < std::min(report.audits.size(), kShownAudits); ++i) {
    const auto& one = report.audits[i];
    auto reference = words(one.audit.reference);
    if (links == FigureLinks::Shown) reference.url = "/audits/" + one.audit.id.text();
    if (one.audit.imported) reference.note = "Imported";
    table.rows.push_back(
        {{std::move(reference), words(std::string(say(one.audit.category))), words(std::string(say(one.audit.state))),
          words(grade(one.audit.overall)), words(grade(one.audit.moderated_overall)), words(number(one.actions)),
          words(number(one.open)), words(number(one.overdue)), words(number(one.signed_off)),
          words(one.impact.empty() ? "Not written"
                                   : base::count_of(static_cast<long long>(one.impact.size()), "section", "sections"))},
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

std::string bundle_of(const InspectionReport& report, const domain::Framework& framework) {
  return zip_of({{"audits.csv", audits_csv(report)},
                 {"actions.csv", actions_csv(report)},
                 {"impact.csv", impact_csv(report)},
                 {"figures.csv", csv_of(rows_of(report.monthly))},
                 {"inspection.json", to_json(report, framework)}});
}

}  // namespace plumbline::report
