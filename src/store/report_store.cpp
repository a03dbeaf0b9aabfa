#include "store/report_store.hpp"

#include <array>
#include <map>
#include <tuple>

#include "store/report_fold.hpp"

namespace plumbline::store {
namespace {

// Each text stands twice, by locality and by service area; the area is a column's name and cannot be bound.
struct ByArea {
  std::string locality;
  std::string service_area;
  const std::string& by(app::AreaBy area) const { return area == app::AreaBy::Locality ? locality : service_area; }
};
ByArea by_area(std::string_view before, std::string_view locality, std::string_view service_area,
               std::string_view after) {
  ByArea both;
  both.locality.append(before).append(locality).append(after);
  both.service_area.append(before).append(service_area).append(after);
  return both;
}
ByArea of_audits(std::string_view after) {
  return by_area("SELECT audits.period, ", "audits.locality", "audits.service_area", after);
}

const ByArea kFolded = by_area(kFoldedBefore, "audits.locality", "audits.service_area", kFoldedAfter);
// Concerns are few and audits many: named in this order, SQLite begins with the concerns.
const ByArea kConcerns = by_area("SELECT audits.period, ", "audits.locality", "audits.service_area",
                                 " AS area, x.kind, x.state, x.raised_at, x.acknowledged_at "
                                 "FROM concerns x CROSS JOIN audits");
constexpr std::string_view kConcernsAudit = "audits.council = x.council AND audits.audit_id = x.audit_id";
const ByArea kActions = of_audits(R"sql( AS area, x.state,
    x.state = 'open' AND x.due_on IS NOT NULL AND x.due_on < CAST($2 AS TEXT) AS overdue, count(*),
    x.priority
  FROM actions x JOIN audits ON audits.council = x.council AND audits.audit_id = x.audit_id)sql");

const ByArea kAnswers = by_area("SELECT ", "audits.locality", "audits.service_area",
                                R"sql( AS area, audits.tool, x.section, x.question, x.answer, count(*)
  FROM audits JOIN audit_answers x ON x.council = audits.council AND x.audit_id = audits.audit_id)sql");

// A drawn case's service area and team are the audit's, or the register's where it has none.
constexpr std::string_view kSampleTables = R"sql(
  FROM sampled_cases s
  JOIN cycles ON cycles.council = s.council AND cycles.cycle_id = s.cycle_id
  LEFT JOIN audits ON audits.council = s.council AND audits.cycle_id = s.cycle_id AND audits.child_id = s.child_id
    AND audits.state <> 'withdrawn' AND audits.reaudit_of IS NULL
  LEFT JOIN cases ON cases.council = s.council AND cases.child_id = s.child_id)sql";
const ByArea kSample =
    by_area("SELECT cycles.period, ", "s.locality", "COALESCE(audits.service_area, cases.service_area, '')",
            std::string(" AS area, cycles.cohort, s.exempt, s.exempt_reason, count(*)").append(kSampleTables));

const std::string kExemptCases = std::string(R"sql(
  SELECT cycles.period, s.child_id, s.category, s.locality, s.exempt_reason, s.exempt_approved_by, s.exempt_at)sql")
                                     .append(kSampleTables);
const std::string kCountExemptCases = std::string("SELECT count(*)").append(kSampleTables);
const std::string kDrawnWithoutAudit = std::string("SELECT cycles.period, s.child_id").append(kSampleTables);
constexpr std::string_view kAuditsWithoutDraw = "SELECT audits.period, audits.reference, audits.child_id FROM audits";

constexpr std::array kExemptSorts{
    SortKey{"", "ORDER BY cycles.period DESC, s.child_id", "ORDER BY cycles.period, s.child_id"},
    SortKey{"child", "ORDER BY s.child_id, cycles.period", "ORDER BY s.child_id DESC, cycles.period"},
    SortKey{"reason", "ORDER BY s.exempt_reason, cycles.period, s.child_id",
            "ORDER BY s.exempt_reason DESC, cycles.period, s.child_id"},
};

Where of_sample(const app::ReportFilter& filter, const std::string& council) {
  Where where("s.council = $1", council);
  where.text("cycles.programme = ?", filter.programme)
      .text("cycles.period >= ?", filter.from)
      .text("cycles.period <= ?", filter.to)
      .text("cycles.cohort = ?", filter.cohort)
      .text("s.locality = ?", filter.locality)
      .text("COALESCE(audits.service_area, cases.service_area, '') = ?", filter.service_area);
  return where;
}

constexpr Where::Sight kSampleSight{
    "s.locality", "COALESCE(audits.service_area, cases.service_area, '')", "COALESCE(audits.team, cases.team, '')", {}};

app::SampleCount sample_from(const Row& row) {
  return {row.period(0), row.string(1), row.string(2), row.boolean(3), row.string(4), row.integer(5)};
}

}  // namespace

