#include "web/home/home_page.hpp"

#include "app/policies/cycle_policies.hpp"
#include "web/home/blocks.hpp"
#include "web/http/router.hpp"
#include "web/page.hpp"

namespace plumbline::web {

namespace {

using app::Role;

Response get_home(const Request& request, Services& services) {
  const SignedIn& person = who(request);
  const auto reader = services.store.read(person.actor.council);
  FramedPage page(services, request, "What to do next", NavItem::Home);
  page.meta(base::say_with_weekday(services.clock.today()));
  page.action("Calendar", "/calendar", ButtonLook::Quiet);
  if (app::may_view_letters(person.actor)) page.action("Letters", "/letters", ButtonLook::Quiet);
  Home home(page.body("home/home.html"), *reader, person, services.clock.now());
  const auto is = [&](Role role) { return person.actor.has(role); };

  // A child's safety before everything; then one's own work, then the work of others that waits for one, then figures.
  add_concerns(home);
  add_perspectives(home);
  if (is(Role::Auditor) || is(Role::Partner)) add_my_audits(home);
  add_to_prepare(home);
  add_my_links(home);
  if (is(Role::Moderator) || is(Role::QaLead)) add_moderation_queue(home);
  if (is(Role::TeamManager) || is(Role::QaLead)) add_sign_offs(home);
  add_my_actions(home);
  if (is(Role::TeamManager) || is(Role::HeadOfService)) add_nominations(home);
  add_following_up(home);
  add_learned(home);
  if (is(Role::SocialWorker)) add_audits_of_my_work(home);
  if (is(Role::QaAdministrator) || is(Role::QaLead)) {
    add_left_behind(home);
    add_this_month(home);
    add_not_returned(home);
  }
  if (is(Role::HeadOfService) || is(Role::Leadership) || is(Role::QaLead) || is(Role::PrincipalSocialWorker))
    add_results(home);
  if (is(Role::Administrator) || is(Role::QaAdministrator)) add_register(home);

  if (home.is_empty()) {
    View block = home.block("Nothing waits for you");
    add_empty(block, "PART", "There is nothing for you to do now",
              "When an audit, an action or a concern comes to you, it shows here and you are sent a mail.");
  }
  return page.respond();
}

}  // namespace

void add_home_page(Router& router, Services& services) {
  router.get("/", [&services](const Request& request) { return get_home(request, services); });
}

}  // namespace plumbline::web
