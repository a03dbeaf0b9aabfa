#include "app/policies/learning_policies.hpp"

#include <algorithm>

#include "app/policies/report_policies.hpp"

namespace plumbline::app {
namespace {

bool runs_the_council(const Actor& actor) {
  return actor.has_council_wide(Role::QaLead) || actor.has_council_wide(Role::QaAdministrator);
}

// A grant of that locality, or a manager or head of service whose own place it is.
bool answers_for(const Actor& actor, const std::string& locality, const domain::Person* self) {
  if (locality.empty()) return false;
  for (const auto& grant : actor.grants) {
    if (grant.role == Role::Leadership || grant.role == Role::SocialWorker || grant.role == Role::Partner) continue;
    if (grant.scope == ScopeKind::Locality && grant.value == locality) return true;
  }
  return self != nullptr && self->locality == locality &&
         (actor.has(Role::TeamManager) || actor.has(Role::HeadOfService));
}

bool is_invited(const Actor& actor, const domain::Meeting& meeting) {
  return std::ranges::any_of(meeting.people, [&](const auto& one) { return actor.is(one.person); });
}

bool has_role(const std::vector<domain::JobRole>& roles, const domain::Person* self) {
  return self != nullptr && std::ranges::find(roles, self->role) != roles.end();
}

}  // namespace

bool has_job(const std::vector<domain::Recipient>& recipients, const domain::Person& person,
             const std::string& locality) {
  if (!locality.empty() && !person.locality.empty() && person.locality != locality) return false;
  return std::ranges::any_of(recipients, [&](const domain::Recipient& recipient) {
    // No case is meant here, so the manager of its team is every team manager of the place.
    if (recipient.relation == domain::Relation::TeamManager) return person.role == domain::JobRole::TeamManager;
    return recipient.role == person.role;
  });
}

base::Result<void> may_view_meeting(const Actor& actor, const domain::MeetingRule& rule, const domain::Meeting& meeting,
                                    const domain::Person* self) {
  for (const auto role :
       {Role::QaLead, Role::QaAdministrator, Role::Moderator, Role::HeadOfService, Role::PrincipalSocialWorker})
    if (actor.has_council_wide(role)) return {};
  if (actor.has_council_wide(Role::Leadership) && rule.minutes_per_case == 0) return {};
  if (is_invited(actor, meeting) || answers_for(actor, meeting.locality, self)) return {};
  const bool only_leads = !actor.grants.empty() && std::ranges::all_of(actor.grants, [](const Grant& grant) {
    return grant.role == Role::Leadership;
  });
  if (!only_leads && self != nullptr &&
      (has_job(rule.chaired_by, *self, meeting.locality) || has_job(rule.attended_by, *self, meeting.locality)))
    return {};
  return base::forbidden("meeting.view.forbidden");
}

base::Result<void> may_view_pack(const Actor& actor, const domain::MeetingRule& rule, const domain::Meeting& meeting,
                                 const domain::Person* self) {
  if (actor.has_council_wide(Role::Leadership)) return {};
  return may_view_meeting(actor, rule, meeting, self);
}

base::Result<void> may_run_meeting(const Actor& actor, const domain::MeetingRule& rule, const domain::Meeting& meeting,
                                   const domain::Person* self) {
  if (runs_the_council(actor)) return {};
  if (self != nullptr && has_job(rule.chaired_by, *self, meeting.locality) &&
      may_view_meeting(actor, rule, meeting, self))
    return {};
  return base::forbidden("meeting.run.forbidden");
}

base::Result<void> may_enter_measures(const Actor& actor) {
  if (runs_the_council(actor) || actor.has_council_wide(Role::Administrator)) return {};
  return base::forbidden("measure.put.forbidden");
}

base::Result<void> may_view_programme(const Actor& actor) { return may_read_reports(actor); }

base::Result<void> may_run_reviews(const Actor& actor) {
  if (runs_the_council(actor)) return {};
  return base::forbidden("review.put.forbidden");
}

base::Result<void> may_approve(const Actor& actor, const domain::Review& review, const domain::ApprovalStep& step,
                               const domain::Person* self) {
  CHECK(may_view_programme(actor));
  if (!has_role(step.by, self)) return base::forbidden("review.approve.forbidden");
  if (actor.is(review.lead)) return base::forbidden("review.approve.own");
  return {};
}

base::Result<void> may_record_agreement(const Actor& actor, const domain::Programme& programme,
                                        const domain::Person* self) {
  if (runs_the_council(actor) || (may_view_programme(actor) && has_role(programme.agreed_by, self))) return {};
  return base::forbidden("agreement.put.forbidden");
}

base::Result<void> may_view_themes(const Actor& actor, const domain::ActionPlanRule& rule, const domain::Person* self) {
  const bool partner = actor.has(Role::Partner);
  if (may_read_reports(actor) || (!partner && self != nullptr && has_job(rule.watched_by, *self, ""))) return {};
  return base::forbidden("access.page.forbidden");
}

base::Result<void> may_edit_themes(const Actor& actor) {
  if (runs_the_council(actor)) return {};
  return base::forbidden("theme.put.forbidden");
}

base::Result<void> may_settle(const Actor& actor, const domain::ThemeAction& action) {
  if (runs_the_council(actor) || actor.is(action.owner)) return {};
  return base::forbidden("theme.settle.forbidden");
}

}  // namespace plumbline::app
