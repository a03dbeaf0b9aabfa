// How files of reports are made: the options that `serve` and `report` share, each also read from the environment.
#pragma once

#include <memory>

#include "app/document/documents.hpp"
#include "app/ports/renderer_ports.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"

namespace plumbline::cli {

void add_document_options(CLI::App& command, DocumentOptions& documents);
void add_browser_option(CLI::App& command, DocumentOptions& documents);  // of `serve` alone

// Lasting keeps a browser ready for the next PDF; a command that makes one file and ends does not.
enum class Stay { Once, Lasting };
std::unique_ptr<app::Renderers> open_renderers(const DocumentOptions& options, Stay stay);
// Refusal: document.make.template where the council's own template cannot be read.
base::Result<app::DocumentLook> document_look(const Environment& environment, const DocumentOptions& options);

}  // namespace plumbline::cli
