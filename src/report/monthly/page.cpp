#include "report/monthly/page.hpp"

#include <algorithm>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "domain/statistics/control_chart.hpp"
#include "report/chart/chart.hpp"
#include "report/drawn.hpp"
#include "report/figure_cells.hpp"
#include "report/monthly/answers_page.hpp"
#include "report/monthly/rows.hpp"
#include "report/trend.hpp"

namespace plumbline::report {

using domain::Grade;

// A report of one locality alone has no other whole than that.
std::string say_whole(const MonthlyReport& report) {
  if (!report.request.locality.empty()) return report.request.locality;
  return report.request.service_area.empty() ? "Whole council" : report.request.service_area;
}

std::string say_area(const Figures& figures, const MonthlyReport& report) {
  if (!figures.area) return say_whole(report);
  return report::say_area(*figures.area);
}

std::vector<const Figures*> areas_and_whole(const MonthlyReport& report, const std::vector<Figures>& areas,
                                            const Figures& whole) {
  const auto& request = report.request;
  const bool one =
      areas.size() < 2 || !(request.by == app::AreaBy::Locality ? request.locality : request.service_area).empty();
  std::vector<const Figures*> list;
  if (!one)
    for (const auto& area : areas) list.push_back(&area);
  list.push_back(&whole);
  return list;
}

namespace {

// Fewer judgements than these name no section best or weakest.
constexpr long long kFewToRank = 10;

// The checks' keys are in the CSV and the JSON; people read the words of the tables above.
std::string say_check(const std::string& check) {
  constexpr std::pair<std::string_view, std::string_view> kWords[]{
      {"sampled = distributed + exempt", "Drawn = sent + exempt"},
      {"distributed = returned + outstanding + handed back", "Sent = returned + still out + handed back"},
      {"moderation in = moderated + waiting", "Picked for moderation = moderated + waiting"},
      {"section judgements expected = given", "Section judgements asked for = given"}};
  for (const auto& [key, words_of] : kWords)
    if (check == key) return std::string(words_of);
  return capitalised(check);
}

std::string reason_in_words(const std::string& reason) {
  const auto known = domain::parse_not_held_reason(reason);
  return known ? std::string(say(*known)) : reason;
}

class Writer {
 public:
  Writer(const MonthlyReport& report, FigureLinks links)
      : report_(report), links_(links), cells_(rows_of(report), links) {
    months_ = say_months(report.request.from, report.request.to);
    year_ = say(report.year_from) + " to " + say(report.request.to);
    grades_ = grades_shown(report.scale ? &*report.scale : nullptr,
                           {report.year.grades, report.year.grades_before, report.now.grades});
  }

  ReportPage write() {
    page_.title = "Monthly report, " + months_;
    page_.caption = report_.programme_title;
    page_.meta = report_.council + ". Made on " + base::say(report_.made_at) + ".";
    const auto& now = report_.now;
    if (now.returns.sampled == 0 && now.returns.distributed == 0) {
      page_.lead = "Nothing was drawn or sent out in " + months_ + ", so there is nothing to report yet.";
      return std::move(page_);
    }
    lead();
    key_figures();
    returned();
    target();
    for (auto& found : answer_sections(report_, cells_, areas_and_whole())) page_.sections.push_back(std::move(found));
    if (report_.judged) {
      grades();
      moderation();
    }
    if (report_.talks) participation();
    sections();
    actions();
    if (report_.judged) good_practice();
    concerns();
    exemptions();
    year();
    checks();
    return std::move(page_);
  }

 private:
  static ReportCell cell(std::string text) { return words(std::move(text)); }
  ReportCell count(const Figures& figures, const std::string& section, const std::string& measure) const {
    return cells_.count(figures, section, measure);
  }
  ReportCell share(const Figures& figures, const std::string& section, const std::string& measure) const {
    return cells_.share(figures, section, measure);
  }

