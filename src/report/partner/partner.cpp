#include "report/partner/partner.hpp"

#include <algorithm>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "report/chart/chart.hpp"
#include "report/drawn.hpp"
#include "report/figure_cells.hpp"
#include "report/json_parts.hpp"
#include "report/monthly/monthly.hpp"
#include "report/monthly/rows.hpp"

namespace plumbline::report {

namespace {

constexpr std::int64_t kLeast = 5;  // whatever a framework says, smaller counts are hidden
constexpr int kQuarter = 3;

int month_of(base::Period period) { return static_cast<int>(static_cast<unsigned>(period.month.month())); }
bool begins_a_quarter(base::Period period) { return month_of(period) % kQuarter == 1; }

const std::vector<std::size_t> kGood{0};

std::vector<std::int64_t> graded_row(const Figures& figures) {
  const auto good = figures.grades.good_or_better();
  return {good.n, good.of - good.n, figures.returns.returned - good.of};
}

// A line of its own: no count follows from the others and their total.
PartnerLine one_line(std::string key, std::string name, const std::vector<std::int64_t>& counts, std::int64_t below) {
  auto shown = domain::suppressed_line(counts, below);
  PartnerLine line{std::move(key), std::move(name), {}, shown.back()};
  shown.pop_back();
  line.counts = std::move(shown);
  return line;
}

std::string key_of_line(const std::vector<Figures>& by_area, std::size_t i) {
  return i == by_area.size() ? "all" : area_key(by_area[i]);
}
std::string name_of_line(const std::vector<Figures>& by_area, std::size_t i) {
  return i == by_area.size() ? "Whole council" : say_area(area_key(by_area[i]));
}

PartnerTable grades_of(const Figures& whole, const std::vector<Figures>& by_area, std::int64_t below) {
  PartnerTable table{
      "grades", {"good-or-better", "below-good", "not-graded"}, {"Good or better", "Below good", "Not graded"}, {}};
  // One area is the whole, and the whole is no area's sum.
  if (by_area.size() < 2) {
    table.lines.push_back(one_line("all", "Whole council", graded_row(whole), below));
    return table;
  }
  domain::CountTable counts;
  for (const auto& area : by_area) counts.push_back(graded_row(area));
  const auto shown = domain::suppressed(domain::with_totals(counts), below);
  for (std::size_t i = 0; i < shown.size(); ++i)
    table.lines.push_back(
        {key_of_line(by_area, i), name_of_line(by_area, i), {shown[i].begin(), shown[i].end() - 1}, shown[i].back()});
  return table;
}

// Sent and not back, by area and in all: hidden down the column. Beside the returned it would give what was sent, which
// stands nowhere.
PartnerTable not_yet_of(const Figures& whole, const std::vector<Figures>& by_area, std::int64_t below) {
  PartnerTable table{"returns", {"not-returned"}, {"Not returned"}, {}};
  const auto out_of = [](const Figures& figures) { return figures.returns.distributed - figures.returns.returned; };
  std::vector<std::int64_t> counts;
  if (by_area.size() < 2) {
    counts.push_back(out_of(whole));
  } else {
    for (const auto& area : by_area) counts.push_back(out_of(area));
  }
  const auto shown = domain::suppressed_line(counts, below);
  const bool single = by_area.size() < 2;
  for (std::size_t i = single ? 1 : 0; i < shown.size(); ++i)
    table.lines.push_back({single ? "all" : key_of_line(by_area, i),
                           single ? "Whole council" : name_of_line(by_area, i),
                           {shown[i]},
                           shown[i]});
  return table;
}

Json shown_json(const Shown& n) { return n ? Json(*n) : Json(nullptr); }
Json share_or_none(const Shown& n, const Shown& of) { return n && of ? share_json({*n, *of}) : Json(nullptr); }

std::size_t hidden_in(const PartnerTable& table) {
  std::size_t n = 0;
  for (const auto& line : table.lines) {
    n += line.total || line.counts.size() == 1 ? 0 : 1;
    for (const auto& count : line.counts) n += count ? 0 : 1;
  }
  return n;
}

}  // namespace

std::size_t PartnerReport::hidden() const {
  std::size_t n = 0;
  for (const auto* table : {&grades, &not_yet, &sections, &moderation, &workers, &actions}) n += hidden_in(*table);
  return n;
}

Shown sum_shown(const PartnerLine& line, const std::vector<std::size_t>& columns) {
  std::int64_t sum = 0;
  std::int64_t others = 0;
  bool all = true;
  bool all_others = line.total.has_value();
  for (std::size_t i = 0; i < line.counts.size(); ++i) {
    const bool in = std::find(columns.begin(), columns.end(), i) != columns.end();
    (in ? all : all_others) = (in ? all : all_others) && line.counts[i].has_value();
    (in ? sum : others) += line.counts[i].value_or(0);
  }
  if (all) return sum;
  if (all_others) return *line.total - others;
  return std::nullopt;
}

base::Period last_ended_quarter(base::Day today) {
  const auto running = base::period_of(today);
  return running.plus_months(-((month_of(running) - 1) % kQuarter) - kQuarter);
}

PartnerReport partner_report(const Figures& now, const std::vector<Figures>& by_area, const Figures& before,
                             const std::vector<Figures>& before_by_area, std::int64_t below) {
  PartnerReport report;
  report.below = std::max(below, kLeast);
  report.any = now.returns.distributed > 0;
  if (!report.any) return report;
  report.grades = grades_of(now, by_area, report.below);
  report.not_yet = not_yet_of(now, by_area, report.below);
  const auto& whole = report.grades.lines.back();
  report.too_few = !whole.total;
  if (report.too_few) return report;

  const auto returned = now.returns.returned;
  report.sections = {"section",
                     {"good-or-better", "below-good", "no-judgement"},
                     {"Good or better", "Below good", "No judgement"},
                     {}};
  for (const auto& section : now.sections) {
    const auto good = section.counts.good_or_better();
    report.sections.lines.push_back(
        one_line(section.section, section.title, {good.n, good.of - good.n, returned - good.of}, report.below));
  }
  const auto& moderation = now.moderation;
  report.moderation = {"moderation",
                       {"unchanged", "lowered", "raised", "not-moderated"},
                       {"Unchanged", "Lowered", "Raised", "Not moderated"},
                       {one_line("all", "Returned audits",
                                 {moderation.unchanged, moderation.lowered(), moderation.raised(),
                                  returned - moderation.unchanged - moderation.changed()},
                                 report.below)}};
  report.workers = {"participation", {"took-part"}, {"Took part"}, {}};
  std::vector<std::int64_t> workers{now.participation.held};
  std::int64_t told = now.participation.held;
  for (const auto& reason : now.participation.reasons) {
    report.workers.keys.push_back(reason.reason);
    const auto known = domain::parse_not_held_reason(reason.reason);
    report.workers.titles.push_back(known ? std::string(say(*known)) : reason.reason);
    workers.push_back(reason.n);
    told += reason.n;
  }
  // What is under the same total may not leave it open to comparison.
  if (told == returned) report.workers.lines.push_back(one_line("all", "Returned audits", workers, report.below));
  const auto& actions = now.actions;
  report.actions = {
      "actions",
      {"overdue", "open-not-overdue", "done", "signed-off"},
      {"Overdue", "Open, not overdue", "Done", "Signed off"},
      {one_line("all", "Agreed actions",
                {actions.overdue, actions.open - actions.overdue, actions.done, actions.signed_off}, report.below)}};
  if (before.returns.returned > 0) {
    const auto quarter_before = grades_of(before, before_by_area, report.below);
    report.good_before = sum_shown(quarter_before.lines.back(), kGood);
    report.returned_before = quarter_before.lines.back().total;
  }
  return report;
}

namespace {

std::string quarter_words(const ReportAsk& ask) { return say_months(ask.from, ask.to); }
std::string period_of(const PartnerReport& report) { return period_key(report.ask.from, report.ask.to); }

std::vector<const PartnerTable*> tables_of(const PartnerReport& report) {
  return {&report.grades, &report.not_yet, &report.sections, &report.moderation, &report.workers, &report.actions};
}
// Areas are the CSV's areas; sections and single lines its sections.
std::string section_of(const PartnerTable& table, const PartnerLine& line) {
  return table.key == "section" ? "section:" + line.key : table.key;
}
std::string area_of(const PartnerTable& table, const PartnerLine& line) {
  return table.key == "section" ? "all" : line.key;
}

std::string csv_of(const PartnerReport& report) {
  std::string out = csv_head();
  const auto period = period_of(report);
  for (const auto* table : tables_of(report))
    for (const auto& line : table->lines) {
      for (std::size_t i = 0; i < line.counts.size(); ++i)
        append_figure(out, section_of(*table, line), period, area_of(*table, line), table->keys[i], line.counts[i],
                      line.counts[i] && table != &report.not_yet ? line.total : std::nullopt);
      if (table == &report.grades)
        append_figure(out, "returns", period, area_of(*table, line), "returned", line.total, std::nullopt);
    }
  return out;
}

Json table_json(const PartnerTable& table, const char* of) {
  Json lines = Json::array();
  for (const auto& line : table.lines) {
    Json counts;
    for (std::size_t i = 0; i < line.counts.size(); ++i) counts[table.keys[i]] = shown_json(line.counts[i]);
    lines.push_back({{of, line.key}, {"counts", std::move(counts)}, {"total", shown_json(line.total)}});
  }
  return lines;
}

std::string json_of(const PartnerReport& report, const domain::Framework& framework) {
  auto json = head_json("partner", report.council_key, framework, report.ask, report.made_at);
  json["suppressed_below"] = report.below;
  json["suppressed"] = report.hidden();
  json["too_few"] = report.too_few;
  json["grades"] = table_json(report.grades, "area");
  json["not_returned"] = table_json(report.not_yet, "area");
  json["sections"] = table_json(report.sections, "section");
  json["moderation"] = table_json(report.moderation, "of");
  json["participation"] = table_json(report.workers, "of");
  json["actions"] = table_json(report.actions, "of");
  const auto none = PartnerLine{};
  const auto& whole = report.grades.lines.empty() ? none : report.grades.lines.back();
  json["good_or_better"] =
      report.grades.lines.empty() ? Json(nullptr) : share_or_none(sum_shown(whole, kGood), whole.total);
  json["good_or_better_before"] = share_or_none(report.good_before, report.returned_before);
  return text_of(json);
}

std::string said(const Shown& n) { return n ? number(*n) : "Hidden"; }

ReportCell cell_of(const PartnerReport& report, const PartnerTable& table, const PartnerLine& line, std::size_t i) {
  auto cell = words(said(line.counts[i]));
  if (line.counts[i])
    cell.figure = section_of(table, line) + "/" + table.keys[i] + "/" + period_of(report) + "/" + area_of(table, line);
  return cell;
}

// A line's share of good or better, where all that it is made of may be seen.
ReportCell share_cell(const Shown& n, const Shown& of) {
  if (!n || !of) return words("Hidden");
  auto cell = words(say_percent({*n, *of}));
  if (*of > 0) cell.note = number(*n) + " of " + number(*of);
  return cell;
}

ReportTable line_table(const PartnerReport& report, const PartnerTable& from, std::string caption, std::string first) {
  ReportTable table{std::move(caption), {{std::move(first), false}}, {}};
  for (const auto& title : from.titles) table.columns.push_back({title, true});
  table.columns.push_back({"In all", true});
  for (const auto& line : from.lines) {
    ReportRow row{{words(line.name)}, false};
    for (std::size_t i = 0; i < line.counts.size(); ++i) row.cells.push_back(cell_of(report, from, line, i));
    row.cells.push_back(words(said(line.total)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportSection simple(std::string id, std::string heading, std::string sentence, ReportTable table) {
  ReportPart part;
  if (!sentence.empty()) part.sentences.push_back(std::move(sentence));
  part.tables.push_back(std::move(table));
  return {std::move(id), std::move(heading), {std::move(part)}, ReportSection::Place::Main, {}};
}

ReportSection grades_section(const PartnerReport& report, const std::string& by) {
  ReportPart part;
  StackedBars chart{
      {"partner-grades", "Overall grades by " + by + ", " + quarter_words(report.ask),
       "Grades after moderation, of the areas whose counts can all be shown."},
      {{"Good or better", Fill::Good}, {"Below good", Fill::RequiresImprovement}, {"Not graded", Fill::NotGraded}},
      {}};
  ReportTable table{"Returned audits and their grades by " + by, {{capitalised(by), false}}, {}};
  for (const auto& title : report.grades.titles) table.columns.push_back({title, true});
  table.columns.push_back({"Returned", true});
  table.columns.push_back({"Not returned", true});
  table.columns.push_back({"Share good or better", true});
  for (std::size_t i = 0; i < report.grades.lines.size(); ++i) {
    const auto& line = report.grades.lines[i];
    const bool whole = i + 1 == report.grades.lines.size();
    ReportRow row{{words(line.name)}, whole};
    BarRow bar{line.name, {}};
    for (std::size_t c = 0; c < line.counts.size(); ++c) {
      row.cells.push_back(cell_of(report, report.grades, line, c));
      if (line.counts[c]) bar.counts.push_back(*line.counts[c]);
    }
    auto returned = words(said(line.total));
    if (line.total) returned.figure = "returns/returned/" + period_of(report) + "/" + line.key;
    row.cells.push_back(std::move(returned));
    row.cells.push_back(cell_of(report, report.not_yet, report.not_yet.lines[i], 0));
    row.cells.push_back(share_cell(sum_shown(line, kGood), line.total));
    table.rows.push_back(std::move(row));
    if (bar.counts.size() == line.counts.size()) chart.rows.push_back(std::move(bar));
  }
  if (!chart.rows.empty()) part.charts.push_back(drawn(chart));
  part.tables.push_back(std::move(table));
  return {"grades", "Returned audits and their grades", {std::move(part)}, ReportSection::Place::Main, {}};
}

ReportPage page_of(const PartnerReport& report, const domain::Framework& framework) {
  ReportPage page;
  page.title = "For partner agencies, " + quarter_words(report.ask);
  page.caption = report.programme_title;
  page.meta = report.council + ". Made on " + base::say(report.made_at) + ".";
  if (!report.any) {
    page.lead = "No audit was sent out in " + quarter_words(report.ask) + ", so there is nothing to report.";
    return page;
  }
  const auto below = std::to_string(report.below);
  const auto hides =
      " Counts under " + below + " are hidden, and others with them where they would give a hidden one away.";
  if (report.too_few) {
    page.lead = "Fewer than " + below + " audits came back in " + quarter_words(report.ask) +
                ", or so few that their number would tell on single cases. Ask for a later quarter." + hides;
    return page;
  }
  const auto& whole = report.grades.lines.back();
  const auto good = sum_shown(whole, kGood);
  page.lead = base::count_of(*whole.total, "audit", "audits") + " came back.";
  if (good && *whole.total > 0) {
    const Share now{*good, *whole.total};
    page.lead += " " + say_share(now) + " of them were graded good or better";
    if (report.good_before && report.returned_before) {
      const auto moved = say_movement({*report.good_before, *report.returned_before}, now);
      if (!moved.empty()) page.lead += ", " + moved + " the quarter before";
    }
    page.lead += ".";
    page.figures.push_back({say_percent(now), "good or better", number(now.n) + " of " + number(now.of), ""});
  }
  page.lead += hides;
  page.figures.push_back({number(*whole.total), "audits returned", "", ""});

  page.sections.push_back(grades_section(report, framework.council.localities.empty() ? "service area" : "locality"));
  if (!report.sections.lines.empty()) {
    auto table = line_table(report, report.sections, "Judgements by section", "Section");
    table.columns.push_back({"Share good or better", true});
    for (std::size_t i = 0; i < report.sections.lines.size(); ++i) {
      const auto& line = report.sections.lines[i];
      table.rows[i].cells.push_back(share_cell(sum_shown(line, {0}), sum_shown(line, {0, 1})));
    }
    page.sections.push_back(simple("sections", "Judgements by section",
                                   "How each part of the work was judged in the returned audits.", std::move(table)));
  }
  if (!report.workers.lines.empty())
    page.sections.push_back(simple("participation", "Conversations with workers", "",
                                   line_table(report, report.workers, "Workers who took part, and why not", "Of")));
  page.sections.push_back(simple("moderation", "Moderation", "",
                                 line_table(report, report.moderation, "What moderation did to the grade", "Of")));
  page.sections.push_back(
      simple("actions", "Actions", "", line_table(report, report.actions, "What became of the actions", "Of")));
  return page;
}

}  // namespace

base::Result<MadeReport> make_partner(const ReportAsk& asked, const app::Actor& actor, const base::Clock& clock,
                                      app::Reader& reader, const domain::Framework& framework, FigureLinks) {
  CHECK(app::may_read_partner_report(actor));
  if (!begins_a_quarter(asked.from) || asked.to != asked.from.plus_months(kQuarter - 1))
    return base::invalid("report.make.quarter", "from");
  if (!asked.cohort.empty()) return base::invalid("report.make.partner_filter", "cohort");
  if (!asked.locality.empty()) return base::invalid("report.make.partner_filter", "locality");
  if (!asked.service_area.empty()) return base::invalid("report.make.partner_filter", "service_area");
  if (!(asked.to < base::period_of(clock.today())))
    return base::invalid("report.make.quarter_running", "from",
                         {{"quarter", say_months(last_ended_quarter(clock.today()),
                                                 last_ended_quarter(clock.today()).plus_months(kQuarter - 1))}});
  TRY(const auto* programme, programme_asked(asked.programme, framework));
  auto ask = asked;
  ask.programme = programme->key;
  ask.by = app::AreaBy::Locality;  // the council's own areas, whatever was asked: two divisions would be compared
  ask.more.clear();
  const auto by = areas_by(ask.by, framework);
  const auto before_from = ask.from.plus_months(-kQuarter);
  const app::ReportFilter filter{programme->key, iso(before_from), iso(ask.to), "", "", ""};
  const auto counts = reader.reports().counts(filter, by, clock.today());
  const auto periods = by_period(counts);
  const auto sections = reported_sections(framework, *programme);
  const auto& known = by == app::AreaBy::Locality ? framework.council.localities : framework.council.service_areas;
  std::vector<Figures> by_area;
  std::vector<Figures> before_by_area;
  for (const auto& area : areas_of(counts, known)) {
    by_area.push_back(figures_of(periods, ask.from, ask.to, area, sections));
    before_by_area.push_back(figures_of(periods, before_from, ask.from.plus_months(-1), area, sections));
  }
  auto report = partner_report(figures_of(periods, ask.from, ask.to, {}, sections), by_area,
                               figures_of(periods, before_from, ask.from.plus_months(-1), {}, sections), before_by_area,
                               framework.suppress_below);
  report.council = framework.council.name;
  report.council_key = actor.council;
  report.programme_title = programme->title;
  report.ask = ask;
  report.made_at = clock.now();
  return MadeReport{"partner",
                    ask,
                    report_file_name(report.council_key, "partner", ask),
                    page_of(report, framework),
                    json_of(report, framework),
                    csv_of(report)};
}

}  // namespace plumbline::report
