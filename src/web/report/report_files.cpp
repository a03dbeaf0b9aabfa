#include "web/report/report_files.hpp"

#include "app/publication/publications.hpp"
#include "report/document/forms.hpp"
#include "report/publication/commentary.hpp"
#include "web/page.hpp"
#include "web/report/report_ask.hpp"
#include "web/report/report_page.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

Response get_file(const Request& request, Services& services, const report::ReportKind& kind, report::Form form) {
  const auto& signed_in = who(request);
  const auto reader = services.store.read(signed_in.actor.council);
  auto made = made_report(signed_in, request.query, kind, *reader, services.clock, report::FigureLinks::Hidden);
  if (!made) return refused_page(services, request, made.error());
  // Who writes on reports has a working copy with the texts as they stand; nobody else sees those before they are
  // published.
  if (app::may_write_commentary(signed_in.actor) && !is_own_report(kind)) {
    const auto texts = reader->publications().commentary(made->name, report::ask_query(made->ask));
    report::add_commentary(*made, texts);
    if (!texts.empty()) made->page.version = "Working copy, not published";
  }
  saw_report(services, signed_in.actor, kind, request.query);
  const auto back = "/reports/" + std::string(kind.name) + "?" + report::ask_query(made->ask);
  return hand_out(request, services, form, std::move(*made), back);
}

}  // namespace

void add_report_files(Router& router, Services& services) {
  for (const auto& kind : report::report_kinds())
    for (const auto form : {report::Form::Html, report::Form::Pdf, report::Form::Docx, report::Form::Xlsx})
      router.get("/reports/" + std::string(kind.name) + "." + std::string(to_string(form)),
                 [&services, &kind, form](const Request& request) { return get_file(request, services, kind, form); });
}

}  // namespace plumbline::web