  std::string whole_words() const {
    const auto whole = say_whole(report_);
    return whole == "Whole council" ? "the whole council" : whole;
  }
  std::vector<const Figures*> areas_and_whole() const {
    return report::areas_and_whole(report_, report_.now_by_area, report_.now);
  }
  // One row for each area and the whole council, each column a figure.
  template <class Cells>
  ReportTable by_area(std::string caption, std::vector<ReportColumn> columns, Cells cells) {
    ReportTable table{std::move(caption), std::move(columns), {}};
    const auto list = areas_and_whole();
    for (const auto* figures : list) {
      ReportRow row{{cell(say_area(*figures, report_))}, figures == list.back()};
      for (auto& one : cells(*figures)) row.cells.push_back(std::move(one));
      table.rows.push_back(std::move(row));
    }
    return table;
  }
  std::string area_heading() const { return report_.request.by == app::AreaBy::Locality ? "Locality" : "Service area"; }
  std::string by_area_words() const {
    return report_.request.by == app::AreaBy::Locality ? "by locality" : "by service area";
  }
  // ", no real change from 43% in October 2026".
  std::string moved(const Share& now, const std::optional<Share>& before) const {
    if (!before) return "";
    const auto text = say_movement(*before, now);
    return text.empty() ? "" : ", " + text + " in " + say_months(report_.before->from, report_.before->to);
  }
  template <class Of>
  std::optional<Share> before(Of of) const {
    if (!report_.before) return std::nullopt;
    return of(*report_.before);
  }
  static std::string small_numbers(const Share& share) {
    return share.of > 0 && share.of < 30 ? " With numbers this small, one or two audits make much of the difference."
                                         : "";
  }

  ReportSection& section(std::string id, std::string heading) {
    page_.sections.push_back({std::move(id), std::move(heading), {}, ReportSection::Place::Main});
    return page_.sections.back();
  }

  void lead() {
    const auto& now = report_.now;
    const auto good = now.grades.good_or_better();
    page_.lead = say_share(now.returns.rate()) + " of the audits sent out were returned.";
    if (good.of > 0)
      page_.lead += " " + say_share(good) + " of those graded were good or better" +
                    moved(good, before([](const Figures& f) { return f.grades.good_or_better(); })) + ".";
    if (const auto yes = answered_yes(report_.answers); yes.of > 0)
      page_.lead += " " + say_share(yes) + " of the checklists’ answers were yes.";
    if (report_.before && report_.before->cohorts != now.cohorts)
      page_.lead += " The two are of different cohorts, so they are not like for like.";
  }

  void key_figures() {
    const auto& now = report_.now;
    const auto link = [&](const char* section, const char* measure) { return count(now, section, measure).url; };
    const auto of = [](const Share& share) { return number(share.n) + " of " + number(share.of); };
    page_.figures.push_back(
        {say_percent(now.returns.rate()), "returned", of(now.returns.rate()), link("returns", "returned")});
    if (report_.judged) {
      const auto good = now.grades.good_or_better();
      page_.figures.push_back({say_percent(good), "good or better", of(good), ""});
    }
    if (const auto yes = answered_yes(report_.answers); yes.of > 0)
      page_.figures.push_back({say_percent(yes), "of answers were yes", of(yes), ""});
    if (report_.talks)
      page_.figures.push_back({say_percent(now.participation.rate()), "of workers took part",
                               of(now.participation.rate()), link("participation", "took-part")});
    page_.figures.push_back({number(now.actions.overdue),
                             now.actions.overdue == 1 ? "action overdue" : "actions overdue",
                             "of " + number(now.actions.agreed()) + " agreed", link("actions", "overdue")});
    if (report_.target.annual > 0)
      page_.figures.push_back({number(report_.target.done), "of " + number(report_.target.annual) + " this year",
                               "since " + say(report_.year_from), ""});
  }

