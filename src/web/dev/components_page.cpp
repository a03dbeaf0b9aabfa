#include "web/dev/components_page.hpp"

#include "report/chart/chart.hpp"
#include "web/components.hpp"
#include "web/http/router.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

namespace {

using domain::Grade;

base::Instant at(const char* text) { return base::parse_instant(text).value(); }

void add_forms(View& body, const FormErrors& errors) {
  Choice judgement{"judgement", "Judgement: the child’s voice and lived experience", {}, "", true};
  for (const Grade grade : {Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate})
    judgement.options.push_back({std::string(domain::to_string(grade)), std::string(domain::say(grade)),
                                 "Strong evidence of good practice, outcomes and impact throughout.", false, false});
  add_radios(body, "JUDGEMENT", judgement, errors);

  TextArea evidence{"evidence", "Evidence", "Mum refused to engage with the plan.",
                    "What did you see in the file that supports your judgement?"};
  evidence.strong = true;
  evidence.most_characters = 4000;
  evidence.help_url = "/dev/components/help";
  evidence.advice = {{"blame", "This reads as blame",
                      "“Refused to engage” says what is wrong with her, not what happened.",
                      "Mum did not come to the last two meetings. We do not know why."}};
  add_textarea(body, "EVIDENCE", evidence, errors);

  TextInput worker;
  worker.name = "worker";
  worker.label = "Allocated worker";
  add_text_input(body, "WORKER", worker, errors);
  add_date_input(body, "DUE", date_input("due", "Due date", std::nullopt, "For example, 23 11 2026"), errors);
  add_select(body, "PRIORITY",
             {"priority", "Priority", {{"high", "High", "", false, false}, {"medium", "Medium", "", true, false}}},
             errors);
  Choice documents{"documents",
                   "Documents you found",
                   {{"chronology", "Chronology", "", true, false}, {"plan", "Plan", "", false, false}}};
  documents.small = true;
  add_checkboxes(body, "DOCUMENTS", documents, errors);
  Choice held{"held",
              "Did the conversation with the worker take place?",
              {{"yes", "Yes", "", false, false}, {"no", "No", "", false, true}}};
  held.strong = true;
  for (auto& inside : add_radios(body, "HELD", held, errors)) {
    View reason = inside.include("INSIDE", "dev/reveal.html");
    add_select(reason, "REASON",
               {"reason",
                "Why not?",
                {{"", "Choose a reason", "", true, false}, {"no-response", "No response", "", false, false}}});
  }
  add_file_input(body, "FILE",
                 {"file", "Upload cases.csv or a workbook", "CSV, XLSX or XML, at most 200 MB", ".csv,.xlsx,.xml"},
                 errors);
  add_password_input(body, "PASSWORD", {"password", "Password", "", "current-password"}, errors);
  add_details(body, "GOOD_LOOKS", "What does good look like?",
              {"The child is seen alone, and what they say changes the plan."},
              {{"Outstanding", "strong evidence throughout"}, {"Good", "what is expected of the worker"}});
}

void add_lists(View& body, const Request& request) {
  Table table{"Audits of December 2026",
              {{"Reference", "reference"},
               {"Team", "team"},
               {"Auditor", "auditor"},
               {"Due", "due"},
               {"Grade", ""},
               {"State", ""},
               {"Open actions", "", true}},
              {},
              true,
              true};
  const auto row = [&](const char* reference, const char* team, const char* auditor, const char* due, bool late,
                       std::optional<Grade> grade, const char* state, Tone tone, const char* actions) {
    Cell name{reference, "/audits/" + std::string(reference)};
    name.keep_together = true;
    Cell due_cell{due};
    due_cell.late = late;
    Cell grade_cell{grade ? "" : "Not graded"};
    grade_cell.grade = grade;
    Cell state_cell{state};
    state_cell.tone = tone;
    Cell team_cell{team};
    team_cell.note = "North";
    table.rows.push_back({{name, team_cell, {auditor}, due_cell, grade_cell, state_cell, {actions}}});
  };
  row("LAN-2026-12-014", "Assessment 2", "Priya Nair", "23 November 2026", false, Grade::RequiresImprovement,
      "Moderated", Tone::Done, "3");
  row("LAN-2026-12-013", "Children in care 1", "Ben Carter", "23 November 2026", false, Grade::Good, "Returned",
      Tone::Waiting, "0");
  row("LAN-2026-12-002", "Safeguarding 4", "Olu Adeyemi", "9 November 2026", true, std::nullopt, "Overdue", Tone::Late,
      "0");
  add_table(body, "TABLE", table, Sorting{QueryLink("/dev/components", request.query), "due", true});
  add_pagination(body, "PAGES", 3, 50, 612, QueryLink("/dev/components", request.query));
  body.set("SHOWING", showing(3, 50, 612, "audit", "audits"));

  Filter grades{Filter::Kind::Checkboxes, "grade", "Grade", {{"good", "Good"}, {"inadequate", "Inadequate"}}};
  Filter locality{Filter::Kind::Select, "locality", "Locality", {{"north", "North"}, {"east", "East"}}};
  Filter text{Filter::Kind::Text, "text", "Reference or child’s identifier"};
  add_filter(body, "FILTER", "/dev/components", request.query, {text, grades, locality});

  Table wide{"Table 1. Number of audits at each grade by locality",
             {{"Locality"},
              {"Outstanding", "", true},
              {"Good", "", true},
              {"Requires improvement", "", true},
              {"Inadequate", "", true},
              {"Total", "", true},
              {"Good or better"}},
             {},
             false,
             false};
  wide.rows.push_back({{{"North"}, {"2", "/audits"}, {"10"}, {"6"}, {"1"}, {"19"}, {"63% (12 of 19)"}}});
  wide.rows.push_back({{{"All"}, {"3"}, {"18"}, {"11"}, {"1"}, {"33"}, {"64% (21 of 33)"}}, true});
  add_table(body, "WIDE_TABLE", wide);
}

void add_charts(View& body) {
  using namespace report;
  const StackedBars grades{{"grades", "Overall grades by locality, November 2026",
                            "12 of 19 audits in North and 9 of 14 in East were good or better."},
                           {{"Outstanding", Fill::Outstanding},
                            {"Good", Fill::Good},
                            {"Requires improvement", Fill::RequiresImprovement},
                            {"Inadequate", Fill::Inadequate}},
                           {{"North", {2, 10, 6, 1}}, {"Central", {0, 0, 0, 0}}, {"East", {1, 8, 5, 0}}}};
  add_chart(body, "CHART", stacked_bars(grades, ChartSize::Wide), stacked_bars(grades, ChartSize::Narrow),
            grades.text.title);
  TrendLine trend{
      {"trend", "Audits graded good or better, month by month", "Between 38% and 92%; August lies below the limits."},
      "good or better",
      {},
      0.64,
      true};
  const char* months[] = {"Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"};
  const long long good[] = {25, 18, 27, 29, 31, 32, 32, 34, 33, 18, 37, 44};
  for (int month = 0; month < 12; ++month)
    trend.points.push_back({months[month], std::string(months[month], 1), good[month], 48, 0.43, 0.84, month == 9});
  add_chart(body, "TREND", trend_line(trend, ChartSize::Wide), trend_line(trend, ChartSize::Narrow), trend.text.title);
  const ShareBars shares{{"returns", "Audits returned by locality", "East is below the target."},
                         {{"North", 18, 20}, {"East", 9, 14}},
                         80};
  add_chart(body, "SHARES", share_bars(shares, ChartSize::Wide), share_bars(shares, ChartSize::Narrow),
            shares.text.title);
  const GroupedBars moves{
      {"moderation", "Grades before and after moderation", "9 audits went from good to requires improvement."},
      {{"Before moderation", Fill::Before}, {"After moderation", Fill::After}},
      {{"Outstanding", {26, 21}}, {"Good", {126, 119}}, {"Requires improvement", {54, 63}}, {"Inadequate", {9, 14}}},
      "audits"};
  add_chart(body, "MOVES", grouped_bars(moves, ChartSize::Wide), grouped_bars(moves, ChartSize::Narrow),
            moves.text.title);
}

Response get_components(const Request& request, Services& services) {
  FramedPage page(services, request, "Components", NavItem::Audits);
  page.crumb("Home", "/").crumb("Audits", "/audits");
  page.caption("LAN-2026-12-014").meta("Child 104882, child protection plan, Assessment 2, open 7 months");
  page.action("Print", "/dev/components?print=yes", ButtonLook::Quiet);
  page.action("Raise an immediate concern", "/dev/components?concern=yes", ButtonLook::Warning);
  FormErrors errors;
  if (request.query.has("errors")) {
    errors.add({base::ErrorCode::Invalid, "access.row.not_found", "judgement"});
    errors.add({base::ErrorCode::Invalid, "access.row.not_found", "due"});
    errors.add({base::ErrorCode::Invalid, "access.row.not_found", "evidence"});
  }
  page.errors(errors);
  View body = page.body("dev/components.html");
  for (const Grade grade : domain::kGrades) {
    View example = body.add("GRADE_EXAMPLE");
    add_grade(example, "GRADE", grade);
  }
  View none = body.add("GRADE_EXAMPLE");
  add_grade(none, "GRADE", std::nullopt);
  add_next(body, "NEXT",
           {"Audit LAN-2026-12-014", "Return by Monday 23 November, 5 working days left. 4 of 9 sections done.",
            Link{"Continue the audit", "/audits/1"}});
  add_next(body, "NEXT_URGENT",
           {"1 concern waits to be acknowledged", "Raised today at 9:12am by Ben Carter.",
            Link{"Open the concern", "/concerns/1"}, NextStep::Look::Urgent});
  add_next(
      body, "NEXT_QUIET",
      {"Nothing to moderate", "The next audits are due back on 23 November.", std::nullopt, NextStep::Look::Quiet});
  add_task_list(body, "TASKS",
                {{"Risk and need", "/dev/components?s=1", "", Tone::Plain, "Judgement, evidence, impact", Grade::Good},
                 {"Child’s voice", "/dev/components?s=2", "In progress", Tone::Going},
                 {"Planning", "/dev/components?s=3", "Completed", Tone::Plain},
                 {"Overall judgement", "", "Cannot start yet", Tone::Plain}});
  SummaryRow grade{"Overall grade", ""};
  grade.grade = Grade::RequiresImprovement;
  grade.change = Link{"Change", "/dev/components?change=grade"};
  grade.change_what = "overall grade";
  SummaryRow evidence{"Evidence", "Not written yet", SummaryRow::Look::Missing};
  evidence.change = Link{"Write", "/dev/components?change=evidence"};
  evidence.change_what = "evidence";
  add_summary_list(body, "SUMMARY",
                   {{"Child", "104882"},
                    {"Impact", "Ahmed is safer at home.\nHe says so himself.", SummaryRow::Look::Typed},
                    grade,
                    evidence});
  add_forms(body, errors);
  add_warning(body, "WARNING", "Returning the audit closes it for changes.");
  add_inset(body, "INSET", "The moderator looks at the narrative next, within five working days.");
  add_timeline(
      body, "TIMELINE",
      {{"Moderated", "Priya Nair", at("2026-06-14T12:01:00Z"), "Grade changed from Good to Requires improvement."},
       {"Returned", "Ben Carter", at("2026-06-12T08:30:00Z"), ""}});
  add_dates(body, "DATES",
            {{"Draw and send", "2 November", "50 of 50 sent", DateStep::State::Done},
             {"Audits returned", "Monday 23 November", "31 of 50 back", DateStep::State::Now},
             {"Moderated", "30 November", ""},
             {"Report", "7 December", ""}});
  add_figures(body, "FIGURES",
              {{"31", "audits returned", "62% (31 of 50)", "/audits?returned=yes"},
               {"59%", "good or better", "29 of 49", "/audits?grade=good"},
               {"4", "actions overdue", "", ""},
               {"1", "open concern", "", ""}});
  add_lists(body, request);
  add_charts(body);
  add_empty(body, "EMPTY", "No audits yet for December 2026",
            "The draw for December has not been made. It is due on 1 December.", Link{"Make the draw", "/cycles"});
  add_conflict(body, "CONFLICT",
               {"evidence", "The plan names who does what.\nIt was reviewed in time.", "The plan was reviewed in time.",
                "Ben Carter", "today at 6:41pm"});
  add_panel(body, "PANEL", "Audit returned", "Reference", "LAN-2026-12-014");
  return page.respond();
}

}  // namespace

void add_components_page(Router& router, Services& services) {
  if (!services.dev) return;
  router.get("/dev/components", [&services](const Request& request) { return get_components(request, services); },
             {.access = Access::Public});
}

}  // namespace plumbline::web
