// Thematic practice reviews from the year's programme to dissemination (MEET-3, CAL-5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/framework/frameworks.hpp"
#include "app/learning/review_pairs.hpp"
#include "app/ports/review_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/draw/cycle.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/review.hpp"

namespace plumbline::app {

inline constexpr std::size_t kMostRecommendations = 40;

// A review with all that its pages show.
struct OpenReview {
  std::shared_ptr<const domain::Framework> framework;
  const domain::Programme* programme = nullptr;
  domain::Review review;
  std::optional<domain::Cycle> cycle;
  std::optional<domain::DrawAgreement> agreement;
  std::size_t cases = 0;                       // drawn and not exempt
  std::vector<ReviewPair> pairs;               // who reads them with whom; empty before the draw
  std::vector<domain::PersonId> case_holders;  // of the drawn cases, each once
  std::size_t without_holder = 0;              // cases whose worker the register does not know
  domain::ReviewStage stage = domain::ReviewStage::Planned;
  bool too_few() const { return cases > 0 && static_cast<int>(cases) < programme->draw.minimum; }
  const domain::ReviewRule& rule() const { return programme->review; }
};
// Refusals: access.page.forbidden, access.row.not_found.
base::Result<OpenReview> open_review(const domain::ReviewId& id, const Actor& actor, const base::Clock& clock,
                                     Frameworks& frameworks, Reader& reader);

struct PlanReview {
  std::optional<domain::ReviewId> id;  // nothing: a new one
  int version = 0;
  std::string programme;
  base::Period period;
  std::string theme;
  std::string cohort;
  std::string venue;
  std::optional<base::Day> starts_on;
  int days = 1;
  std::optional<domain::PersonId> lead;
};
// The same new plan sent twice is one review. Refusals: review.put.forbidden, .not_held, .exists, .theme_missing,
// .cohort, .day_missing, .day_off, .days (value `most`), .lead_unknown, learning.save.…, store.save.stale.
base::Result<domain::Review> plan_review(const PlanReview& command, const Actor& actor, const base::Clock& clock,
                                         Frameworks& frameworks, UnitOfWork& work);

struct ChangeReview {
  domain::ReviewId id;
  int version = 0;
};
// A letter to each case holder, once more where notice was given before. Gives how many letters. Refusals:
// review.put.forbidden, review.notice.not_drawn, .no_venue, .past, store.save.stale.
base::Result<int> give_notice(const ChangeReview& command, const Actor& actor, const base::Clock& clock,
                              Frameworks& frameworks, UnitOfWork& work);

struct RecordFeedback : ChangeReview {
  std::optional<base::Day> on;
  std::string text;
};
// Refusals: review.put.forbidden, review.feedback.not_held, .day_missing, .day_early, .text_missing, learning.save.….
base::Result<void> record_feedback(const RecordFeedback& command, const Actor& actor, const base::Clock& clock,
                                   Frameworks& frameworks, UnitOfWork& work);

struct WriteReport : ChangeReview {
  std::string report;
  std::vector<std::string> recommendations;  // one each, in order; blank ones are left out
};
// Recommendations that keep their words keep the theme they became. Whoever may take the route's first step is told of
// a report's first writing by letter, and of each further step when it is theirs. Refusals: review.put.forbidden,
// review.report.early, .text_missing, .approved, .too_many (value `most`), learning.save.….
base::Result<void> write_report(const WriteReport& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work);

struct TakeStep : ChangeReview {
  std::string step;  // ApprovalStep::key, or the words of a way of sharing
  std::string note;
};
// Refusals: review.approve.forbidden, .own, .no_report, .order, learning.save.….
base::Result<void> approve_review(const TakeStep& command, const Actor& actor, const base::Clock& clock,
                                  Frameworks& frameworks, UnitOfWork& work);
// All approvals are taken back, so that the report can change, and what was shared of it is to be shared anew; both
// stay in the journal, and why on its page (reasons.hpp). Refusals: review.put.forbidden,
// review.take_back.reason_missing, .nothing.
base::Result<void> take_back_approval(const TakeStep& command, const Actor& actor, const base::Clock& clock,
                                      Frameworks& frameworks, UnitOfWork& work);
// Refusals: review.put.forbidden, review.share.not_approved, .unknown, learning.save.….
base::Result<void> share_review(const TakeStep& command, const Actor& actor, const base::Clock& clock,
                                Frameworks& frameworks, UnitOfWork& work);

// The theme that a recommendation has become already, if any. Refusals: access.row.not_found,
// review.recommend.unknown.
base::Result<std::optional<domain::ThemeId>> theme_of(const domain::ReviewId& review,
                                                      const domain::RecommendationId& recommendation,
                                                      ReviewReads& reviews);
// It became that theme of the rolling plan. Nothing is committed: it stands or falls with the theme. Refusals: as
// above, review.put.forbidden.
base::Result<void> note_theme(const domain::ReviewId& review, const domain::RecommendationId& recommendation,
                              const domain::ThemeId& theme, const Actor& actor, base::Instant now, UnitOfWork& work);

std::string review_path(const domain::ReviewId& id);  // `/reviews/<id>`

}  // namespace plumbline::app
