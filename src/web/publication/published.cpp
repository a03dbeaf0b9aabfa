// What was published: the list, each version in every form, and what a correction changed.
#include <algorithm>

#include "app/document/documents.hpp"
#include "base/text.hpp"
#include "report/inspection/inspection.hpp"
#include "report/monthly/monthly.hpp"
#include "report/publication/difference.hpp"
#include "report/publication/reading.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/publication/routes.hpp"
#include "web/report/report_ask.hpp"
#include "web/report/report_view.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

constexpr int kOnAPage = 50;

std::string path_of(const app::Publication& publication, std::string_view rest = {}) {
  return "/publications/" + publication.id.text() + std::string(rest);
}

Cell cell(std::string text, std::string url = {}) {
  Cell one;
  one.text = std::move(text);
  one.url = std::move(url);
  return one;
}

Response get_list(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = report::may_read_reports(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  app::PageRequest ask;
  ask.page = static_cast<int>(std::clamp(Form(request.query).whole_number("page").value_or(1), 1LL, 100'000LL));
  ask.size = kOnAPage;
  const auto reader = services.store.read(signed_in.actor.council);
  const auto found = reader->publications().latest(ask, report::published_without(signed_in.actor));
  FramedPage page(services, request, "Published reports", NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports");
  View body = page.body("publication/list.html");
  body.set("SHOWING", showing(found.page, found.size, found.total, "published report", "published reports"));
  if (found.rows.empty()) {
    add_empty(body, "EMPTY", "Nothing published yet",
              "The QA lead publishes a report when its figures are complete and its texts are written.",
              Link{"Reports", "/reports"});
    return page.respond();
  }
  Table table;
  table.caption = "Published reports";
  table.caption_hidden = true;
  for (const auto* name : {"Report", "About", "Version", "Published", "By"}) {
    Column column;
    column.name = name;
    table.columns.push_back(std::move(column));
  }
  for (const auto& publication : found.rows) {
    Row row;
    row.cells = {cell(publication.title, path_of(publication)), cell(publication.caption),
                 cell(std::to_string(publication.number)), cell(base::say(publication.published_at)),
                 cell(services.actors.name_of(signed_in.actor.council, publication.published_by))};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  add_pagination(body, "PAGES", found.page, found.size, found.total, QueryLink("/publications", request.query));
  return page.respond();
}

struct Published {
  app::Publication publication;
  report::MadeReport made;
  std::vector<app::Publication> versions;  // latest first
};

base::Result<Published> open_published(const Request& request, Services& services, app::Reader& reader) {
  const auto& actor = who(request).actor;
  TRY(auto found, report::open_publication(app::PublicationId{std::string(request.param("id"))}, actor, reader));
  Published open{std::move(found.publication), std::move(found.made), {}};
  open.made.page.version = "Version " + std::to_string(open.publication.number) + ", published on " +
                           base::say(open.publication.published_at) + " by " +
                           services.actors.name_of(actor.council, open.publication.published_by);
  open.made.file += "-version-" + std::to_string(open.publication.number);
  open.versions = reader.publications().versions(open.publication.report, open.publication.ask);
  return open;
}

Response get_published(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  const auto open = open_published(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  services.views.saw(signed_in.actor, "publication", open->publication.id.text());
  const auto& told = open->made.page;
  FramedPage page(services, request, told.title, NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports").crumb("Published reports", "/publications");
  page.caption(told.caption).meta(told.meta);
  View body = page.body("publication/show.html");
  body.set("VERSION", told.version + ".").set("DIGEST", open->publication.sha256);
  body.show_with("REASON", "TEXT", open->publication.reason);
  if (const auto& newest = open->versions.front(); newest.number > open->publication.number) {
    View newer = body.add("NEWER");
    add_inset(newer, "INSET", "This version was corrected. Read the latest one instead.");
    newer.set("URL", path_of(newest)).set("NUMBER", newest.number);
  }
  if (services.documents != nullptr) services.documents->expect();
  for (const auto form : report::kForms)
    body.add("FORM")
        .set("URL", path_of(open->publication, "/report." + std::string(to_string(form))))
        .set("TEXT", "Save as " + std::string(form == report::Form::Html ? "one page" : say(form)));
  if (open->publication.report == "inspection")
    body.add("FORM").set("URL", path_of(open->publication, "/report.zip")).set("TEXT", "Download the bundle");
  for (const auto& version : open->versions)
    if (version.number + 1 == open->publication.number)
      body.add("DIFFERENCE").set("URL", path_of(open->publication, "/difference")).set("NUMBER", version.number);
  add_report_parts(body, told, Form(request.query).text("part"), [&](const std::string& part) {
    return path_of(open->publication, part.empty() ? "" : "?part=" + url_encode(part));
  });
  return page.respond();
}

Response get_difference(const Request& request, Services& services) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto open = open_published(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  const auto before = std::find_if(open->versions.begin(), open->versions.end(),
                                   [&](const auto& version) { return version.number + 1 == open->publication.number; });
  if (before == open->versions.end()) return Response::not_found();
  const auto old_version = report::open_publication(before->id, who(request).actor, *reader);
  if (!old_version) return refused_page(services, request, old_version.error());
  const auto changed = report::difference(old_version->made, open->made);

  FramedPage page(services, request, "What changed in version " + std::to_string(open->publication.number),
                  NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports").crumb("Published reports", "/publications");
  page.crumb(open->made.page.title, path_of(open->publication)).caption(open->made.page.title);
  View body = page.body("publication/difference.html");
  const auto figures = static_cast<long long>(changed.figures.size());
  const auto texts = static_cast<long long>(changed.texts.size());
  const auto audits = static_cast<long long>(changed.audits.size());
  body.set("SUMMARY", base::count_of(figures, "figure", "figures") + " and " + base::count_of(texts, "text", "texts") +
                          " differ from version " + std::to_string(before->number) + ".");
  if (audits > 0)
    body.add("AUDITS").set("TEXT", "What is said of " + base::count_of(audits, "audit", "audits") +
                                       " differs: " + base::join(changed.audits, ", ") + ".");
  body.show_with("REASON", "TEXT", open->publication.reason);
  if (!changed.figures.empty()) {
    Table table;
    table.caption = "Figures that differ";
    for (const auto& name : {std::string("Figure"), "Version " + std::to_string(before->number),
                             "Version " + std::to_string(open->publication.number)}) {
      Column column;
      column.name = name;
      column.numeric = table.columns.size() > 0;
      table.columns.push_back(std::move(column));
    }
    for (const auto& figure : changed.figures) {
      Row row;
      row.cells = {cell(figure.what), cell(figure.before), cell(figure.after)};
      table.rows.push_back(std::move(row));
    }
    add_table(body, "FIGURES", table);
  }
  int number = 0;
  for (const auto& text : changed.texts)
    body.add("TEXT_CHANGE")
        .set("WHERE", text.where)
        .set("ID", "text-" + std::to_string(++number))
        .set("BEFORE", text.before.empty() ? "Nothing was written." : text.before)
        .set("AFTER", text.after.empty() ? "The text was taken out." : text.after);
  return page.respond();
}

Response get_file(const Request& request, Services& services, report::Form form) {
  const auto reader = services.store.read(who(request).actor.council);
  auto open = open_published(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  services.views.saw(who(request).actor, "publication", open->publication.id.text());
  const auto back = path_of(open->publication);
  return hand_out(request, services, form, std::move(open->made), back);
}

Response get_bundle(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = open_published(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  if (open->publication.report != "inspection") return Response::not_found();
  services.views.saw(actor, "publication", open->publication.id.text());
  return Response::download(report::bundle_of(open->made), "application/zip", open->made.file + ".zip");
}

}  // namespace

void add_publication_routes(Router& router, Services& services) {
  router.get("/publications", [&](const Request& request) { return get_list(request, services); });
  router.get("/publications/{id:uuid}", [&](const Request& request) { return get_published(request, services); });
  router.get("/publications/{id:uuid}/difference",
             [&](const Request& request) { return get_difference(request, services); });
  for (const auto form : report::kForms)
    router.get("/publications/{id:uuid}/report." + std::string(to_string(form)),
               [&services, form](const Request& request) { return get_file(request, services, form); });
  router.get("/publications/{id:uuid}/report.zip",
             [&](const Request& request) { return get_bundle(request, services); });
}

}  // namespace plumbline::web
