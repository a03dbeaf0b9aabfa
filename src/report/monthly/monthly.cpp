#include "report/monthly/monthly.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace plumbline::report {

namespace {

constexpr int kMostMonths = 36;
constexpr int kMostListed = 100;

int months_between(base::Period from, base::Period to) { return (to.month - from.month).count(); }

std::vector<base::Period> periods(base::Period from, base::Period to) {
  std::vector<base::Period> all;
  for (auto period = from; !(to < period); period = period.plus_months(1)) all.push_back(period);
  return all;
}

app::AuditFilter scope_of(const MonthlyReport& report) {
  const auto& request = report.request;
  auto filter = audits_of(
      {report.programme, iso(request.from), iso(request.to), request.cohort, request.locality, request.service_area});
  filter.reaudit = false;
  return filter;
}

constexpr std::string_view kModerated = "moderated = unchanged + changed";
constexpr std::string_view kSampled = "sampled = distributed + exempt";

std::vector<Check> checks_of(const MonthlyReport& report, const std::vector<ReportedSection>& sections) {
  const auto& now = report.now;
  const auto& returns = now.returns;
  const auto& moderation = now.moderation;
  std::vector<Check> checks;
  const auto add = [&](Check check) { checks.push_back(std::move(check)); };

  add({std::string(kSampled),
       returns.not_sent > 0 ? "Drawn cases that were not exempted and have not been sent to an auditor."
                            : "Audits that no draw accounts for, such as those entered from an older list.",
       returns.sampled,
       returns.distributed + returns.exempt,
       {},
       {}});

  auto unsettled = scope_of(report);
  unsettled.distributed = true;
  unsettled.returned = false;
  unsettled.states = {domain::AuditState::Submitted, domain::AuditState::Returned, domain::AuditState::Final};
  add({"distributed = returned + outstanding + handed back",
       "Audits that are past being returned but carry no day of return.",
       returns.distributed,
       returns.returned + returns.outstanding + returns.handed_back,
       {},
       {unsettled}});

  auto ungraded = scope_of(report);
  ungraded.returned = true;
  ungraded.graded = false;
  add({report.checklists > 0 ? "returned = graded + checklists" : "returned = graded",
       "Returned without an overall grade.",
       returns.returned,
       now.grades.total() + report.checklists,
       {},
       {ungraded}});

  auto unmoderated = scope_of(report);
  unmoderated.returned = true;
  unmoderated.picked = true;
  unmoderated.moderated = false;
  unmoderated.states = {domain::AuditState::Final};
  add({"moderation in = moderated + waiting",
       "Picked for moderation and final without it.",
       moderation.picked,
       moderation.moderated + moderation.waiting,
       {},
       {unmoderated}});

  add({std::string(kModerated),
       "Moderated without a grade of the auditor's own.",
       moderation.moderated,
       moderation.unchanged + moderation.changed(),
       {},
       {}});

  long long expected = 0;
  long long given = 0;
  for (const auto& section : now.sections) {
    expected += section.expected;
    given += section.expected - section.blank();
  }
  add({"section judgements expected = given",
       "Sections of returned audits that carry no judgement.",
       expected,
       given,
       {},
       {}});
  // Only the sections that differ are listed: they explain the line before.
  for (std::size_t i = 0; i < now.sections.size(); ++i) {
    const auto& section = now.sections[i];
    if (section.blank() == 0) continue;
    std::vector<app::AuditFilter> behind;
    for (const auto& asked : sections[i].by) {
      auto blank = scope_of(report);
      blank.returned = true;
      blank.tool = asked.tool;
      blank.section_blank = section.section;
      blank.parts = sections[i].parts;
      for (const auto category : asked.categories) blank.categories.emplace_back(to_string(category));
      behind.push_back(std::move(blank));
    }
    add({"returned = judged in " + section.title,
         "Returned with this section blank.",
         section.expected,
         section.expected - section.blank(),
         {},
         std::move(behind)});
  }
  return checks;
}

}  // namespace

