#include <algorithm>
#include <set>

#include "app/audit/audit_query.hpp"
#include "base/text.hpp"
#include "domain/statistics/binomial.hpp"
#include "report/chart/chart.hpp"
#include "report/chart/funnel.hpp"
#include "report/drawn.hpp"
#include "report/figure_cells.hpp"
#include "report/highlight/highlight.hpp"
#include "report/monthly/page.hpp"
#include "report/trend.hpp"

namespace plumbline::report {

using domain::Grade;

namespace {

std::string theme_measure(const Theme& theme) {
  switch (theme.basis) {
    case Theme::Basis::Flagged:
      return "strength-flagged";
    case Theme::Basis::Outstanding:
      return "strength-outstanding";
    case Theme::Basis::BelowGood:
      return "learning-below-good";
  }
  return "";
}

app::AuditFilter scope_of(const HighlightReport& report, base::Period period) {
  const auto& request = report.base.request;
  auto filter = audits_of(
      {report.base.programme, iso(period), iso(period), request.cohort, request.locality, request.service_area});
  filter.returned = true;
  filter.reaudit = false;
  return filter;
}

}  // namespace

std::vector<FigureRow> rows_of(const HighlightReport& report) {
  auto rows = rows_of(report.base);
  const auto add = [&](std::string section, base::Period period, std::string measure, const Share& share,
                       std::string link) {
    rows.push_back({std::move(section), iso(period), "all", std::move(measure), share.n, share.of, std::move(link)});
  };
  for (std::size_t i = 0; i < report.trend.months.size(); ++i) {
    auto filter = scope_of(report, report.trend.months[i]);
    filter.before_band = "good-or-better";
    add("trend", report.trend.months[i], "good-or-better-before-moderation", report.trend.shares[i],
        audits_link(filter));
  }
  for (const auto& one : report.returns) {
    auto filter = scope_of(report, one.period);
    filter.cohort = one.cohort;
    add("cohort:" + one.cohort, one.period, "returned", one.returns.rate(),
        one.cohort.empty() ? "" : audits_link(filter));
  }
  for (const auto& series : report.cohorts)
    for (const auto& round : series.rounds)
      for (const auto& section : round.sections) {
        auto filter = scope_of(report, round.period);
        filter.cohort = series.cohort;
        filter.section = section.section;
        filter.section_band = "good-or-better";
        add("cohort:" + series.cohort, round.period, section.section + ":good-or-better",
            section.counts.good_or_better(), audits_link(filter));
      }
  for (const auto& theme : report.themes) {
    auto filter = scope_of(report, theme.period);
    if (theme.basis == Theme::Basis::Flagged) {
      filter.section_flagged = theme.section;
    } else {
      filter.section = theme.section;
      if (theme.basis == Theme::Basis::Outstanding)
        filter.section_grade = to_string(Grade::Outstanding);
      else
        filter.section_band = "below-good";
    }
    add("theme:" + theme.section, theme.period, theme_measure(theme), theme.count, audits_link(filter));
  }
  for (auto& row : rows_of(report.taken_forward)) rows.push_back(std::move(row));
  return rows;
}

ReportPart trend_part(const GradeTrend& trend) {
  ReportPart part;
  auto told = told_trend({"trend-12-months", "Audits graded good or better, twelve months",
                          "Each month’s share before moderation, with the average and the limits within which months "
                          "differ by chance."},
                         "good or better", trend.months, trend.shares, trend.chart);
  ReportTable table{"Twelve months, before moderation",
                    {{"Month", false}, {"Good or better", true}, {"Chance alone gives", false}, {"Signals", false}},
                    {}};
  for (std::size_t i = 0; i < trend.months.size(); ++i) {
    const auto& share = trend.shares[i];
    auto month = words(say_percent(share));
    month.note = share.of > 0 ? number(share.n) + " of " + number(share.of) : "";
    month.figure = "trend/good-or-better-before-moderation/" + iso(trend.months[i]) + "/all";
    table.rows.push_back(
        {{words(say(trend.months[i])), std::move(month), words(told.ranges[i]), words(told.signals[i])}, false});
  }
  part.sentences.push_back(std::move(told.sentence));
  part.note = std::move(told.note);
  part.charts.push_back(drawn(told.chart));
  part.tables.push_back(std::move(table));
  return part;
}

namespace {

class HighlightWriter {
 public:
  HighlightWriter(const HighlightReport& report, FigureLinks links)
      : report_(report),
        links_(links),
        cells_(rows_of(report), links),
        from_(page_of(report.base, links)),
        months_(report.months()),
        asked_(say_months(report.base.request.from, report.base.request.to)) {
    grades_ = grades_shown(report.base.scale ? &*report.base.scale : nullptr,
                           {report.base.now.grades_before, report.base.now.grades});
  }

