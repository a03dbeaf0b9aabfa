#include "app/policies/register_policies.hpp"

namespace plumbline::app {
namespace {

base::Result<void> allowed(bool may) {
  if (may) return {};
  return base::forbidden("access.page.forbidden");
}

bool keeps_register(const Actor& actor) {
  return actor.has_council_wide(Role::Administrator) || actor.has_council_wide(Role::QaAdministrator) ||
         actor.has_council_wide(Role::QaLead);
}

}  // namespace

base::Result<void> may_import(const Actor& actor) { return allowed(keeps_register(actor)); }

base::Result<void> may_list_register(const Actor& actor) {
  return allowed(keeps_register(actor) || actor.has(Role::HeadOfService) || actor.has(Role::TeamManager) ||
                 actor.has(Role::PrincipalSocialWorker) || actor.has(Role::Moderator));
}

base::Result<void> may_list_people(const Actor& actor) {
  return allowed(keeps_register(actor) || actor.has(Role::HeadOfService) || actor.has(Role::PrincipalSocialWorker));
}

base::Result<void> may_keep_users(const Actor& actor) { return allowed(actor.has_council_wide(Role::Administrator)); }

}  // namespace plumbline::app
