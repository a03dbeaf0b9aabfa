#include "store/review_store.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT review_id, programme, period, theme, cohort, venue, starts_on, days, lead, notice_sent_at, feedback_on,
         feedback, report, created_at, version
  FROM reviews)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO reviews (council, review_id, programme, period, theme, cohort, venue, starts_on, days, lead,
                       notice_sent_at, feedback_on, feedback, report, created_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
)sql";
constexpr std::string_view kUpdate = R"sql(
  UPDATE reviews SET programme = $3, period = $4, theme = $5, cohort = $6, venue = $7, starts_on = $8, days = $9,
                     lead = $10, notice_sent_at = $11, feedback_on = $12, feedback = $13, report = $14,
                     created_at = $15, version = $16 + 1
  WHERE council = $1 AND review_id = $2 AND version = $16
)sql";
constexpr std::string_view kExists = "SELECT 1 FROM reviews WHERE council = $1 AND review_id = $2";

constexpr std::string_view kRecommendations = R"sql(
  SELECT recommendation_id, recommendation, theme_id FROM review_recommendations
  WHERE council = $1 AND review_id = $2 ORDER BY position
)sql";
constexpr std::string_view kClearRecommendations =
    "DELETE FROM review_recommendations WHERE council = $1 AND review_id = $2";
constexpr std::string_view kPutRecommendation = R"sql(
  INSERT INTO review_recommendations (council, recommendation_id, review_id, position, recommendation, theme_id)
  VALUES ($1, $2, $3, $4, $5, $6)
)sql";
constexpr std::string_view kSteps = R"sql(
  SELECT step, by_person, at, note FROM review_steps
  WHERE council = $1 AND review_id = $2 AND kind = $3 ORDER BY position
)sql";
constexpr std::string_view kClearSteps = "DELETE FROM review_steps WHERE council = $1 AND review_id = $2";
constexpr std::string_view kPutStep = R"sql(
  INSERT INTO review_steps (council, review_id, kind, step, position, by_person, at, note)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql";

constexpr std::string_view kSelectAgreements = R"sql(
  SELECT agreement_id, programme, period, theme, cohort, source, size, answers, agreed_by, agreed_as, agreed_on,
         recorded_by, recorded_at, version
  FROM agreements)sql";
constexpr std::string_view kInsertAgreement = R"sql(
  INSERT INTO agreements (council, agreement_id, programme, period, theme, cohort, source, size, answers, agreed_by,
                          agreed_as, agreed_on, recorded_by, recorded_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
)sql";
constexpr std::string_view kUpdateAgreement = R"sql(
  UPDATE agreements SET programme = $3, period = $4, theme = $5, cohort = $6, source = $7, size = $8, answers = $9,
                        agreed_by = $10, agreed_as = $11, agreed_on = $12, recorded_by = $13, recorded_at = $14,
                        version = $15 + 1
  WHERE council = $1 AND agreement_id = $2 AND version = $15
)sql";
constexpr std::string_view kAgreementExists = "SELECT 1 FROM agreements WHERE council = $1 AND agreement_id = $2";

domain::Review review_from(const Row& row) {
  domain::Review review;
  review.id = row.id<domain::ReviewId>(0);
  review.programme = row.string(1);
  review.period = row.period(2);
  review.theme = row.string(3);
  review.cohort = row.string(4);
  review.venue = row.string(5);
  review.starts_on = row.day(6);
  review.days = static_cast<int>(row.integer(7));
  review.lead = row.optional_id<domain::PersonId>(8);
  review.notice_sent_at = row.optional_instant(9);
  review.feedback_on = row.optional_day(10);
  review.feedback = row.string(11);
  review.report = row.string(12);
  review.created_at = row.instant(13);
  review.version = static_cast<int>(row.integer(14));
  return review;
}

domain::DrawAgreement agreement_from(const Row& row) {
  domain::DrawAgreement agreement;
  agreement.id = row.id<domain::AgreementId>(0);
  agreement.programme = row.string(1);
  agreement.period = row.period(2);
  agreement.theme = row.string(3);
  agreement.cohort = row.string(4);
  agreement.source = row.string(5);
  agreement.size = static_cast<int>(row.integer(6));
  agreement.answers = row.string(7);
  agreement.agreed_by = row.id<domain::PersonId>(8);
  agreement.agreed_as = parsed(row, 9, domain::parse_job_role);
  agreement.agreed_on = row.day(10);
  agreement.recorded_by = row.id<domain::PersonId>(11);
  agreement.recorded_at = row.instant(12);
  agreement.version = static_cast<int>(row.integer(13));
  return agreement;
}

template <class Run>
auto with_values(const std::string& council, const domain::Review& review, Run run) {
  return run(Params{council, review.id, review.programme, review.period, review.theme, review.cohort, review.venue,
                    review.starts_on, review.days, review.lead, review.notice_sent_at, review.feedback_on,
                    review.feedback, review.report, review.created_at, review.version});
}

