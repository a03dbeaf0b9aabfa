// The monthly report against audits counted one by one: the same numbers in JSON, CSV and on the page, totals that
// agree or say why not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <tuple>

#include "app/audit/audit_query.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/monthly/monthly.hpp"
#include "report/monthly/page.hpp"
#include "report/monthly/render.hpp"
#include "report/monthly/rows.hpp"
#include "report/standalone_html.hpp"
#include "support/golden.hpp"
#include "support/page_text.hpp"

namespace plumbline::report {
namespace {

using domain::AuditState;
using domain::Grade;
using testing::HasSubstr;

base::Period month(const char* text) { return *base::parse_period(text); }

domain::Framework small_framework() {
  domain::Framework framework;
  framework.key = "small";
  framework.council.name = "Small Council";
  framework.council.localities = {"North", "South"};
  domain::Tool tool;
  tool.key = "tool";
  tool.sections.resize(2);
  tool.sections[0].key = "risk";
  tool.sections[0].title = "Risk";
  tool.sections[1].key = "voice";
  tool.sections[1].title = "Child’s voice";
  tool.sections[1].categories = {domain::Category::Cp};
  framework.tools.push_back(tool);
  domain::Programme programme;
  programme.key = "tier2";
  programme.title = "Tier 2 audits";
  programme.cycle = domain::Rhythm::Monthly;
  programme.draw.size = 5;
  programme.draw.annual_target = 60;
  programme.targets.return_percent = 80;
  programme.tools.push_back({"tool", {}});
  framework.programmes.push_back(programme);
  return framework;
}

// One audit with what the store would know of it.
struct Audited {
  std::string period = "2026-11";
  std::string area = "North";
  domain::Category category = domain::Category::Cin;
  AuditState state = AuditState::Final;
  bool sent = true;
  bool returned = true;
  bool late = false;
  bool overdue = false;
  bool picked = false;
  std::optional<Grade> before = Grade::Good;
  std::optional<Grade> moderated{};
  std::optional<Grade> risk = Grade::Good;
  std::optional<Grade> voice = Grade::Good;
  bool example = false;
  std::optional<bool> held = true;
  std::optional<domain::NotHeldReason> reason{};
  std::vector<std::pair<domain::ActionState, bool>> actions{};
  bool drawn = true;
};
struct Exempted {
  std::string period = "2026-11";
  std::string area = "North";
  std::string reason;
};

app::ReportCounts counted(const std::vector<Audited>& audits, const std::vector<Exempted>& exempted = {}) {
  app::ReportCounts counts;
  for (const auto& audit : audits) {
    const auto period = month(audit.period.c_str());
    counts.audits.push_back({period, audit.area, "", audit.state, audit.sent, audit.returned, audit.overdue, audit.late,
                             audit.picked, audit.before, audit.moderated, 1});
    if (audit.drawn) counts.sample.push_back({period, audit.area, "", audit.state == AuditState::Withdrawn, "", 1});
    for (const auto& [state, overdue] : audit.actions)
      counts.actions.push_back({period, audit.area, state, overdue, 1});
    if (!audit.returned) continue;
    counts.tools.push_back({period, audit.area, "", "tool", audit.category, 1});
    counts.sections.push_back({period, audit.area, "", "tool", "risk", audit.risk, audit.example, 1});
    if (audit.category == domain::Category::Cp)
      counts.sections.push_back({period, audit.area, "", "tool", "voice", audit.voice, false, 1});
    counts.participation.push_back({period, audit.area, audit.held, audit.reason, 1});
    if (audit.example) counts.good_practice.push_back({period, audit.area, 1});
  }
  for (const auto& exempt : exempted)
    counts.sample.push_back({month(exempt.period.c_str()), exempt.area, "", true, exempt.reason, 1});
  return counts;
}

MonthlyReport report_of(const app::ReportCounts& counts, const char* from = "2026-11", const char* to = "2026-11") {
  const auto framework = small_framework();
  MonthlyRequest request;
  request.from = month(from);
  request.to = month(to);
  return monthly_report(request, counts, framework, framework.programmes.front(), "small",
                        *base::parse_instant("2026-12-03T09:00:00Z"));
}

// A month that has one of everything, and the month before.
app::ReportCounts a_small_month() {
  using domain::ActionState;
  using domain::NotHeldReason;
  std::vector<Audited> audits(9);
  audits[0].area = "North";
  audits[0].before = Grade::Outstanding;
  audits[0].example = true;
  audits[1].picked = true;
  audits[1].moderated = Grade::Good;
  audits[1].category = domain::Category::Cp;
  audits[2].picked = true;
  audits[2].before = Grade::Good;
  audits[2].moderated = Grade::RequiresImprovement;
  audits[2].actions = {{ActionState::SignedOff, false}, {ActionState::Open, true}};
  audits[3].area = "South";
  audits[3].before = Grade::Inadequate;
  audits[3].risk = Grade::Inadequate;
  audits[3].picked = true;
  audits[3].state = AuditState::Submitted;
  audits[3].held = false;
  audits[3].reason = NotHeldReason::NoResponse;
  audits[4].area = "South";
  audits[4].before.reset();  // returned and never graded
  audits[4].risk.reset();
  audits[4].held.reset();
  audits[4].late = true;
  audits[5].area = "South";
  audits[5].state = AuditState::InProgress;
  audits[5].returned = false;
  audits[5].overdue = true;
  audits[6].area = "South";
  audits[6].state = AuditState::HandedBack;
  audits[6].returned = false;
  audits[7].state = AuditState::Withdrawn;
  audits[7].returned = false;
  audits[8].state = AuditState::Allocated;
  audits[8].sent = false;
  audits[8].returned = false;
  for (int i = 0; i < 4; ++i) {
    Audited earlier;
    earlier.period = "2026-10";
    earlier.area = i < 2 ? "North" : "South";
    earlier.before = i == 0 ? Grade::RequiresImprovement : Grade::Good;
    audits.push_back(earlier);
  }
  return counted(audits, {{"2026-11", "North", "=cmd|calc"}, {"2026-11", "South", "Case closing, soon"}});
}

std::map<std::string, std::vector<std::string>> csv_rows(const std::string& csv) {
  std::istringstream in(csv);
  base::CsvReader reader(in);
  std::vector<std::string_view> fields;
  std::map<std::string, std::vector<std::string>> rows;
  while (true) {
    const auto more = reader.next(fields);
    EXPECT_TRUE(more.has_value());
    if (!more || !*more) break;
    if (fields[0] == "section") continue;
    const auto key = std::string(fields[0]) + "/" + std::string(fields[3]) + "/" + std::string(fields[1]) + "/" +
                     std::string(fields[2]);
    EXPECT_FALSE(rows.contains(key)) << key << " is written twice";
    rows[key] = {fields.begin(), fields.end()};
  }
  return rows;
}

TEST(MonthlyReport, TellsAWholeMonthInJsonCsvAndHtml) {
  const auto report = report_of(a_small_month());
  test::expect_golden(to_json(report), "reports/monthly.json");
  test::expect_golden(to_csv(report), "reports/monthly.csv");
  test::expect_golden(test::page_text(standalone_html(page_of(report), "#1d5a8a")), "reports/monthly.txt");
}

TEST(MonthlyReport, CountsWhatCameBack) {
  const auto report = report_of(a_small_month());
  const auto& returns = report.now.returns;
  EXPECT_EQ(returns.sampled, 11);
  EXPECT_EQ(returns.exempt, 3);  // with the one withdrawn after it was sent
  EXPECT_EQ(returns.distributed, 7);
  EXPECT_EQ(returns.not_sent, 1);
  EXPECT_EQ(returns.rate(), (Share{5, 7}));
  EXPECT_EQ(returns.outstanding, 1);
  EXPECT_EQ(returns.overdue, 1);
  EXPECT_EQ(returns.handed_back, 1);
  EXPECT_EQ(report.now.grades_before.total(), 4);
  EXPECT_EQ(report.now.grades.of(Grade::Good), 1);
  EXPECT_EQ(report.now.moderation.changes, (std::vector<GradeChange>{{Grade::Good, Grade::RequiresImprovement, 1}}));
  EXPECT_EQ(report.now.participation.rate(), (Share{3, 5}));
  EXPECT_EQ(report.now.actions.overdue, 1);
}

// A form without "inadequate" has no empty column of it; what an older form or a moderator gave still counts.
TEST(GradesShown, AreThoseOfTheScaleAndThoseThatWereGiven) {
  using testing::ElementsAre;
  const domain::Scale three{
      "three", "Three", {{Grade::Outstanding, "", ""}, {Grade::Good, "", ""}, {Grade::RequiresImprovement, "", ""}}};
  GradeCounts none, older, critical;
  older.of(Grade::Inadequate) = 1;
  critical.of(Grade::InadequateCritical) = 1;
  EXPECT_THAT(grades_shown(&three, {none}), ElementsAre(Grade::Outstanding, Grade::Good, Grade::RequiresImprovement));
  EXPECT_THAT(grades_shown(&three, {none, older}),
              ElementsAre(Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate));
  EXPECT_THAT(grades_shown(nullptr, {none}),
              ElementsAre(Grade::Outstanding, Grade::Good, Grade::RequiresImprovement, Grade::Inadequate));
  EXPECT_THAT(grades_shown(nullptr, {critical}), testing::Contains(Grade::InadequateCritical));
}

// Three high ones of which two are signed off, one low one that is: 2 x 3 + 1 of 3 x 3 + 1.
TEST(MonthlyReport, WeighsActionsByPriorityWhereTheFrameworkDoes) {
  ActionFigures actions;
  actions.agreed_by = {1, 0, 3};
  actions.signed_off_by = {1, 0, 2};
  using domain::Priority;
  const std::vector<domain::PriorityRule> rules{{Priority::High, "High", 3, 0}, {Priority::Low, "Low", 1, 0}};
  EXPECT_EQ(actions.weighed(rules), (Share{7, 10}));
  EXPECT_EQ(actions.weighed({}), std::nullopt);
  EXPECT_EQ(actions.weighed({{Priority::High, "High", 1, 0}}), std::nullopt);
}

TEST(MonthlyReport, SaysWhyTotalsDiffer) {
  const auto report = report_of(a_small_month());
  std::map<std::string, Check> checks;
  for (const auto& check : report.checks) checks.emplace(check.check, check);
  const auto& graded = checks.at("returned = graded");
  EXPECT_EQ(graded.difference(), 1);
  ASSERT_EQ(graded.behind.size(), 1U);
  EXPECT_EQ(graded.behind.front().graded, false);
  EXPECT_EQ(checks.at("sampled = distributed + exempt").difference(), 1);
  EXPECT_TRUE(checks.at("distributed = returned + outstanding + handed back").holds());
  EXPECT_TRUE(checks.at("moderation in = moderated + waiting").holds());
  EXPECT_EQ(checks.at("section judgements expected = given").difference(), 1);
  EXPECT_EQ(checks.at("returned = judged in Risk").difference(), 1);
}

TEST(MonthlyReport, SaysTheSameInJsonCsvAndOnThePage) {
  const auto report = report_of(a_small_month());
  const auto rows = csv_rows(to_csv(report));
  const auto n_of = [&](const std::string& key) {
    const auto row = rows.find(key);
    EXPECT_NE(row, rows.end()) << key;
    return row == rows.end() ? std::string("?") : row->second[4];
  };
  const auto json = nlohmann::json::parse(to_json(report));
  int compared = 0;
  const auto same = [&](const std::string& key, const nlohmann::json& value) {
    ++compared;
    EXPECT_EQ(n_of(key), value.dump()) << key;
  };
  for (const auto& [whole, period] : {std::pair{std::string("total"), std::string("2026-11")},
                                      std::pair{std::string("cumulative"), std::string("2026-04/2026-11")}}) {
    auto areas = json[whole + "_by_area"];
    areas.push_back(json[whole]);
    for (const auto& of : areas) {
      const auto at = "/" + period + "/" + of["area"].get<std::string>();
      for (const auto* measure : {"sampled", "exempt", "distributed", "returned", "late", "outstanding", "overdue"})
        same("returns/" + std::string(measure) + at, of["returns"][measure]);
      for (const auto* kind : {"grades", "grades_before"})
        for (const auto& [grade, n] : of[kind]["counts"].items())
          same((kind == std::string("grades") ? "grades/" : "grades-before/") + grade + at, n);
      same("participation/took-part" + at, of["participation"]["rate"]["n"]);
      for (const auto& reason : of["participation"]["reasons"])
        same("participation/" + reason["reason"].get<std::string>() + at, reason["n"]);
      same("moderation/moderated" + at, of["moderation"]["moderated"]["n"]);
      same("moderation/unchanged" + at, of["moderation"]["unchanged"]);
      for (const auto& change : of["moderation"]["changes"])
        same("moderation/" + change["from"].get<std::string>() + ">" + change["to"].get<std::string>() + at,
             change["n"]);
      for (const auto& section : of["sections"])
        for (const auto& [grade, n] : section["counts"].items())
          same("section:" + section["section"].get<std::string>() + "/" + grade + at, n);
      same("actions/open" + at, of["actions"]["open"]);
      same("actions/overdue" + at, of["actions"]["overdue"]);
      same("actions/signed-off" + at, of["actions"]["signed_off"]);
      same("good-practice/audits" + at, of["good_practice"]["n"]);
    }
  }
  EXPECT_GT(compared, 200);

  int shown = 0;
  const auto page = page_of(report);
  for (const auto& section : page.sections)
    for (const auto& part : section.parts)
      for (const auto& table : part.tables)
        for (const auto& row : table.rows) {
          EXPECT_EQ(row.cells.size(), table.columns.size()) << table.caption;
          for (const auto& cell : row.cells) {
            if (cell.figure.empty()) continue;
            ++shown;
            const auto key = base::replace_all(cell.figure, "/=cmd", "/'=cmd");  // guarded in the CSV
            const auto found = rows.find(key);
            ASSERT_NE(found, rows.end()) << cell.figure;
            const auto& values = found->second;
            const bool percent = cell.text.ends_with("%") || cell.text == "–";
            EXPECT_EQ(cell.text, percent ? (values[6].empty() ? "–" : values[6] + "%") : values[4]) << cell.figure;
          }
        }
  EXPECT_GT(shown, 100);
}

TEST(MonthlyReport, GuardsWhatASpreadsheetWouldRun) {
  EXPECT_THAT(to_csv(report_of(a_small_month())), HasSubstr(",'=cmd|calc,"));
}

TEST(MonthlyReport, EscapesWhatPeopleTyped) {
  const auto report = report_of(counted({Audited{}}, {{"2026-11", "North", "<b>\"'&"}}));
  const auto html = standalone_html(page_of(report), "red;}</style>");
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;&quot;&#39;&amp;"));
  EXPECT_THAT(html, testing::Not(HasSubstr("<b>\"'&")));
  EXPECT_THAT(html, testing::Not(HasSubstr("red;}")));
}

TEST(MonthlyReport, ShowsNoPercentageOfNone) {
  const auto report = report_of(a_small_month(), "2026-09", "2026-09");
  EXPECT_THAT(to_json(report), HasSubstr("\"percent\": null"));
  EXPECT_THAT(page_of(report).lead, HasSubstr("nothing to report yet"));
}

TEST(MonthlyReport, TellsMovementOnlyWhereItIsMoreThanChance) {
  EXPECT_EQ(say_movement({43, 100}, {59, 100}), "up from 43%");
  EXPECT_EQ(say_movement({6, 14}, {29, 49}), "no real change from 43%");
  EXPECT_EQ(say_movement({0, 0}, {29, 49}), "");
}

TEST(MonthlyReport, CountsTheYearFromApril) {
  EXPECT_EQ(reporting_year_of(month("2026-03")), month("2025-04"));
  EXPECT_EQ(reporting_year_of(month("2026-04")), month("2026-04"));
  const auto report = report_of(a_small_month());
  EXPECT_EQ(report.target.done, 9);
  EXPECT_EQ(report.target.months, 8);
  EXPECT_EQ(report.target.expected(), 40);
}

TEST(MonthlyReport, HidesEveryLinkFromThoseWhoMaySeeNoCase) {
  const auto report = report_of(a_small_month());
  const auto any_link = [](const ReportPage& page) {
    for (const auto& figure : page.figures)
      if (!figure.url.empty()) return true;
    for (const auto& section : page.sections)
      for (const auto& part : section.parts)
        for (const auto& table : part.tables)
          for (const auto& row : table.rows)
            for (const auto& cell : row.cells)
              if (!cell.url.empty()) return true;
    return false;
  };
  EXPECT_TRUE(any_link(page_of(report, FigureLinks::Shown)));
  EXPECT_FALSE(any_link(page_of(report, FigureLinks::Hidden)));
}

TEST(MonthlyReport, LeadsFromEachFigureToItsList) {
  for (const auto& row : rows_of(report_of(a_small_month()))) {
    if (!row.link.starts_with("/audits?")) continue;
    std::map<std::string, std::string, std::less<>> values;
    for (const auto& pair : base::split(row.link.substr(8), '&')) {
      const auto equals = pair.find('=');
      values[pair.substr(0, equals)] = base::replace_all(pair.substr(equals + 1), "%2C", ",");
    }
    const auto filter = app::read_audit_query([&](std::string_view name) {
      const auto found = values.find(name);
      return found == values.end() ? std::string() : found->second;
    });
    EXPECT_EQ("/audits?" + app::audit_query(filter), row.link) << row.measure;
    EXPECT_EQ(filter.programme, "tier2");
  }
}

// AUDIT-9: its time from click to acknowledgement is reported, with those that nobody has answered beside it.
TEST(MonthlyReport, TellsHowLongImmediateConcernsWaited) {
  auto counts = a_small_month();
  const auto november = month("2026-11");
  using domain::ConcernKind, domain::ConcernState;
  counts.concerns.push_back({november, "North", ConcernKind::Immediate, ConcernState::Acknowledged, 2});
  counts.concerns.push_back({november, "South", ConcernKind::Immediate, ConcernState::Closed, 1});
  counts.concerns.push_back({november, "South", ConcernKind::Immediate, ConcernState::Raised, 1});
  counts.concern_times.push_back({november, "North", std::chrono::minutes{20}});
  counts.concern_times.push_back({november, "North", std::chrono::hours{1}});
  counts.concern_times.push_back({november, "South", std::chrono::hours{26}});
  const auto report = report_of(counts);
  const auto& all = report.now.concerns;
  EXPECT_EQ(all.median_minutes(), 60);
  EXPECT_EQ(all.longest_minutes(), 26 * 60);
  EXPECT_EQ(all.within_an_hour(), (Share{2, 3})) << "to the minute still within";
  for (const auto& area : report.now_by_area)
    if (area.area == "North") {
      EXPECT_EQ(area.concerns.median_minutes(), 40) << "the mean of the middle two";
    }

  std::string page;
  for (const auto& section : page_of(report, FigureLinks::Shown).sections)
    for (const auto& part : section.parts)
      for (const auto& sentence : part.sentences) page += sentence + "\n";
  EXPECT_THAT(page, HasSubstr("1 immediate concern has not been acknowledged yet."));
  EXPECT_THAT(page, HasSubstr("67% (2 of 3) of the acknowledged immediate concerns were acknowledged within an hour. "
                              "The median wait was 1 hour, the longest 1 day 2 hours."));
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_THAT(json.dump(), HasSubstr("\"longest_minutes\":1560"));
  EXPECT_THAT(to_csv(report), HasSubstr("acknowledged-within-an-hour,2,3"));
  for (const auto& row : rows_of(report))
    if (row.measure == "acknowledged-within-an-hour" && row.area == "North" && row.period == "2026-11") {
      EXPECT_EQ(row.link,
                "/concerns?programme=tier2&from=2026-11&to=2026-11&locality=North&kind=immediate&acknowledged=yes"
                "&state=all");
    }
}

TEST(MonthlyReport, SaysThatNothingIsModeratedYet) {
  auto counts = a_small_month();
  std::erase_if(counts.audits, [](const auto& row) { return row.moderated.has_value(); });
  const auto page = standalone_html(page_of(report_of(counts)), "#1d5a8a");
  EXPECT_THAT(page, HasSubstr("1 audit was picked for moderation and none has been moderated yet."));
  EXPECT_THAT(page, testing::Not(HasSubstr("– (0 of 0)</p>")));
}

TEST(MonthlyReport, TellsOfReauditsApartFromTheSample) {
  auto counts = a_small_month();
  const auto before = report_of(counts);
  counts.reaudits.push_back({month("2026-11"), "North", 2});
  const auto report = report_of(counts);
  EXPECT_EQ(report.now.reaudits, 2);
  EXPECT_EQ(report.now.returns, before.now.returns);
  bool told = false;
  for (const auto& row : rows_of(report)) {
    if (row.section == "re-audits") told = told || row.n == 2;
    if (row.section == "returns" && row.link.starts_with("/audits?")) {
      EXPECT_THAT(row.link, HasSubstr("reaudit=no"));
    }
  }
  EXPECT_TRUE(told);
  EXPECT_THAT(standalone_html(page_of(report), "#1d5a8a"),
              HasSubstr("2 re-audits were sent out and stand in none of these totals"));
}

// Whatever states audits are in, the parts add up, over areas and over months, or a check says by how much they do not.
TEST(MonthlyReport, ReconcilesForAnyAudits) {
  std::mt19937 random(20261122);
  const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
  for (int round = 0; round < 300; ++round) {
    std::vector<Audited> audits;
    std::vector<Exempted> exempted;
    const int many = static_cast<int>(random() % 60);
    long long unreturned_past = 0;
    long long ungraded = 0;
    long long picked_unmoderated = 0;
    for (int i = 0; i < many; ++i) {
      Audited audit;
      audit.period = chance(50) ? "2026-11" : chance(50) ? "2026-10" : "2026-05";
      audit.area = chance(45) ? "North" : chance(80) ? "South" : "";
      audit.state = domain::kAuditStates[random() % domain::kAuditStates.size()];
      audit.category = chance(50) ? domain::Category::Cp : domain::Category::Cin;
      audit.sent = audit.state != AuditState::Allocated;
      const bool past = audit.state == AuditState::Submitted || audit.state == AuditState::Returned ||
                        audit.state == AuditState::Final;
      audit.returned = past && !chance(4);
      audit.before.reset();
      audit.moderated.reset();
      if (audit.returned && !chance(5)) audit.before = kReportedGrades[random() % 4];
      audit.picked = chance(40);
      if (audit.state == AuditState::Final && audit.picked && audit.before && chance(90))
        audit.moderated = kReportedGrades[random() % 4];
      audit.risk = chance(95) ? std::optional(kReportedGrades[random() % 4]) : std::nullopt;
      audits.push_back(audit);
      if (audit.period != "2026-11") continue;
      if (past && !audit.returned) ++unreturned_past;
      if (audit.returned && !audit.before) ++ungraded;
      if (audit.returned && audit.picked && audit.state == AuditState::Final && !audit.moderated) ++picked_unmoderated;
    }
    for (int i = 0; i < static_cast<int>(random() % 6); ++i) exempted.push_back({"2026-11", "South", "Reason"});
    const auto report = report_of(counted(audits, exempted));

    const auto& now = report.now;
    std::map<std::string, long long> differences;
    for (const auto& check : report.checks) differences[check.check] = check.difference();
    EXPECT_EQ(differences["sampled = distributed + exempt"], now.returns.not_sent);
    EXPECT_EQ(differences["distributed = returned + outstanding + handed back"], unreturned_past);
    EXPECT_EQ(differences["returned = graded"], ungraded);
    EXPECT_EQ(differences["moderation in = moderated + waiting"], picked_unmoderated);
    EXPECT_EQ(differences["moderated = unchanged + changed"], 0);
    for (const auto& section : now.sections)
      EXPECT_EQ(section.blank(), differences["returned = judged in " + section.title]);

    Returns by_area;
    GradeCounts grades_by_area;
    for (const auto& area : report.now_by_area) {
      by_area.distributed += area.returns.distributed;
      by_area.returned += area.returns.returned;
      by_area.sampled += area.returns.sampled;
      for (const auto grade : kReportedGrades) grades_by_area.of(grade) += area.grades.of(grade);
    }
    EXPECT_EQ(by_area.distributed, now.returns.distributed);
    EXPECT_EQ(by_area.returned, now.returns.returned);
    EXPECT_EQ(by_area.sampled, now.returns.sampled);
    EXPECT_EQ(grades_by_area, now.grades);
    long long returned_by_month = 0;
    for (const auto& one : report.months) returned_by_month += one.returns.returned;
    EXPECT_EQ(returned_by_month, report.year.returns.returned);
  }
}

}  // namespace
}  // namespace plumbline::report
