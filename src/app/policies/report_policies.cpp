#include "app/policies/report_policies.hpp"

namespace plumbline::app {

base::Result<void> may_read_reports(const Actor& actor) {
  for (const auto role : {Role::QaLead, Role::QaAdministrator, Role::Moderator, Role::TeamManager, Role::HeadOfService,
                          Role::PrincipalSocialWorker, Role::Leadership})
    if (actor.has(role)) return {};
  return base::forbidden("access.page.forbidden");
}

base::Result<void> may_read_partner_report(const Actor& actor) {
  if (actor.has(Role::Partner)) return {};
  return may_read_reports(actor);
}

bool lists_cases(const Actor& actor) {
  const auto visible = visibility_of(actor);
  return visible.everything || !visible.localities.empty() || !visible.service_areas.empty() || !visible.teams.empty();
}

}  // namespace plumbline::app
