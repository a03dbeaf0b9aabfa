#include "report/tool_order.hpp"

namespace plumbline::report {

SectionName section_name(const domain::Tool* tool, const std::string& section) {
  if (tool == nullptr) return {0, section};
  const auto& sections = tool->sections;
  for (std::size_t at = 0; at < sections.size(); ++at)
    if (sections[at].key == section) return {at, sections[at].title};
  return {sections.size(), section};
}

}  // namespace plumbline::report
