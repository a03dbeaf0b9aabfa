#include "app/messages/tables.hpp"

namespace plumbline::app {

// Reviews, and the agreement to draw what is drawn when needed.
std::span<const Message> review_messages() {
  static constexpr Message kMessages[]{
      {"agreement.put.forbidden",
       "Only those who run the month, or one of those who may agree, can record an agreement."},
      {"agreement.put.not_needed", "This programme is drawn without an agreement."},
      {"agreement.put.drawn", "The cases have been drawn, so what was agreed stays as it is."},
      {"agreement.put.theme_missing", "Enter the theme: what is to be looked at."},
      {"agreement.put.cohort", "Choose a group of cases from the list, or none."},
      {"agreement.put.source", "Choose where the theme comes from."},
      {"agreement.put.size", "Enter how many cases were agreed, from 1 to {most}."},
      {"agreement.put.answers_unknown",
       "There is no audit with this reference. Check it, or describe the concern without names."},
      {"agreement.put.person_missing", "Choose who agreed."},
      {"agreement.put.person_role", "{person} cannot agree to this. Ask one of these: {roles}."},
      {"agreement.put.own", "You can record your own agreement. The QA administrator records that of others."},
      {"agreement.put.day_missing", "Enter the day on which it was agreed, such as 17 11 2026."},
      {"agreement.put.day_future", "Enter a day that is today or earlier."},
      {"review.put.forbidden",
       "Only the QA lead or the QA administrator of the whole council can plan and write reviews."},
      {"review.put.not_held", "This programme has no reviews. Choose one that does."},
      {"review.put.period", "Enter the month of the review’s quarter, such as 2026-12."},
      {"review.put.exists", "There is a review of this programme and quarter already."},
      {"review.put.theme_missing", "Enter the theme of the review."},
      {"review.put.cohort", "Choose a group of cases from the list, or none."},
      {"review.put.day_missing", "Enter the first day of the review, such as 1 12 2026."},
      {"review.put.day_off", "Choose a working day for the review to begin."},
      {"review.put.days", "Enter how many days it lasts, from 1 to {most}."},
      {"review.put.lead_unknown", "Choose who leads from the list."},
      {"review.notice.not_drawn", "Draw the cases first, so that their holders are known."},
      {"review.notice.no_venue", "Enter the venue and save, then give notice."},
      {"review.notice.past", "The review has begun, so it is too late for notice."},
      {"review.feedback.not_held", "This programme’s reviews have no feedback session."},
      {"review.feedback.day_missing", "Enter the day of the feedback session, such as 2 12 2026."},
      {"review.feedback.day_early", "The feedback session cannot be before the review begins."},
      {"review.feedback.text_missing", "Enter what the session brought."},
      {"review.report.early", "Write the report once the review has begun."},
      {"review.report.text_missing", "Enter what was found."},
      {"review.report.too_many", "Write at most {most} recommendations. Put some of them together."},
      {"review.report.approved",
       "The report is on its way to approval. Its first approval would have to be taken back before it changes."},
      {"review.approve.forbidden", "Only those whom the framework names can take this step."},
      {"review.approve.own", "Whoever leads the review does not approve it. Somebody else has to."},
      {"review.approve.no_report", "There is no report to approve yet."},
      {"review.approve.order", "This is not the next step. Take the steps in their order."},
      {"review.take_back.reason_missing", "Enter why the approval is taken back. It stays on record."},
      {"review.take_back.nothing", "Nothing has been approved, so there is nothing to take back."},
      {"review.share.not_approved", "Tick this off once the report is approved."},
      {"review.share.unknown", "Choose a way of sharing that the framework names."},
      {"review.recommend.unknown", "That recommendation is not there any more."},
  };
  return kMessages;
}

}  // namespace plumbline::app
