#include "web/routes.hpp"

#include "app/ports/record_ports.hpp"
#include "web/action/routes.hpp"
#include "web/api/api.hpp"
#include "web/audit/routes.hpp"
#include "web/calendar/routes.hpp"
#include "web/concern/routes.hpp"
#include "web/cycle/routes.hpp"
#include "web/dev/components_page.hpp"
#include "web/disagreement/routes.hpp"
#include "web/document/document_pages.hpp"
#include "web/example/routes.hpp"
#include "web/follow_up/routes.hpp"
#include "web/home/home_page.hpp"
#include "web/http/sessions.hpp"
#include "web/http/static_files.hpp"
#include "web/learning/routes.hpp"
#include "web/letter/routes.hpp"
#include "web/moderation/routes.hpp"
#include "web/page.hpp"
#include "web/pages/static_pages.hpp"
#include "web/perspective/routes.hpp"
#include "web/publication/routes.hpp"
#include "web/register/register_pages.hpp"
#include "web/report/report_files.hpp"
#include "web/report/report_pages.hpp"
#include "web/services.hpp"
#include "web/session/session_pages.hpp"

namespace plumbline::web {

Router site_router(Services& services) {
  Router router;
  // On a worker and with a word from the database, so that "ok" means that pages can be served.
  router.get("/health",
             [&services](const Request&) {
               services.store.read("")->councils().all();
               return Response::text("ok\n");
             },
             {.access = Access::Public, .logged = Logged::No});
  services.files.add_to(router);
  add_home_page(router, services);
  add_static_pages(router, services);
  add_session_pages(router, services);
  add_register_pages(router, services);
  add_report_pages(router, services);
  add_report_files(router, services);
  add_api_routes(router, services);
  add_token_routes(router, services);
  add_writing_routes(router, services);
  add_publication_routes(router, services);
  add_document_pages(router, services);
  add_audit_routes(router, services);
  add_moderation_routes(router, services);
  add_action_routes(router, services);
  add_concern_routes(router, services);
  add_cycle_routes(router, services);
  add_calendar_routes(router, services);
  add_letter_routes(router, services);
  add_perspective_routes(router, services);
  add_disagreement_routes(router, services);
  add_follow_up_routes(router, services);
  add_example_routes(router, services);
  add_learning_routes(router, services);
  if (services.dev) add_components_page(router, services);
  return router;
}

SiteOptions site_options(Services& services) {
  SiteOptions options;
  options.before = [&services](Request& request) -> std::optional<Response> {
    if (!request.session) return std::nullopt;
    auto found = services.actors.find(request.session->council, request.session->user);
    if (!found) {
      Response response = Response::see_other("/sign-in");
      services.sessions.sign_out(request, response);
      return response;
    }
    // The request's own id goes with everything the actor writes to the journal.
    auto asking = std::make_shared<SignedIn>(*found);
    asking->actor.request_id = request.id;
    request.actor = std::move(asking);
    return std::nullopt;
  };
  options.error_page = [&services](const Request& request, int status) {
    return failure_page(services, request, status);
  };
  return options;
}

}  // namespace plumbline::web
