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

}  // namespace plumbline::app
