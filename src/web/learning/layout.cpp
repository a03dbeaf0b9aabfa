#include "web/learning/layout.hpp"

#include "app/ports/register_ports.hpp"

namespace plumbline::web {

View add_block(View& body, std::string_view heading, std::string_view id) {
  View block = body.add("BLOCK");
  block.show_with("HEADING", "TEXT", heading);
  block.show_with("NAMED", "ID", id);
  return block;
}

void add_sentence(View& block, std::string_view text) { block.add("SENTENCE").set("TEXT", text); }

void add_links(View& block, const std::vector<Link>& links) {
  if (links.empty()) return;
  View list = block.add("LINKS");
  for (std::size_t at = 0; at < links.size(); ++at)
    list.add("LINK").set("URL", links[at].url).set("TEXT", links[at].text).show_if(at + 1 < links.size(), "MORE");
}

View add_small_form(View& block, const SmallForm& form) {
  View view = block.add("FORM");
  view.set("URL", form.url).set("VERSION", form.version).set("BUTTON", form.button).show_if(form.quiet, "QUIET");
  view.show_with("WHAT", "WORDS", form.what);
  return view;
}

View form_body(FramedPage& page, const WholeForm& form) {
  View body = page.body("learning/form.html");
  body.set("URL", form.url).set("BACK", form.back).set("BUTTON", form.button).set("VERSION", form.version);
  body.show_if(form.files, "FILES");
  return body;
}

View add_field(View& form, std::string_view heading, std::string_view words) {
  View field = form.add("FIELD");
  field.show_with("HEADING", "TEXT", heading);
  field.show_with("WORDS", "TEXT", words);
  return field;
}

std::vector<Option> people_options(app::Reader& reader, std::string_view chosen) {
  std::vector<Option> options{{"", "Choose a person", "", chosen.empty(), false}};
  for (const auto& person : reader.people().all())
    options.push_back({person.person_id.text(), person.name + ", " + std::string(domain::say(person.role)), "",
                       chosen == person.person_id.text(), false});
  return options;
}

bool is_of_the_page(const base::Error& error) {
  return error.code == base::ErrorCode::NotFound || error.code == base::ErrorCode::Forbidden;
}

int status_with(const FormErrors& errors) { return errors.empty() ? 200 : status_of(errors.all().front()); }

}  // namespace plumbline::web
