#include "cli/document_options.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <sstream>

#include "report/document/renderers.hpp"

namespace plumbline::cli {

void add_document_options(CLI::App& command, DocumentOptions& documents) {
  command
      .add_option("--marking", documents.marking,
                  "The protective marking on files of reports, where the council's framework says none of its own; "
                  "empty for none")
      ->envname("PLUMBLINE_MARKING")
      ->capture_default_str();
  command.add_option("--word-template", documents.word_template, "The council's own Word template (.docx)")
      ->envname("PLUMBLINE_WORD_TEMPLATE");
  command
      .add_option("--pdf-renderer", documents.pdf_renderer,
                  "The program that makes PDF; chromium-headless-shell where it is left out")
      ->envname("PLUMBLINE_PDF_RENDERER");
  command
      .add_option("--picture-renderer", documents.picture_renderer,
                  "The program that makes pictures for Word; rsvg-convert where it is left out")
      ->envname("PLUMBLINE_PICTURE_RENDERER");
  command.add_option("--document-seconds", documents.seconds, "How long making one file may take")
      ->envname("PLUMBLINE_DOCUMENT_SECONDS")
      ->check(CLI::Range(1, 300))
      ->capture_default_str();
  command.add_option("--document-megabytes", documents.megabytes, "How much memory making one file may need")
      ->envname("PLUMBLINE_DOCUMENT_MEGABYTES")
      ->check(CLI::Range(32, 16384))
      ->capture_default_str();
}

void add_browser_option(CLI::App& command, DocumentOptions& documents) {
  command
      .add_option("--browser-minutes", documents.browser_minutes,
                  "For how long a browser waits ready for the next PDF; 0 for none")
      ->envname("PLUMBLINE_BROWSER_MINUTES")
      ->check(CLI::Range(0, 24 * 60))
      ->capture_default_str();
}

std::unique_ptr<app::Renderers> open_renderers(const DocumentOptions& options, Stay stay) {
  report::RendererOptions renderers;
  if (!options.pdf_renderer.empty()) renderers.pdf_programs = {options.pdf_renderer};
  if (!options.picture_renderer.empty()) renderers.picture_programs = {options.picture_renderer};
  for (auto* limits : {&renderers.pdf, &renderers.picture}) {
    limits->time = std::chrono::seconds(options.seconds);
    limits->memory_bytes = static_cast<std::uint64_t>(options.megabytes) * 1024 * 1024;
  }
  // Another program is asked for a file as Chromium is, and for nothing else that Chromium can do.
  if (stay == Stay::Lasting && options.pdf_renderer.empty())
    renderers.keep_ready = std::chrono::minutes(options.browser_minutes);
  return std::make_unique<report::ProgramRenderers>(std::move(renderers));
}

base::Result<app::DocumentLook> document_look(const Environment& environment, const DocumentOptions& options) {
  app::DocumentLook look;
  look.marking = options.marking;
  if (options.word_template.empty()) {
    look.word_template = environment.word_template();
    look.word_template_name = "report.docx";
    return look;
  }
  look.word_template_name = options.word_template;
  std::ifstream file(options.word_template, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  look.word_template = bytes.str();
  if (!file || look.word_template.empty())
    return base::rule_broken("document.make.template", "word-template",
                             {{"file", options.word_template}, {"why", "it cannot be read"}});
  return look;
}

}  // namespace plumbline::cli
