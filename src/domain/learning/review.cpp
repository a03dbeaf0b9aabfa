#include "domain/learning/review.hpp"

#include <algorithm>

#include "domain/calendar/working_days.hpp"

namespace plumbline::domain {

std::string_view say(ReviewStage stage) {
  switch (stage) {
    case ReviewStage::Planned:
      return "Planned";
    case ReviewStage::Noticed:
      return "Case holders have notice";
    case ReviewStage::Held:
      return "Held, report to be written";
    case ReviewStage::Reported:
      return "Report on its way to approval";
    case ReviewStage::Approved:
      return "Approved, to be shared";
    case ReviewStage::Shared:
      return "Shared";
  }
  return "";
}

const ApprovalStep* next_approval(const Review& review, const ReviewRule& rule) {
  for (const auto& step : rule.approval)
    if (std::ranges::find(review.approved, step.key, &StepTaken::step) == review.approved.end()) return &step;
  return nullptr;
}

base::Day notice_by(const Review& review, const ReviewRule& rule) {
  return add_working_days(review.starts_on, -rule.notice_working_days);
}

ReviewStage stage_of(const Review& review, const ReviewRule& rule, base::Day today) {
  const bool all_shared = std::ranges::all_of(rule.dissemination, [&](const std::string& way) {
    return std::ranges::find(review.shared, way, &StepTaken::step) != review.shared.end();
  });
  if (!review.report.empty()) {
    if (next_approval(review, rule) != nullptr) return ReviewStage::Reported;
    return all_shared ? ReviewStage::Shared : ReviewStage::Approved;
  }
  if (review.ends_on() < today || review.feedback_on) return ReviewStage::Held;
  return review.notice_sent_at ? ReviewStage::Noticed : ReviewStage::Planned;
}

}  // namespace plumbline::domain