  void returned() {
    const auto& now = report_.now;
    const auto rate = now.returns.rate();
    // While audits are out and not due yet, the share returned says nothing against a month that is over.
    const bool running = now.returns.outstanding > now.returns.overdue;
    auto& in = section("returned", "Audits returned");
    ReportPart part;
    std::string text =
        base::count_of(now.returns.sampled, "case was drawn", "cases were drawn") + " and " +
        base::count_of(now.returns.exempt, "was exempted", "were exempted") + ". Of " +
        base::count_of(now.returns.distributed, "audit", "audits") + " sent to auditors, " +
        number(now.returns.returned) + " came back: " + say_percent(rate) +
        (running ? std::string(" so far") : moved(rate, before([](const Figures& f) { return f.returns.rate(); }))) +
        ".";
    if (const auto target = report_.targets.return_percent) text += " The target is " + std::to_string(*target) + "%.";
    part.sentences.push_back(std::move(text));
    if (now.returns.outstanding > 0)
      part.sentences.push_back(base::count_of(now.returns.outstanding, "audit is", "audits are") +
                               " still with the auditor, " + number(now.returns.overdue) + " overdue.");
    ShareBars chart{{"returns-by-area", "Audits returned " + by_area_words() + ", " + months_,
                     "Share of the audits sent that were returned. " + say_share(rate) + " in " + whole_words() + "."},
                    {},
                    report_.targets.return_percent};
    for (const auto* figures : areas_and_whole())
      chart.rows.push_back({say_area(*figures, report_), figures->returns.returned, figures->returns.distributed});
    part.charts.push_back(drawn(chart));
    part.tables.push_back(by_area("Sent and returned " + by_area_words(),
                                  {{area_heading(), false},
                                   {"Drawn", true},
                                   {"Exempt", true},
                                   {"Sent", true},
                                   {"Returned", true},
                                   {"Rate", true},
                                   {"Late", true},
                                   {"Still out", true},
                                   {"Overdue", true},
                                   {"Handed back", true}},
                                  [&](const Figures& f) {
                                    std::vector<ReportCell> cells;
                                    for (const char* measure : {"sampled", "exempt", "distributed", "returned"})
                                      cells.push_back(count(f, "returns", measure));
                                    cells.push_back(share(f, "returns", "returned"));
                                    cells.back().url.clear();
                                    cells.back().note.clear();
                                    for (const char* measure : {"late", "outstanding", "overdue", "handed-back"})
                                      cells.push_back(count(f, "returns", measure));
                                    return cells;
                                  }));
    in.parts.push_back(std::move(part));
  }

  void target() {
    if (report_.target.annual == 0) return;
    const auto& target = report_.target;
    auto& in = section("target", "The year’s target");
    ReportPart part;
    const auto ahead = target.done - target.expected();
    part.sentences.push_back(number(target.done) + " audits have been returned since " + say(report_.year_from) + ", " +
                             say_percent(target.progress()) + " of the year’s " + number(target.annual) + ". After " +
                             base::count_of(target.months, "month", "months") + " of twelve, " +
                             number(target.expected()) + " would be on course: " +
                             (ahead == 0  ? "exactly so."
                              : ahead > 0 ? number(ahead) + " ahead."
                                          : number(-ahead) + " behind."));
    ReportTable table{"Returned month by month",
                      {{"Month", false},
                       {"Sent", true},
                       {"Returned", true},
                       {"Rate", true},
                       {"Returned so far", true},
                       {"On course", true}},
                      {}};
    long long so_far = 0;
    int month_number = 0;
    for (const auto& month : report_.months) {
      if (month.from < report_.year_from) continue;
      so_far += month.returns.returned;
      ++month_number;
      table.rows.push_back(
          {{cell(say(month.from)), cell(number(month.returns.distributed)), cell(number(month.returns.returned)),
            cell(say_percent(month.returns.rate())), cell(number(so_far)),
            cell(number(target.annual * static_cast<long long>(month_number) / 12))},
           false});
    }
    part.tables.push_back(std::move(table));
    in.parts.push_back(std::move(part));
  }

  std::vector<ReportColumn> grade_columns(const std::string& first, std::initializer_list<const char*> more) const {
    std::vector<ReportColumn> columns{{first, false}};
    for (const auto grade : grades_) columns.push_back({std::string(say(grade)), true});
    for (const auto* name : more) columns.push_back({name, true});
    return columns;
  }
  std::vector<Series> grade_series() const {
    std::vector<Series> series;
    for (const auto grade : grades_) series.push_back({std::string(say(grade)), fill_of(grade)});
    return series;
  }
  std::vector<long long> in_order(const GradeCounts& counts) const {
    std::vector<long long> list;
    for (const auto grade : grades_) list.push_back(counts.of(grade));
    return list;
  }

