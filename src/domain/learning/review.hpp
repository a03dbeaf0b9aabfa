// Thematic practice reviews (MEET-3) and the agreement without which a programme drawn as needed is not drawn (CAL-5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/theme.hpp"

namespace plumbline::domain {

using AgreementId = base::Id<struct AgreementTag>;
using ReviewId = base::Id<struct ReviewTag>;
using RecommendationId = base::Id<struct RecommendationTag>;

// Somebody whom the framework names said yes to drawing a programme for a period: on what theme, where it came from,
// how many cases. It stays with the cycle.
struct DrawAgreement {
  AgreementId id;
  std::string programme;
  base::Period period;
  std::string theme;
  std::string cohort;   // the cohort's key where the theme is one; else empty
  std::string source;   // one of Programme::sources where it names any
  int size = 0;         // cases that may be drawn, at most
  std::string answers;  // what concern it answers, for a case sampling; may be empty
  PersonId agreed_by;
  JobRole agreed_as = JobRole::HeadOfService;
  base::Day agreed_on{};
  PersonId recorded_by;
  base::Instant recorded_at{};
  int version = 0;
  friend bool operator==(const DrawAgreement&, const DrawAgreement&) = default;
};

struct Recommendation {
  RecommendationId id;
  std::string text;
  std::optional<ThemeId> theme;  // the theme of the rolling plan that it became
  friend bool operator==(const Recommendation&, const Recommendation&) = default;
};

// A step of the approval route that was taken, or a way of sharing that was ticked off.
struct StepTaken {
  std::string step;  // ApprovalStep::key, or the words of ReviewRule::dissemination
  PersonId by;
  base::Instant at{};
  std::string note;
  friend bool operator==(const StepTaken&, const StepTaken&) = default;
};

struct Review {
  ReviewId id;
  std::string programme;
  base::Period period;  // its cycle's; the quarter it stands for
  std::string theme;
  std::string cohort;  // key; empty where the theme is in words alone
  std::string venue;
  base::Day starts_on{};
  int days = 1;
  std::optional<PersonId> lead;
  std::optional<base::Instant> notice_sent_at;
  std::optional<base::Day> feedback_on;
  std::string feedback;  // what the session brought
  std::string report;
  std::vector<Recommendation> recommendations;
  std::vector<StepTaken> approved;
  std::vector<StepTaken> shared;
  base::Instant created_at{};
  int version = 0;

  base::Day ends_on() const { return base::add_days(starts_on, days - 1); }
  friend bool operator==(const Review&, const Review&) = default;
};

// Where a review stands, from what was written down.
enum class ReviewStage { Planned, Noticed, Held, Reported, Approved, Shared };
std::string_view say(ReviewStage stage);
ReviewStage stage_of(const Review& review, const ReviewRule& rule, base::Day today);

// The next step of the approval route that is still to be taken; null when all are.
const ApprovalStep* next_approval(const Review& review, const ReviewRule& rule);
// The last day on which notice reaches the case holders in time.
base::Day notice_by(const Review& review, const ReviewRule& rule);

}  // namespace plumbline::domain