base::Period reporting_year_of(base::Period period) {
  using namespace std::chrono;
  auto year = period.month.year();
  if (period.month.month() < April) year -= years{1};
  return base::Period{year / April};
}

base::Period first_period_needed(const MonthlyRequest& request) {
  const int length = months_between(request.from, request.to) + 1;
  return std::min(reporting_year_of(request.to), request.from.plus_months(-length));
}

MonthlyReport monthly_report(const MonthlyRequest& request, const app::ReportCounts& counts,
                             const domain::Framework& framework, const domain::Programme& programme,
                             const std::string& council_key, base::Instant made_at) {
  MonthlyReport report;
  report.council = framework.council.name;
  report.council_key = council_key;
  report.framework = framework.key;
  report.programme = programme.key;
  report.programme_title = programme.title;
  report.request = request;
  report.request.programme = programme.key;
  report.year_from = reporting_year_of(request.to);
  report.made_at = made_at;
  report.targets = programme.targets;
  report.priorities = programme.actions.priorities;

  const auto sections = reported_sections(framework, programme);
  auto known = request.by == app::AreaBy::Locality ? framework.council.localities : framework.council.service_areas;
  // A report of one place speaks of no other.
  if (const auto& only = request.by == app::AreaBy::Locality ? request.locality : request.service_area; !only.empty())
    known = {only};
  const auto areas = areas_of(counts, known);
  const auto periods_of_counts = by_period(counts);
  const int length = months_between(request.from, request.to) + 1;
  const auto before_from = request.from.plus_months(-length);
  const auto before_to = request.from.plus_months(-1);

  const auto of = [&](base::Period from, base::Period to, const std::optional<std::string>& area) {
    return figures_of(periods_of_counts, from, to, area, sections);
  };
  report.now = of(request.from, request.to, {});
  report.year = of(report.year_from, request.to, {});
  if (auto before = of(before_from, before_to, {}); before.returns.distributed > 0) report.before = std::move(before);
  for (const auto& area : areas) {
    report.now_by_area.push_back(of(request.from, request.to, area));
    report.before_by_area.push_back(of(before_from, before_to, area));
    report.year_by_area.push_back(of(report.year_from, request.to, area));
  }
  for (const auto period : periods(std::min(report.year_from, request.from), request.to))
    report.months.push_back(of(period, period, {}));
  for (const auto period : periods(request.from, request.to))
    for (const auto& area : areas) report.months_by_area.push_back(of(period, period, area));

  report.target = {programme.draw.annual_target, months_between(report.year_from, request.to) + 1,
                   report.year.returns.returned};
  if (const auto* scale = framework.find_scale(programme.scale)) report.scale = *scale;
  report.judged = !sections.empty() || !has_checklists(framework, programme);
  // What an old tracker says of conversations is told, whatever the programme asks for now.
  const auto& talks = report.year.participation;
  report.talks = programme.conversation.required || !programme.conversation.with.empty() || talks.held > 0 ||
                 std::ranges::any_of(talks.reasons, [](const ReasonCount& reason) {
                   return reason.n > 0 && reason.reason != to_string(domain::NotHeldReason::NotRecorded);
                 });
  for (const auto& row : counts.tools)
    if (!(row.period < request.from) && !(request.to < row.period) && is_checklist(framework, row.tool))
      report.checklists += row.n;
  report.checks = checks_of(report, sections);
  return report;
}

app::AreaBy areas_by(app::AreaBy asked, const domain::Framework& framework) {
  return framework.council.localities.empty() && !framework.council.service_areas.empty() ? app::AreaBy::ServiceArea
                                                                                          : asked;
}