  ReportPage write() {
    ReportPage page;
    page.title = "Highlight report, " + asked_;
    page.caption = from_.caption;
    page.meta = from_.meta;
    if (from_.sections.empty()) {
      page.lead = from_.lead;
      return page;
    }
    page.lead = lead();
    page.figures = from_.figures;
    auto returned = take("returned");
    returned.parts.push_back(months_by_area());
    page.sections.push_back(std::move(returned));
    page.sections.push_back(take("exemptions"));
    for (const auto* id : {"answers", "questions"})
      if (auto checklists = take(id); !checklists.parts.empty()) page.sections.push_back(std::move(checklists));
    if (report_.base.talks) {
      auto participation = take("participation");
      participation.parts.push_back(participation_by_month());
      page.sections.push_back(std::move(participation));
    }
    if (report_.base.judged) {
      page.sections.push_back(moderation());
      page.sections.push_back(grades());
      auto trend = trend_part(report_.trend);
      if (report_.grades_assurance)
        trend.sentences.push_back(assured(*report_.base.targets.good_or_better_percent, *report_.grades_assurance));
      page.sections.push_back({"trend", "Twelve months", {std::move(trend)}, ReportSection::Place::OwnPage, {}});
      page.sections.push_back(sections());
      if (!report_.cohorts.empty()) page.sections.push_back(cohorts());
      page.sections.push_back(themes());
    }
    page.sections.push_back(taken_forward(report_.taken_forward, links_));
    page.sections.push_back(take("actions"));
    page.sections.push_back(take("totals"));
    return page;
  }

 private:
  ReportSection take(std::string_view id) {
    for (auto& section : from_.sections)
      if (section.id == id) return std::move(section);
    return {std::string(id), "", {}, ReportSection::Place::Main, {}};
  }

  std::string lead() const {
    const auto& now = report_.base.now;
    std::string text = from_.lead;
    if (now.moderation.moderated > 0)
      text += " Moderation changed " + say_share({now.moderation.changed(), now.moderation.moderated}) +
              " of the grades it looked at.";
    return text;
  }

  static std::string assured(int target, domain::Assurance assurance) {
    const auto of = "The target of " + std::to_string(target) + "%";
    switch (assurance) {
      case domain::Assurance::ConsistentlyMet:
        return of + " lies below what chance alone lets come: it is met month after month.";
      case domain::Assurance::ConsistentlyMissed:
        return of + " lies above what chance alone lets come: as things are it will not be met.";
      case domain::Assurance::HitAndMiss:
        return of + " lies within what chance alone lets come: it is hit in some months and missed in others.";
    }
    return of;
  }

  std::string title_of(const std::string& cohort) const {
    for (const auto& series : report_.cohorts)
      if (series.cohort == cohort) return series.title;
    return cohort.empty() ? "No cohort named" : cohort;
  }

