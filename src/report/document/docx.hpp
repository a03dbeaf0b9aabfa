// A report as a Word file, by filling a template made in Word (docs/operating-guide.md, "The council's own Word
// template"): the council's styles, margins, header and footer stay, our parts go in where it says {{REPORT}}.
#pragma once

#include <string>

#include "app/ports/renderer_ports.hpp"
#include "base/result.hpp"
#include "report/page.hpp"

namespace plumbline::report {

struct WordLook {
  std::string council;
  std::string marking;
};

// `template_bytes` is a .docx whose body has a paragraph {{REPORT}} of its own; {{TITLE}}, {{CAPTION}}, {{META}},
// {{VERSION}}, {{COUNCIL}} and {{MARKING}} may stand anywhere in the body, headers and footers. Charts become pictures
// of twice the screen's resolution with their words as alternative text; tables are Word's own, with header rows that
// repeat, widths that fit the template's page and numbers to the right. Nothing of the server is in the file.
// Refuses document.make.template where the file is no such template, and as `renderers` does.
base::Result<std::string> to_docx(const ReportPage& page, const WordLook& look, const std::string& template_bytes,
                                  const std::string& template_name, app::Renderers& renderers);

}  // namespace plumbline::report