base::Result<const domain::Programme*> programme_asked(const std::string& key, const domain::Framework& framework) {
  const auto& all = framework.programmes;
  if (!key.empty()) {
    if (const auto* programme = framework.find_programme(key)) return programme;
  } else {
    const auto drawn = std::find_if(
        all.begin(), all.end(), [](const auto& p) { return p.cycle == domain::Rhythm::Monthly && !p.scale.empty(); });
    if (drawn != all.end()) return &*drawn;
  }
  std::vector<std::string> keys;
  for (const auto& known : all) keys.push_back(known.key);
  return base::invalid("report.make.programme_unknown", "programme",
                       {{"programme", key}, {"programmes", base::join(keys, ", ")}});
}

base::Result<void> check_months(base::Period from, base::Period to) {
  if (to < from) return base::invalid("report.make.period_order", "to");
  if (months_between(from, to) >= kMostMonths)
    return base::invalid("report.make.too_long", "to", {{"most", std::to_string(kMostMonths)}});
  return {};
}

app::AuditFilter audits_of(const app::ReportFilter& filter) {
  app::AuditFilter audits;
  audits.programme = filter.programme;
  audits.from = filter.from;
  audits.to = filter.to;
  audits.cohort = filter.cohort;
  audits.locality = filter.locality;
  audits.service_area = filter.service_area;
  return audits;
}

void name_audits(std::vector<Check>& checks, const app::ReportFilter& filter, const app::Actor& actor,
                 app::Reader& reader) {
  const auto visible = app::visibility_of(actor);
  for (auto& check : checks) {
    if (check.holds()) continue;
    for (const auto& behind : check.behind) {
      const auto page = reader.audits().list(behind, {1, kMostListed, "", false}, visible);
      for (const auto& audit : page.rows) check.audits.push_back(audit.reference);
    }
    if (check.check == kModerated) {
      // No list tells who gave no grade of their own; there are as few as the difference says.
      auto moderated = audits_of(filter);
      moderated.returned = true;
      moderated.picked = true;
      moderated.moderated = true;
      moderated.reaudit = false;
      for (const auto& audit : reader.audits().list(moderated, {1, 0, "", false}, visible).rows)
        if (!audit.overall && check.audits.size() < static_cast<std::size_t>(kMostListed))
          check.audits.push_back(audit.reference);
    }
    if (check.check == kSampled) {
      for (const auto& mismatch : reader.reports().sample_mismatches(filter, visible)) {
        if (check.audits.size() >= static_cast<std::size_t>(kMostListed)) break;
        check.audits.push_back(mismatch.reference.empty() ? mismatch.child_id.text() : mismatch.reference);
      }
    }
  }
}

void add_answers(MonthlyReport& report, const app::ReportFilter& filter, const domain::Framework& framework,
                 const domain::Programme& programme, app::Reader& reader) {
  if (!has_checklists(framework, programme)) return;
  const auto counts = reader.reports().answers(filter, report.request.by);
  report.answers = questions_of(counts, framework, programme);
  for (const auto& area : report.now_by_area)
    report.answers_by_area.push_back(questions_of(counts, framework, programme, area.area));
}

base::Result<MonthlyReport> make_monthly(const MonthlyRequest& asked, const app::Actor& actor, const base::Clock& clock,
                                         app::Reader& reader, const domain::Framework& framework) {
  CHECK(may_read_reports(actor));
  CHECK(check_months(asked.from, asked.to));
  TRY(const auto* programme, programme_asked(asked.programme, framework));
  auto request = asked;
  request.by = areas_by(asked.by, framework);
  app::ReportFilter filter{programme->key,   iso(first_period_needed(request)),
                           iso(request.to),  request.cohort,
                           request.locality, request.service_area};
  const auto counts = reader.reports().counts(filter, request.by, clock.today());
  auto report = monthly_report(request, counts, framework, *programme, actor.council, clock.now());
  filter.from = iso(request.from);
  add_answers(report, filter, framework, *programme, reader);
  name_audits(report.checks, filter, actor, reader);
  return report;
}

}  // namespace plumbline::report