  void grades() {
    const auto& now = report_.now;
    const auto good = now.grades.good_or_better();
    auto& in = section("grades", "Overall grades");
    ReportPart part;
    part.sentences.push_back(say_percent(good) + " of audits were graded good or better (" + number(good.n) + " of " +
                             number(good.of) + ")" +
                             moved(good, before([](const Figures& f) { return f.grades.good_or_better(); })) + "." +
                             small_numbers(good));
    if (const auto ungraded = now.returns.returned - now.grades.total() - report_.checklists; ungraded != 0)
      part.sentences.push_back(base::count_of(ungraded, "returned audit has", "returned audits have") +
                               " no overall grade; see “Do the totals agree?”.");
    StackedBars chart{{"grades-by-area", "Overall grades " + by_area_words() + ", " + months_,
                       "Grades after moderation. " + say_share(good) + " good or better in " + whole_words() + "."},
                      grade_series(),
                      {}};
    for (const auto* figures : areas_and_whole())
      chart.rows.push_back({say_area(*figures, report_), in_order(figures->grades)});
    part.charts.push_back(drawn(chart));
    part.tables.push_back(by_area("Overall grades " + by_area_words() + ", after moderation where there was one",
                                  grade_columns(area_heading(), {"Graded", "Good or better"}),
                                  [&](const Figures& f) { return grade_cells(f, "grades", f.grades); }));
    in.parts.push_back(std::move(part));

    ReportPart change;
    change.sentences.push_back("Before moderation " + say_share(now.grades_before.good_or_better()) +
                               " were good or better, after it " + say_share(good) + ".");
    GroupedBars bars{{"before-after", "Overall grades before and after moderation, " + months_,
                      "Audits of each grade as the auditors gave it and after moderation."},
                     {{"Before", Fill::Before}, {"After", Fill::After}},
                     {},
                     "audits"};
    for (const auto grade : grades_)
      bars.rows.push_back({std::string(say(grade)), {now.grades_before.of(grade), now.grades.of(grade)}});
    change.charts.push_back(drawn(bars));
    ReportTable table{"Grades before and after moderation", grade_columns("", {"Graded", "Good or better"}), {}};
    table.columns.front().name = "When";
    ReportRow first{{cell("Before moderation")}, false};
    for (auto& one : grade_cells(now, "grades-before", now.grades_before)) first.cells.push_back(std::move(one));
    ReportRow second{{cell("After moderation")}, false};
    for (auto& one : grade_cells(now, "grades", now.grades)) second.cells.push_back(std::move(one));
    table.rows = {std::move(first), std::move(second)};
    change.tables.push_back(std::move(table));
    in.parts.push_back(std::move(change));
  }

  std::vector<ReportCell> grade_cells(const Figures& figures, const std::string& name, const GradeCounts& counts) {
    std::vector<ReportCell> cells;
    for (const auto grade : grades_) cells.push_back(count(figures, name, std::string(to_string(grade))));
    cells.push_back(cell(number(counts.total())));
    cells.push_back(share(figures, name, "good-or-better"));
    cells.back().note.clear();
    return cells;
  }

  void moderation() {
    const auto& now = report_.now;
    const auto& moderation = now.moderation;
    auto& in = section("moderation", "Moderation");
    ReportPart part;
    if (moderation.picked == 0 && moderation.moderated == 0) {
      part.sentences.emplace_back("None of these audits was picked for moderation.");
      in.parts.push_back(std::move(part));
      return;
    }
    if (moderation.moderated == 0) {
      part.sentences.push_back(base::count_of(moderation.picked, "audit was", "audits were") +
                               " picked for moderation and none has been moderated yet.");
      in.parts.push_back(std::move(part));
      return;
    }
    const Share unchanged{moderation.unchanged, moderation.moderated};
    part.sentences.push_back(
        base::count_of(moderation.moderated, "audit was", "audits were") + " moderated of " +
        number(moderation.picked) + " picked" +
        (moderation.waiting > 0 ? ", " + base::count_of(moderation.waiting, "waits", "wait") : "") + ". In " +
        say_share(unchanged) + " the grade stayed; " + number(moderation.lowered()) + " went down and " +
        number(moderation.raised()) + " up.");
    ReportTable table{
        "What moderation did to the grade", {{"Outcome", false}, {"Audits", true}, {"Of those moderated", true}}, {}};
    const auto row = [&](std::string name, const std::string& measure) {
      auto of = share(now, "moderation", measure);
      of.url.clear();
      of.note.clear();
      table.rows.push_back({{cell(std::move(name)), count(now, "moderation", measure), std::move(of)}, false});
    };
    row("Unchanged", "unchanged");
    for (const auto& change : moderation.changes)
      row(std::string(say(change.from)) + " to " + base::lower(say(change.to)),
          std::string(to_string(change.from)) + ">" + std::string(to_string(change.to)));
    table.rows.push_back({{cell("Moderated"), count(now, "moderation", "moderated"),
                           cell(say_percent({moderation.moderated, moderation.moderated}))},
                          true});
    part.tables.push_back(std::move(table));
    in.parts.push_back(std::move(part));
  }

