// A report's file as a person gets it: at once, or by way of the page where it is waited for.
#pragma once

#include <string>

#include "support/demo_site.hpp"

namespace plumbline::tests {

inline web::Response report_file(DemoSite& site, const std::string& role, const std::string& target) {
  auto response = site.get(role, target);
  for (int tries = 0; response.status() == 303 && tries < 60; ++tries) {
    const auto waiting = *response.find("Location");
    response = site.get(role, waiting);
    if (std::string(response.body()).find("/file\"") != std::string::npos) response = site.get(role, waiting + "/file");
  }
  return response;
}

}  // namespace plumbline::tests
