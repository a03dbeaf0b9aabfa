#include "app/policies/cycle_policies.hpp"

namespace plumbline::app {

base::Result<void> may_run_cycle(const Actor& actor) {
  if (actor.has_council_wide(Role::QaLead) || actor.has_council_wide(Role::QaAdministrator)) return {};
  return base::forbidden("cycle.run.forbidden");
}

base::Result<void> may_view_cycle(const Actor& actor) {
  for (const auto role : {Role::QaLead, Role::QaAdministrator, Role::Administrator, Role::Moderator,
                          Role::HeadOfService, Role::PrincipalSocialWorker}) {
    if (actor.has_council_wide(role)) return {};
  }
  return base::forbidden("cycle.view.forbidden");
}

base::Result<void> may_nominate(const Actor& actor) {
  for (const auto role : {Role::TeamManager, Role::HeadOfService})
    if (actor.has(role)) return {};
  if (may_run_cycle(actor)) return {};
  return base::forbidden("nomination.add.forbidden");
}

bool may_nominate(const Actor& actor, const domain::Case& one) {
  const Place place{one.locality, one.service_area, one.team, one.worker_id, one.supervisor_id, std::nullopt};
  return holds(actor, Role::TeamManager, place) || holds(actor, Role::HeadOfService, place) ||
         may_run_cycle(actor).has_value();
}

base::Result<void> may_view_letters(const Actor& actor) {
  for (const auto role : {Role::QaLead, Role::QaAdministrator, Role::Administrator})
    if (actor.has_council_wide(role)) return {};
  return base::forbidden("mail.view.forbidden");
}

}  // namespace plumbline::app