  ReportPart months_by_area() {
    ReportPart part;
    ReportTable cohorts{"Sent and returned by month and cohort",
                        {{"Month", false},
                         {"Cohort", false},
                         {"Sent", true},
                         {"Returned", true},
                         {"Exempt", true},
                         {"Rate", true},
                         {"Against the target", false}},
                        {}};
    const auto target = report_.base.targets.return_percent;
    for (const auto& one : report_.returns) {
      std::string against = "No target";
      if (target)
        against = one.returns.distributed == 0                                      ? "–"
                  : one.returns.returned * 100 >= *target * one.returns.distributed ? "Met"
                                                                                    : "Not met";
      auto rate = cells_.share("cohort:" + one.cohort, "returned", iso(one.period));
      cohorts.rows.push_back(
          {{words(say(one.period)), words(title_of(one.cohort)), words(number(one.returns.distributed)),
            words(number(one.returns.returned)), words(number(one.returns.exempt)), std::move(rate), words(against)},
           false});
    }
    part.tables.push_back(std::move(cohorts));

    // One column a month; areas down the side.
    ReportTable areas{report_.base.request.by == app::AreaBy::Locality ? "Return rate by month and locality"
                                                                       : "Return rate by month and service area",
                      {{report_.base.request.by == app::AreaBy::Locality ? "Locality" : "Service area", false}},
                      {}};
    for (const auto* month : months_) areas.columns.push_back({short_month(month->from), true});
    std::vector<std::string> whole;
    for (const auto& area : report_.base.now_by_area) {
      if (area.returns.distributed == 0) continue;
      ReportRow row{{words(say_area(area_key(area)))}, false};
      for (const auto* month : months_)
        row.cells.push_back(cells_.share("returns", "returned", iso(month->from), area_key(area)));
      areas.rows.push_back(std::move(row));
      if (area.returns.returned == area.returns.distributed) whole.push_back(say_area(area_key(area)));
    }
    if (report_.returns_assurance) part.sentences.push_back(assured(*target, *report_.returns_assurance));
    if (!whole.empty() && areas.rows.size() > 1)
      part.sentences.push_back("Every audit came back in " + base::join(whole, ", ") + ".");
    if (!areas.rows.empty()) part.tables.push_back(std::move(areas));
    return part;
  }

  ReportPart participation_by_month() {
    ReportPart part;
    ReportTable table{"Workers who took part, by month, and why not", {{"Month", false}, {"Took part", true}}, {}};
    for (const auto reason : domain::kNotHeldReasons) table.columns.push_back({std::string(say(reason)), true});
    for (const auto* month : months_) {
      ReportRow row{{words(say(month->from)), cells_.share(*month, "participation", "took-part")}, false};
      for (const auto reason : domain::kNotHeldReasons)
        row.cells.push_back(cells_.count(*month, "participation", std::string(to_string(reason))));
      table.rows.push_back(std::move(row));
    }
    part.tables.push_back(std::move(table));
    return part;
  }

  ReportSection moderation() {
    auto section = take("moderation");
    if (report_.base.now.moderation.moderated == 0) return section;
    ReportPart part;
    std::set<std::pair<Grade, Grade>> changes;
    for (const auto* month : months_)
      for (const auto& change : month->moderation.changes) changes.insert({change.from, change.to});
    ReportTable table{"Moderation by month",
                      {{"Month", false}, {"Moderated", true}, {"Of those returned", true}, {"Unchanged", true}},
                      {}};
    for (const auto& [from, to] : changes)
      table.columns.push_back({std::string(say(from)) + " to " + base::lower(say(to)), true});
    for (const auto* month : months_) {
      auto share = cells_.share(*month, "moderation", "moderated");
      share.url.clear();
      ReportRow row{{words(say(month->from)), cells_.count(*month, "moderation", "moderated"), std::move(share),
                     cells_.count(*month, "moderation", "unchanged")},
                    false};
      for (const auto& [from, to] : changes)
        row.cells.push_back(
            cells_.count(*month, "moderation", std::string(to_string(from)) + ">" + std::string(to_string(to))));
      table.rows.push_back(std::move(row));
    }
    part.tables.push_back(std::move(table));
    section.parts.push_back(std::move(part));
    return section;
  }

