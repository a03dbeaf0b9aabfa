#include "store/report_store.hpp"

#include <array>

#include "store/audit_sql.hpp"
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

// $1 is the council, $2 the day asked for.
const ByArea kAudits = of_audits(std::string(R"sql( AS area, audits.cohort, audits.state,
    audits.sent_at IS NOT NULL AS sent, audits.submitted_at IS NOT NULL AS returned,
    audits.sent_at IS NOT NULL AND audits.submitted_at IS NULL AND audits.state <> 'withdrawn'
      AND audits.due_on IS NOT NULL AND audits.due_on < CAST($2 AS TEXT) AS overdue, )sql")
                                     .append(sql::kReturnedLate)
                                     .append(R"sql( AS late,
    audits.moderation_pick <> '' AS picked, audits.overall, audits.moderated_overall)sql"));
constexpr std::string_view kAuditsGrouped = "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY 1, 2, 3, 4";

const ByArea kSections = of_audits(R"sql( AS area, audits.cohort, audits.tool, s.section, s.judgement, s.good_practice, count(*)
  FROM audits JOIN audit_sections s ON s.council = audits.council AND s.audit_id = audits.audit_id)sql");
const ByArea kFolded =
    by_area(kFoldedBefore, "audits.locality", "audits.service_area", kFoldedAfter);
const ByArea kFoldedSections =
    by_area(kFoldedSectionsBefore, "audits.locality", "audits.service_area", kFoldedSectionsAfter);
const ByArea kTools = of_audits(R"sql( AS area, audits.cohort, audits.tool, audits.category, count(*) FROM audits)sql");
const ByArea kParticipation = of_audits(R"sql( AS area, c.held, c.reason, count(*)
  FROM audits LEFT JOIN conversations c
    ON c.council = audits.council AND c.audit_id = audits.audit_id AND c.kind = 'worker')sql");
const ByArea kFamily = of_audits(R"sql( AS area, COALESCE(c.held, FALSE) AS held, count(*)
  FROM audits LEFT JOIN conversations c
    ON c.council = audits.council AND c.audit_id = audits.audit_id AND c.kind = 'family')sql");
const ByArea kGoodPractice = of_audits(" AS area, count(*) FROM audits");
const ByArea kConcerns = of_audits(R"sql( AS area, x.kind, x.state, count(*)
  FROM concerns x JOIN audits ON audits.council = x.council AND audits.audit_id = x.audit_id)sql");
const ByArea kConcernTimes = of_audits(R"sql( AS area, x.raised_at, x.acknowledged_at
  FROM concerns x JOIN audits ON audits.council = x.council AND audits.audit_id = x.audit_id)sql");
const ByArea kReaudits = of_audits(" AS area, count(*) FROM audits");
const ByArea kActions = of_audits(R"sql( AS area, x.state,
    x.state = 'open' AND x.due_on IS NOT NULL AND x.due_on < CAST($2 AS TEXT) AS overdue, count(*)
  FROM actions x JOIN audits ON audits.council = x.council AND audits.audit_id = x.audit_id)sql");

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

// Rows of an old tracker were sampled too; those with a reason were never distributed (formats.md).
const ByArea kPastSample = of_audits(R"sql( AS area, audits.cohort, audits.state = 'withdrawn' AS exempt,
    CASE WHEN audits.state = 'withdrawn' THEN audits.hand_back_reason ELSE '' END, count(*) FROM audits)sql");

const std::string kExemptCases = std::string(R"sql(
  SELECT cycles.period, s.child_id, s.category, s.locality, s.exempt_reason, s.exempt_approved_by, s.exempt_at)sql")
                                     .append(kSampleTables);
const std::string kCountExemptCases = std::string("SELECT count(*)").append(kSampleTables);
const std::string kDrawnWithoutAudit = std::string("SELECT cycles.period, s.child_id").append(kSampleTables);
// A re-audit is chosen for a grade: it is no part of any sample (ACT-4).
constexpr std::string_view kNotAgain = "audits.reaudit_of IS NULL";
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
  auto all_on = Where("audits.council = $1", scope_.council);
  (void)all_on.bind(today);  // the day asked for is $2
  reported_audits(all_on, filter);
  auto drawn_on = all_on;
  drawn_on.add(kNotAgain);
  auto returned = reported_audits(filter, scope_.council);
  returned.add("audits.submitted_at IS NOT NULL").add(kNotAgain);
  auto with_family = returned;
  with_family.add("audits.family_contact");
  auto with_example = returned;
  with_example.add(
      "EXISTS (SELECT 1 FROM audit_sections s WHERE s.council = audits.council AND s.audit_id = audits.audit_id "
      "AND s.good_practice)");

  const auto audit_count = [](const Row& row) {
    app::AuditCount count;
    count.period = row.period(0);
    count.area = row.string(1);
    count.cohort = row.string(2);
    count.state = parsed(row, 3, domain::parse_audit_state);
    count.sent = row.boolean(4);
    count.returned = row.boolean(5);
    count.overdue = row.boolean(6);
    count.late = row.boolean(7);
    count.picked = row.boolean(8);
    count.before = parsed_if_any(row, 9, domain::parse_grade);
    count.moderated = parsed_if_any(row, 10, domain::parse_grade);
    return count;
  };
  const auto& each_audit = kAudits.by(by);
  if (connection.backend() == Backend::Sqlite) {
    const auto key = [](const Row& row, std::string& text) {
      for (const int column : {0, 1, 2, 3}) (text += row.text(column)) += '\x1f';
      for (const int column : {4, 5, 6, 7, 8}) text += row.boolean(column) ? '1' : '0';
      for (const int column : {9, 10}) (text += '\x1f') += row.is_null(column) ? std::string_view() : row.text(column);
    };
    counts.audits = fold_rows<app::AuditCount>(connection, drawn_on.sql(each_audit + " FROM audits"), drawn_on.values(),
                                               key, audit_count);
    fold_returned(connection, returned.sql(kFolded.by(by)), returned.values(), counts);
    fold_sections(connection, returned.sql(kFoldedSections.by(by)), returned.values(), counts);
  } else {
    counts.audits = connection.all(drawn_on.sql(each_audit + ", count(*) FROM audits", kAuditsGrouped),
                                   drawn_on.values(), [&](const Row& row) {
                                     auto count = audit_count(row);
                                     count.n = row.integer(11);
                                     return count;
                                   });
    counts.sections = connection.all(
        returned.sql(kSections.by(by), "GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5"), returned.values(),
        [](const Row& row) {
          return app::SectionCount{row.period(0),  row.string(1),
                                   row.string(2),  row.string(3),
                                   row.string(4),  parsed_if_any(row, 5, domain::parse_grade),
                                   row.boolean(6), row.integer(7)};
        });
    counts.tools = connection.all(returned.sql(kTools.by(by), "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4"),
                                  returned.values(), [](const Row& row) {
                                    return app::ToolCount{row.period(0),
                                                          row.string(1),
                                                          row.string(2),
                                                          row.string(3),
                                                          parsed(row, 4, domain::parse_category),
                                                          row.integer(5)};
                                  });
    counts.participation = connection.all(
        returned.sql(kParticipation.by(by), "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2"), returned.values(), [](const Row& row) {
          return app::ParticipationCount{row.period(0), row.string(1), row.optional_boolean(2),
                                         parsed_if_any(row, 3, domain::parse_not_held_reason), row.integer(4)};
        });
    counts.good_practice = connection.all(with_example.sql(kGoodPractice.by(by), "GROUP BY 1, 2 ORDER BY 1, 2"),
                                          with_example.values(), [](const Row& row) {
                                            return app::GoodPracticeCount{row.period(0), row.string(1), row.integer(2)};
                                          });
  }
  counts.family = connection.all(
      with_family.sql(kFamily.by(by), "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"), with_family.values(), [](const Row& row) {
        return app::FamilyCount{row.period(0), row.string(1), row.boolean(2), row.integer(3)};
      });
  counts.concerns = connection.all(
      all.sql(kConcerns.by(by), "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"), all.values(), [](const Row& row) {
        return app::ConcernCount{row.period(0), row.string(1), parsed(row, 2, domain::parse_concern_kind),
                                 parsed(row, 3, domain::parse_concern_state), row.integer(4)};
      });
  counts.actions = connection.all(
      all_on.sql(kActions.by(by), "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"), all_on.values(), [](const Row& row) {
        return app::ActionCount{row.period(0), row.string(1), parsed(row, 2, domain::parse_action_state),
                                row.boolean(3), row.integer(4)};
      });
  auto answered = reported_audits(filter, scope_.council);
  answered.add("x.kind = 'immediate' AND x.acknowledged_at IS NOT NULL");
  counts.concern_times =
      connection.all(answered.sql(kConcernTimes.by(by), "ORDER BY 1, 2, 3"), answered.values(), [](const Row& row) {
        return app::ConcernTime{row.period(0), row.string(1), row.instant(3) - row.instant(2)};
      });
  auto again = reported_audits(filter, scope_.council);
  again.add("audits.reaudit_of IS NOT NULL AND audits.sent_at IS NOT NULL AND audits.state <> 'withdrawn'");
  counts.reaudits =
      connection.all(again.sql(kReaudits.by(by), "GROUP BY 1, 2 ORDER BY 1, 2"), again.values(), [](const Row& row) {
        return app::ReauditCount{row.period(0), row.string(1), row.integer(2)};
      });
  const auto sample = of_sample(filter, scope_.council);
  counts.sample = connection.all(
      sample.sql(kSample.by(by), "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"), sample.values(), sample_from);
  auto past = reported_audits(filter, scope_.council);
  past.add("audits.imported");
  connection.query(past.sql(kPastSample.by(by), "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"), past.values(),
                   [&](const Row& row) { counts.sample.push_back(sample_from(row)); });
  return counts;
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
