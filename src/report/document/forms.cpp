#include "report/document/forms.hpp"

#include "report/document/docx.hpp"
#include "report/document/print_html.hpp"
#include "report/document/xlsx.hpp"
#include "report/standalone_html.hpp"

namespace plumbline::report {

std::string_view to_string(Form form) {
  switch (form) {
    case Form::Json:
      return "json";
    case Form::Csv:
      return "csv";
    case Form::Html:
      return "html";
    case Form::Pdf:
      return "pdf";
    case Form::Docx:
      return "docx";
    case Form::Xlsx:
      return "xlsx";
  }
  return "";
}

std::string_view say(Form form) {
  switch (form) {
    case Form::Json:
      return "JSON";
    case Form::Csv:
      return "CSV";
    case Form::Html:
      return "One page";
    case Form::Pdf:
      return "PDF";
    case Form::Docx:
      return "Word";
    case Form::Xlsx:
      return "Excel";
  }
  return "";
}

std::string_view content_type_of(Form form) {
  switch (form) {
    case Form::Json:
      return "application/json";
    case Form::Csv:
      return "text/csv; charset=utf-8";
    case Form::Html:
      return "text/html; charset=utf-8";
    case Form::Pdf:
      return "application/pdf";
    case Form::Docx:
      return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    case Form::Xlsx:
      return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  }
  return "";
}

std::optional<Form> parse_form(std::string_view text) {
  for (const auto form : kForms)
    if (to_string(form) == text) return form;
  return std::nullopt;
}

base::Result<std::string> write_form(Form form, const MadeReport& made, const FileLook& look,
                                     app::Renderers& renderers) {
  switch (form) {
    case Form::Json:
      return made.json;
    case Form::Csv:
      return made.csv;
    case Form::Html:
      return standalone_html(made.page, look.colour, look.marking);
    case Form::Pdf:
      return renderers.pdf(print_html(made.page, {look.colour, look.marking, look.council + ". " + made.page.title}));
    case Form::Docx:
      return to_docx(made.page, {look.council, look.marking}, look.word_template, look.word_template_name, renderers);
    case Form::Xlsx:
      return to_xlsx(made.page, look.marking);
  }
  return base::invalid("report.make.format", "format",
                       {{"format", ""}, {"formats", "json, csv, html, pdf, docx, xlsx"}});
}

}  // namespace plumbline::report