  ReportSection grades() {
    ReportSection section{"grades", "Overall grades before moderation", {}, ReportSection::Place::OwnPage, {}};
    const auto& now = report_.base.now;
    const auto good = now.grades_before.good_or_better();
    ReportPart part;
    part.sentences.push_back("Before moderation " + say_share(good) +
                             " of audits were graded good or better; after it " +
                             say_share(now.grades.good_or_better()) + ".");
    if (good.of != now.returns.returned)
      part.sentences.push_back(
          base::count_of(now.returns.returned - good.of, "returned audit has", "returned audits have") +
          " no overall grade of the auditor’s; see “Do the totals agree?”.");
    std::vector<Series> series;
    for (const auto grade : grades_) series.push_back({std::string(say(grade)), fill_of(grade)});
    StackedBars by_month{{"grades-by-month", "Overall grades by month before moderation, " + asked_,
                          "Grades as the auditors gave them. " + say_share(good) + " good or better in all."},
                         series,
                         {}};
    ReportTable months{"Overall grades by month before moderation", {{"Month", false}}, {}};
    for (const auto grade : grades_) months.columns.push_back({std::string(say(grade)), true});
    months.columns.push_back({"Graded", true});
    months.columns.push_back({"Good or better", true});
    const auto row_of = [&](const Figures& figures, std::string name, bool total) {
      ReportRow row{{words(std::move(name))}, total};
      for (const auto grade : grades_)
        row.cells.push_back(cells_.count(figures, "grades-before", std::string(to_string(grade))));
      row.cells.push_back(words(number(figures.grades_before.total())));
      row.cells.push_back(cells_.share(figures, "grades-before", "good-or-better"));
      return row;
    };
    const auto bar_of = [&](const Figures& figures, std::string name) {
      BarRow bar{std::move(name), {}};
      for (const auto grade : grades_) bar.counts.push_back(figures.grades_before.of(grade));
      return bar;
    };
    for (const auto* month : months_) {
      by_month.rows.push_back(bar_of(*month, say(month->from)));
      if (months_.size() > 1) months.rows.push_back(row_of(*month, say(month->from), false));
    }
    months.rows.push_back(row_of(now, asked_, months_.size() > 1));
    part.charts.push_back(drawn(by_month));
    part.tables.push_back(std::move(months));
    section.parts.push_back(std::move(part));

    if (const auto side_by_side = areas_and_whole(report_.base, report_.base.now_by_area, now);
        side_by_side.size() > 1) {
      ReportPart areas;
      const bool localities = report_.base.request.by == app::AreaBy::Locality;
      StackedBars by_area{{"grades-before-by-area",
                           std::string("Overall grades by ") + (localities ? "locality" : "service area") +
                               " before moderation, " + asked_,
                           "Grades as the auditors gave them, area by area."},
                          series,
                          {}};
      ReportTable table{
          std::string("Overall grades by ") + (localities ? "locality" : "service area") + " before moderation",
          {{localities ? "Locality" : "Service area", false}},
          {}};
      for (const auto grade : grades_) table.columns.push_back({std::string(say(grade)), true});
      table.columns.push_back({"Graded", true});
      table.columns.push_back({"Good or better", true});
      for (const auto* area : side_by_side) {
        if (area == side_by_side.back() || area->returns.returned == 0) continue;
        by_area.rows.push_back(bar_of(*area, say_area(area_key(*area))));
        table.rows.push_back(row_of(*area, say_area(area_key(*area)), false));
      }
      table.rows.push_back(row_of(now, say_whole(report_.base), true));
      areas.charts.push_back(drawn(by_area));
      areas.tables.push_back(std::move(table));
      section.parts.push_back(std::move(areas));

      if (good.of > 0) section.parts.push_back(funnel());
    }

    // Before and after side by side, as the monthly report draws it.
    auto monthly = take("grades");
    if (monthly.parts.size() > 1) section.parts.push_back(std::move(monthly.parts[1]));
    return section;
  }

