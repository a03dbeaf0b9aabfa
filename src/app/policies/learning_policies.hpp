// Who sees and runs meetings, reviews, performance figures and the rolling plan (MEET-1 to MEET-3, ACT-5, CAL-5). Pure
// questions; `self` is the actor's row in people.csv, null where there is none.
#pragma once

#include "app/actor.hpp"
#include "base/result.hpp"
#include "domain/framework/framework.hpp"
#include "domain/learning/meeting.hpp"
#include "domain/learning/review.hpp"
#include "domain/learning/theme.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

// Whoever keeps or answers for the whole council's practice; whoever is invited, or has the job that chairs or attends
// in that place; of a locality's meeting its own managers and heads. Leadership sees no single case, so only meetings
// that talk over none. Refusal: meeting.view.forbidden.
base::Result<void> may_view_meeting(const Actor& actor, const domain::MeetingRule& rule, const domain::Meeting& meeting,
                                    const domain::Person* self);
// The figures of one locality: as its meeting, and leadership. Refusal: meeting.view.forbidden.
base::Result<void> may_view_pack(const Actor& actor, const domain::MeetingRule& rule, const domain::Meeting& meeting,
                                 const domain::Person* self);
// Moving, calling, recording, closing: the QA lead and administrator, and who chairs. Refusal: meeting.run.forbidden.
base::Result<void> may_run_meeting(const Actor& actor, const domain::MeetingRule& rule, const domain::Meeting& meeting,
                                   const domain::Person* self);
// Whether the person's job is among the recipients, in that place (blank: anywhere).
bool has_job(const std::vector<domain::Recipient>& recipients, const domain::Person& person,
             const std::string& locality);

// Performance figures: the QA lead, the QA administrator and the administrator enter them for the whole council.
// Refusal: measure.put.forbidden.
base::Result<void> may_enter_measures(const Actor& actor);

// The year's programme, agreements and reviews, without single cases: whoever may read reports. Refusal:
// access.page.forbidden.
base::Result<void> may_view_programme(const Actor& actor);
// Planning and writing a review: the QA lead and administrator of the council. Refusal: review.put.forbidden.
base::Result<void> may_run_reviews(const Actor& actor);
// A step of its approval: somebody with one of the jobs it names, never the one who leads the review. Refusal:
// review.approve.forbidden, .own.
base::Result<void> may_approve(const Actor& actor, const domain::Review& review, const domain::ApprovalStep& step,
                               const domain::Person* self);
// Recording that a draw was agreed: who runs the month, or somebody with one of the jobs, for themselves. Refusal:
// agreement.put.forbidden.
base::Result<void> may_record_agreement(const Actor& actor, const domain::Programme& programme,
                                        const domain::Person* self);

// The rolling plan holds no single case: whoever may read reports, and whom the framework names to watch it. Refusal:
// access.page.forbidden.
base::Result<void> may_view_themes(const Actor& actor, const domain::ActionPlanRule& rule, const domain::Person* self);
// Writing themes and their actions: the QA lead and administrator of the council. Refusal: theme.put.forbidden.
base::Result<void> may_edit_themes(const Actor& actor);
// Saying that an action is done: its owner too. Refusal: theme.settle.forbidden.
base::Result<void> may_settle(const Actor& actor, const domain::ThemeAction& action);

}  // namespace plumbline::app
