#include "web/document/document_pages.hpp"

#include "app/document/documents.hpp"
#include "app/messages/messages.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

using Stage = app::DocumentState::Stage;

Response file(const app::DocumentState& state) {
  return Response::download(*state.bytes, state.content_type, state.name);
}

std::string path_of(const std::string& id, std::string_view rest = {}) {
  return "/documents/" + url_encode(id) + std::string(rest);
}

// The same figures without the program that failed: every report has them beside its page and in the API.
void offer_the_rest(View& body, const std::string& back) {
  const auto question = back.find('?');
  const auto path = back.substr(0, question);
  const auto query = question == std::string::npos ? "" : back.substr(question);
  const auto offer = [&](const std::string& csv, const std::string& json) {
    View rest = body.add("REST");
    rest.add("LINK").set("TEXT", "The figures as CSV").set("URL", csv + query);
    rest.add("LINK").set("TEXT", "The figures as JSON").set("URL", json + query);
  };
  if (path.starts_with("/publications/")) offer(path + "/report.csv", path + "/report.json");
  if (path.starts_with("/reports/")) offer(path + ".csv", "/api/v1" + path);
}

Response show(const Request& request, Services& services, const app::DocumentState& state) {
  FramedPage page(services, request, state.title, NavItem::None);
  page.crumb("Home", "/");
  if (!state.back.empty()) page.crumb("Back", state.back);
  View body = page.body("document/show.html");
  switch (state.stage) {
    case Stage::Waiting:
    case Stage::Making: {
      View waiting = body.add("WAITING");
      waiting.set("TEXT", state.ahead == 0 ? "This takes a second or two. The page looks again by itself."
                                           : base::count_of(state.ahead, "file is", "files are") +
                                                 " before it. The page looks again by itself.");
      waiting.set("URL", path_of(state.id));
      break;
    }
    case Stage::Ready: {
      View ready = body.add("READY");
      ready.set("URL", path_of(state.id, "/file")).set("NAME", state.name);
      ready.set("SIZE", base::with_commas(static_cast<long long>(state.bytes->size() / 1024 + 1)) + " KB");
      break;
    }
    case Stage::Failed: {
      View failed = body.add("FAILED");
      add_warning(failed, "WARNING", app::sentence(state.error));
      offer_the_rest(failed, state.back);
      break;
    }
  }
  if (!state.back.empty()) body.add("BACK").set("URL", state.back);
  auto response = page.respond();
  if (state.stage == Stage::Waiting || state.stage == Stage::Making)
    response.set("Refresh", "2; url=" + path_of(state.id));
  return response;
}

Response get_document(const Request& request, Services& services) {
  const auto state = services.documents == nullptr
                         ? std::nullopt
                         : services.documents->stand_by(who(request).actor, std::string(request.param("name")));
  if (!state) return refused_page(services, request, {base::ErrorCode::NotFound, "document.find.gone"});
  return show(request, services, *state);
}

Response get_file(const Request& request, Services& services) {
  const auto state = services.documents == nullptr
                         ? std::nullopt
                         : services.documents->find(who(request).actor, std::string(request.param("name")));
  if (!state) return refused_page(services, request, {base::ErrorCode::NotFound, "document.find.gone"});
  if (state->stage != Stage::Ready) return Response::see_other(path_of(state->id));
  return file(*state);
}

}  // namespace

Response hand_out_document(const Request& request, Services& services, app::DocumentOrder order) {
  const auto& actor = who(request).actor;
  if (services.documents == nullptr) throw base::Broken("documents were not set up");
  const auto id = services.documents->order(actor, std::move(order));
  if (!id) return refused_page(services, request, id.error());
  const auto state = services.documents->stand_by(actor, *id);
  if (state && state->stage == Stage::Ready) return file(*state);
  return Response::see_other(path_of(*id));
}

void add_document_pages(Router& router, Services& services) {
  router.get("/documents/{name}", [&](const Request& request) { return get_document(request, services); });
  router.get("/documents/{name}/file", [&](const Request& request) { return get_file(request, services); });
}

}  // namespace plumbline::web
