// app::Renderers by programs of the machine: Chromium's headless shell for PDF, rsvg-convert for pictures. Each run has
// a folder of its own, nobody's rights where we are root, limits of time, memory and file size, and no network.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "app/ports/renderer_ports.hpp"
#include "report/document/program.hpp"
#include "report/document/ready_browser.hpp"

namespace plumbline::report {

struct RendererOptions {
  // The first that is there is used.
  std::vector<std::string> pdf_programs{"chromium-headless-shell", "chromium"};
  std::vector<std::string> picture_programs{"rsvg-convert"};
  ProgramLimits pdf{};
  ProgramLimits picture{std::chrono::milliseconds(10'000), 512ull * 1024 * 1024, 32ull * 1024 * 1024};
  // For this long after expect() or a PDF a browser waits for the next one; 0: each is started when it is asked for.
  std::chrono::seconds keep_ready{0};
};

class ProgramRenderers final : public app::Renderers {
 public:
  explicit ProgramRenderers(RendererOptions options = {});
  base::Result<std::string> pdf(const std::string& html) override;
  base::Result<std::string> png(const std::string& svg, int width) override;
  void expect() override;
  void stop() noexcept override { stop_ = true; }

 private:
  RendererOptions options_;
  std::atomic<bool> stop_{false};
  // Chromium's own sandbox needs user namespaces, which some servers and containers forbid. It is tried first, and left
  // off only after it refused; the rest of the fence stands either way.
  std::atomic<bool> sandbox_{true};
  std::unique_ptr<BrowserKeeper> keeper_;  // null where none is kept ready
};

}  // namespace plumbline::report
