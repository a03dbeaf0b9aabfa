// A ZIP archive of a few files, stored as they are (APPNOTE.TXT 6.3.10, method 0): the same files give the same bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace plumbline::report {

// Names are plain ASCII with no folder. Together under 4 GB, which a report never reaches.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace plumbline::report