app::ReportCounts SqlReportStore::counts(const app::ReportFilter& filter, app::AreaBy by, base::Day today) {
  auto& connection = scope_.connection;
  app::ReportCounts counts;
  const auto all = reported_audits(filter, scope_.council);
  const auto sample = of_sample(filter, scope_.council);
  counts.sample = connection.all(sample.sql(kSample.by(by), "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"),
                                 sample.values(), sample_from);
  fold_audits(connection, all.sql(kFolded.by(by)), all.values(), today, counts);
  auto concerned = all;
  concerned.add(kConcernsAudit);
  std::map<std::tuple<base::Period, std::string, domain::ConcernKind, domain::ConcernState>, long long> concerns;
  connection.query(concerned.sql(kConcerns.by(by), "ORDER BY 1, 2, 5, x.concern_id"), concerned.values(),
                   [&](const Row& row) {
                     const auto kind = parsed(row, 2, domain::parse_concern_kind);
                     ++concerns[{row.period(0), row.string(1), kind, parsed(row, 3, domain::parse_concern_state)}];
                     if (kind == domain::ConcernKind::Immediate && !row.is_null(5))
                       counts.concern_times.push_back({row.period(0), row.string(1), row.instant(5) - row.instant(4)});
                   });
  for (const auto& [of, n] : concerns)
    counts.concerns.push_back({std::get<0>(of), std::get<1>(of), std::get<2>(of), std::get<3>(of), n});
  auto all_on = Where("audits.council = $1", scope_.council);
  (void)all_on.bind(today);  // the day asked for is $2
  reported_audits(all_on, filter);
  counts.actions = connection.all(all_on.sql(kActions.by(by), "GROUP BY 1, 2, 3, 4, 6 ORDER BY 1, 2, 3, 4, 6"),
                                  all_on.values(), [](const Row& row) {
                                    return app::ActionCount{
                                        row.period(0),  row.string(1),  parsed(row, 2, domain::parse_action_state),
                                        row.boolean(3), row.integer(4), parsed(row, 5, domain::parse_priority)};
                                  });
  return counts;
}

std::vector<app::AnswerCount> SqlReportStore::answers(const app::ReportFilter& filter, app::AreaBy by) {
  auto where = reported_audits(filter, scope_.council);
  where.add("audits.submitted_at IS NOT NULL")
      .add("audits.state <> 'withdrawn'")
      .add(kNotAgain)
      .add("x.answer IS NOT NULL");
  return scope_.connection.all(
      where.sql(kAnswers.by(by), "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"), where.values(), [](const Row& row) {
        return app::AnswerCount{
            row.string(0), row.string(1), row.string(2), row.string(3), parsed(row, 4, domain::parse_answer),
            row.integer(5)};
      });
}

app::Page<app::ExemptCase> SqlReportStore::exempt_cases(const app::ReportFilter& filter, const app::PageRequest& page,
                                                        const app::Visibility& visible) {
  auto where = of_sample(filter, scope_.council);
  where.add("s.exempt");
  where.visible(visible, {kSampleSight.locality,
                          kSampleSight.service_area,
                          kSampleSight.team,
                          {"audits.auditor = ?", "cases.worker_id = ?", "cases.supervisor_id = ?"}});
  return page_of(scope_.connection, kExemptCases, kCountExemptCases, where, kExemptSorts, page, [](const Row& row) {
    return app::ExemptCase{row.period(0),
                           row.id<domain::ChildId>(1),
                           parsed(row, 2, domain::parse_category),
                           row.string(3),
                           row.string(4),
                           row.optional_id<domain::PersonId>(5),
                           row.optional_instant(6)};
  });
}

std::vector<app::SampleMismatch> SqlReportStore::sample_mismatches(const app::ReportFilter& filter,
                                                                   const app::Visibility& visible) {
  auto& connection = scope_.connection;
  auto drawn = of_sample(filter, scope_.council);
  drawn.add("NOT s.exempt").add("audits.audit_id IS NULL");
  drawn.visible(visible, {kSampleSight.locality,
                          kSampleSight.service_area,
                          kSampleSight.team,
                          {"cases.worker_id = ?", "cases.supervisor_id = ?"}});
  auto mismatches = connection.all(drawn.sql(kDrawnWithoutAudit, "ORDER BY 1, 2"), drawn.values(), [](const Row& row) {
    return app::SampleMismatch{row.period(0), "", row.id<domain::ChildId>(1)};
  });
  auto audited = reported_audits(filter, scope_.council);
  audited.add("audits.state <> 'withdrawn'")
      .add("NOT audits.imported")
      .add(kNotAgain)
      .add(
          "audits.sent_at IS NULL OR NOT EXISTS (SELECT 1 FROM sampled_cases s WHERE s.council = audits.council "
          "AND s.cycle_id = audits.cycle_id AND s.child_id = audits.child_id AND NOT s.exempt)");
  audited.visible(visible, {"audits.locality",
                            "audits.service_area",
                            "audits.team",
                            {"audits.auditor = ?", "audits.worker_id = ?", "audits.supervisor_id = ?"}});
  connection.query(audited.sql(kAuditsWithoutDraw, "ORDER BY 1, 2"), audited.values(), [&](const Row& row) {
    mismatches.push_back({row.period(0), row.string(1), row.id<domain::ChildId>(2)});
  });
  return mismatches;
}

}  // namespace plumbline::store