  // Areas against what chance gives for their number of audits: the one comparison of areas that is no ranking.
  ReportPart funnel() const {
    ReportPart part;
    const bool localities = report_.base.request.by == app::AreaBy::Locality;
    const auto whole = report_.base.now.grades_before.good_or_better();
    std::vector<std::string> outside;
    FunnelPlot plot{{"areas-funnel",
                     std::string("Good or better by ") + (localities ? "locality" : "service area") +
                         " against the number of audits, " + asked_,
                     ""},
                    "good or better",
                    {},
                    whole.share()};
    ReportTable table{"Areas against what chance alone gives",
                      {{localities ? "Locality" : "Service area", false},
                       {"Good or better", true},
                       {"Chance gives 95 times in 100", true},
                       {"Verdict", false}},
                      {}};
    for (const auto& area : report_.base.now_by_area) {
      const auto share = area.grades_before.good_or_better();
      if (share.of == 0) continue;
      const auto name = say_area(area_key(area));
      plot.points.push_back({name, share.n, share.of});
      const auto range = domain::binomial_range(share.of, whole.share(), 0.95);
      const bool holds = range.holds(share.n);
      if (!holds) outside.push_back(name);
      table.rows.push_back({{words(name), cells_.share(area, "grades-before", "good-or-better"),
                             words(number(range.least) + " to " + number(range.most) + " of " + number(share.of)),
                             words(holds                   ? "As chance gives"
                                   : share.n < range.least ? "Below"
                                                           : "Above")},
                            false});
    }
    part.sentences.push_back(outside.empty()
                                 ? "No area differs from the whole by more than chance gives for its number of audits."
                                 : "More than chance usually gives: " + base::join(outside, ", ") +
                                       ". Look at what is different there before you judge.");
    plot.text.description = part.sentences.front();
    part.charts.push_back(report::drawn(plot));
    part.tables.push_back(std::move(table));
    return part;
  }

  std::string moved(const SectionPeriod& one) const {
    if (!one.before) return "Nothing earlier";
    auto text = say_movement(one.before->counts.good_or_better(), one.figures.counts.good_or_better());
    if (text.empty()) return "Nothing judged";
    return capitalised(std::move(text)) + " in " + say(*one.before_period) +
           (one.unlike_cohorts ? " (another cohort)" : "");
  }

  ReportSection sections() {
    ReportSection section{"sections", "Judgements by section", {}, ReportSection::Place::OwnPage, {}};
    auto monthly = take("sections");
    if (!monthly.parts.empty()) section.parts.push_back(std::move(monthly.parts.front()));
    ReportPart part;
    std::vector<std::string> real;
    for (const auto& series : report_.sections)
      for (const auto& one : series.periods) {
        if (!one.before) continue;
        const auto change = domain::movement(one.before->counts.good_or_better(), one.figures.counts.good_or_better());
        if (change && change->real)
          real.push_back("“" + series.title + "” " + (change->direction == domain::Direction::Up ? "up" : "down") +
                         " in " + say(one.period));
      }
    part.sentences.push_back(real.empty() ? "From month to month no section really moved: what differs could be chance."
                                          : "Really moved against the period before: " + base::join(real, ", ") + ".");
    ReportTable table{"Every section, month by month",
                      {{"Section", false},
                       {"Month", false},
                       {"Good or better", true},
                       {"Requires improvement", true},
                       {"Inadequate", true},
                       {"Good or better, against the period before", false}},
                      {}};
    for (const auto& series : report_.sections)
      for (const auto& one : series.periods) {
        const auto name = "section:" + series.section;
        const auto month = iso(one.period);
        auto inadequate = words(say_percent(one.figures.counts.inadequate()));
        if (one.figures.counts.total() > 0)
          inadequate.note = number(one.figures.counts.inadequate().n) + " of " + number(one.figures.counts.total());
        table.rows.push_back(
            {{words(series.title), words(say(one.period)), cells_.share(name, "good-or-better", month),
              cells_.share(name, "requires-improvement", month), std::move(inadequate), words(moved(one))},
             false});
      }
    part.tables.push_back(std::move(table));
    section.parts.push_back(std::move(part));
    return section;
  }

