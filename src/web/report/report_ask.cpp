#include "web/report/report_ask.hpp"

#include <algorithm>

#include "app/document/documents.hpp"
#include "app/ports/cycle_ports.hpp"
#include "base/hash.hpp"
#include "web/components.hpp"
#include "web/document/document_pages.hpp"
#include "web/http/forms.hpp"

namespace plumbline::web {

report::FileLook file_look(const SignedIn& who, const Services& services) {
  report::FileLook look;
  look.council = who.council_name;
  look.colour = who.framework->council.colour;
  if (services.documents != nullptr) {
    look.marking = who.framework->council.marking.value_or(services.documents->look().marking);
    look.word_template = services.documents->look().word_template;
    look.word_template_name = services.documents->look().word_template_name;
  }
  return look;
}

void offer_files(FramedPage& page, const Services& services, const std::string& path, const report::ReportAsk& ask) {
  if (services.documents != nullptr) services.documents->expect();
  for (const auto form : {report::Form::Pdf, report::Form::Docx, report::Form::Xlsx})
    page.action("Save as " + std::string(say(form)),
                path + "." + std::string(to_string(form)) + "?" + report::ask_query(ask), ButtonLook::Quiet);
}

Response hand_out(const Request& request, Services& services, report::Form form, report::MadeReport made,
                  const std::string& back) {
  const auto& signed_in = who(request);
  const auto name = made.file + "." + std::string(to_string(form));
  const auto type = content_type_of(form);
  const bool quick = form == report::Form::Json || form == report::Form::Csv || form == report::Form::Html ||
                     form == report::Form::Xlsx;
  const auto look = file_look(signed_in, services);
  if (quick && services.documents != nullptr) {
    const auto bytes = report::write_form(form, made, look, services.documents->renderers());
    if (!bytes) return refused_page(services, request, bytes.error());
    return Response::download(*bytes, type, name);
  }
  app::DocumentOrder order;
  // The same figures and words are the same file: a second click finds the first one's. When it was made is left out.
  order.key = base::sha256_hex(std::string(to_string(form)) + "\n" + report::ask_query(made.ask) + "\n" + made.csv +
                               "\n" + made.page.version + "\n" + made.page.title);
  order.name = name;
  order.title = made.page.title + " (" + std::string(say(form)) + ")";
  order.content_type = type;
  order.back = back;
  auto* renderers = services.documents == nullptr ? nullptr : &services.documents->renderers();
  order.make = [form, made = std::move(made), look, renderers] {
    return report::write_form(form, made, look, *renderers);
  };
  return hand_out_document(request, services, std::move(order));
}

}  // namespace plumbline::web