  void participation() {
    const auto& now = report_.now;
    const auto& participation = now.participation;
    auto& in = section("participation", "Conversations with workers");
    ReportPart part;
    part.sentences.push_back(
        "The worker took part in " + say_share(participation.rate()) + " of returned audits" +
        moved(participation.rate(), before([](const Figures& f) { return f.participation.rate(); })) + ".");
    if (report_.targets.participation_percent)
      part.sentences.back() += " The target is " + std::to_string(*report_.targets.participation_percent) + "%.";
    if (participation.family_due > 0)
      part.sentences.push_back("The family was spoken with in " + number(participation.family_held) + " of the " +
                               base::count_of(participation.family_due, "audit", "audits") +
                               " chosen for contact with the family.");
    part.tables.push_back(by_area("Workers who took part " + by_area_words(),
                                  {{area_heading(), false}, {"Took part", true}, {"Returned", true}, {"Rate", true}},
                                  [&](const Figures& f) {
                                    auto rate = share(f, "participation", "took-part");
                                    rate.url.clear();
                                    rate.note.clear();
                                    return std::vector<ReportCell>{count(f, "participation", "took-part"),
                                                                   count(f, "returns", "returned"), std::move(rate)};
                                  }));
    ReportTable reasons{
        "Why a worker did not take part", {{"Reason", false}, {"Audits", true}, {"Of those returned", true}}, {}};
    for (const auto& reason : participation.reasons) {
      auto of = share(now, "participation", reason.reason);
      of.url.clear();
      of.note.clear();
      reasons.rows.push_back(
          {{cell(reason_in_words(reason.reason)), count(now, "participation", reason.reason), std::move(of)}, false});
    }
    part.tables.push_back(std::move(reasons));
    in.parts.push_back(std::move(part));
  }

  void sections() {
    const auto& now = report_.now;
    if (now.sections.empty()) return;
    auto& in = section("sections", "Judgements by section");
    in.place = ReportSection::Place::OwnPage;
    ReportPart part;
    const SectionFigures* best = nullptr;
    const SectionFigures* least = nullptr;
    const auto higher = [](const SectionFigures& a, const SectionFigures& b) {
      const auto x = a.counts.good_or_better();
      const auto y = b.counts.good_or_better();
      return x.n * y.of > y.n * x.of;
    };
    for (const auto& one : now.sections) {
      if (one.counts.total() < kFewToRank) continue;
      if (!best || higher(one, *best)) best = &one;
      if (!least || higher(*least, one)) least = &one;
    }
    if (best && least && best != least)
      part.sentences.push_back("Strongest is “" + best->title + "” with " + say_share(best->counts.good_or_better()) +
                               " good or better, weakest “" + least->title + "” with " +
                               say_share(least->counts.good_or_better()) + ".");
    std::vector<std::string> real;
    if (report_.before)
      for (std::size_t i = 0; i < now.sections.size(); ++i) {
        const auto change = domain::movement(report_.before->sections[i].counts.good_or_better(),
                                             now.sections[i].counts.good_or_better());
        if (change && change->real)
          real.push_back("“" + now.sections[i].title + "” " +
                         (change->direction == domain::Direction::Up ? "up" : "down"));
      }
    if (report_.before)
      part.sentences.push_back(
          real.empty() ? "No section really moved since " + say_months(report_.before->from, report_.before->to) +
                             ": what differs could be chance."
                       : "Really moved since " + say_months(report_.before->from, report_.before->to) + ": " +
                             base::join(real, ", ") + ".");
    ShareBars chart{{"sections", "Judged good or better by section, " + months_,
                     "Share of judgements that are good or better in every section of the audit tools."},
                    {},
                    report_.targets.good_or_better_percent};
    for (const auto& one : now.sections) {
      const auto good = one.counts.good_or_better();
      chart.rows.push_back({one.title, good.n, good.of});
    }
    part.charts.push_back(drawn(chart));
    ReportTable table{
        "Judgements by section", grade_columns("Section", {"Not applicable", "Good or better", "Change"}), {}};
    table.columns.back().numeric = false;
    for (std::size_t i = 0; i < now.sections.size(); ++i) {
      const auto& one = now.sections[i];
      const auto name = "section:" + one.section;
      ReportRow row{{cell(one.title)}, false};
      for (const auto grade : grades_) row.cells.push_back(count(now, name, std::string(to_string(grade))));
      row.cells.push_back(count(now, name, "na"));
      auto good = share(now, name, "good-or-better");
      good.note = number(one.counts.good_or_better().n) + " of " + number(one.counts.total());
      row.cells.push_back(std::move(good));
      row.cells.push_back(cell(report_.before ? say_movement(report_.before->sections[i].counts.good_or_better(),
                                                             one.counts.good_or_better())
                                              : ""));
      table.rows.push_back(std::move(row));
    }
    part.tables.push_back(std::move(table));
    in.parts.push_back(std::move(part));
  }

