// What the pages of meetings, reviews, performance figures and the rolling plan are laid out with: blocks under
// headings, and forms of one field after another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ports/unit_of_work.hpp"
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

// ---- writing: of learning/form.html ----

struct WholeForm {
  std::string url{};
  std::string back{};
  std::string button = "Save";
  int version = 0;
  bool files = false;
};
View form_body(FramedPage& page, const WholeForm& form);
// One more field; {{>INPUT}} of it takes a control.
View add_field(View& form, std::string_view heading = {}, std::string_view words = {});

// People to choose from, with their jobs; "Choose a person" first.
std::vector<Option> people_options(app::Reader& reader, std::string_view chosen);

// Whether the refusal is of the page itself, not of what was typed into it.
bool is_of_the_page(const base::Error& error);
int status_with(const FormErrors& errors);  // 200 where there are none

}  // namespace plumbline::web
