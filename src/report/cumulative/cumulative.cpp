#include "report/cumulative/cumulative.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/chart/chart.hpp"
#include "report/drawn.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"
#include "report/monthly/page.hpp"
#include "report/monthly/render.hpp"
#include "report/trend.hpp"

namespace plumbline::report {
namespace {

MonthlyRequest request_of(const ReportAsk& ask) {
  return {ask.programme, ask.from, ask.to, ask.cohort, ask.locality, ask.service_area, ask.by};
}

const ReportSection* section_of(const ReportPage& page, std::string_view id) {
  for (const auto& section : page.sections)
    if (section.id == id) return &section;
  return nullptr;
}

void take(const ReportPage& from, ReportPage& to, std::string_view id) {
  if (const auto* section = section_of(from, id)) to.sections.push_back(*section);
}

struct ToDate {
  base::Period period;
  long long distributed = 0;
  long long returned = 0;
  GradeCounts grades;
};

std::vector<ToDate> to_date(const MonthlyReport& report) {
  std::vector<ToDate> all;
  ToDate sum;
  for (const auto& month : report.months) {
    sum.period = month.from;
    sum.distributed += month.returns.distributed;
    sum.returned += month.returns.returned;
    for (const auto grade : kReportedGrades) sum.grades.of(grade) += month.grades.of(grade);
    all.push_back(sum);
  }
  return all;
}

// How many audits come back in a month, with the limits of an XmR chart: counts have no share to make a p-chart of.
// Months before the first audit went out are none of it: their 0 says nothing of how many come back.
struct ReturnedChart {
  std::size_t first = 0;  // of report.months
  domain::ControlChart limits;
  // Nothing for a month that is not on the chart, and where one month alone has nothing to vary from.
  const domain::ChartPoint* point(std::size_t month) const {
    return limits.points.size() < 2 || month < first ? nullptr : &limits.points[month - first];
  }
};

ReturnedChart returned_chart(const MonthlyReport& report) {
  ReturnedChart chart;
  const auto began = std::ranges::find_if(
      report.months, [](const Figures& month) { return month.returns.distributed > 0 || month.returns.returned > 0; });
  chart.first = static_cast<std::size_t>(began - report.months.begin());
  std::vector<double> counts;
  for (auto month = began; month != report.months.end(); ++month)
    counts.push_back(static_cast<double>(month->returns.returned));
  chart.limits = domain::xmr_chart(counts);
  return chart;
}

Json returned_json(const MonthlyReport& report) {
  const auto chart = returned_chart(report);
  Json months = Json::array();
  for (std::size_t i = 0; i < report.months.size(); ++i) {
    Json signals = Json::array();
    if (const auto* point = chart.point(i))
      for (const auto signal : point->signals) signals.push_back(to_string(signal));
    months.push_back({{"period", iso(report.months[i].from)},
                      {"returned", report.months[i].returns.returned},
                      {"signals", std::move(signals)}});
  }
  const auto& points = chart.limits.points;
  const bool varies = points.size() > 1;
  return {{"centre", points.empty() ? Json(nullptr) : Json(chart.limits.centre)},
          {"lower", varies ? Json(points.front().lower) : Json(nullptr)},
          {"upper", varies ? Json(points.front().upper) : Json(nullptr)},
          {"trial", chart.limits.trial},
          {"months", std::move(months)}};
}

ReportPart returned_by_month(const MonthlyReport& report) {
  ReportPart part;
  const auto chart = returned_chart(report);
  ReportTable table{"Audits returned each month",
                    {{"Month", false}, {"Returned", true}, {"Months usually lie", false}, {"Signals", false}},
                    {}};
  std::vector<std::string> noted;
  for (std::size_t i = 0; i < report.months.size(); ++i) {
    std::string range = "–";
    std::string signals = "None";
    if (const auto* at = chart.point(i)) {
      const auto& point = *at;
      range = number(std::max(0LL, static_cast<long long>(std::ceil(point.lower)))) + " to " +
              number(static_cast<long long>(std::floor(point.upper)));
      std::vector<std::string> said;
      for (const auto signal : point.signals) said.emplace_back(say(signal));
      if (!said.empty()) {
        signals = base::join(said, ", ");
        noted.push_back(say(report.months[i].from));
      }
    }
    table.rows.push_back({{words(say(report.months[i].from)), words(number(report.months[i].returns.returned)),
                           words(range), words(signals)},
                          false});
  }
  part.sentences.push_back(noted.empty() ? "No month’s number of returned audits stands out from the others."
                                         : "More than the usual ups and downs: " + base::join(noted, ", ") + ".");
  if (chart.first > 0 && chart.first < report.months.size())
    part.sentences.push_back("Counted from " + say(report.months[chart.first].from) +
                             ", the first month in which audits were sent out.");
  part.note = trial_note(chart.limits);
  part.tables.push_back(std::move(table));
  return part;
}

bool joins(const domain::Programme& programme) {
  return std::any_of(programme.reports.begin(), programme.reports.end(),
                     [](const auto& route) { return route.joins_main; });
}

const domain::Programme* thematic_programme(const domain::Framework& framework) {
  for (const auto& programme : framework.programmes)
    if (std::any_of(programme.reports.begin(), programme.reports.end(),
                    [](const auto& route) { return route.report == "thematic"; }))
      return &programme;
  for (const auto& programme : framework.programmes)
    if (programme.review.held || programme.draw.minimum > 0) return &programme;
  for (const auto& programme : framework.programmes)
    if (!programme.sources.empty()) return &programme;
  return nullptr;
}

// One programme's summary within the main report. Its figures carry the programme's key before their section.
ReportSection joined_section(const MonthlyReport& report, const std::vector<FigureRow>& rows, FigureLinks links) {
  const FigureCells cells(rows, links);
  const auto prefix = report.programme + ":";
  const auto& now = report.now;
  ReportSection section{"joined-" + report.programme, report.programme_title, {}, ReportSection::Place::Main, {}};
  ReportPart part;
  if (now.returns.distributed == 0) {
    part.sentences.emplace_back("No audit of this programme was sent out in these months.");
    section.parts.push_back(std::move(part));
    return section;
  }
  std::string text = number(now.returns.returned) + " of " +
                     base::count_of(now.returns.distributed, "audit", "audits") + " came back (" +
                     say_percent(now.returns.rate()) + ").";
  if (report.target.annual > 0)
    text += " In the year so far " + number(report.target.done) + " of " + number(report.target.annual) + " are done.";
  part.sentences.push_back(std::move(text));
  if (now.grades.total() > 0) {
    const auto good = now.grades.good_or_better();
    std::string graded = say_share(good) + " were graded good or better";
    if (report.before) {
      const auto moved = say_movement(report.before->grades.good_or_better(), good);
      if (!moved.empty()) graded += ", " + moved;
    }
    part.sentences.push_back(graded + ".");
  }
  if (const auto yes = answered_yes(report.answers); yes.of > 0)
    part.sentences.push_back(say_share(yes) + " of the answers were yes.");
  ReportTable table{report.programme_title + " in short", {{"Figure", false}, {"Audits", true}, {"Share", true}}, {}};
  const auto row = [&](std::string name, const std::string& of, const std::string& measure, bool share) {
    auto part_of = share ? cells.share(now, prefix + of, measure) : words("");
    part_of.url.clear();
    table.rows.push_back({{words(std::move(name)), cells.count(now, prefix + of, measure), std::move(part_of)}, false});
  };
  row("Sent", "returns", "distributed", false);
  row("Returned", "returns", "returned", true);
  if (report.judged) row("Graded good or better", "grades", "good-or-better", true);
  if (report.talks) row("Worker took part", "participation", "took-part", true);
  if (report.judged) row("Moderated", "moderation", "moderated", true);
  row("Actions overdue", "actions", "overdue", true);
  if (report.judged) row("With an example of good practice", "good-practice", "audits", true);
  part.tables.push_back(std::move(table));
  if (!now.sections.empty()) {
    ReportTable sections{
        report.programme_title + ": judgements by section", {{"Section", false}, {"Good or better", true}}, {}};
    for (const auto& one : now.sections)
      if (one.counts.total() > 0)
        sections.rows.push_back(
            {{words(one.title), cells.share(now, prefix + "section:" + one.section, "good-or-better")}, false});
    if (!sections.rows.empty()) part.tables.push_back(std::move(sections));
  }
  ReportTable questions{report.programme_title + ": questions that were not always answered yes",
                        {{"Question", false}, {"Answered yes", true}},
                        {},
                        kFewQuestions};
  for (const auto* one : not_always_yes(report.answers))
    questions.rows.push_back(
        {{words(one->text), cells.share(now, prefix + answers_section(*one), one->question + ":yes")}, false});
  if (!questions.rows.empty()) part.tables.push_back(std::move(questions));
  section.parts.push_back(std::move(part));
  return section;
}

}  // namespace

base::Result<MadeReport> make_cumulative(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                         app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  CHECK(check_months(ask.from, ask.to));
  auto whole = ask;
  whole.from = reporting_year_of(ask.to);
  TRY(const auto report, make_monthly(request_of(whole), actor, clock, reader, framework));
  whole.programme = report.programme;
  const auto from = page_of(report, links);
  auto rows = rows_of(report);
  const auto summed = to_date(report);
  for (const auto& one : summed) {
    rows.push_back({"to-date", iso(one.period), "all", "returned", one.returned, one.distributed, ""});
    const auto good = one.grades.good_or_better();
    rows.push_back({"to-date", iso(one.period), "all", "good-or-better", good.n, good.of, ""});
  }

  ReportPage page;
  page.title = "Cumulative report, " + say_months(whole.from, whole.to);
  page.caption = report.programme_title;
  page.meta = from.meta;
  page.lead = from.lead;
  if (!from.sections.empty()) {
    const FigureCells cells(rows, links);
    page.figures = from.figures;
    take(from, page, "target");
    ReportSection section{"to-date", "The year, month by month", {}, ReportSection::Place::Main, {}};
    ReportPart part;
    part.sentences.push_back("Each line sums up everything from April to the end of that month.");
    ReportTable table{"The year to date",
                      {{"To the end of", false}, {"Sent", true}, {"Returned", true}, {"Good or better", true}},
                      {}};
    StackedBars bars{
        {"cumulative-grades", "Overall grades to date, month by month", "Every bar holds all grades since April."},
        {},
        {}};
    const auto grades = grades_shown(report.scale ? &*report.scale : nullptr, {report.now.grades});
    for (const auto grade : grades) bars.series.push_back({std::string(say(grade)), fill_of(grade)});
    for (const auto& one : summed) {
      table.rows.push_back(
          {{words(say(one.period)), words(number(one.distributed)), cells.share("to-date", "returned", iso(one.period)),
            cells.share("to-date", "good-or-better", iso(one.period))},
           false});
      BarRow bar{say(one.period), {}};
      for (const auto grade : grades) bar.counts.push_back(one.grades.of(grade));
      bars.rows.push_back(std::move(bar));
    }
    part.charts.push_back(drawn(bars));
    part.tables.push_back(std::move(table));
    section.parts.push_back(std::move(part));
    section.parts.push_back(returned_by_month(report));
    page.sections.push_back(std::move(section));
    for (const auto* id :
         {"returned", "grades", "moderation", "participation", "sections", "actions", "good-practice", "totals"}) {
      take(from, page, id);
      // Twelve months of areas and grades are more than one page should hold.
      const std::string_view taken(id);
      if ((taken == "grades" || taken == "returned") && !page.sections.empty() && page.sections.back().id == taken)
        page.sections.back().place = ReportSection::Place::OwnPage;
    }
  }

  auto json = head_json("cumulative", report.council_key, framework, whole, report.made_at);
  json["target"] = {{"annual", report.target.annual},
                    {"done", report.target.done},
                    {"expected", report.target.expected()},
                    {"progress", share_json({report.target.done, report.target.annual})}};
  Json months = Json::array();
  for (std::size_t i = 0; i < summed.size(); ++i)
    months.push_back({{"period", iso(summed[i].period)},
                      {"distributed", report.months[i].returns.distributed},
                      {"returned", report.months[i].returns.returned},
                      {"to_date",
                       {{"distributed", summed[i].distributed},
                        {"returned", summed[i].returned},
                        {"rate", share_json({summed[i].returned, summed[i].distributed})},
                        {"grades", four_grades_json(summed[i].grades)},
                        {"good_or_better", share_json(summed[i].grades.good_or_better())}}}});
  json["months"] = std::move(months);
  json["returned_by_month"] = returned_json(report);
  const auto& actions = report.now.actions;
  json["actions"] = {
      {"open", actions.open}, {"overdue", actions.overdue}, {"done", actions.done}, {"signed_off", actions.signed_off}};
  json["good_practice"] = share_json({report.now.good_practice, report.now.returns.returned});
  json["reconciliation"] = checks_json(report.checks);
  MadeReport made{"cumulative", whole, "", std::move(page), text_of(json), csv_of(rows)};
  made.file = report_file_name(report.council_key, "cumulative", whole);
  return made;
}

base::Result<MadeReport> make_thematic(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                       app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  auto named = ask;
  if (named.programme.empty())
    if (const auto* programme = thematic_programme(framework)) named.programme = programme->key;
  TRY(const auto report, make_highlight(request_of(named), actor, clock, reader, framework));
  named.programme = report.base.programme;
  const auto* programme = framework.find_programme(named.programme);
  const int minimum = programme ? programme->draw.minimum : 0;
  const auto reviewed = report.base.now.returns.returned;
  const auto from = page_of(report, links);
  ReportPage page;
  page.title = "Thematic report, " + say_months(named.from, named.to);
  page.caption = from.caption;
  page.meta = from.meta;
  page.lead = from.lead;
  page.figures = from.figures;
  if (!from.sections.empty()) {
    if (minimum > 0)
      page.lead += " " + base::count_of(reviewed, "case was", "cases were") + " reviewed; at least " +
                   std::to_string(minimum) + " are asked for" + (reviewed < minimum ? ", so this is too few." : ".");
    for (const auto* id : {"answers", "questions", "themes", "taken-forward", "grades", "sections", "cohorts",
                           "participation", "moderation", "actions", "returned", "totals"})
      take(from, page, id);
  }
  auto json = Json::parse(to_json(report));
  json["report"] = "thematic";
  json["minimum"] = minimum > 0 ? Json(minimum) : Json(nullptr);
  json["reviewed"] = reviewed;
  json["family"] = share_json({report.base.now.participation.family_held, report.base.now.participation.family_due});
  MadeReport made{"thematic", named, "", std::move(page), text_of(json), csv_of(rows_of(report))};
  made.file = report_file_name(report.base.council_key, "thematic", named);
  return made;
}

base::Result<MadeReport> make_main_monthly(const ReportAsk& ask, const app::Actor& actor, const base::Clock& clock,
                                           app::Reader& reader, const domain::Framework& framework, FigureLinks links) {
  TRY(const auto report, make_monthly(request_of(ask), actor, clock, reader, framework));
  MadeReport made{"monthly", ask, "", page_of(report, links), to_json(report), ""};
  made.ask.programme = report.programme;
  made.file = report_file_name(report.council_key, "monthly", made.ask);
  auto rows = rows_of(report);
  const auto main = programme_asked("", framework);
  if (main && (*main)->key == report.programme) {
    auto json = Json::parse(made.json);
    Json joined = Json::array();
    for (const auto& programme : framework.programmes) {
      if (!joins(programme) || programme.key == report.programme) continue;
      if (!ask.cohort.empty()) continue;  // cohorts are a programme's own
      auto request = request_of(ask);
      request.programme = programme.key;
      TRY(const auto other, make_monthly(request, actor, clock, reader, framework));
      auto own = rows_of(other.now, other);
      for (auto& row : rows_of(other.answers, other.now)) own.push_back(std::move(row));
      for (auto& row : own) row.section = programme.key + ":" + row.section;
      auto section = joined_section(other, own, links);
      auto at = std::find_if(made.page.sections.begin(), made.page.sections.end(),
                             [](const auto& one) { return one.id == "totals"; });
      if (!made.page.sections.empty()) made.page.sections.insert(at, std::move(section));
      rows.insert(rows.end(), own.begin(), own.end());
      const auto& now = other.now;
      joined.push_back({{"programme", programme.key},
                        {"title", programme.title},
                        {"distributed", now.returns.distributed},
                        {"returned", now.returns.returned},
                        {"rate", share_json(now.returns.rate())},
                        {"grades", four_grades_json(now.grades)},
                        {"good_or_better", share_json(now.grades.good_or_better())},
                        {"participation", share_json(now.participation.rate())},
                        {"actions",
                         {{"open", now.actions.open},
                          {"overdue", now.actions.overdue},
                          {"done", now.actions.done},
                          {"signed_off", now.actions.signed_off}}}});
    }
    if (!joined.empty()) {
      json["joined"] = std::move(joined);
      made.json = text_of(json);
    }
  }
  made.csv = csv_of(rows);
  return made;
}

}  // namespace plumbline::report