  void actions() {
    const auto& now = report_.now;
    auto& in = section("actions", "Actions");
    ReportPart part;
    part.sentences.push_back("These audits led to " +
                             base::count_of(now.actions.agreed(), "agreed action", "agreed actions") + ": " +
                             number(now.actions.signed_off) + " signed off, " + number(now.actions.done) +
                             " done and waiting for sign-off, " + number(now.actions.open) + " open, " +
                             number(now.actions.overdue) + " of them overdue.");
    const auto weighed = now.actions.weighed(report_.priorities);
    if (weighed) {
      std::vector<std::string> weights;
      for (const auto& rule : report_.priorities)
        weights.push_back(base::lower(rule.title) + " " + std::to_string(rule.weight));
      part.sentences.push_back("Weighed by priority (" + base::join(weights, ", ") + "), " + say_percent(*weighed) +
                               " of what was agreed is signed off.");
    }
    std::vector<ReportColumn> columns{{area_heading(), false}, {"Open", true},       {"Overdue", true},
                                      {"Done", true},          {"Signed off", true}, {"Share signed off", true}};
    if (weighed) columns.push_back({"Weighed by priority", true});
    part.tables.push_back(by_area("Actions " + by_area_words(), std::move(columns), [&](const Figures& f) {
      std::vector<ReportCell> cells;
      for (const char* measure : {"open", "overdue", "done", "signed-off"})
        cells.push_back(count(f, "actions", measure));
      cells.push_back(share(f, "actions", "signed-off"));
      cells.back().url.clear();
      cells.back().note.clear();
      if (weighed) {
        const auto weight = *f.actions.weighed(report_.priorities);
        cells.push_back(words(say_percent(weight)));
        cells.back().note = number(weight.n) + " of " + number(weight.of);
      }
      return cells;
    }));
    if (now.actions.proposed > 0)
      part.note = base::count_of(now.actions.proposed, "further action is", "further actions are") +
                  " proposed in audits that are not final yet.";
    in.parts.push_back(std::move(part));
  }

  void good_practice() {
    const auto& now = report_.now;
    auto& in = section("good-practice", "Good practice");
    ReportPart part;
    ReportTable table{"Examples by section", {{"Section", false}, {"Examples", true}}, {}};
    long long examples = 0;
    for (const auto& one : now.sections) {
      if (one.good_practice == 0) continue;
      examples += one.good_practice;
      table.rows.push_back({{cell(one.title), count(now, "section:" + one.section, "good-practice")}, false});
    }
    part.sentences.push_back(base::count_of(now.good_practice, "returned audit holds", "returned audits hold") +
                             " an example of good practice worth sharing" +
                             (examples > now.good_practice ? ", " + number(examples) + " examples in all." : "."));
    if (!table.rows.empty()) part.tables.push_back(std::move(table));
    in.parts.push_back(std::move(part));
  }

