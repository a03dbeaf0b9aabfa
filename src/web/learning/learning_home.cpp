// GET /learning: from what audits show to what is done about it, and where each part of that is kept.
#include "app/policies/learning_policies.hpp"
#include "web/components.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/routes.hpp"
#include "web/learning/theme_page.hpp"

namespace plumbline::web {
namespace {

Response learning_home(const Request& request, Services& services) {
  const auto reader = services.store.read(who(request).actor.council);
  FramedPage page(services, request, "Learning", NavItem::None);
  page.crumb("Home", "/");
  View body = page.body("learning/page.html");
  body.show_with("LEAD", "TEXT", "What audits show is talked over, turned into action, and looked at again.");
  const auto part = [&](const char* heading, const char* words, Link link) {
    View block = add_block(body, heading);
    add_sentence(block, words);
    add_links(block, {std::move(link)});
  };
  if (may_view_plan(request, *reader))
    part("Rolling action plan", "Themes from findings, what is done about each, and what later audits show.",
         {"Rolling action plan", "/themes"});
  if (app::may_view_programme(who(request).actor)) {
    part("The year’s programme", "All audit activity of the year: planned, under way, done.",
         {"The year’s programme", "/programme"});
    for (const auto& programme : who(request).framework->programmes)
      if (programme.review.held) {
        part("Thematic reviews", "A theme looked at in depth, from notice to what was learned and shared.",
             {"Thematic reviews", "/reviews"});
        break;
      }
  }
  part("Meetings", "Agendas, minutes and decisions, each followed until it is done.", {"Meetings", "/meetings"});
  if (app::may_enter_measures(who(request).actor))
    part("Performance figures", "What the services measure, to stand beside the audits in each locality’s pack.",
         {"Performance figures", "/measures"});
  return page.respond();
}

}  // namespace

void add_learning_routes(Router& router, Services& services) {
  router.get("/learning", [&](const Request& request) { return learning_home(request, services); });
  add_meeting_routes(router, services);
  add_measure_routes(router, services);
  add_theme_routes(router, services);
  add_review_routes(router, services);
  add_programme_routes(router, services);
}

}  // namespace plumbline::web
