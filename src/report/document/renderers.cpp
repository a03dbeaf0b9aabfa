#include "report/document/renderers.hpp"

#include <utility>

namespace plumbline::report {
namespace {

struct Kind {
  std::string what;     // in the refusal's sentence
  std::string package;  // that has the program
};

tl::unexpected<base::Error> refused(ProgramEnd end, const Kind& kind, const ProgramLimits& limits) {
  const auto say = [&](std::string rule) {
    const auto seconds = std::to_string(limits.time.count() / 1000);
    return base::rule_broken(std::move(rule), {},
                             {{"what", kind.what}, {"package", kind.package}, {"seconds", seconds}});
  };
  switch (end) {
    case ProgramEnd::Missing:
      return say("document.make.missing");
    case ProgramEnd::TooSlow:
      return say("document.make.too_slow");
    case ProgramEnd::TooMuchMemory:
      return say("document.make.too_much_memory");
    case ProgramEnd::Killed:
    case ProgramEnd::Stopped:
      return say("document.make.stopped");
    case ProgramEnd::Failed:
      return say("document.make.failed");
    case ProgramEnd::Done:
      return say("document.make.no_file");
  }
  return say("document.make.failed");
}

std::string first_there(const std::vector<std::string>& programs) {
  for (const auto& program : programs)
    if (auto path = find_program(program); !path.empty()) return path;
  return "";
}

bool is_whole_pdf(const std::string& bytes) {
  return bytes.starts_with("%PDF-") &&
         bytes.find("%%EOF", bytes.size() < 1024 ? 0 : bytes.size() - 1024) != std::string::npos;
}

constexpr std::string_view kPngEnd{"IEND\xae\x42\x60\x82", 8};

bool is_whole_png(const std::string& bytes) { return bytes.starts_with("\x89PNG\r\n") && bytes.ends_with(kPngEnd); }

}  // namespace

ProgramRenderers::ProgramRenderers(RendererOptions options) : options_(std::move(options)) {
  if (options_.keep_ready > std::chrono::seconds(0))
    keeper_ = std::make_unique<BrowserKeeper>([this] { return first_there(options_.pdf_programs); }, options_.pdf,
                                              options_.keep_ready, sandbox_);
}

void ProgramRenderers::expect() {
  if (keeper_ && !stop_) keeper_->expect();
}

base::Result<std::string> ProgramRenderers::pdf(const std::string& html) {
  const Kind kind{"PDF files", "chromium-headless-shell"};
  const auto program = first_there(options_.pdf_programs);
  if (program.empty()) return refused(ProgramEnd::Missing, kind, options_.pdf);
  if (auto ready = keeper_ ? keeper_->take() : nullptr) {
    auto printed = ready->print(html, stop_);
    const bool whole = printed.end == ProgramEnd::Done && is_whole_pdf(printed.bytes);
    keeper_->done(std::move(ready), whole);
    if (whole) return std::move(printed.bytes);
    if (printed.end != ProgramEnd::Done && printed.end != ProgramEnd::Failed)
      return refused(printed.end, kind, options_.pdf);
    // It went away or spoke in riddles: a fresh one has the last word.
  }
  for (int attempt = 0; attempt < 2; ++attempt) {
    const WorkFolder folder(RunAs::Nobody);
    if (!folder.write("page.html", html)) return base::rule_broken("document.make.folder", {}, {{"what", kind.what}});
    const bool sandboxed = sandbox_;
    auto command = browser_command(program, sandboxed, folder);
    for (const char* option : {"--no-pdf-header-footer", "--generate-pdf-document-outline"})
      command.emplace_back(option);
    command.push_back("--print-to-pdf=" + (folder.path() / "page.pdf").string());
    command.push_back("file://" + (folder.path() / "page.html").string());
    const auto outcome = run_program(command, folder.path(), options_.pdf, RunAs::Nobody, stop_);
    if (outcome.end == ProgramEnd::Done) {
      auto bytes = folder.read("page.pdf", options_.pdf.file_bytes);
      // It may end well and have written nothing.
      if (!is_whole_pdf(bytes)) return refused(ProgramEnd::Done, kind, options_.pdf);
      if (keeper_) keeper_->expect();  // who asks for one report often asks for the next
      return bytes;
    }
    const bool gave_up = outcome.end == ProgramEnd::Failed || outcome.end == ProgramEnd::Killed;
    if (!gave_up || !sandboxed || !speaks_of_the_sandbox(outcome.said)) return refused(outcome.end, kind, options_.pdf);
    sandbox_ = false;
  }
  return refused(ProgramEnd::Failed, kind, options_.pdf);
}

base::Result<std::string> ProgramRenderers::png(const std::string& svg, int width) {
  const Kind kind{"pictures for Word", "librsvg2-bin"};
  const auto program = first_there(options_.picture_programs);
  if (program.empty()) return refused(ProgramEnd::Missing, kind, options_.picture);
  const WorkFolder folder(RunAs::Nobody);
  if (!folder.write("chart.svg", svg)) return base::rule_broken("document.make.folder", {}, {{"what", kind.what}});
  const std::vector<std::string> command{program, "--width",  std::to_string(width), "--format",
                                         "png",   "--output", "chart.png",           "chart.svg"};
  const auto outcome = run_program(command, folder.path(), options_.picture, RunAs::Nobody, stop_);
  if (outcome.end != ProgramEnd::Done) return refused(outcome.end, kind, options_.picture);
  auto bytes = folder.read("chart.png", options_.picture.file_bytes);
  if (!is_whole_png(bytes)) return refused(ProgramEnd::Done, kind, options_.picture);
  return bytes;
}

}  // namespace plumbline::report
