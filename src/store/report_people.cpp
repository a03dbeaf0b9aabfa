// The reports that compare graders, and the sample with the frame it was drawn from.
#include "store/report_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kPairs =
    "SELECT audits.auditor, audits.overall, audits.moderated_overall, count(*) FROM audits";
constexpr std::string_view kPairsGrouped = "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

constexpr std::string_view kJointOverall = R"sql(
  SELECT audits.period, audits.child_id, audits.part, audits.reference, audits.auditor, '' AS section, audits.overall
  FROM audits)sql";
constexpr std::string_view kJointSections = R"sql(
  SELECT audits.period, audits.child_id, audits.part, audits.reference, audits.auditor, s.section, s.judgement
  FROM audits JOIN audit_sections s ON s.council = audits.council AND s.audit_id = audits.audit_id)sql";
constexpr std::string_view kJointOrder = "ORDER BY 1, 2, 6, 3";

constexpr std::string_view kFrame =
    "SELECT cases.birth_year, cases.gender, cases.ethnicity, cases.disability, count(*) FROM cases";
constexpr std::string_view kGroupedChildren = "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";
constexpr std::string_view kSample = R"sql(
  SELECT cases.birth_year, COALESCE(cases.gender, ''), COALESCE(cases.ethnicity, ''), COALESCE(cases.disability, ''),
         count(DISTINCT audits.child_id), cases.child_id IS NOT NULL AS held
  FROM audits LEFT JOIN cases ON cases.council = audits.council AND cases.child_id = audits.child_id)sql";
constexpr std::string_view kGroupedSample = "GROUP BY 1, 2, 3, 4, 6 ORDER BY 1, 2, 3, 4";

app::JointRating rating_from(const Row& row) {
  return {row.period(0),
          row.id<domain::ChildId>(1),
          row.string(2),
          row.string(3),
          row.optional_id<domain::PersonId>(4),
          row.string(5),
          parsed_if_any(row, 6, domain::parse_grade)};
}

app::ChildrenCount children_from(const Row& row) {
  app::ChildrenCount count;
  if (const auto year = row.optional_integer(0)) count.birth_year = static_cast<int>(*year);
  count.gender = row.string(1);
  count.ethnicity = row.string(2);
  count.disability = row.string(3);
  count.n = row.integer(4);
  return count;
}

}  // namespace

void reported_audits(Where& where, const app::ReportFilter& filter) {
  where.text("audits.programme = ?", filter.programme)
      .text("audits.period >= ?", filter.from)
      .text("audits.period <= ?", filter.to)
      .text("audits.cohort = ?", filter.cohort)
      .text("audits.locality = ?", filter.locality)
      .text("audits.service_area = ?", filter.service_area);
}

Where reported_audits(const app::ReportFilter& filter, const std::string& council) {
  Where where("audits.council = $1", council);
  reported_audits(where, filter);
  return where;
}

std::vector<app::GradePair> SqlReportStore::grade_pairs(const app::ReportFilter& filter) {
  auto where = reported_audits(filter, scope_.council);
  where.add("audits.submitted_at IS NOT NULL")
      .add("audits.overall IS NOT NULL")
      .add("audits.moderated_overall IS NOT NULL");
  return scope_.connection.all(where.sql(kPairs, kPairsGrouped), where.values(), [](const Row& row) {
    return app::GradePair{row.optional_id<domain::PersonId>(0), parsed(row, 1, domain::parse_grade),
                          parsed(row, 2, domain::parse_grade), row.integer(3)};
  });
}

std::vector<app::JointRating> SqlReportStore::joint_ratings(const app::ReportFilter& filter) {
  auto where = reported_audits(filter, scope_.council);
  where.add("audits.part <> ''").add("audits.submitted_at IS NOT NULL");
  auto ratings = scope_.connection.all(where.sql(kJointOverall, kJointOrder), where.values(), rating_from);
  auto sections = scope_.connection.all(where.sql(kJointSections, kJointOrder), where.values(), rating_from);
  ratings.insert(ratings.end(), std::make_move_iterator(sections.begin()), std::make_move_iterator(sections.end()));
  return ratings;
}

app::SampleAndFrame SqlReportStore::sample_and_frame(const app::ReportFilter& filter,
                                                     const std::vector<domain::Category>& categories, base::Day first,
                                                     base::Day last) {
  app::SampleAndFrame both;
  auto frame = Where("cases.council = $1", scope_.council);
  std::vector<std::string_view> names;
  for (const auto category : categories) names.push_back(to_string(category));
  frame.any_of("cases.category", names);
  frame.text("cases.locality = ?", filter.locality).text("cases.service_area = ?", filter.service_area);
  frame.add("(cases.opened_on IS NULL OR cases.opened_on <= ?)", last);
  frame.add("(cases.closed_on IS NULL OR cases.closed_on >= ?)", first);
  frame.add("NOT cases.restricted");
  both.frame = scope_.connection.all(frame.sql(kFrame, kGroupedChildren), frame.values(), children_from);
  auto sample = reported_audits(filter, scope_.council);
  sample.add("audits.sent_at IS NOT NULL").add("audits.state <> 'withdrawn'").add(kNotAgain);
  scope_.connection.query(sample.sql(kSample, kGroupedSample), sample.values(), [&](const Row& row) {
    if (row.boolean(5))
      both.sample.push_back(children_from(row));
    else
      both.not_in_register += row.integer(4);
  });
  return both;
}

}  // namespace plumbline::store