  ReportSection cohorts() {
    ReportSection section{"cohorts", "Like cohorts over time", {}, ReportSection::Place::OwnPage, {}};
    const auto names = [&](const std::vector<std::string>& keys) {
      std::vector<std::string> titles;
      for (const auto& key : keys)
        for (const auto& series : report_.sections)
          if (series.section == key) titles.push_back("“" + series.title + "”");
      return base::join(titles, ", ");
    };
    for (const auto& series : report_.cohorts) {
      ReportPart part;
      if (series.rounds.size() < 2) {
        part.sentences.push_back(series.title + ": this is its first round here, so there is no like to compare with.");
      } else {
        const auto last = say(series.rounds.back().period);
        const auto before = say(series.rounds[series.rounds.size() - 2].period);
        std::string text = series.title + ", " + last + " against " + before + ": ";
        if (series.improved.empty() && series.declined.empty())
          text += "no section really moved; what differs could be chance.";
        else
          text += (series.improved.empty() ? std::string("nothing improved") : names(series.improved) + " improved") +
                  "; " +
                  (series.declined.empty() ? std::string("nothing declined") : names(series.declined) + " declined") +
                  ". The rest differs no more than by chance.";
        part.sentences.push_back(std::move(text));
      }
      ReportTable table{"Good or better in the cohort “" + series.title + "”", {{"Section", false}}, {}};
      for (const auto& round : series.rounds) table.columns.push_back({short_month(round.period), true});
      if (!series.rounds.empty())
        for (std::size_t i = 0; i < series.rounds.front().sections.size(); ++i) {
          const auto& first = series.rounds.front().sections[i];
          ReportRow row{{words(first.title)}, false};
          for (const auto& round : series.rounds)
            row.cells.push_back(
                cells_.share("cohort:" + series.cohort, first.section + ":good-or-better", iso(round.period)));
          table.rows.push_back(std::move(row));
        }
      part.tables.push_back(std::move(table));
      section.parts.push_back(std::move(part));
    }
    return section;
  }

  ReportSection themes() {
    ReportSection section{"themes", "Strengths and learning", {}, ReportSection::Place::OwnPage, {}};
    for (const auto* month : months_) {
      ReportPart part;
      ReportTable strengths{"Strengths, " + say(month->from), {{"Section", false}, {"Audits", true}}, {}};
      ReportTable learning{"Learning, " + say(month->from), {{"Section", false}, {"Judged below good", true}}, {}};
      for (const auto& theme : report_.themes) {
        if (!(theme.period == month->from)) continue;
        auto cell = cells_.share("theme:" + theme.section, theme_measure(theme), iso(theme.period));
        ReportRow row{{words(theme.text), std::move(cell)}, false};
        if (theme.basis == Theme::Basis::Flagged) strengths.columns[1].name = "Flagged as an example";
        if (theme.basis == Theme::Basis::Outstanding) strengths.columns[1].name = "Judged outstanding";
        (theme.is_strength() ? strengths : learning).rows.push_back(std::move(row));
      }
      if (strengths.rows.empty() && learning.rows.empty()) continue;
      if (!strengths.rows.empty()) part.tables.push_back(std::move(strengths));
      if (!learning.rows.empty()) part.tables.push_back(std::move(learning));
      section.parts.push_back(std::move(part));
    }
    if (section.parts.empty())
      section.parts.push_back(
          {{"No section was judged in these months, so there is nothing to learn from yet."}, {}, {}, ""});
    return section;
  }

  const HighlightReport& report_;
  FigureLinks links_;
  FigureCells cells_;
  ReportPage from_;
  std::vector<const Figures*> months_;
  std::vector<Grade> grades_;
  std::string asked_;
};

}  // namespace

ReportPage page_of(const HighlightReport& report, FigureLinks links) { return HighlightWriter(report, links).write(); }

}  // namespace plumbline::report
