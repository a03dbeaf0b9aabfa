#include "report/person/person.hpp"

#include <algorithm>

#include "app/ports/audit_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"
#include "report/monthly/monthly.hpp"

namespace plumbline::report {

using domain::Grade;

namespace {

bool is_feedback(const PersonReport& report) { return report.kind == PersonReport::Kind::Feedback; }

std::string say_grade(const std::optional<Grade>& grade) { return grade ? std::string(say(*grade)) : "–"; }
Json grade_json(const std::optional<Grade>& grade) { return grade ? Json(to_string(*grade)) : Json(nullptr); }

}  // namespace

base::Result<PersonReport> make_person(PersonReport::Kind kind, const ReportAsk& ask, const app::Actor& actor,
                                       const base::Clock& clock, app::Reader& reader,
                                       const domain::Framework& framework) {
  CHECK(check_months(ask.from, ask.to));
  PersonReport report;
  report.kind = kind;
  const auto asked = ask.more.find("person");
  if (asked != ask.more.end() && !asked->second.empty())
    report.person = domain::PersonId(asked->second);
  else if (actor.person)
    report.person = *actor.person;
  else
    return base::invalid("report.make.person_missing", "person");
  // The command line acts for the QA lead of the whole council.
  if (!actor.is(report.person) && !actor.has_council_wide(app::Role::QaLead))
    return base::forbidden("access.page.forbidden");
  report.council = framework.council.name;
  report.council_key = actor.council;
  report.ask = ask;
  report.made_at = clock.now();
  report.name = reader.people().name_of(report.person);

  app::AuditFilter filter;
  filter.programme = ask.programme;
  filter.from = iso(ask.from);
  filter.to = iso(ask.to);
  if (is_feedback(report)) {
    filter.auditor = report.person;
    filter.returned = true;
  } else {
    filter.worker = report.person;
    filter.states = {domain::AuditState::Final};
  }
  app::Visibility all;
  all.everything = true;  // their own, as asked above
  std::vector<app::GradePair> pairs;
  std::vector<Grade> used;
  for (auto& audit : reader.audits().list(filter, {1, 0, "period", true}, all).rows) {
    OwnAudit own;
    const auto* programme = framework.find_programme(audit.programme);
    own.programme_title = programme ? programme->title : audit.programme;
    // A grade that a disagreement changed was not moderated (MOD-4).
    if (audit.moderated_overall && audit.overall && !audit.moderation_pick.empty()) {
      ++report.moderated;
      if (*audit.moderated_overall == *audit.overall) ++report.unchanged;
      pairs.push_back({audit.auditor, *audit.overall, *audit.moderated_overall, 1});
      used.insert(used.end(), {*audit.overall, *audit.moderated_overall});
    }
    if (audit.due_on && audit.submitted_at && *audit.due_on < base::london_day(*audit.submitted_at)) ++report.late;
    if (!is_feedback(report)) {
      const auto* tool = framework.find_tool(audit.tool);
      for (const auto& section : reader.audits().section_outlines(audit.id, false)) {
        if (!section.judgement) continue;
        own.sections.push_back({section_name(tool, section.section), *section.judgement, section.good_practice});
      }
      std::ranges::sort(own.sections, {}, &OwnSection::name);
    }
    for (const auto& talk : reader.audits().conversations(audit.id))
      if (talk.kind == domain::ConversationKind::Worker) own.took_part = talk.held;
    own.audit = std::move(audit);
    report.audits.push_back(std::move(own));
  }
  if (is_feedback(report)) {
    const auto programme = programme_asked(ask.programme, framework);
    report.grades = programme ? grades_of_scale(framework, **programme, used) : used;
    report.pairs = pair_figures(report.person.text(), report.name, pairs, report.grades, domain::Weights::Quadratic);
  } else {
    app::ActionFilter own;
    own.owner = report.person;
    own.from = filter.from;
    own.to = filter.to;
    report.actions = reader.actions().list(own, {1, 0, "", false}, all).rows;
  }
  return report;
}

std::string to_json(const PersonReport& report, const domain::Framework& framework) {
  auto json = head_json(is_feedback(report) ? "feedback" : "learning-record", report.council_key, framework, report.ask,
                        report.made_at);
  json["person"] = report.person.text();
  Json audits = Json::array();
  for (const auto& own : report.audits) {
    Json one{{"audit_ref", own.audit.reference},
             {"period", iso(own.audit.period)},
             {"programme", own.audit.programme},
             {"category", to_string(own.audit.category)},
             {"overall", grade_json(own.audit.overall)},
             {"moderated_overall", grade_json(own.audit.moderated_overall)},
             {"took_part", own.took_part ? Json(*own.took_part) : Json(nullptr)},
             {"imported", own.audit.imported}};
    if (!is_feedback(report)) {
      Json sections = Json::array();
      for (const auto& section : own.sections)
        sections.push_back({{"title", section.name.title},
                            {"judgement", to_string(section.judgement)},
                            {"good_practice", section.good_practice}});
      one["sections"] = std::move(sections);
    }
    audits.push_back(std::move(one));
  }
  json["audits"] = std::move(audits);
  const long long n = static_cast<long long>(report.audits.size());
  if (is_feedback(report)) {
    json["late"] = share_json({report.late, n});
    json["moderated"] = share_json({report.moderated, n});
    json["unchanged"] = share_json({report.unchanged, report.moderated});
    Json grades = Json::array();
    for (const auto grade : report.grades) grades.push_back(to_string(grade));
    json["matrix"] = {{"grades", std::move(grades)}, {"counts", report.pairs.counts}};
    json["kappa"] = report.pairs.kappa ? Json(report.pairs.kappa->value) : Json(nullptr);
    json["ac"] = report.pairs.ac ? Json(report.pairs.ac->value) : Json(nullptr);
  } else {
    Json actions = Json::array();
    for (const auto& row : report.actions)
      actions.push_back({{"audit_ref", row.reference},
                         {"action", row.action.text},
                         {"due_on", row.action.due_on ? Json(base::iso(*row.action.due_on)) : Json(nullptr)},
                         {"state", to_string(row.action.state)}});
    json["actions"] = std::move(actions);
  }
  return text_of(json);
}

std::vector<FigureRow> rows_of(const PersonReport& report) {
  const auto period = period_key(report.ask.from, report.ask.to);
  const long long n = static_cast<long long>(report.audits.size());
  std::vector<FigureRow> rows{{"own", period, "all", "audits", n, std::nullopt, ""}};
  if (is_feedback(report)) {
    rows.push_back({"own", period, "all", "late", report.late, n, ""});
    rows.push_back({"own", period, "all", "moderated", report.moderated, n, ""});
    rows.push_back({"own", period, "all", "unchanged", report.unchanged, report.moderated, ""});
  } else {
    long long done = 0;
    for (const auto& row : report.actions)
      if (row.action.state == domain::ActionState::Done || row.action.state == domain::ActionState::SignedOff) ++done;
    rows.push_back({"own", period, "all", "actions-done", done, static_cast<long long>(report.actions.size()), ""});
  }
  return rows;
}

ReportPage page_of(const PersonReport& report) {
  const auto rows = rows_of(report);
  const FigureCells cells(rows, FigureLinks::Hidden);
  const auto& period = rows.front().period;
  ReportPage page;
  const auto months = say_months(report.ask.from, report.ask.to);
  page.title = (is_feedback(report) ? "Feedback to an auditor, " : "Learning record, ") + months;
  page.caption = report.name;
  page.meta = report.council + ". Made on " + base::say(report.made_at) + ".";
  if (report.audits.empty()) {
    page.lead = is_feedback(report) ? "No audit was returned in these months, so there is nothing to look back on yet."
                                    : "No audit of this person’s work was finished in these months.";
    return page;
  }
  const auto n = static_cast<long long>(report.audits.size());
  ReportSection section{
      "audits", is_feedback(report) ? "Audits made" : "Audits of my work", {}, ReportSection::Place::Main, {}};
  ReportPart part;
  ReportTable table{section.heading, {{"Audit", false}, {"Month", false}, {"Programme", false}}, {}};
  if (is_feedback(report)) {
    table.columns.push_back({"My grade", false});
    table.columns.push_back({"After moderation", false});
  } else {
    table.columns.push_back({"Overall grade", false});
    table.columns.push_back({"Conversation", false});
  }
  for (const auto& own : report.audits) {
    auto reference = words(own.audit.reference);
    reference.url = "/audits/" + own.audit.id.text();
    if (own.audit.imported) reference.note = "Imported";
    ReportRow row{{std::move(reference), words(say(own.audit.period)), words(own.programme_title)}, false};
    if (is_feedback(report)) {
      row.cells.push_back(words(say_grade(own.audit.overall)));
      auto after = words(own.audit.moderated_overall ? say_grade(own.audit.moderated_overall) : "Not moderated");
      if (own.audit.moderated_overall && own.audit.overall && *own.audit.moderated_overall != *own.audit.overall)
        after.note = "Changed";
      row.cells.push_back(std::move(after));
    } else {
      row.cells.push_back(words(say_grade(own.audit.grade())));
      row.cells.push_back(words(!own.took_part ? "Not recorded" : *own.took_part ? "Took part" : "Did not take part"));
    }
    table.rows.push_back(std::move(row));
  }
  if (is_feedback(report)) {
    page.lead =
        base::count_of(n, "audit was", "audits were") + " returned, " + number(report.late) + " of them late. " +
        (report.moderated == 0 ? std::string("None was moderated.")
                               : base::count_of(report.moderated, "was", "were") + " moderated; the grade stayed in " +
                                     say_share({report.unchanged, report.moderated}) + ".");
    page.figures.push_back({number(n), n == 1 ? "audit returned" : "audits returned", "", ""});
    if (report.moderated > 0)
      page.figures.push_back({say_percent({report.unchanged, report.moderated}), "unchanged by moderation",
                              number(report.unchanged) + " of " + number(report.moderated), ""});
  } else {
    page.lead = base::count_of(n, "audit", "audits") + " looked at this person’s work.";
  }
  part.tables.push_back(std::move(table));
  section.parts.push_back(std::move(part));
  page.sections.push_back(std::move(section));

  if (is_feedback(report)) {
    ReportSection agreement{"agreement", "Agreement with the moderator", {}, ReportSection::Place::Main, {}};
    ReportPart with;
    with.sentences.push_back(report.moderated == 0
                                 ? std::string("No audit of these months was moderated, so there is nothing to "
                                               "compare yet.")
                                 : "Beyond chance, agreement is " + say_agreement(report.pairs.kappa) +
                                       " (weighted kappa; 0 is chance, 1 is perfect), by Gwet’s figure " +
                                       say_agreement(report.pairs.ac) + ".");
    if (report.moderated > 0 && report.moderated < domain::kFewPairs)
      with.note = "These are fewer than ten pairs, so the figure may change much with the next one.";
    ReportTable matrix{"My grade down, the moderator’s across", {{"My grade", false}}, {}};
    for (const auto grade : report.grades) matrix.columns.push_back({std::string(say(grade)), true});
    for (std::size_t i = 0; i < report.grades.size(); ++i) {
      ReportRow row{{words(std::string(say(report.grades[i])))}, false};
      for (const auto count : report.pairs.counts[i]) row.cells.push_back(words(number(count)));
      matrix.rows.push_back(std::move(row));
    }
    ReportTable figures{"In figures", {{"Figure", false}, {"Audits", true}}, {}};
    figures.rows.push_back({{words("Returned late"), cells.share("own", "late", period)}, false});
    figures.rows.push_back({{words("Moderated"), cells.share("own", "moderated", period)}, false});
    figures.rows.push_back({{words("Unchanged by moderation"), cells.share("own", "unchanged", period)}, false});
    if (report.moderated > 0) with.tables.push_back(std::move(matrix));
    with.tables.push_back(std::move(figures));
    agreement.parts.push_back(std::move(with));
    page.sections.push_back(std::move(agreement));
    return page;
  }

  ReportSection learned{"learned", "What went well, what to learn from", {}, ReportSection::Place::Main, {}};
  ReportPart sections;
  ReportTable judged{"Judgements by section", {{"Audit", false}, {"Section", false}, {"Judgement", false}}, {}};
  for (const auto& own : report.audits)
    for (const auto& one : own.sections) {
      auto grade = words(std::string(say(one.judgement)));
      if (one.good_practice) grade.note = "Flagged as good practice";
      judged.rows.push_back({{words(own.audit.reference), words(one.name.title), std::move(grade)}, false});
    }
  if (judged.rows.empty())
    sections.sentences.emplace_back("No section of these audits carries a judgement.");
  else
    sections.tables.push_back(std::move(judged));
  learned.parts.push_back(std::move(sections));
  page.sections.push_back(std::move(learned));
  ReportSection actions{"actions", "My actions", {}, ReportSection::Place::Main, {}};
  ReportPart owned;
  if (report.actions.empty()) {
    owned.sentences.emplace_back("No action from audits of these months belongs to this person.");
  } else {
    ReportTable list{"Actions and what became of them",
                     {{"Audit", false}, {"Action", false}, {"Due", false}, {"Where it stands", false}},
                     {}};
    for (const auto& row : report.actions)
      list.rows.push_back(
          {{words(row.reference), words(row.action.text),
            words(row.action.due_on ? base::say(*row.action.due_on) : "–"), words(std::string(say(row.action.state)))},
           false});
    auto done = cells.share("own", "actions-done", period);
    owned.sentences.push_back("Done: " + done.text + " (" + done.note + ").");
    owned.tables.push_back(std::move(list));
  }
  actions.parts.push_back(std::move(owned));
  page.sections.push_back(std::move(actions));
  return page;
}

}  // namespace plumbline::report
