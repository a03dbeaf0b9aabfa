// The sections of an audit as its tool has them: in its order and by its names.
#pragma once

#include <cstddef>
#include <string>

#include "domain/framework/tool.hpp"

namespace plumbline::report {

struct SectionName {
  std::size_t at = 0;  // in the tool
  std::string title;
  friend auto operator<=>(const SectionName&, const SectionName&) = default;
};

// A section that the tool does not have, or has no more, is named by its key and comes last.
SectionName section_name(const domain::Tool* tool, const std::string& section);

}  // namespace plumbline::report