template <class Run>
auto with_values(const std::string& council, const domain::DrawAgreement& agreement, Run run) {
  return run(Params{council, agreement.id, agreement.programme, agreement.period, agreement.theme, agreement.cohort,
                    agreement.source, agreement.size, agreement.answers, agreement.agreed_by,
                    to_string(agreement.agreed_as), agreement.agreed_on, agreement.recorded_by, agreement.recorded_at,
                    agreement.version});
}

}  // namespace

void SqlReviewStore::read_parts(domain::Review& review) {
  auto& connection = scope_.connection;
  review.recommendations = connection.all(kRecommendations, {scope_.council, review.id}, [](const Row& row) {
    return domain::Recommendation{row.id<domain::RecommendationId>(0), row.string(1),
                                  row.optional_id<domain::ThemeId>(2)};
  });
  const auto steps = [&](std::string_view kind) {
    return connection.all(kSteps, {scope_.council, review.id, kind}, [](const Row& row) {
      return domain::StepTaken{row.string(0), row.id<domain::PersonId>(1), row.instant(2), row.string(3)};
    });
  };
  review.approved = steps("approved");
  review.shared = steps("shared");
}

void SqlReviewStore::write_parts(const domain::Review& review) {
  auto& connection = scope_.connection;
  connection.execute(kClearRecommendations, {scope_.council, review.id});
  for (std::size_t at = 0; at < review.recommendations.size(); ++at) {
    const auto& one = review.recommendations[at];
    connection.execute(kPutRecommendation, {scope_.council, one.id, review.id, at, one.text, one.theme});
  }
  connection.execute(kClearSteps, {scope_.council, review.id});
  const auto put = [&](std::string_view kind, const std::vector<domain::StepTaken>& steps) {
    for (std::size_t at = 0; at < steps.size(); ++at)
      connection.execute(
          kPutStep, {scope_.council, review.id, kind, steps[at].step, at, steps[at].by, steps[at].at, steps[at].note});
  };
  put("approved", review.approved);
  put("shared", review.shared);
}

std::optional<domain::Review> SqlReviewStore::find(const domain::ReviewId& id) {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 AND review_id = $2";
  auto found = scope_.connection.one(sql, {scope_.council, id}, review_from);
  if (found) read_parts(*found);
  return found;
}

std::optional<domain::Review> SqlReviewStore::find(const std::string& programme, base::Period period) {
  static const std::string sql = std::string(kSelect) + " WHERE council = $1 AND programme = $2 AND period = $3";
  auto found = scope_.connection.one(sql, {scope_.council, programme, period}, review_from);
  if (found) read_parts(*found);
  return found;
}

std::vector<domain::Review> SqlReviewStore::list() {
  static const std::string sql =
      std::string(kSelect) + " WHERE council = $1 ORDER BY period DESC, programme, review_id";
  auto reviews = scope_.connection.all(sql, {scope_.council}, review_from);
  for (auto& review : reviews) read_parts(review);
  return reviews;
}

std::optional<domain::DrawAgreement> SqlReviewStore::agreement(const std::string& programme, base::Period period) {
  static const std::string sql =
      std::string(kSelectAgreements) + " WHERE council = $1 AND programme = $2 AND period = $3";
  return scope_.connection.one(sql, {scope_.council, programme, period}, agreement_from);
}

std::vector<domain::DrawAgreement> SqlReviewStore::agreements() {
  static const std::string sql =
      std::string(kSelectAgreements) + " WHERE council = $1 ORDER BY period DESC, programme, agreement_id";
  return scope_.connection.all(sql, {scope_.council}, agreement_from);
}

void SqlReviewStore::add(const domain::Review& review) {
  with_values(scope_.council, review, [&](Params values) { scope_.connection.execute(kInsert, values); });
  write_parts(review);
}

base::Result<void> SqlReviewStore::save(domain::Review& review) {
  auto& connection = scope_.connection;
  const auto changed =
      with_values(scope_.council, review, [&](Params values) { return connection.execute(kUpdate, values); });
  if (changed > 0) write_parts(review);
  return saved(changed, changed > 0 || connection.exists(kExists, {scope_.council, review.id}), review.version);
}

void SqlReviewStore::add_agreement(const domain::DrawAgreement& agreement) {
  with_values(scope_.council, agreement, [&](Params values) { scope_.connection.execute(kInsertAgreement, values); });
}

base::Result<void> SqlReviewStore::save_agreement(domain::DrawAgreement& agreement) {
  auto& connection = scope_.connection;
  const auto changed = with_values(scope_.council, agreement,
                                   [&](Params values) { return connection.execute(kUpdateAgreement, values); });
  return saved(changed, changed > 0 || connection.exists(kAgreementExists, {scope_.council, agreement.id}),
               agreement.version);
}

}  // namespace plumbline::store
