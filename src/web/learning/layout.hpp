// What the pages of meetings, reviews, performance figures and the rolling plan are laid out with: blocks under
// headings, and forms of one field after another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/unit_of_work.hpp"
#include "domain/learning/settled.hpp"
#include "web/components.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

// ---- reading: of the body of learning/page.html ----

// A part of the page under its heading; {{>PART}} of it takes tables, lists and charts in order.
View add_block(View& body, std::string_view heading, std::string_view id = {});
void add_sentence(View& block, std::string_view text);
// Links below a block, with points between them.
void add_links(View& block, const std::vector<Link>& links);

struct SmallForm {
  std::string url{};
  int version = 0;
  std::string button{};
  std::string what{};  // said to screen readers after the button's text
  bool quiet = true;
};
// {{>INPUT}} of it takes fields.
View add_small_form(View& block, const SmallForm& form);

// Facts about one thing, one under another; blank ones are left out.
class Facts {
 public:
  Facts& add(std::string key, std::string value, std::string url = {});
  Facts& add_typed(std::string key, std::string value);  // keeps the line ends of what a person wrote
  const std::vector<SummaryRow>& rows() const { return rows_; }

 private:
  std::vector<SummaryRow> rows_;
};

// ---- writing: of learning/form.html ----

struct WholeForm {
  std::string url{};
  std::string back{};
  std::string button = "Save";
  int version = 0;
  bool files = false;
};
// Where the form was refused because somebody saved meanwhile, it says what to do about it.
View form_body(FramedPage& page, const WholeForm& form, const FormErrors& errors = {});
// One more field; {{>INPUT}} of it takes a control.
View add_field(View& form, std::string_view heading = {}, std::string_view words = {});

// The version that the form carries: as sent, or what is stored. Refused because somebody saved meanwhile, it carries
// what is stored now: who has read what they saved may save.
int version_shown(const Request& request, int stored, const FormErrors& errors = {});
bool is_stale(const FormErrors& errors);

// What came of something agreed that somebody was to do: told as facts, and asked for.
struct Settled {
  domain::TaskState state = domain::TaskState::Open;
  std::string outcome{};
  std::optional<base::Instant> at{};
  std::optional<domain::PersonId> by{};
};
void add_settled(Facts& facts, const Settled& settled, app::Reader& reader);
void add_settling(View& form, const Request& request, const FormErrors& errors);
// `state` as chosen; Open, which every use case refuses, where none was.
domain::TaskState state_chosen(const Request& request);

// A page with a form: shown by GET, sent by POST.
using FormHandler = Response (*)(const Request&, Services&);
void add_form_route(Router& router, Services& services, const std::string& pattern, FormHandler handler);

// People to choose from, with their jobs; "Choose a person" first.
std::vector<Option> people_options(app::Reader& reader, std::string_view chosen);

// Whether the refusal is of the page itself, not of what was typed into it.
bool is_of_the_page(const base::Error& error);
// The answer to a form that stands on a page with other things: back to that page where it was taken, and the refusal
// where that is of the page. Nothing where the page is to be shown again with what is wrong.
std::optional<Response> answer_to(const Request& request, Services& services, const base::Result<void>& outcome,
                                  const std::string& back, std::string said);
int status_with(const FormErrors& errors);  // 200 where there are none

}  // namespace plumbline::web
