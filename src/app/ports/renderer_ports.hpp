// The programs outside that turn a page into a PDF and a drawing into a picture. They may be missing, slow, killed or
// wrong; what they do is a refusal here, never a broken request.
#pragma once

#include <string>

#include "base/result.hpp"

namespace plumbline::app {

class Renderers {
 public:
  virtual ~Renderers() = default;
  // A PDF of that whole HTML page. The page must fetch nothing: its content security policy forbids it, and so does the
  // program's own. Blocks for as long as the limits allow, so never on a thread that answers requests. Safe from many
  // threads. Refusals, each with a sentence that says what to do: document.make.missing, .too_slow, .too_much_memory,
  // .stopped, .no_file, .failed, .folder.
  virtual base::Result<std::string> pdf(const std::string& html) = 0;
  // A PNG of that SVG, `width` pixels wide. The same refusals.
  virtual base::Result<std::string> png(const std::string& svg, int width) = 0;
  // Somebody may ask for a PDF soon: what takes long to start may be started now. Returns at once, promises nothing.
  virtual void expect() {}
  // From any thread, for good: what runs is ended, and everything later is refused.
  virtual void stop() noexcept = 0;
};

}  // namespace plumbline::app
