#include "web/learning/layout.hpp"

#include "app/ports/register_ports.hpp"
#include "web/audit/open_audit.hpp"
#include "web/http/forms.hpp"
#include "web/http/router.hpp"
#include "web/lists.hpp"

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

Facts& Facts::add(std::string key, std::string value, std::string url) {
  const auto before = rows_.size();
  add_row(rows_, std::move(key), std::move(value));
  if (rows_.size() > before) rows_.back().url = std::move(url);
  return *this;
}

Facts& Facts::add_typed(std::string key, std::string value) {
  add_row(rows_, std::move(key), std::move(value), SummaryRow::Look::Typed);
  return *this;
}

bool is_stale(const FormErrors& errors) {
  return !errors.empty() && errors.all().front().code == base::ErrorCode::Stale;
}

View form_body(FramedPage& page, const WholeForm& form, const FormErrors& errors) {
  View body = page.body("learning/form.html");
  body.set("URL", form.url).set("BACK", form.back).set("BUTTON", form.button).set("VERSION", form.version);
  body.show_if(form.files, "FILES");
  if (is_stale(errors))
    add_warning(
        body, "WARNING",
        "Somebody else saved this while you were writing. Yours stands below as you wrote it. Look at theirs in "
        "another window and put the two together, then save: what you save takes the place of theirs.");
  return body;
}

View add_field(View& form, std::string_view heading, std::string_view words) {
  View field = form.add("FIELD");
  field.show_with("HEADING", "TEXT", heading);
  field.show_with("WORDS", "TEXT", words);
  return field;
}

int version_shown(const Request& request, int stored, const FormErrors& errors) {
  return request.method == Method::Post && !is_stale(errors) ? number_in(request, "version") : stored;
}

void add_settled(Facts& facts, const Settled& settled, app::Reader& reader) {
  facts.add("Where it stands", std::string(domain::say(settled.state)));
  facts.add_typed("What came of it", settled.outcome);
  if (settled.at)
    facts.add("Settled", base::say(*settled.at) + (settled.by ? ", " + reader.people().name_of(*settled.by) : ""));
}

void add_settling(View& form, const Request& request, const FormErrors& errors) {
  const auto chosen = Form(request).text("state");
  View state = add_field(form);
  add_radios(state, "INPUT",
             {"state",
              "What came of it?",
              {{"done", "It is done", "", chosen == "done", false},
               {"dropped", "It is not needed any more", "", chosen == "dropped", false}}},
             errors);
  View words = add_field(form);
  TextArea outcome{"outcome", "In a few words", typed(request, "outcome")};
  outcome.rows = 3;
  add_textarea(words, "INPUT", outcome, errors);
}

domain::TaskState state_chosen(const Request& request) {
  return domain::parse_task_state(Form(request).text("state")).value_or(domain::TaskState::Open);
}

void add_form_route(Router& router, Services& services, const std::string& pattern, FormHandler handler) {
  const auto answer = [&services, handler](const Request& request) { return handler(request, services); };
  router.get(pattern, answer);
  router.post(pattern, answer);
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

std::optional<Response> answer_to(const Request& request, Services& services, const base::Result<void>& outcome,
                                  const std::string& back, std::string said) {
  if (outcome) return flashed(Response::see_other(back), {std::move(said), std::nullopt});
  if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
  return std::nullopt;
}

int status_with(const FormErrors& errors) { return errors.empty() ? 200 : status_of(errors.all().front()); }

}  // namespace plumbline::web
