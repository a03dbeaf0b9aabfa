// What the loader says of a definition, a line a problem, for the message of a test that fails.
#pragma once

#include <string>
#include <vector>

#include "domain/framework/loader.hpp"

namespace plumbline::tests {

inline std::string all(const std::vector<domain::Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) text += say(problem) + "\n";
  return text;
}

}  // namespace plumbline::tests