  void concerns() {
    const auto& now = report_.now;
    auto& in = section("concerns", "Concerns");
    ReportPart part;
    if (now.concerns.immediate == 0 && now.concerns.review == 0) {
      part.sentences.emplace_back("No concern was raised.");
    } else {
      part.sentences.push_back(
          base::count_of(now.concerns.immediate, "immediate concern was", "immediate concerns were") + " raised and " +
          base::count_of(now.concerns.review, "review of practice was", "reviews of practice were") + " asked for.");
      ReportTable table{"Concerns", {{"Kind", false}, {"Raised", true}, {"Not closed yet", true}}, {}};
      table.rows.push_back(
          {{cell("Immediate"), count(now, "concerns", "immediate"), count(now, "concerns", "immediate-open")}, false});
      table.rows.push_back(
          {{cell("Review of practice"), count(now, "concerns", "review"), count(now, "concerns", "review-open")},
           false});
      part.tables.push_back(std::move(table));
      concern_times(part);
    }
    in.parts.push_back(std::move(part));
  }

  void concern_times(ReportPart& part) {
    const auto& now = report_.now;
    const auto& concerns = now.concerns;
    // Told beside the times, which know nothing of those that nobody has answered.
    if (const auto waiting = concerns.immediate - static_cast<long long>(concerns.waited.size()); waiting > 0)
      part.sentences.push_back(base::count_of(waiting, "immediate concern has", "immediate concerns have") +
                               " not been acknowledged yet.");
    if (concerns.waited.empty()) return;
    part.sentences.push_back(
        say_share(concerns.within_an_hour()) +
        " of the acknowledged immediate concerns were acknowledged within an hour. The median wait "
        "was " +
        base::duration_in_words(std::chrono::minutes{*concerns.median_minutes()}) + ", the longest " +
        base::duration_in_words(std::chrono::minutes{*concerns.longest_minutes()}) + ".");
    ReportTable table{"From an immediate concern to its acknowledgement", {{"Time", false}, {"Figure", true}}, {}};
    table.rows.push_back({{cell("Within an hour"), share(now, "concerns", "acknowledged-within-an-hour")}, false});
    table.rows.push_back(
        {{cell("Median, in minutes"), count(now, "concerns", "median-minutes-to-acknowledgement")}, false});
    table.rows.push_back(
        {{cell("Longest, in minutes"), count(now, "concerns", "longest-minutes-to-acknowledgement")}, false});
    part.tables.push_back(std::move(table));
  }

  void exemptions() {
    const auto& now = report_.now;
    auto& in = section("exemptions", "Exemptions");
    ReportPart part;
    if (now.exemptions.empty()) {
      part.sentences.emplace_back("No drawn case was exempted.");
    } else {
      part.sentences.push_back(
          base::count_of(now.returns.exempt, "drawn case was exempted", "drawn cases were exempted") +
          " and replaced by the next in the draw where there was one.");
      ReportTable table{"Why cases were exempted", {{"Reason", false}, {"Cases", true}}, {}};
      for (const auto& exemption : now.exemptions)
        table.rows.push_back({{cell(exemption.reason == "not-recorded" ? "No reason recorded" : exemption.reason),
                               count(now, "exemptions", exemption.reason)},
                              false});
      part.tables.push_back(std::move(table));
    }
    in.parts.push_back(std::move(part));
  }

  void year() {
    auto& in = section("year", "The year so far");
    in.place = ReportSection::Place::OwnPage;
    const auto& year = report_.year;
    const auto good = year.grades.good_or_better();
    ReportPart part;
    part.sentences.push_back(
        "From " + year_ + ", " + say_share(year.returns.rate()) + " of audits were returned" +
        (report_.judged ? " and " + say_share(good) + " of those graded were good or better." : std::string(".")));
    if (report_.judged) grades_by_month(part);
    in.parts.push_back(std::move(part));
    year_by_area(in);
  }

