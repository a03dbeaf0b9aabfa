// The forms a made report comes in, and how each is written: the one place that knows all six (REP-7).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/renderer_ports.hpp"
#include "base/result.hpp"
#include "report/catalogue.hpp"

namespace plumbline::report {

enum class Form { Json, Csv, Html, Pdf, Docx, Xlsx };
inline constexpr std::array kForms{Form::Json, Form::Csv, Form::Html, Form::Pdf, Form::Docx, Form::Xlsx};
std::string_view to_string(Form form);  // `pdf`: the ending of a file and the word of the command line
std::string_view say(Form form);        // `PDF`, `Word`
std::string_view content_type_of(Form form);
std::optional<Form> parse_form(std::string_view text);

// How a council's files look. The Word template is the bytes of a .docx; see docx.hpp.
struct FileLook {
  std::string council;  // its name
  std::string colour;
  std::string marking;
  std::string word_template;
  std::string word_template_name;
};

// The bytes of that form. Pdf and Docx run programs outside and so take a while; refuses as they do
// (renderer_ports.hpp), and document.make.template.
base::Result<std::string> write_form(Form form, const MadeReport& made, const FileLook& look,
                                     app::Renderers& renderers);

}  // namespace plumbline::report
