#include "cli/command.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/messages/messages.hpp"
#include "app/ports/record_ports.hpp"
#include "base/text.hpp"

namespace plumbline::cli {

int refuse(const Environment& environment, const base::Error& error) {
  *environment.err << "plumbline: " << app::sentence(error) << "\n";
  return kRefused;
}

base::Result<std::string> council_of(app::Store& store, const Options& options) {
  const auto councils = store.read(options.council)->councils().all();
  if (councils.empty()) return base::rule_broken("command.council.none");
  if (options.council.empty()) {
    if (councils.size() == 1) return councils.front().key;
    std::vector<std::string> keys;
    for (const auto& council : councils) keys.push_back(council.key);
    return base::invalid("command.council.which", "council", {{"councils", base::join(keys, ", ")}});
  }
  if (std::none_of(councils.begin(), councils.end(),
                   [&](const auto& council) { return council.key == options.council; }))
    return base::invalid("command.council.unknown", "council", {{"council", options.council}});
  return options.council;
}

base::Result<Opened> open_council(const Environment& environment, const Options& options, bool write) {
  TRY(auto store, environment.open_store(options, write));
  TRY(auto council, council_of(*store, options));
  return Opened{std::move(store), std::move(council)};
}

void TerminalProgress::at(std::string_view step, std::size_t done, std::size_t of) {
  if (!environment_.terminal) return;
  constexpr std::size_t kWidth = 30;
  std::string line;
  if (of == 0) {
    line = fmt::format("{}  {}", step, base::with_commas(static_cast<long long>(done)));
  } else {
    const auto filled = std::min(kWidth, done * kWidth / of);
    line = fmt::format("{}  [{}{}] {} of {}", step, std::string(filled, '#'), std::string(kWidth - filled, '.'),
                       base::with_commas(static_cast<long long>(done)), base::with_commas(static_cast<long long>(of)));
  }
  if (line == last_) return;
  last_ = line;
  *environment_.err << "\r\x1b[K" << line << std::flush;
}

TerminalProgress::~TerminalProgress() {
  if (!last_.empty()) *environment_.err << "\r\x1b[K" << std::flush;
}

}  // namespace plumbline::cli