  void grades_by_month(ReportPart& part) {
    std::vector<Share> shares;
    for (const auto& month : report_.months) shares.push_back(month.grades.good_or_better());
    std::vector<base::Period> months;
    for (const auto& month : report_.months) months.push_back(month.from);
    auto told = told_trend({"year-trend", "Audits graded good or better, month by month",
                            "Each month’s share with the average and the limits within which months differ by chance."},
                           "good or better", months, shares, domain::p_chart(shares));
    ReportTable table{"Month by month",
                      {{"Month", false},
                       {"Returned", true},
                       {"Graded", true},
                       {"Good or better", true},
                       {"Chance alone gives", false},
                       {"Signals", false}},
                      {}};
    for (std::size_t i = 0; i < report_.months.size(); ++i) {
      const auto& month = report_.months[i];
      auto good_share = cell(say_percent(shares[i]));
      good_share.note = number(shares[i].n) + " of " + number(shares[i].of);
      table.rows.push_back({{cell(say(month.from)), cell(number(month.returns.returned)), cell(number(shares[i].of)),
                             std::move(good_share), cell(told.ranges[i]), cell(told.signals[i])},
                            false});
    }
    part.sentences.push_back(std::move(told.sentence));
    part.note = std::move(told.note);
    part.charts.push_back(drawn(told.chart));
    part.tables.push_back(std::move(table));
  }

  void year_by_area(ReportSection& in) {
    ReportPart areas;
    ReportTable cumulative{"The year so far " + by_area_words(),
                           {{area_heading(), false}, {"Sent", true}, {"Returned", true}, {"Rate", true}},
                           {}};
    if (report_.judged)
      cumulative.columns.insert(cumulative.columns.end(), {{"Graded", true}, {"Good or better", true}});
    if (report_.talks) cumulative.columns.push_back({"Workers took part", true});
    cumulative.columns.push_back({"Actions overdue", true});
    const auto add = [&](const Figures& f, bool total) {
      ReportRow row{{cell(say_area(f, report_)), count(f, "returns", "distributed"), count(f, "returns", "returned"),
                     bare(share(f, "returns", "returned"))},
                    total};
      if (report_.judged) {
        row.cells.push_back(cell(number(f.grades.total())));
        row.cells.push_back(bare(share(f, "grades", "good-or-better")));
      }
      if (report_.talks) row.cells.push_back(bare(share(f, "participation", "took-part")));
      row.cells.push_back(count(f, "actions", "overdue"));
      cumulative.rows.push_back(std::move(row));
    };
    const auto list = report::areas_and_whole(report_, report_.year_by_area, report_.year);
    for (const auto* figures : list) add(*figures, figures == list.back());
    areas.tables.push_back(std::move(cumulative));
    in.parts.push_back(std::move(areas));
  }

  static ReportCell bare(ReportCell with_note) {
    with_note.note.clear();
    with_note.url.clear();
    return with_note;
  }
  void checks() {
    auto& in = section("totals", "Do the totals agree?");
    ReportPart part;
    const auto differ =
        std::count_if(report_.checks.begin(), report_.checks.end(), [](const Check& check) { return !check.holds(); });
    part.sentences.push_back(differ == 0 ? "Yes: every total below is the sum of its parts."
                                         : base::count_of(differ, "line differs", "lines differ") +
                                               ". The audits that make the difference are named.");
    if (const auto again = report_.now.reaudits; again > 0)
      part.sentences.push_back(base::count_of(again, "re-audit was", "re-audits were") +
                               " sent out and stand in none of these totals: they are chosen for a grade, not drawn.");
    ReportTable table{
        "Totals compared",
        {{"What should be equal", false}, {"Left", true}, {"Right", true}, {"Difference", true}, {"Why", false}},
        {}};
    for (const auto& check : report_.checks) {
      ReportCell why = cell(check.holds() ? "Agrees" : check.why);
      if (!check.audits.empty()) why.note = base::join(check.audits, ", ");
      if (links_ == FigureLinks::Shown && !check.holds() && check.behind.size() == 1)
        why.url = audits_link(check.behind.front());
      const auto period = period_key(report_.now);
      table.rows.push_back(
          {{cell(say_check(check.check)),
            {number(check.left), {}, {}, "reconciliation/" + check.check + ": left/" + period + "/all"},
            {number(check.right), {}, {}, "reconciliation/" + check.check + ": right/" + period + "/all"},
            cell(number(check.difference())),
            std::move(why)},
           false});
    }
    part.tables.push_back(std::move(table));
    in.parts.push_back(std::move(part));
  }

  const MonthlyReport& report_;
  FigureLinks links_;
  FigureCells cells_;
  std::vector<Grade> grades_;
  std::string months_;
  std::string year_;
  ReportPage page_;
};

}  // namespace

ReportPage page_of(const MonthlyReport& report, FigureLinks links) { return Writer(report, links).write(); }

}  // namespace plumbline::report
