// A made report as one text that can be kept for ever and read back the same.
#pragma once

#include <optional>
#include <string>

#include "report/catalogue.hpp"

namespace plumbline::report {

// JSON with every part of the report, pictures included; the same report gives the same text.
std::string frozen(const MadeReport& made);
// Nothing where the text is none of ours. thawed(frozen(made)) has every form of `made`, byte for byte.
std::optional<MadeReport> thawed(const std::string& model);

}  // namespace plumbline::report
